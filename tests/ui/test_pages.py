"""What holds for every page."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from nlp.store import Store
from tests.ui.conftest import shown
from ui import text

ROOT = Path(__file__).resolve().parent.parent.parent


def test_no_letter_is_kept_in_a_cache_shared_by_sessions() -> None:
    for module in (ROOT / "ui").glob("*.py"):
        source = module.read_text(encoding="utf-8")
        assert "cache_data" not in source
        if module.name != "shared.py":
            assert "cache_resource" not in source


def test_nothing_is_put_into_the_address() -> None:
    assert not [m.name for m in (ROOT / "ui").glob("*.py") if "query_params" in m.read_text(encoding="utf-8")]


def test_a_missing_model_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, store: Store) -> None:
    monkeypatch.setenv("PETITIONS_MODEL", str(tmp_path))
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert "petitions train" in page.error[0].value


def test_a_store_that_does_not_open_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PETITIONS_STORE", "没有这种数据库")
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert "写法不对" in page.error[0].value


@pytest.mark.parametrize("name", text.PAGES)
def test_a_page_opens_on_an_empty_store(open_page: Callable[[str], AppTest], name: str) -> None:
    page = open_page(name)
    assert not page.exception
    assert page.title[0].value == text.PAGES[name]


def test_without_a_review_the_trends_say_how_to_make_one(open_page: Callable[[str], AppTest]) -> None:
    assert "petitions weekly" in shown(open_page("trends"))


def test_the_manual_names_every_key() -> None:
    pages = "".join(module.read_text(encoding="utf-8") for module in (ROOT / "ui").glob("*.py"))
    manual = (ROOT / "docs" / "manual.zh.md").read_text(encoding="utf-8")
    keys = set(re.findall(r'shortcut=f?"([^"{]+)', pages))
    assert {"F8", "F9", "Alt+"} <= keys
    assert [key for key in keys if key not in manual] == []
