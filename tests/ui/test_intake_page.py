"""What 来信登记 does with a pasted letter."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from streamlit.testing.v1 import AppTest

from nlp.letter import Letter
from nlp.store import Store, audit_lines, register
from nlp.store.schema import corrections, letters
from tests.ui.conftest import shown
from ui import text

DEBT = "石湾仪表厂内退费从去年9月停发至今，请把欠的补发给我们。"
ACCUSATION = "厂长把设备当废铁卖给外甥，三千万的资产作价二百万，请纪委查处。"


@pytest.fixture
def page(open_page: Callable[[str], AppTest]) -> AppTest:
    return open_page("intake")


def paste(app: AppTest, letter: str, title: str = "") -> AppTest:
    app.text_input(key="title").input(title)
    app.text_area(key="body").input(letter)
    return press(app, text.ANALYSE)


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label.startswith(label)).click().run()


def count(store: Store) -> int:
    with store.reading() as connection:
        return connection.scalar(select(func.count()).select_from(letters)) or 0


def test_an_empty_page_asks_for_a_letter(page: AppTest) -> None:
    assert not page.exception
    assert text.EMPTY in shown(page)


def test_a_pasted_letter_gets_category_confidence_evidence_and_date(page: AppTest) -> None:
    said = shown(paste(page, DEBT))
    assert not page.exception
    for part in ("历史欠账", "%", "<mark", "《信访工作条例》第二十三条", text.ADVICE):
        assert part in said


def test_each_demand_carries_its_category(page: AppTest) -> None:
    said = shown(paste(page, "要求把欠的内退费补发给我们。请纪委查处厂长把三台机床当废铁卖给外甥的事。"))
    demands = [line for line in said.splitlines() if line[:2] in ("1.", "2.")]
    assert len(demands) == 2
    assert "历史欠账" in demands[0]
    assert "检举控告" in demands[1]


def test_danger_to_life_stands_in_red(page: AppTest) -> None:
    paste(page, "父亲矽肺三期，厂子破产后药费没人管，已断药三天。")
    assert any("断药" in element.value for element in page.error)


def test_danger_of_the_past_is_shown_to_be_verified(page: AppTest) -> None:
    paste(page, "前年有人喊过要跳楼，后来劝住了。要求补发工资。")
    assert any("跳楼" in element.value and "待核实" in element.value for element in page.warning)


def test_a_letter_passed_on_by_a_superior_has_the_clock_of_the_objection(page: AppTest) -> None:
    page.selectbox(key="channel").select(text.TRANSFERRED)
    assert "提出异议" in shown(paste(page, DEBT))


def test_html_and_markdown_of_a_letter_are_shown_not_run(page: AppTest) -> None:
    said = shown(paste(page, "<script>alert(1)</script><img src=x onerror=alert(1)> **拖欠** 工资[x](javascript:1)"))
    assert "<script>" not in said
    assert "<img" not in said


def test_a_title_alone_is_a_letter(page: AppTest) -> None:
    assert "<h2" in shown(paste(page, "", title="拖欠内退费"))


def test_clearing_forgets_the_letter(page: AppTest) -> None:
    press(paste(page, DEBT), text.CLEAR)
    assert text.EMPTY in shown(page)
    assert page.text_area(key="body").value == ""


def test_pasting_alone_stores_nothing(page: AppTest, store: Store) -> None:
    paste(page, DEBT)
    assert count(store) == 0


def test_registering_gives_a_number(page: AppTest, store: Store) -> None:
    press(paste(page, DEBT), text.REGISTER)
    assert count(store) == 1
    assert "-000001" in page.success[0].value


def test_registering_and_accepting_is_one_press_and_says_who(page: AppTest, store: Store) -> None:
    page.text_input(key="who").input("王工")
    press(paste(page, DEBT), "登记并确认")
    with store.reading() as connection:
        row = connection.execute(select(corrections)).one()
    assert (row.who, row.before, row.after) == ("王工", "historical_debts", "historical_debts")


def test_a_correction_needs_a_reason(page: AppTest, store: Store) -> None:
    press(press(paste(page, DEBT), text.REGISTER), "改为改制政策")
    assert "理由" in page.success[0].value
    with store.reading() as connection:
        assert connection.execute(select(corrections)).first() is None


def test_a_correction_is_kept_with_its_reason(page: AppTest, store: Store) -> None:
    press(paste(page, DEBT), text.REGISTER)
    page.text_input(key="why").input("问的是方案怎么定的")
    press(page, "改为改制政策")
    with store.reading() as connection:
        assert connection.scalar(select(letters.c.category)) == "policy"
    assert any(dict(line.details).get("why") == "问的是方案怎么定的" for line in audit_lines(store))


def test_the_category_of_an_accusation_is_for_its_handler(page: AppTest) -> None:
    said = shown(paste(page, ACCUSATION))
    assert text.CONFIDENTIAL in said
    assert text.ONLY_HANDLER in said
    assert not [button for button in page.button if "确认为" in button.label]


def test_the_handler_of_accusations_may_accept_one(page: AppTest) -> None:
    page.checkbox(key="handler").check()
    press(paste(page, ACCUSATION), "登记并确认")
    assert "检举控告" in page.success[0].value


def test_an_earlier_letter_of_the_same_words_is_shown_masked(page: AppTest, store: Store) -> None:
    press(paste(page, DEBT + "电话13800001234。"), text.REGISTER)
    said = shown(paste(page, DEBT))
    assert text.SAME_TEXT in said
    assert "13800001234" not in said
    assert any(line.action == "similar" for line in audit_lines(store))


def test_an_unread_letter_is_not_shown_as_similar(page: AppTest, store: Store) -> None:
    """Until it was analysed nobody knows whether it accuses somebody."""
    register(store, [Letter(DEBT)])
    assert text.SAME_TEXT not in shown(paste(page, DEBT))
