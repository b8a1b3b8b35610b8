"""What somebody changes in the database behind the program's back is found by the check of the store."""

import pytest
from sqlalchemy import Executable, text

from nlp.letter import Letter
from nlp.store import Store, record, register, verify_store
from nlp.store.schema import analyses, audit, counters, letters, texts
from tests.store.conftest import analyse_all

TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"


@pytest.fixture
def unguarded(keyed_store: Store) -> Store:
    """A store of three analysed letters whose guards an intruder has taken away."""
    register(keyed_store, [Letter(written) for written in ("内退费停发", "改制", "欠薪")])
    analyse_all(keyed_store)
    with keyed_store.writing() as connection:
        record(keyed_store, connection, "安之若", "view", "2026-000001")
        if keyed_store.postgresql:
            for table in ("letters", "counters", "audit"):
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        else:
            for name in list(connection.scalars(text(TRIGGERS))):
                connection.execute(text(f"DROP TRIGGER {name}"))
    yield keyed_store
    if keyed_store.postgresql:
        with keyed_store.writing() as connection:
            for table in ("letters", "counters", "audit"):
                connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER ALL"))


SECOND = letters.c.id == 2
CHANGES: dict[str, tuple[list[Executable], str]] = {
    "a letter is gone": (
        [
            analyses.delete().where(analyses.c.letter_id == 2),
            texts.delete().where(texts.c.letter_id == 2),
            letters.delete().where(SECOND),
        ],
        "登记簿：已发出 3 个号，实有 2 封",
    ),
    "the last is gone with its count": (
        [
            analyses.delete().where(analyses.c.letter_id == 3),
            texts.delete().where(texts.c.letter_id == 3),
            letters.delete().where(letters.c.id == 3),
            counters.update().where(counters.c.name == "letter").values(value=2),
        ],
        "登记簿：2026 年已发出 3 个号，实有 2 封",
    ),
    "a number is another": (
        [letters.update().where(SECOND).values(number="2025-000002")],
        "登记簿：2026 年已发出 3 个号，实有 2 封",
    ),
    "a text is another": (
        [texts.update().where(texts.c.letter_id == 2).values(body=b"\x00x")],
        "2026-000002：正文与登记时不符",
    ),
    "a text is gone": ([texts.delete().where(texts.c.letter_id == 2)], "登记簿：1 封来信没有正文记录"),
    "an analysis is gone": ([analyses.delete().where(analyses.c.letter_id == 2)], "研判：1 封来信的研判结果缺失"),
    "an audit line is gone": ([audit.delete()], "审计：末尾缺失"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_behind_the_programs_back_is_found(unguarded: Store, name: str) -> None:
    assert verify_store(unguarded) == []
    changes, fault = CHANGES[name]
    with unguarded.writing() as connection:
        for change in changes:
            connection.execute(change)
    assert any(said.startswith(fault) for said in verify_store(unguarded))
