"""What the pages do, without a browser (Streamlit's AppTest)."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ui import text

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def intake() -> AppTest:
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()


def paste(app: AppTest, letter: str, title: str = "") -> AppTest:
    app.text_input[0].input(title)
    app.text_area[0].input(letter)
    return app.button[0].click().run()


def shown(app: AppTest) -> str:
    said = [element.value for element in [*app.markdown, *app.error, *app.warning, *app.info, *app.caption]]
    return "\n".join([*said, *(element.proto.body for element in app.get("html"))])


def test_an_empty_page_asks_for_a_letter(intake: AppTest) -> None:
    assert not intake.exception
    assert text.EMPTY in shown(intake)


def test_a_pasted_letter_gets_category_confidence_evidence_and_date(intake: AppTest) -> None:
    page = shown(paste(intake, "内退费从去年9月停发至今，请把欠的补发给我们。"))
    assert not intake.exception
    assert "历史欠账" in page
    assert "%" in page
    assert "<mark" in page
    assert "《信访工作条例》第二十三条" in page
    assert text.ADVICE in page


def test_an_accusation_is_marked_confidential_and_wants_a_second_reader(intake: AppTest) -> None:
    page = shown(paste(intake, "厂长把设备当废铁卖给外甥，三千万的资产作价二百万，请纪委查处。"))
    assert text.CONFIDENTIAL in page
    assert "可能涉及检举" in page


def test_danger_to_life_stands_in_red(intake: AppTest) -> None:
    paste(intake, "父亲矽肺三期，厂子破产后药费没人管，已断药三天。")
    assert any("断药" in element.value for element in intake.error)


def test_html_and_markdown_of_a_letter_are_shown_not_run(intake: AppTest) -> None:
    page = shown(paste(intake, "<script>alert(1)</script><img src=x onerror=alert(1)> **拖欠** 工资[x](javascript:1)"))
    assert "<script>" not in page
    assert "<img" not in page


def test_a_title_alone_is_a_letter(intake: AppTest) -> None:
    assert "<h2" in shown(paste(intake, "", title="拖欠内退费"))


def test_clearing_forgets_the_letter(intake: AppTest) -> None:
    paste(intake, "内退费从去年9月停发至今。")
    intake.button[1].click().run()
    assert text.EMPTY in shown(intake)
    assert intake.text_area[0].value == ""


def test_no_letter_is_kept_in_a_cache_shared_by_sessions() -> None:
    for module in (ROOT / "ui").glob("*.py"):
        source = module.read_text(encoding="utf-8")
        assert "cache_data" not in source
        if module.name != "state.py":
            assert "cache_resource" not in source


def test_a_missing_model_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PETITIONS_MODEL", str(tmp_path))
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert "petitions train" in page.error[0].value
