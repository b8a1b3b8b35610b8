"""A page over a store of its own, without a browser (Streamlit's AppTest)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from nlp.intake import open_office
from nlp.settings import Settings
from nlp.store import Store

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The store the page works on; it holds nothing yet."""
    monkeypatch.setenv("PETITIONS_COLUMNS", str(tmp_path / "columns.json"))
    monkeypatch.setenv("PETITIONS_STORE", f"sqlite:///{(tmp_path / 'page.db').as_posix()}")
    return open_office(Settings.from_environment())


@pytest.fixture
def open_page(store: Store) -> Callable[[str], AppTest]:
    """Open one page by its module's name."""

    def run(name: str) -> AppTest:
        def page(name: str) -> None:
            import importlib

            from ui.state import ask_who

            ask_who(None)
            importlib.import_module(f"ui.{name}").render()

        return AppTest.from_function(page, args=(name,), default_timeout=60).run()

    return run


def shown(app: AppTest) -> str:
    """All that is said on a page."""
    kinds = [app.markdown, app.error, app.warning, app.info, app.success, app.caption, app.subheader, app.text]
    said = [str(element.value) for kind in kinds for element in kind]
    return "\n".join([*said, *(element.proto.body for element in app.get("html"))])
