"""训练新模型: the button starts a real process, which trains, compares and offers; then a person decides."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from nlp.artefact import read_manifest
from nlp.corpus import starter_taxonomy
from nlp.renewal import follow, versions
from nlp.renewal.versions import version_of
from nlp.store import Store, audit_lines
from nlp.training import TrainingInput, train
from tests.conftest import ROOT
from tests.labelled import invented_letters
from tests.renewal.conftest import settle
from tests.ui.conftest import shown
from tests.ui.test_model import turn
from ui import text

_CORPUS, _OWN = 20, 8
_MOST_SECONDS = 300.0


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small office: its own classes, corpus and model, where the settings look for them."""
    corpora = tmp_path / "corpora"
    (corpora / "letters").mkdir(parents=True)
    letters = invented_letters(_CORPUS)
    table = "".join(x.model_dump_json(exclude_defaults=True) + "\n" for x in letters)
    (corpora / "letters" / "letters.jsonl").write_text(table, encoding="utf-8")
    (corpora / "taxonomy.toml").write_text(starter_taxonomy(letters, "街道"), encoding="utf-8")
    (corpora / "lexicons").mkdir()
    shutil.copy(ROOT / "corpora" / "lexicons" / "terms.tsv", corpora / "lexicons")
    monkeypatch.setenv("PETITIONS_HOME", str(tmp_path))
    folder = tmp_path / "models" / "own"
    train(TrainingInput((corpora / "letters",), corpora / "taxonomy.toml"), folder, name="own")
    monkeypatch.setenv("PETITIONS_MODEL", str(folder))
    return folder


@pytest.fixture
def page(model: Path, store: Store, open_page: Callable[[str], AppTest]) -> AppTest:
    settle(store, [x for x in invented_letters(_CORPUS + _OWN) if int(x.id[2:]) >= _CORPUS])
    return turn(open_page("model").text_input(key="who").input("管工").run(), "renewal")


def wait_for_the_child(model: Path) -> None:
    until = time.monotonic() + _MOST_SECONDS
    while time.monotonic() < until:
        now = follow(model)
        assert now is not None
        if not now.running:
            assert now.code == 0, now.lines
            return
        time.sleep(0.2)
    raise TimeoutError("the training did not end")


def test_the_button_trains_to_the_end_and_the_model_is_refused_and_then_taken_after_all(
    page: AppTest, model: Path, store: Store
) -> None:
    before = version_of(read_manifest(model))
    next(button for button in page.button if button.label == text.RENEWAL_TRAIN).click().run()
    wait_for_the_child(model)
    assert text.RENEWAL_DONE in shown(page.run())
    (new,) = [one.id for one in versions(model) if one.state == "offered"]
    assert list(audit_lines(store, actions=["model_train"]))[-1].who == "管工"
    assert version_of(read_manifest(model)) == before

    page.text_input(key=f"why-{new}").input("看不出提高")
    page.button(key=f"refuse-{new}").click().run()
    assert text.RENEWAL_REFUSED.format(version=new) in shown(page)
    assert version_of(read_manifest(model)) == before

    page.selectbox(key="renewal_which").set_value(new)
    page.text_input(key="renewal_why").input("再看确有提高")
    page.button(key="take-back").click().run()
    assert not page.exception
    assert version_of(read_manifest(model)) == new
    assert [line.action for line in audit_lines(store, actions=["model_promote", "model_refuse"])] == [
        "model_refuse",
        "model_promote",
    ]
