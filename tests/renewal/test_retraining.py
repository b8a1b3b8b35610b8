"""What people settled becomes a new model beside the old one, compared on letters neither has learnt from."""

from pathlib import Path

import pytest

from nlp.artefact import read_manifest
from nlp.comparison import Difference
from nlp.corpus import LabelledLetter
from nlp.errors import CorpusError
from nlp.pipeline import Pipeline
from nlp.renewal import Checked, Renewal, retrain, verdict_of, versions
from nlp.store import Store, audit_lines, open_store
from nlp.training import TrainingInput, is_held_back
from nlp.trial import load_trial, unseen
from tests.labelled import invented_letters
from tests.renewal.conftest import PERSON, SECRET

Office = tuple[Path, str, Store]


@pytest.fixture(scope="module")
def note(renewed: Office) -> Renewal:
    model, version, _ = renewed
    (made,) = [one.renewal for one in versions(model) if one.id == version]
    assert made is not None
    return made


def test_the_model_in_use_is_left_alone(renewed: Office, trained: tuple[TrainingInput, Path]) -> None:
    assert read_manifest(renewed[0]).sha256 == read_manifest(trained[1]).sha256


def test_the_new_model_learnt_the_corpus_and_what_people_settled(note: Renewal) -> None:
    assert (note.letters, note.own, note.confidential) == (108 + 109, 109, 1)
    assert note.made_by == "王工"


def test_it_can_be_loaded_and_asked(renewed: Office) -> None:
    model, version, _ = renewed
    (folder,) = [one.folder for one in versions(model) if one.id == version]
    assert Pipeline.load(folder).analyse("夜里看不见路，路灯不亮，请派人修灯").prediction.category == "路灯"


def test_both_sets_of_letters_are_compared(note: Renewal) -> None:
    assert [part.name for part in note.checked] == ["corpus", "own"]
    assert all(part.letters >= 10 and part.figures for part in note.checked)


def test_no_word_of_a_letter_lies_in_a_file(renewed: Office) -> None:
    for path in renewed[0].parent.rglob("*"):
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes(), path.name


def test_the_card_names_no_confidential_letter(renewed: Office) -> None:
    model, version, _ = renewed
    (folder,) = [one.folder for one in versions(model) if one.id == version]
    assert "2026-000109" not in (folder / "README.md").read_text(encoding="utf-8")


def test_training_is_in_the_audit(renewed: Office) -> None:
    line = list(audit_lines(renewed[2], actions=["model_train"]))[-1]
    assert (line.who, line.subject, line.details["own"]) == ("王工", renewed[1], 109)


def test_no_half_made_model_is_left_behind(renewed: Office) -> None:
    assert [path.name for path in (renewed[0].parent / "own.versions").iterdir()] == [renewed[1]]


def test_without_settled_letters_training_says_where_to_begin(
    trained: tuple[TrainingInput, Path], tmp_path: Path
) -> None:
    with pytest.raises(CorpusError, match="复核"):
        retrain(open_store("sqlite://"), trained[0], tmp_path / "own", PERSON)


def test_a_trial_has_not_learnt_what_was_held_back(trained: tuple[TrainingInput, Path]) -> None:
    found = load_trial(trained[1])
    assert found is not None
    letters = invented_letters(36)
    assert unseen(letters, found[1]) == [letter for letter in letters if is_held_back(letter)]


def test_a_letter_one_trial_learnt_is_compared_on_no_more() -> None:
    letters = [LabelledLetter(id=str(n), text=f"第{n}封", label="a") for n in range(3)]
    assert unseen(letters, set(), set()) == letters


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        ([("macro_f1", 0.01, 0.1)], "better"),
        ([("macro_f1", -0.1, -0.01)], "worse"),
        ([("macro_f1", 0.01, 0.1), ("accusation_recall", -0.2, -0.1)], "mixed"),
        ([("macro_f1", -0.01, 0.1)], "unclear"),
        ([("ece", 0.01, 0.1)], "unknown"),
    ],
)
def test_the_verdict_rests_on_what_is_more_than_chance(figures: list[tuple[str, float, float]], says: str) -> None:
    rows = tuple(Difference(name, 0.5, 0.5, low, high) for name, low, high in figures)
    assert verdict_of([Checked(name="own", letters=50, figures=rows)]) == says
