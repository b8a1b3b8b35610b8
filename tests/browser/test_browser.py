"""What a person does, in a real browser."""

import os
import re
import subprocess
import sys
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from nlp.intake import open_office
from nlp.settings import Settings
from nlp.store import audit_lines
from tests.browser.conftest import address_of, free_port, wait_until_up
from ui import text

SAMPLES = Path(__file__).resolve().parent.parent.parent / "corpora" / "samples"


def paste(page: Page, letter: str) -> None:
    page.get_by_label("来信正文").fill(letter)
    page.get_by_role("button", name="研判", exact=True).click()


def drop(page: Page, *files: Path) -> None:
    page.locator("input[type=file]").set_input_files(list(map(str, files)))
    page.get_by_role("button", name="开始研判").wait_for()


def test_pasting_a_letter_shows_category_and_marked_evidence(page: Page) -> None:
    paste(page, "内退费从去年9月停发至今，我们37个人，请把欠的补发给我们。")
    expect(page.get_by_role("heading", name=re.compile("历史欠账"))).to_be_visible()
    expect(page.locator("div.letter mark").first).to_be_visible()
    expect(page.locator("div.letter")).to_have_text("内退费从去年9月停发至今，我们37个人，请把欠的补发给我们。")


def test_a_script_in_a_letter_never_runs(page: Page) -> None:
    ran: list[str] = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    paste(page, "<script>alert(1)</script><img src=x onerror=alert(2)>拖欠工资三年")
    expect(page.locator("div.letter")).to_contain_text("<script>alert(1)</script>")
    assert ran == []
    assert page.locator("div.letter img, div.letter script").count() == 0


def test_the_letter_never_stands_in_the_address(page: Page) -> None:
    paste(page, "内退费从去年9月停发至今。")
    page.locator("div.letter").wait_for()
    assert "内退费" not in page.url
    assert "%" not in page.url


def test_another_session_sees_nothing_of_it(page: Page, address: str) -> None:
    paste(page, "内退费从去年9月停发至今。")
    page.locator("div.letter").wait_for()
    browser = page.context.browser
    assert browser is not None
    other = browser.new_context().new_page()
    other.goto(address)
    other.get_by_role("heading", name="来信登记").wait_for()
    expect(other.get_by_label("来信正文")).to_have_value("")
    assert "内退费" not in other.content()


def test_files_dropped_become_a_table_a_receipt_and_an_excel_file(page: Page, tmp_path: Path) -> None:
    page.get_by_role("link", name="批量研判").click()
    page.get_by_role("heading", name="批量研判").wait_for()
    drop(page, *sorted(SAMPLES.iterdir()))
    page.get_by_role("button", name="开始研判").click()
    expect(page.get_by_text(re.compile("登记完毕"))).to_be_visible()
    page.get_by_role("tab", name="回执").click()
    expect(page.get_by_text("账目相符")).to_be_visible()
    page.get_by_role("tab", name="结果").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载 Excel 结果").click()
    result = tmp_path / "结果.xlsx"
    waiting.value.save_as(result)
    assert load_workbook(result).worksheets[0].max_row == 21


def test_no_request_leaves_the_machine(page: Page, requests: list[str]) -> None:
    paste(page, "内退费从去年9月停发至今。")
    page.locator("div.letter").wait_for()
    page.get_by_role("link", name="批量研判").click()
    page.get_by_role("heading", name="批量研判").wait_for()
    outside = [url for url in requests if not re.match(r"(https?|wss?)://127\.0\.0\.1[:/]|data:|blob:", url)]
    assert outside == []
    assert len(requests) > 5


def test_serving_for_the_first_time_asks_for_nothing(tmp_path: Path) -> None:
    """Streamlit asks a newcomer for an e-mail address; on an office computer nobody is there to answer."""
    command = [sys.executable, "-m", "nlp", "serve", "--port", str(free_port())]
    env = {**os.environ, "HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "BROWSER": "true"}
    server = subprocess.Popen(
        command,
        cwd=SAMPLES.parent.parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=env,
    )
    try:
        wait_until_up(f"http://127.0.0.1:{command[-1]}/_stcore/health", server)
    finally:
        server.terminate()
        said = server.communicate(timeout=20)[0]
    assert b"mail" not in said


def test_paragraphs_and_markdown_of_a_letter_are_shown_as_written(page: Page) -> None:
    paste(page, "第一段，拖欠工资。\n\n# 第二段\n\n**不是粗体** ![x](https://example.com/x.png)\n\n<b>尾</b>")
    letter = page.locator("div.letter")
    expect(letter).to_contain_text("**不是粗体** ![x](https://example.com/x.png)")
    expect(letter).to_contain_text("# 第二段")
    expect(letter).to_contain_text("<b>尾</b>")
    assert page.locator("div.letter img, div.letter strong, div.letter h1").count() == 0


def test_a_letter_is_registered_and_accepted_with_one_key_and_then_found_masked(page: Page) -> None:
    paste(page, "青坪水泥厂拖欠集资款三年，要求退还。电话13800001234。")
    expect(page.get_by_role("button", name=re.compile("登记并确认为"))).to_be_visible()
    page.get_by_role("heading", name="来信登记").click()
    page.keyboard.press("F9")
    expect(page.get_by_text(re.compile(r"已登记：\d{4}-\d{6}"))).to_be_visible()
    page.get_by_role("link", name="检索").click()
    page.get_by_label("检索词").fill("青坪水泥厂")
    page.get_by_label("检索词").press("Enter")
    expect(page.get_by_text("找到 1 封")).to_be_visible()
    assert "13800001234" not in page.content()


def test_the_letter_is_still_there_after_looking_at_another_page(page: Page) -> None:
    paste(page, "内退费从去年9月停发至今。")
    page.locator("div.letter").wait_for()
    page.get_by_role("link", name="批量研判").click()
    page.get_by_role("heading", name="批量研判").wait_for()
    page.get_by_role("link", name="来信登记").click()
    expect(page.get_by_label("来信正文")).to_have_value("内退费从去年9月停发至今。")
    expect(page.locator("div.letter mark").first).to_be_visible()


def test_a_letter_copied_from_the_page_is_the_letter_as_written(page: Page) -> None:
    paste(page, "父亲断药三天，内退费从去年9月停发至今。")
    assert page.locator("div.letter").inner_text() == "父亲断药三天，内退费从去年9月停发至今。"


def test_a_column_taken_wrongly_can_be_put_right(page: Page, tmp_path: Path) -> None:
    table = tmp_path / "来信.csv"
    table.write_text("件号,诉求,补充\nA1,见补充,内退费从去年9月停发至今\n", encoding="utf-8")
    page.get_by_role("link", name="批量研判").click()
    page.get_by_role("heading", name="批量研判").wait_for()
    drop(page, table)
    page.get_by_label("正文").click()
    page.get_by_role("option", name="补充").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="开始研判").click()
    expect(page.get_by_text(re.compile("登记完毕.*共 1 封"))).to_be_visible()
    page.get_by_role("tab", name="回执").click()
    expect(page.get_by_text("正文取“诉求”“补充”")).to_be_visible()


def test_without_a_weekly_review_the_trends_page_says_how_to_make_one(page: Page) -> None:
    page.get_by_role("link", name="趋势与苗头").click()
    expect(page.get_by_text("petitions weekly")).to_be_visible()


def test_a_letter_is_corrected_with_one_key_and_who_and_why_are_kept(page: Page, folder: Path) -> None:
    page.get_by_role("textbox", name=text.WHO).fill("周登记")
    page.get_by_role("textbox", name=text.WHO).press("Enter")
    paste(page, "曲河化肥厂的内退费从去年9月停发至今，要求补发给我们十六个人。")
    expect(page.get_by_role("button", name=re.compile("登记并确认为"))).to_be_visible()
    page.get_by_role("heading", name="来信登记").click()
    page.keyboard.press("Alt+1")
    expect(page.get_by_text(re.compile("类别已更正为"))).to_be_visible()
    *_, kept = audit_lines(open_office(Settings(store=address_of(folder))), actions=["correct"])
    assert (kept.who, kept.details["why"]) == ("周登记", text.USUAL_REASONS[0])


def test_a_key_pressed_the_moment_the_first_letter_is_seen_is_not_lost(page: Page) -> None:
    """Sooner than any person: in the very change of the page that brings the letter."""
    page.get_by_role("button", name=re.compile("登记入库")).wait_for()
    page.evaluate(
        """() => new MutationObserver((_, watching) => {
          if (!document.querySelector("div.letter")) return;
          watching.disconnect();
          const press = { key: "F8", code: "F8", keyCode: 119, bubbles: true, cancelable: true };
          document.body.dispatchEvent(new KeyboardEvent("keydown", press));
        }).observe(document.body, { subtree: true, childList: true })"""
    )
    paste(page, "河湾纺织厂的内退费从去年9月停发至今。")
    expect(page.get_by_text(re.compile(r"已登记：\d{4}-\d{6}"))).to_be_visible()


def test_a_key_of_the_browser_s_own_stays_with_it_while_somebody_types(page: Page) -> None:
    page.get_by_label("来信正文").fill("写到一半")
    left_alone = page.evaluate(
        """() => document.activeElement.dispatchEvent(
          new KeyboardEvent("keydown", { key: "F5", code: "F5", keyCode: 116, bubbles: true, cancelable: true }))"""
    )
    assert left_alone
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_a_file_dropped_on_the_intake_page_is_read_and_analysed(page: Page, tmp_path: Path) -> None:
    letter = tmp_path / "来信.txt"
    letter.write_text("我们是河湾纺织厂的内退职工，内退费从去年9月停发至今。", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(str(letter))
    expect(page.locator("div.letter mark").first).to_be_visible()
    expect(page.get_by_label("来信正文")).to_have_value(re.compile("河湾纺织厂"))
