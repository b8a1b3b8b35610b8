"""An office with a small model and a store of letters people have settled."""

import shutil
from pathlib import Path

import pytest

from nlp.corpus import LabelledLetter, starter_taxonomy
from nlp.letter import Analysis, Letter, Prediction
from nlp.renewal import retrain
from nlp.store import Reader, Store, correct, make_study, open_store, register, save_studies
from nlp.studying import fold_text
from nlp.training import TrainingInput, train
from tests.labelled import invented_letters

PERSON = Reader("王工", confidential=True)
_CORPUS = 36
SECRET = "王建设把公家的灯卖了"


def settle(store: Store, letters: list[LabelledLetter], *, confidential: bool = False) -> None:
    """Register letters and have a person say what they are; the model took them all for 其他."""
    for letter in letters:
        (registered,) = register(store, [Letter(letter.text, title=letter.title)])
        shares = {"其他": 0.6, "供水": 0.2, "路灯": 0.2}
        found = Analysis(Letter(letter.text), Prediction("其他", shares), confidential=confidential)
        save_studies(store, "m", [make_study(registered.id, found, "m", store.seal, fold_text)])
        correct(store, registered.number, PERSON, "category", letter.label, "看过")


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[TrainingInput, Path]:
    """What the office's model was made of, and the model."""
    folder = tmp_path_factory.mktemp("office")
    letters = invented_letters(_CORPUS)
    table, taxonomy = folder / "letters.jsonl", folder / "街道.toml"
    table.write_text("".join(x.model_dump_json(exclude_defaults=True) + "\n" for x in letters), encoding="utf-8")
    taxonomy.write_text(starter_taxonomy(letters, "街道"), encoding="utf-8")
    given = TrainingInput((table,), taxonomy)
    train(given, folder / "models" / "own", name="own")
    return given, folder / "models" / "own"


@pytest.fixture(scope="session")
def renewed(trained: tuple[TrainingInput, Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, Store]:
    """The office's models after one training with corrections, one of them on a confidential letter; never changed."""
    given, source = trained
    model = tmp_path_factory.mktemp("renewed") / "own"
    shutil.copytree(source, model)
    store = open_store("sqlite://", bytes(range(32)), fold=fold_text)
    more = [x for x in invented_letters(2 * _CORPUS) if int(x.id[2:]) >= _CORPUS]
    settle(store, more)
    settle(store, [LabelledLetter(id="s", text=SECRET, label="路灯")], confidential=True)
    return model, retrain(store, given, model, PERSON, draws=20), store


@pytest.fixture
def office(renewed: tuple[Path, str, Store], tmp_path: Path) -> tuple[Path, str, Store]:
    """A copy of the models that a test may change, and a store of its own for the audit."""
    model, version, _ = renewed
    shutil.copytree(model.parent, tmp_path / "models")
    return tmp_path / "models" / "own", version, open_store("sqlite://")
