"""What 趋势与苗头 shows of a stored review, and what staff can say of it."""

import datetime as dt
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from nlp.letter import Analysis, Letter, Prediction
from nlp.store import Alarm, Event, Matter, Store, Week, audit_lines, make_study, register, save_studies, save_week
from nlp.weekly import ClusterCard, Figure, Line, Review, alarm_entries
from nlp.weekly.review import AlarmNote, EnterpriseLine
from tests.ui.conftest import shown
from ui import text

MONDAY = dt.date(2026, 11, 9)
NONE = Figure()


def figure(count: int) -> Figure:
    return Figure(count=count, letters=(f"2026-000001~2026-{count:06d}",))


def line(key: str, now: int, before: int) -> Line:
    return Line(key=key, now=figure(now), before=figure(before), year=now + before)


def card(name: str, note: AlarmNote | None) -> ClusterCard:
    return ClusterCard(
        id=name,
        headline=f"{name}内退费停发",
        demand="要求补发",
        terms=("内退费",),
        first=MONDAY,
        last=MONDAY,
        new=True,
        letters=figure(2),
        recent=figure(2),
        copies=1,
        senders=2,
        weekly=(0,) * 12 + (2,),
        categories={"historical_debts": 1.0},
        spread={},
        enterprises={},
        people=None,
        replied=NONE,
        sentences=(),
        alarm=note,
    )


def review() -> Review:
    note = AlarmNote(kind="growth", p_value=0.001, sentence="来信超过以往")
    firm = {"historical_debts": figure(9), "policy": figure(2), "management_conflict": figure(7)}
    return Review(
        week="2026-W46",
        begins=MONDAY,
        ends=MONDAY + dt.timedelta(days=6),
        models=("m",),
        category_names={"historical_debts": "历史欠账", "policy": "改制政策", "management_conflict": "管理矛盾"},
        confidential_codes=("anti_corruption",),
        false_alarms=1.0,
        total=line("", 18, 12),
        categories=(line("historical_debts", 9, 6), line("policy", 2, 3)),
        channels=(line("来信", 18, 12),),
        enterprises=(EnterpriseLine(name="石湾仪表厂", now=figure(18), before=figure(3), categories=firm),),
        unnamed=NONE,
        repeats=NONE,
        undated=NONE,
        late=NONE,
        needs_review=NONE,
        judged=NONE,
        changed=NONE,
        clusters=(card("甲", note), card("乙", None)),
        more_clusters=3,
        sealed_alarms=1,
        joints=(),
        flags=(),
        terms=(),
        unfinished=18,
        closed=NONE,
    )


@pytest.fixture
def reviewed(store: Store) -> Store:
    """A store with three letters of one matter, the second confidential, and the review of a week."""
    words = ("内退费停发，电话13800001234。", "厂长卖设备。", "内退费没有发。")
    arrivals = [Letter(said, received=MONDAY) for said in words]
    ids = register(store, arrivals, channel="来信")
    for place, (letter, registered) in enumerate(zip(arrivals, ids, strict=True)):
        found = Analysis(letter, Prediction("historical_debts", {"historical_debts": 1.0}), confidential=place == 1)
        save_studies(store, "m", [make_study(registered.id, found, "m", store.seal, str.lower)])
    alarm = Alarm("growth", "甲", 0.001, {"letters": ["2026-000001"], "began": 0})
    matters = [Matter("甲", MONDAY.isoformat(), {}), Matter("乙", MONDAY.isoformat(), {})]
    events = [Event("born", "甲", "首次出现"), Event("merged", "乙", "并入", ("甲",))]
    members = {registered.id: "甲" for registered in ids}
    week = Week("2026-W46", review().model_dump(mode="json"), matters, members, events, [alarm])
    save_week(store, week, "王工")
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


def test_a_matter_without_a_card_this_week_is_shown_from_the_register(page: AppTest) -> None:
    page.session_state["matter"] = "乙"
    assert text.MATTER_GONE in shown(page.run())


def test_the_last_weeks_are_counted_by_category_and_channel(page: AppTest) -> None:
    turn(page, "volume")
    assert not page.exception
    weeks = next(frame.value for frame in page.dataframe if "2026-W46" in frame.value.columns)
    assert dict(zip(weeks[text.CATEGORY_COLUMN], weeks["2026-W46"], strict=True))["历史欠账"] == "2"


def test_a_matter_that_says_it_was_answered_and_goes_on_is_told(page: AppTest) -> None:
    turn(page, "answered")
    assert not page.exception
    assert text.REPLIED_STILL in shown(page)


@pytest.mark.parametrize("tab", ["emerging", "timeline", "volume", "enterprises", "answered", "procedure"])
def test_no_tab_names_a_confidential_letter(page: AppTest, tab: str) -> None:
    assert "卖设备" not in shown(turn(page, tab))
