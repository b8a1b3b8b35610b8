"""The never-do list (N1–N12) where letters are kept: what one person must not be able to do by way of the store.

The same deeds in all their detail, on both kinds of database, are in ``tests/store`` and ``tests/ui/test_roles.py``.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from nlp.errors import StoreError
from nlp.letter import Analysis, Letter, Prediction, Signal
from nlp.privacy import Role, mask
from nlp.privacy.sealed import register_sealed
from nlp.roles import Person
from nlp.similar import find_similar
from nlp.store import (
    LeftOpen,
    Reader,
    Store,
    audit_lines,
    close_flag,
    close_letter,
    count_pending,
    escalate,
    latest_analysis,
    make_study,
    open_letters,
    open_store,
    purge,
    register,
    save_studies,
    search,
    unmask,
    verify_store,
    view,
)
from nlp.store.schema import letters, metadata

NOON = dt.datetime(2026, 11, 16, 12, tzinfo=dt.UTC)
ONE, TWO = Reader("安之若"), Reader("苏未迟")
OFFICE = ["市国资委", "国资委"]
PLAIN, ACCUSATION, DANGER, AGAINST_US = (f"2026-{n:06}" for n in (1, 2, 3, 4))
WRITTEN = {
    "内退费从去年九月停发，卡号6222020200112233445，病历号A20117。": "historical_debts",
    "容坡锅炉厂厂长把集资款装进自己腰包，要求查处。": "anti_corruption",
    "我断药三天了，药费没人管。": "historical_debts",
    "国资委某领导和开发商合谋侵吞集资款，请省纪委一查到底。": "anti_corruption",
}


def study(store: Store, model: str = "model", renew: bool = False) -> None:
    """Store analyses as a model would make them: an accusation is confidential, 断药 a red signal."""
    made = []
    with store.reading() as connection:
        for id_, letter in open_letters(store, connection, letters.c.id > 0):
            code, danger = WRITTEN.get(letter.text, "other"), letter.text.find("断药")
            signals = (Signal(danger, danger + 2, "断药", "life_health"),) if danger >= 0 else ()
            analysis = Analysis(letter, Prediction(code, {code: 0.9}), code == "anti_corruption", signals)
            made.append(make_study(id_, analysis, model, store.seal, str, {"life_health"}))
    save_studies(store, model, made)


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Store]:
    """The four letters in a sealed store."""
    opened = open_store(f"sqlite:///{(tmp_path / '库.db').as_posix()}", bytes(range(32)), fold=str, clock=lambda: NOON)
    register(opened, [Letter(written, sender="段长喜") for written in WRITTEN])
    study(opened)
    yield opened
    opened.close()


@pytest.mark.parametrize("unit", ["容坡锅炉厂", "容坡锅炉集团有限公司"])
def test_n01_nobody_of_the_accused_unit_reads_or_finds_the_accusation(filled: Store, unit: str) -> None:
    """第三十条第三款：不得将检举、控告材料透露或者转给被检举、控告的单位；其承办人也看不到。"""
    reader = Person(id="h@office.test", name="柏舟", role=Role.HANDLER, units=(unit,)).reader(OFFICE)
    for look in (lambda: view(filled, ACCUSATION, reader, mask), lambda: unmask(filled, ACCUSATION, reader, "想看")):
        with pytest.raises(StoreError):
            look()
    assert search(filled, "集资款", reader, mask) == []
    assert find_similar(filled, Letter("厂长把集资款装进自己腰包"), [unit], reader, mask) == []


@pytest.mark.parametrize("role", list(Role))
def test_n01_a_letter_against_the_office_is_for_nobody_in_it(filled: Store, role: Role) -> None:
    """第二十八条第三款：涉本机关的来信上送，本机关任何人不得看。"""
    reader = Person(id="x@office.test", name="柏舟", role=role).reader(OFFICE)
    with pytest.raises(StoreError):
        view(filled, AGAINST_US, reader, mask)


def test_n02_the_store_cannot_list_the_letters_of_a_person(filled: Store) -> None:
    """第十八条第四款：来信人的姓名是密文，每封不同，没有索引，不能按人查、按人数。"""
    contacts = metadata.tables["contacts"]
    assert {index.name for index in contacts.indexes} == set()
    assert {column.name for column in contacts.columns} == {"letter_id", "sender"}
    with filled.reading() as connection:
        kept = list(connection.scalars(text("SELECT sender FROM contacts")))
    assert len(set(kept)) == len(kept) == len(WRITTEN)


def test_n06_sensitive_numbers_are_ciphertext_on_the_disk(filled: Store, tmp_path: Path) -> None:
    """《个人信息保护法》第二十八条、第五十一条：金融账户、医疗健康信息采取加密措施。"""
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("库.db*"))
    assert kept
    assert not [secret for secret in ("6222020200112233445", "A20117", "段长喜", "断药") if secret.encode() in kept]


def test_n09_only_what_was_derived_is_deleted_and_that_is_noted(filled: Store) -> None:
    """《个人信息保护法》第四十七条、《档案法》：派生数据到期清除并留记录，原件不动。"""
    close_letter(filled, PLAIN, ONE)
    assert purge(replace(filled, clock=lambda: NOON + dt.timedelta(days=181)), "系统") == 1
    assert latest_analysis(filled, 1, Letter(next(iter(WRITTEN)))) is None
    assert list(audit_lines(filled))[-1].action == "purge"
    assert search(filled, "内退费", ONE, mask) == []
    with filled.reading() as connection:
        assert [letter.text for _, letter in open_letters(filled, connection, letters.c.id > 0)] == list(WRITTEN)


@pytest.mark.parametrize("written", ["", " \n", "锟斤拷烫烫烫", "代开发票加微信", "\x00"])
def test_n10_whatever_arrives_has_a_number_before_anything_looks_at_it(filled: Store, written: str) -> None:
    """第二十三条、第四十四条第一项：应当登记而未登记的，追究责任。"""
    (arrival,) = register(filled, [Letter(written)])
    assert arrival.number == "2026-000005"


@pytest.mark.parametrize("deed", ["DELETE FROM letters", "UPDATE letters SET number = 'x'", "DELETE FROM audit"])
def test_n10_neither_the_register_nor_the_audit_can_be_rewritten(filled: Store, deed: str) -> None:
    """第四十四条第一项：登记号只增不改，审计只增不改。"""
    view(filled, PLAIN, ONE, mask)
    with pytest.raises(StoreError), filled.writing() as connection:
        connection.execute(text(deed))
    assert verify_store(filled) == []


def test_n11_letters_are_joined_by_their_matter_and_never_by_their_writer(filled: Store) -> None:
    """匿名件只比对事项：同一人的两件事不相连；别人说的同一件事只作提示，不说是谁写的。"""
    anonymous = Letter("内退费从去年九月停发，至今没有说法。")
    linked = register(filled, [anonymous, Letter("门口路灯坏了半年没人修。", sender="段长喜")])
    assert [arrival.copy_of for arrival in linked] == [None, None]
    alike = find_similar(filled, anonymous, [], ONE, mask)
    assert [one.number for one in alike][:1] == [PLAIN]
    assert "段长喜" not in repr(alike)


def test_n12_a_red_light_is_closed_by_two_with_reasons_and_never_in_silence(filled: Store) -> None:
    """第四十六条第四项：不得隐瞒、谎报、缓报；一人不能单独解除，后来的模型也不能。"""
    with pytest.raises(StoreError, match="理由"):
        close_flag(filled, DANGER, "life_health", ONE, " ")
    assert [close_flag(filled, DANGER, "life_health", ONE, "已联系") for _ in range(2)] == [False, False]
    study(filled, "calmer model")
    with pytest.raises(StoreError, match="红旗"):
        close_letter(filled, DANGER, ONE)
    assert close_flag(filled, DANGER, "life_health", TWO, "属实，已送医")
    assert [line.who for line in audit_lines(filled) if line.action == "close_flag"] == ["安之若", "安之若", "苏未迟"]


def test_n12_a_red_light_left_burning_goes_up(filled: Store) -> None:
    """第四十六条第四项：超时自动升级；一人说过可以解除也不算，升级由程序记入审计，只记一次，只说哪封、哪种。"""
    after = [replace(filled, clock=lambda hours=hours: NOON + dt.timedelta(hours=hours)) for hours in (24, 25, 99)]
    close_flag(filled, DANGER, "life_health", ONE, "已联系")
    assert [escalate(store, 24) for store in after] == [
        [],
        [LeftOpen(DANGER, "life_health", 25)],
        [LeftOpen(DANGER, "life_health", 99)],
    ]
    (line,) = audit_lines(filled, actions=["flag_overdue"])
    assert (line.who, line.subject) == ("程序", f"{DANGER} life_health")
    assert line.details == {"kind": "life_health", "hours": 24}
    close_flag(filled, DANGER, "life_health", TWO, "属实，已送医")
    assert escalate(after[-1], 24) == []


def test_a_sealed_item_has_its_number_and_no_text_anywhere(filled: Store) -> None:
    """《纪检监察机关处理检举控告工作规则》第十五条：不复制、不摘抄、不录入；只留登记号、收到日和去向。"""
    item = register_sealed(filled, dt.date(2026, 11, 13), "市纪委监委", "安之若")
    assert item.number == "2026-000005"
    with filled.reading() as connection:
        ((_, kept),) = open_letters(filled, connection, letters.c.number == item.number)
    assert (kept.text, kept.title, kept.sender, kept.received) == ("", "", "", item.received)
    assert count_pending(filled, "another model", renew=True) == len(WRITTEN)
    line = list(audit_lines(filled))[-1]
    assert (line.who, line.subject, line.details) == ("安之若", item.number, {"to": "市纪委监委"})


def test_a_sealed_item_that_goes_nowhere_is_not_registered(filled: Store) -> None:
    with pytest.raises(ValueError, match="destination"):
        register_sealed(filled, dt.date(2026, 11, 13), " ", "安之若")
    assert [arrival.number for arrival in register(filled, [Letter("欠薪")])] == ["2026-000005"]
