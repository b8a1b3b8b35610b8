"""What 复核 shows to whom, and what one key does."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from nlp.letter import Analysis, Evidence, Letter, Prediction, Signal
from nlp.store import Store, audit_lines, make_study, register, save_studies
from nlp.store.schema import corrections, letters, readings
from tests.ui.conftest import shown
from ui import text

DEBT, POLICY, ACCUSATION = "historical_debts", "policy", "anti_corruption"
CODES = (POLICY, DEBT, ACCUSATION, "management_conflict", "other")
LETTER = "石湾仪表厂内退费停发，请把欠的补发给我们。电话13800001234。"
OTHER_LETTER = "改制方案定的工龄补偿每年八百元，邻市一千五，要求按邻市的标准执行。"
SECRET = "厂长把设备当废铁卖给外甥，请纪委查处。"


def put(store: Store, words: str, sure: float, *, confidential: bool = False, urgent: bool = False) -> str:
    letter = Letter(words, received=dt.date(2026, 11, 9))
    (registered,) = register(store, [letter])
    category = ACCUSATION if confidential else DEBT
    shares = dict.fromkeys(CODES, (1 - sure) / 4) | {category: sure}
    reason = "possible_accusation" if confidential else "close_call"
    evidence = (Evidence(0, 4, words[:4], category, 1.0),)
    signals = (Signal(0, 2, words[:2], "life_health"),) if urgent else ()
    found = Analysis(
        letter, Prediction(category, shares, review_reason=reason, evidence=evidence), confidential, signals
    )
    save_studies(store, "m", [make_study(registered.id, found, "m", store.seal, str.lower, ["life_health"])])
    return registered.number


@pytest.fixture
def page(store: Store, open_page: Callable[[str], AppTest]) -> AppTest:
    """The page over two doubtful letters and a possible accusation; 王工 is at it."""
    put(store, LETTER, 0.5)
    put(store, OTHER_LETTER, 0.9)
    put(store, SECRET, 0.6, confidential=True)
    return be(open_page("review"), "王工")


def be(app: AppTest, who: str) -> AppTest:
    return app.text_input(key="who").input(who).run()


def turn(app: AppTest, way: str) -> AppTest:
    return next(group for group in app.button_group if group.key == "review_way").set_value(way).run()


def press(app: AppTest, key: str) -> AppTest:
    """Press the button of the letter on the screen whose key begins so."""
    return next(button for button in app.button if (button.key or "").startswith(key)).click().run()


def counted(app: AppTest) -> dict[str, str]:
    """What waits, by name, and the figures of the agreement."""
    waits = dict(re.findall(r"(\S+) \*\*(\d+)\*\*", shown(app)))
    return waits | {metric.label: metric.value for metric in app.metric}


def settled(store: Store) -> list[tuple[str, str, str]]:
    with store.reading() as connection:
        found = select(letters.c.number, corrections.c.after, corrections.c.who).join(letters)
        return [tuple(row) for row in connection.execute(found)]


def test_what_waits_is_counted_and_accusations_are_a_total(page: AppTest) -> None:
    assert not page.exception
    assert counted(page)[text.REVIEW_MINE] == "2"
    assert counted(page)[text.REVIEW_SEALED] == "1"


def test_the_letter_is_shown_masked_with_its_evidence_and_the_look_is_noted(page: AppTest, store: Store) -> None:
    said = shown(page)
    assert "<mark" in said
    assert "13800001234" not in said
    assert [line.subject for line in audit_lines(store, actions=["view"])][-1].startswith("2026-")


def test_a_letter_on_the_screen_is_noted_once(page: AppTest, store: Store) -> None:
    before = len(list(audit_lines(store, actions=["view"])))
    page.run()
    page.run()
    assert len(list(audit_lines(store, actions=["view"]))) == before


def test_one_press_accepts_and_the_next_letter_comes(page: AppTest, store: Store) -> None:
    first = page.session_state["review_queue"][0].number
    press(page, "review-accept")
    assert settled(store) == [(first, DEBT, "王工")]
    assert page.session_state["review_case"].number != first


def test_a_button_is_that_of_the_letter_on_the_screen_alone(page: AppTest) -> None:
    """A second press in haste, before the next letter is drawn, is one on a button that is gone."""
    mine = [button.key for button in page.button if (button.key or "").startswith("review-")]
    press(page, "review-accept")
    assert mine
    assert not {button.key for button in page.button} & set(mine)


def test_another_category_needs_a_reason(page: AppTest, store: Store) -> None:
    press(page, f"review-{POLICY}")
    assert "理由" in page.warning[0].value
    assert settled(store) == []
    page.text_input(key="review_why").input("争的是标准")
    press(page, f"review-{POLICY}")
    assert settled(store)[0][1:] == (POLICY, "王工")


def test_what_is_put_off_is_not_decided(page: AppTest, store: Store) -> None:
    later = next(button for button in page.button if button.label == text.REVIEW_LATER)
    later.click().run()
    assert settled(store) == []
    assert counted(page)[text.REVIEW_MINE] == "2"


def test_at_the_end_of_the_queue_the_page_says_so(page: AppTest) -> None:
    press(press(page, "review-accept"), "review-accept")
    assert text.REVIEW_NONE in shown(page)


def test_an_accusation_is_shown_to_its_handler_alone(page: AppTest) -> None:
    assert not [one for one in page.session_state["review_queue"] if one.number == "2026-000003"]
    page.checkbox(key="handler").check().run()
    assert [one for one in page.session_state["review_queue"] if one.number == "2026-000003"]


class TestTwoReaders:
    def test_neither_the_suggestion_nor_the_reason_is_shown(self, page: AppTest) -> None:
        said = shown(turn(page, "twice"))
        assert not page.exception
        assert "<mark" not in said
        assert "两类接近" not in said
        assert "把握" not in said.replace(text.REVIEW_TWICE_NOTE, "")

    def test_the_second_reader_does_not_see_what_the_first_said(self, page: AppTest, store: Store) -> None:
        turn(page, "twice").text_input(key="review_why").input("第一个人的理由")
        press(page, f"review-{POLICY}")
        said = shown(be(page, "李工"))
        assert "第一个人的理由" not in said
        assert page.text_input(key="review_why").value == ""
        assert text.REVIEW_READ_AS.format(name="改制政策") in [button.label for button in page.button]

    def test_two_that_agree_settle_it_and_two_that_differ_do_not(self, page: AppTest, store: Store) -> None:
        press(press(turn(page, "twice"), f"review-{POLICY}"), f"review-{POLICY}")
        press(press(be(page, "李工"), f"review-{POLICY}"), f"review-{DEBT}")
        assert [after for _, after, _ in settled(store)] == [POLICY]
        assert counted(page)[text.REVIEW_ODDS] == "1"

    def test_a_third_decides_with_both_answers_before_them(self, page: AppTest, store: Store) -> None:
        press(turn(page, "twice"), f"review-{POLICY}")
        press(be(page, "李工"), f"review-{DEBT}")
        turn(be(page, "周工"), "odds")
        said = shown(page)
        assert text.ODDS_READ.format(place=1, name="改制政策") in said
        assert "王工" not in said
        page.text_input(key="odds_why").input("方案没有这一条")
        press(page, f"odds-{DEBT}")
        assert settled(store)[0][1:] == (DEBT, "周工")
        assert text.ODDS_NONE in shown(page)

    def test_neither_of_the_two_is_asked_to_decide(self, page: AppTest) -> None:
        press(turn(page, "twice"), f"review-{POLICY}")
        press(be(page, "李工"), f"review-{DEBT}")
        assert text.ODDS_NONE in shown(turn(page, "odds"))

    def test_the_agreement_has_kappa_and_its_interval(self, page: AppTest) -> None:
        press(press(turn(page, "twice"), f"review-{POLICY}"), f"review-{DEBT}")
        press(press(be(page, "李工"), f"review-{POLICY}"), f"review-{DEBT}")
        turn(page, "agreement")
        assert not page.exception
        assert counted(page)[text.AGREEMENT_SHARE] == "100%"
        assert counted(page)[text.AGREEMENT_KAPPA] == "1.00"
        assert "95 % 区间" in shown(page)

    def test_a_reading_is_kept_with_who_said_it(self, page: AppTest, store: Store) -> None:
        press(turn(page, "twice"), f"review-{POLICY}")
        with store.reading() as connection:
            assert [(row.who, row.category) for row in connection.execute(select(readings))] == [("王工", POLICY)]


def test_without_two_readings_the_agreement_says_so(page: AppTest) -> None:
    assert text.AGREEMENT_NONE in shown(turn(page, "agreement"))
