"""What 趋势与苗头 shows of a stored review, and what staff can say of it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from nlp.letter import Analysis, Letter, Prediction, Signal
from nlp.store import (
    Matter,
    Reader,
    Store,
    Week,
    audit_lines,
    close_letter,
    make_study,
    register,
    save_studies,
    save_week,
)
from nlp.weekly import alarm_entries
from tests.ui import reviewed_week
from tests.ui.conftest import shown
from ui import text


@pytest.fixture
def reviewed(store: Store) -> Store:
    reviewed_week.fill(store)
    return store


@pytest.fixture
def page(reviewed: Store, open_page: Callable[[str], AppTest]) -> AppTest:
    return open_page("trends")


@pytest.fixture
def opened(page: AppTest) -> AppTest:
    return page.button(key="open-甲").click().run()


def turn(page: AppTest, tab: str) -> AppTest:
    page.session_state["trend_tab"] = text.TREND_TABS[tab]
    return page.run()


def test_the_week_is_shown_against_the_one_before(page: AppTest) -> None:
    assert not page.exception
    assert page.metric[0].value == "18"
    assert "+6" in page.metric[0].delta


def test_a_card_says_why_it_alarmed_and_counts_letters_copies_and_senders_apart(page: AppTest) -> None:
    said = shown(page)
    assert "来信超过以往" in said
    assert text.CARD_COUNTS.format(recent=2, letters=2, copies=1, senders=2) in said
    assert text.CARD_SINCE.format(first=reviewed_week.MONDAY, category="历史欠账") in said


def test_matters_without_an_alarm_and_sealed_ones_are_counted(page: AppTest) -> None:
    said = shown(page)
    assert text.MORE_CLUSTERS.format(count=3) in said
    assert text.SEALED_ALARMS.format(count=1) in said


def test_small_cells_of_the_matrix_are_hidden_with_a_second_one(page: AppTest) -> None:
    tables = [frame.value for frame in turn(page, "enterprises").dataframe if "改制政策" in frame.value.columns]
    row = tables[0].iloc[0]
    assert row["改制政策"] == text.HIDDEN_CELL
    assert text.HIDDEN_CELL in (row["历史欠账"], row["管理矛盾"], row["合计"])


def test_a_small_count_of_the_week_before_is_hidden(page: AppTest) -> None:
    tables = [frame.value for frame in turn(page, "enterprises").dataframe if text.ENTERPRISE in frame.value.columns]
    assert tables[0].iloc[0][text.BEFORE] == text.HIDDEN_CELL


def test_opening_a_matter_shows_its_ledger_and_no_letter_yet(opened: AppTest, reviewed: Store) -> None:
    said = shown(opened)
    assert "首次出现" in said
    assert "并入" in said
    assert not any(line.action == "view" for line in audit_lines(reviewed))


def test_letters_fetched_are_masked_and_noted_and_confidential_ones_left_out(opened: AppTest, reviewed: Store) -> None:
    fetch = next(button for button in opened.button if button.label.startswith("调阅"))
    said = shown(fetch.click().run())
    assert "内退费停发" in said
    assert "13800001234" not in said
    assert "卖设备" not in said
    assert [line.action for line in audit_lines(reviewed)][-2:] == ["view", "view"]


def test_a_verdict_is_kept_with_who_and_why(opened: AppTest, reviewed: Store) -> None:
    opened.text_input(key="who").input("李工")
    opened.text_input(key="verdict_why").input("已在办")
    opened.button(key="say-known").click().run()
    (entry,) = alarm_entries(reviewed)
    assert (entry.verdict, entry.verdict_by) == ("known", "李工")


def test_a_verdict_without_a_reason_is_refused(opened: AppTest, reviewed: Store) -> None:
    opened.button(key="say-false").click().run()
    assert "理由" in opened.warning[-1].value
    assert alarm_entries(reviewed)[0].verdict == ""


def test_going_back_shows_the_week_again(opened: AppTest) -> None:
    back = next(button for button in opened.button if button.label == text.BACK)
    assert back.click().run().metric


def test_every_matter_has_its_course_and_one_is_opened_from_the_list(page: AppTest) -> None:
    turn(page, "timeline")
    assert not page.exception
    courses = page.dataframe[0].value
    assert courses.iloc[0, -1] == "2"
    opener = next(button for button in page.button if button.label == text.OPEN_MATTER)
    assert text.LEDGER.format(count=2) in [box.label for box in opener.click().run().expander]


def test_all_matters_are_drawn_thirty_at_a_time_and_any_can_be_opened(
    store: Store, open_page: Callable[[str], AppTest]
) -> None:
    reviewed_week.fill(store)
    pairs = register(store, [Letter(f"第{n // 2}件事。", received=reviewed_week.MONDAY) for n in range(64)])
    studied = Prediction("policy", {"policy": 1.0})
    for place, registered in enumerate(pairs):
        found = Analysis(Letter(f"第{place // 2}件事。"), studied, confidential=False)
        save_studies(store, "m", [make_study(registered.id, found, "m", store.seal, str.lower)])
    matters = [Matter(f"事{n}", reviewed_week.MONDAY.isoformat(), {"headline": f"第{n}件"}) for n in range(32)]
    members = {registered.id: f"事{place // 2}" for place, registered in enumerate(pairs)}
    week = reviewed_week.review().model_dump(mode="json")
    save_week(store, Week("2026-W46", week, matters, members, [], []), "王工")
    page = turn(open_page("trends"), "timeline")
    assert len(page.dataframe[0].value) == 30
    assert len(page.selectbox(key="timeline_part").select(30).run().dataframe[0].value) == 3
    listed = next(box for box in page.selectbox if box.label == text.MATTER)
    assert {"第0件", "第31件"} < set(listed.options)


def test_a_matter_without_a_card_this_week_is_shown_from_the_register(page: AppTest) -> None:
    page.session_state["matter"] = "乙"
    assert text.MATTER_GONE in shown(page.run())


def test_the_last_weeks_are_counted_by_category_and_channel(page: AppTest) -> None:
    turn(page, "volume")
    assert not page.exception
    weeks = next(frame.value for frame in page.dataframe if "2026-W46" in frame.value.columns)
    assert dict(zip(weeks[text.CATEGORY_COLUMN], weeks["2026-W46"], strict=True))["历史欠账"] == "2"


def test_letters_are_counted_by_channel_against_the_week_before(page: AppTest) -> None:
    tables = [frame.value for frame in turn(page, "volume").dataframe if text.CHANNEL in frame.value.columns]
    assert tables[0].values.tolist() == [["来信", "18", "12"]]


def test_a_region_is_counted_against_the_week_before_without_its_accusations(
    store: Store, open_page: Callable[[str], AppTest]
) -> None:
    reviewed_week.fill(store, more=4, region="容坡县")
    tables = [frame.value for frame in turn(open_page("trends"), "volume").dataframe]
    (regions,) = [table for table in tables if text.REGION in table.columns]
    assert regions.values.tolist() == [["容坡县", "6", "0"]]


def test_a_matter_that_says_it_was_answered_and_goes_on_is_told(page: AppTest) -> None:
    turn(page, "answered")
    assert not page.exception
    assert page.dataframe[0].value.values.tolist() == [["甲内退费停发", 1, 2, 2]]


def test_a_matter_one_letter_of_which_was_closed_and_that_goes_on_is_told(
    store: Store, open_page: Callable[[str], AppTest]
) -> None:
    reviewed_week.fill(store, more=2)
    earlier = replace(store, clock=lambda: dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC))
    close_letter(earlier, "2026-000001", Reader("王工"))
    closed = turn(open_page("trends"), "answered").dataframe[0].value
    assert tuple(closed.columns) == text.CLOSED_COLUMNS
    assert closed.iloc[0].tolist()[1:] == [1, dt.date(2026, 11, 2), 3, reviewed_week.MONDAY]


def raise_flag(store: Store, hours: int) -> str:
    """Register a letter that speaks of danger, so many hours ago; give its number."""
    then = dt.datetime.now(dt.UTC) - dt.timedelta(hours=hours)
    earlier = replace(store, clock=lambda: then)
    letter = Letter("我断药三天了。", received=reviewed_week.MONDAY)
    (registered,) = register(earlier, [letter])
    danger = (Signal(1, 3, "断药", "life_health"),)
    found = Analysis(letter, Prediction("policy", {"policy": 1.0}), confidential=False, signals=danger)
    save_studies(earlier, "m", [make_study(registered.id, found, "m", store.seal, str.lower, {"life_health"})])
    return registered.number


def test_red_flags_left_open_for_too_long_stand_first_and_are_noted_once(
    reviewed: Store, open_page: Callable[[str], AppTest]
) -> None:
    number = raise_flag(reviewed, 30)
    raise_flag(reviewed, 20)
    page = turn(turn(open_page("trends"), "procedure"), "procedure")
    assert text.LEFT_OPEN.format(hours=24, count=1) in page.error[0].value
    assert page.dataframe[0].value.values.tolist() == [[number, "生命健康", 30]]
    assert [line.who for line in audit_lines(reviewed, actions=["flag_overdue"])] == ["程序"]


def test_where_every_red_flag_is_young_nothing_is_said(reviewed: Store, open_page: Callable[[str], AppTest]) -> None:
    raise_flag(reviewed, 20)
    page = turn(open_page("trends"), "procedure")
    assert not page.exception
    assert not page.error


@pytest.mark.parametrize("tab", ["emerging", "timeline", "volume", "enterprises", "answered", "procedure"])
def test_no_tab_names_a_confidential_letter(page: AppTest, tab: str) -> None:
    assert "卖设备" not in shown(turn(page, tab))
