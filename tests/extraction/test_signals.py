import datetime as dt

import pytest

from nlp.extraction import RED_KINDS, TITLE, find_signals
from nlp.letter import Letter
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


@pytest.mark.parametrize(
    ("title", "text"), [("救命！我爸断药三天", "求助。"), ("求助，断 药 三天", "<p>楼 要塌了</p>")]
)
def test_danger_in_the_title_is_seen_and_has_no_place_in_the_text(title: str, text: str) -> None:
    letter = Letter(text, title=title)
    found = find_signals(normalize(letter.full_text), letter.text_offset)
    in_title = [s for s in found if s.note == TITLE]
    assert in_title
    assert all((s.start, s.end) == (0, 0) and s.text in title and s.kind in RED_KINDS for s in in_title)
    assert all(text[s.start : s.end] == s.text for s in found if s.note != TITLE)


def test_other_facts_of_the_title_are_left_to_the_text() -> None:
    letter = Letter("请解决。", title="限15日内答复，补偿一万二")
    assert find_signals(normalize(letter.full_text), letter.text_offset) == ()


def test_dates_are_counted_from_the_day_of_receipt() -> None:
    (signal,) = find_signals(normalize("去年3月的工资没发"), kinds=["dates"], received=dt.date(2014, 5, 20))
    assert signal.value == "2013-03"


def test_characters_changed_in_place_are_those_of_the_original() -> None:
    text = "已斷藥三天"
    (signal,) = find_signals(normalize(text), kinds=["life_health"])
    assert text[signal.start : signal.end] == signal.text == "斷藥"
