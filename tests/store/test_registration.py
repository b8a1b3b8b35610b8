import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from nlp.errors import StoreError
from nlp.letter import Letter
from nlp.store import Store, open_letters, open_store, register, verify_store
from nlp.store.schema import contacts, letters, texts
from tests.store.conftest import Clock

GARBLED = [
    "",
    " \n",
    "\x00",
    "\ud800锟斤拷",
    "😀" * 5,
    "a\u202eb\u200b",
    "=cmd|' /C calc'!A0",
    "'; DROP TABLE letters; --",
]


def everything(store: Store) -> list[Letter]:
    with store.reading() as connection:
        return [letter for _, letter in open_letters(store, connection, letters.c.id > 0)]


def test_numbers_follow_the_order_of_arrival(store: Store) -> None:
    first = register(store, [Letter("欠薪"), Letter("停发内退费")])
    second = register(store, [Letter("改制")])
    assert [x.number for x in first + second] == ["2026-000001", "2026-000002", "2026-000003"]


@pytest.mark.parametrize("body", GARBLED, ids=ascii)
def test_a_blank_or_garbled_letter_is_registered_as_it_is(keyed_store: Store, body: str) -> None:
    letter = Letter(
        body, id="1\x00\ud800", title=body, sender=body, source="来信.csv\x00 第 3 行", received=dt.date(2026, 1, 2)
    )
    (registered,) = register(keyed_store, [letter])
    (kept,) = everything(keyed_store)
    assert (kept.id, kept.text, kept.title, kept.sender) == (registered.number, body, body, body)
    assert kept.received == dt.date(2026, 1, 2)
    assert verify_store(keyed_store) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bodies=st.lists(st.text(max_size=60), max_size=5))
def test_what_comes_in_comes_out(keyed_store: Store, bodies: list[str]) -> None:
    before = len(everything(keyed_store))
    register(keyed_store, [Letter(body) for body in bodies])
    assert [x.text for x in everything(keyed_store)[before:]] == bodies


def test_a_new_year_begins_at_one(store: Store, clock: Clock) -> None:
    register(store, [Letter("旧年")])
    clock.moment = dt.datetime(2027, 1, 2, tzinfo=dt.UTC)
    assert [x.number for x in register(store, [Letter("新年")])] == ["2027-000001"]
    assert verify_store(store) == []


def test_numbers_grow_even_if_the_clock_goes_back(store: Store, clock: Clock) -> None:
    first = register(store, [Letter("一")])
    clock.moment = dt.datetime(2019, 1, 2, tzinfo=dt.UTC)
    second = register(store, [Letter("二")])
    assert [x.number for x in first + second] == ["2026-000001", "2026-000002"]


def test_a_copy_is_registered_and_linked_to_the_first(store: Store) -> None:
    same = Letter("三年没发工资", sender="安之若")
    first, second, third = register(store, [same, same, same])
    later = register(store, [same])[0]
    assert [x.copy_of for x in (first, second, third, later)] == [None, first.id, first.id, first.id]
    assert len(everything(store)) == 4


def test_the_same_text_of_another_sender_is_no_copy(store: Store) -> None:
    arrivals = [Letter("三年没发工资", sender="安之若"), Letter("三年没发工资", sender="苏未迟")]
    assert [x.copy_of for x in register(store, arrivals)] == [None, None]


def test_blank_letters_are_not_copies_of_each_other(store: Store) -> None:
    assert [x.copy_of for x in register(store, [Letter(""), Letter("")])] == [None, None]


def test_nothing_to_register_gives_no_number(store: Store) -> None:
    assert register(store, []) == []


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM letters", "UPDATE letters SET number = '2026-999999'", "UPDATE counters SET value = 0"],
)
def test_the_database_itself_refuses_to_change_the_register(store: Store, statement: str) -> None:
    register(store, [Letter("欠薪")])
    with pytest.raises(StoreError), store.writing() as connection:
        connection.execute(text(statement))
    assert verify_store(store) == []


def test_with_a_key_nothing_of_a_letter_is_in_the_database(address: str) -> None:
    sealed = open_store(address, bytes(32))
    register(sealed, [Letter("三年没发工资", title="讨薪信", sender="安之若")])
    with sealed.reading() as connection:
        rows = [
            *connection.execute(select(letters)),
            *connection.execute(select(texts)),
            *connection.execute(select(contacts)),
        ]
    sealed.close()
    held = b"".join(value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row)
    assert not [words for words in ("工资", "讨薪", "安之若") if words.encode() in held]


def test_a_sealed_text_moved_to_another_letter_does_not_open(address: str) -> None:
    sealed = open_store(address, bytes(32))
    register(sealed, [Letter("甲"), Letter("乙")])
    with sealed.writing() as connection:
        body = connection.scalar(select(texts.c.body).where(texts.c.letter_id == 1))
        connection.execute(texts.update().where(texts.c.letter_id == 2).values(body=body))
    assert verify_store(sealed) == ["2026-000002：正文与登记时不符"]
    sealed.close()


def test_a_store_opens_with_its_own_key_only(address: str) -> None:
    open_store(address, bytes(32)).close()
    for key in (None, bytes(range(32))):
        with pytest.raises(StoreError, match="密钥"):
            open_store(address, key)
    open_store(address, bytes(32)).close()
