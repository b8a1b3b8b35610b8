"""What 来信登记 does with a pasted letter."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from streamlit.testing.v1 import AppTest

from nlp.extraction import IMPLIED
from nlp.letter import Letter, Signal
from nlp.procedure import ProcedureRules
from nlp.store import Matter, Store, Week, audit_lines, register, save_week
from nlp.store.schema import corrections, letters
from nlp.volume import count_weeks
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


def drop(app: AppTest, name: str, content: bytes) -> AppTest:
    return app.file_uploader(key="drop-0").set_value((name, content, "")).run()


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label.startswith(label)).click().run()


def change(app: AppTest) -> AppTest:
    """Correct the category on the screen to 改制政策."""
    return app.button(key="policy").click().run()


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


def test_people_amounts_and_dates_stand_in_a_table_with_their_values(page: AppTest) -> None:
    said = shown(paste(page, "我们37个人的内退费从去年9月停发，合计44.4万元。"))
    for head, value in (("人数", "37个人"), ("金额", "44.4万元 <small>444,000元"), ("时间", "去年9月")):
        assert re.search(f"<th scope='row'>{head}</th><td>[^/]*{value}", said)


def test_what_is_red_stands_above_everything_else(page: AppTest) -> None:
    paste(page, "父亲矽肺三期，厂子破产后药费没人管，已断药三天。")
    drawn = list(page.main)
    red = next(place for place, element in enumerate(drawn) if element.type == "error")
    category = next(place for place, one in enumerate(drawn) if str(getattr(one, "value", "")).startswith("<h2"))
    assert red < category


def test_danger_to_life_stands_in_red(page: AppTest) -> None:
    paste(page, "父亲矽肺三期，厂子破产后药费没人管，已断药三天。")
    assert any("断药" in element.value for element in page.error)


def test_a_danger_inferred_beside_one_plainly_said_is_not_shown_twice(page: AppTest) -> None:
    letter = "宿舍停电三天，老人已断药。围墙裂了。"
    signals = [Signal(0, 12, letter[:12], "public_safety", check=IMPLIED), Signal(9, 12, letter[9:12], "life_health")]
    signals += [Signal(13, 17, letter[13:17], "public_safety", check=IMPLIED)]
    case = paste(page, letter).session_state["case"]
    case.analysis = replace(case.analysis, signals=tuple(signals))
    said = shown(page.run())
    assert [line.value.count("断药") for line in page.error] == [1]
    assert said.count("围墙裂了〔") == 1
    assert "停电三天，老人已断药〔" not in said


def test_what_is_plainly_dangerous_comes_before_what_is_doubtful_and_of_much_doubt_the_number_is_told(
    page: AppTest,
) -> None:
    letter = "父亲病故。母亲住院。哥哥摔伤。我也有病。我已断药三天。"
    kind, ends = "life_health", [place + 1 for place, letter_ in enumerate(letter) if letter_ == "。"]
    spans = list(zip([0, *ends[:-1]], ends, strict=True))
    signals = [Signal(start, end, letter[start:end], kind, check=IMPLIED) for start, end in spans[:4]]
    case = paste(page, letter).session_state["case"]
    case.analysis = replace(case.analysis, signals=(*signals, Signal(*spans[4], letter[slice(*spans[4])], kind)))
    page.run()
    said = next(line.value for line in page.error if "断药" in line.value)
    assert said.index("断药") < said.index("病故") < said.index("住院") < said.index("另有 2 处待核实")
    assert "摔伤" not in said


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


def test_a_correction_without_a_reason_is_refused_but_the_letter_is_registered(
    page: AppTest, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.text.zh.USUAL_REASONS", ("",))
    change(paste(page, DEBT))
    assert "理由" in page.success[0].value
    assert count(store) == 1
    with store.reading() as connection:
        assert connection.execute(select(corrections)).first() is None


def test_a_letter_is_registered_and_corrected_with_one_press(page: AppTest, store: Store) -> None:
    page.text_input(key="who").input("王工")
    change(paste(page, DEBT))
    with store.reading() as connection:
        row = connection.execute(select(corrections)).one()
    assert (row.who, row.before, row.after) == ("王工", "historical_debts", "policy")
    assert store.seal.open(row.why, f"corrections.why:{row.letter_id}") == text.USUAL_REASONS[0]


def test_a_correction_is_kept_with_its_reason(page: AppTest, store: Store) -> None:
    press(paste(page, DEBT), text.REGISTER)
    page.selectbox(key="why").select(text.USUAL_REASONS[4])
    change(page)
    with store.reading() as connection:
        assert connection.scalar(select(letters.c.category)) == "policy"
    assert any(dict(line.details).get("why") == text.USUAL_REASONS[4] for line in audit_lines(store))


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
    assert text.SAME_TEXT in page.radio[0].options[0]
    assert "13800001234" not in said
    assert any(line.action == "similar" for line in audit_lines(store))


def test_an_unread_letter_is_not_shown_as_similar(page: AppTest, store: Store) -> None:
    """Until it was analysed nobody knows whether it accuses somebody."""
    register(store, [Letter(DEBT)])
    assert not paste(page, DEBT).radio


def test_the_matter_an_alike_letter_belongs_to_is_shown(page: AppTest, store: Store) -> None:
    press(paste(page, DEBT), text.REGISTER)
    save_week(store, Week("2026-W46", {}, [Matter("甲", "2026-08-03", {"headline": "内退费停发"})], {1: "甲"}), "甲")
    said = shown(paste(page, DEBT + "盼复。"))
    assert "内退费停发" in said
    assert text.BELONGS in said


def test_letters_alike_stand_side_by_side_with_what_they_share_marked(page: AppTest) -> None:
    press(paste(page, DEBT), text.REGISTER)
    said = shown(paste(page, DEBT + "<b>盼复</b>。"))
    assert said.count("<u>石湾仪表厂内退费从去年9月停发至今</u>") == 2
    assert "<b>盼复" not in said


def test_a_registered_letter_counts_for_the_enterprise_it_names(page: AppTest, store: Store) -> None:
    press(paste(page, "我是石湾仪表厂的内退职工，" + DEBT), text.REGISTER)
    week = f"{dt.date.today():%G-W%V}"
    assert [course.key for course in count_weeks(store, week, "enterprise")] == ["石湾仪表厂"]


def test_a_file_dropped_is_read_into_the_form_and_analysed(page: AppTest) -> None:
    said = shown(drop(page, "来信.txt", DEBT.encode()))
    assert page.text_area(key="body").value == DEBT
    assert "<mark" in said


def test_of_a_file_with_several_letters_one_is_chosen(page: AppTest) -> None:
    drop(page, "来信.csv", f"编号,正文\n1,{DEBT}\n2,{ACCUSATION}\n".encode())
    assert text.SEVERAL.format(count=2) in shown(page)
    assert text.CONFIDENTIAL in shown(page.selectbox(key="drop_place").select_index(1).run())


def seal(page: AppTest) -> AppTest:
    return press(page, text.SEALED_REGISTER)


def test_a_sealed_item_gets_a_number_and_there_is_no_place_for_its_text(page: AppTest, store: Store) -> None:
    page.text_input(key="who").input("安之若")
    (box,) = [box for box in page.expander if box.label == text.SEALED]
    assert not [*box.text_input, *box.text_area]
    page.date_input(key="sealed_received").set_value(dt.date(2026, 11, 16))
    seal(page)
    number = f"{dt.date.today():%Y}-000001"
    assert text.SEALED_DONE.format(number=number, destination="市纪委监委") in shown(page)
    with store.reading() as connection:
        row = connection.execute(select(letters)).one()
    assert (row.number, row.received, row.status, row.source) == (number, dt.date(2026, 11, 16), "closed", "")
    (line,) = audit_lines(store, actions=["pass_on_unopened"])
    assert (line.who, line.subject, line.details) == ("安之若", number, {"to": "市纪委监委"})


def test_a_sealed_item_that_goes_nowhere_is_not_registered(
    store: Store, open_page: Callable[[str], AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.sealed.rules", ProcedureRules)
    assert seal(open_page("intake")).warning[0].value == text.SEALED_NOWHERE
    assert count(store) == 0


def test_a_sealed_item_that_comes_tomorrow_is_not_registered(page: AppTest, store: Store) -> None:
    page.date_input(key="sealed_received").set_value(dt.date.today() + dt.timedelta(1))
    assert seal(page).warning[0].value == text.SEALED_TOO_SOON
    assert count(store) == 0


def test_a_file_that_cannot_be_read_says_what_to_do(page: AppTest) -> None:
    drop(page, "来信.docx", b"PK\x03\x04 broken")
    assert "来信.docx" in page.warning[0].value
    assert not page.exception
