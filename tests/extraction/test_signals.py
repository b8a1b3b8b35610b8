import datetime as dt

import pytest

from nlp.extraction import find_signals, notice_due
from nlp.tokenization import normalize


def kinds(text: str) -> set[str]:
    return {signal.kind for signal in find_signals(normalize(text))}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("再不解决我就从办公楼跳下去。", "life_health"),
        ("父亲矽肺三期，已断药三天。", "life_health"),
        ("厂区附近砷超标，四十多人住院", "life_health"),
        ("家属楼后墙快塌了", "public_safety"),
        ("限15日内答复，否则", "deadline"),
        ("我们准备下周一起去市政府", "collective_intent"),
        ("123名双解人员联名", "n_people"),
        ("每人2.6万元安置费", "money"),
    ],
)
def test_a_signal_is_seen(text: str, kind: str) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize("text", ["我们不想闹到跳楼那一步", "父亲98年服毒走的"])
def test_a_doubtful_mention_is_kept_for_a_person_to_check(text: str) -> None:
    assert "life_health" in kinds(text)


@pytest.mark.parametrize("text", ["一人八百六", "每人2.6万元", "一户两万"])
def test_a_rate_a_head_is_no_number_of_people(text: str) -> None:
    assert "n_people" not in kinds(text)


def test_a_quiet_letter_has_none() -> None:
    assert kinds("请问退休手续怎么办？") == set()


def test_offsets_are_those_of_the_original() -> None:
    text = "<p>已 断 药 三天</p>"
    (signal,) = [s for s in find_signals(normalize(text)) if s.kind == "life_health"]
    assert text[signal.start : signal.end] == signal.text == "断 药"


def test_the_notice_is_due_fifteen_days_after_receipt() -> None:
    (due,) = notice_due(dt.date(2024, 3, 1))
    assert (due.date, due.article) == (dt.date(2024, 3, 16), "《信访工作条例》第二十三条")


def test_an_unknown_date_stays_unknown() -> None:
    assert notice_due(None) == ()
