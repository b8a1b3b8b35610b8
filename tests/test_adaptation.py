"""Unlabelled letters of an office make a second model, and its card says whether it helped."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from nlp.adaptation import Adapted, adapt, read_own
from nlp.classifier import LetterClassifier
from nlp.cli import app
from nlp.comparison import Difference
from nlp.corpus import LabelledLetter, starter_taxonomy
from nlp.domain_shift import Agreed, agreed_lessons, reestimate_priors, reweigh, shift_priors
from nlp.errors import ArtefactError, ReadingError
from nlp.letter import Letter
from nlp.pipeline import Pipeline
from nlp.teaching import as_letter, lessons_of, teach
from nlp.training import TrainingInput, train
from tests.labelled import invented_letters

OLD, OWN = invented_letters(24), invented_letters(40)[24:40] + invented_letters(40, ("供水",))[24:]
SHARES = st.lists(st.floats(0.02, 1), min_size=3, max_size=3).map(lambda x: np.array(x) / sum(x))


def write_letters(path: Path, letters: list[LabelledLetter]) -> Path:
    path.write_text("".join(x.model_dump_json(exclude_none=True) + "\n" for x in letters), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def given_files(tmp_path_factory: pytest.TempPathFactory) -> TrainingInput:
    folder = tmp_path_factory.mktemp("given")
    taxonomy = folder / "街道.toml"
    taxonomy.write_text(starter_taxonomy(OLD, "街道"), encoding="utf-8")
    return TrainingInput((write_letters(folder / "letters.jsonl", OLD),), taxonomy)


@pytest.fixture(scope="module")
def old(given_files: TrainingInput, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("old") / "model"
    train(given_files, folder, name="旧")
    return folder


@pytest.fixture(scope="module")
def classifier() -> LetterClassifier:
    return teach(lessons_of(OLD, ()), ())


@pytest.fixture(scope="module")
def adapted(given_files: TrainingInput, old: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Adapted, Path]:
    folder = tmp_path_factory.mktemp("new") / "model"
    own = [as_letter(letter) for letter in OWN]
    return adapt(given_files, Pipeline.load(old), own, folder, check=OWN[:9], draws=20), folder


class TestSelfTraining:
    def test_letters_both_views_are_sure_of_are_labelled_right(self) -> None:
        own = [as_letter(letter) for letter in OWN]
        found, agreed = agreed_lessons(LetterClassifier(), lessons_of(OLD, ()), own)
        labels = {letter.id: letter.label for letter in OWN}
        assert found
        assert [lesson for lesson in found if lesson.label != labels[lesson.letter.id]] == []
        assert agreed.asked == len(OWN)

    def test_the_most_frequent_class_cannot_swallow_the_rest(self) -> None:
        flood = [as_letter(letter) for letter in invented_letters(300, ("其他",))[24:]] + [as_letter(x) for x in OWN]
        lessons = lessons_of(OLD, ())
        _, agreed = agreed_lessons(LetterClassifier(), lessons, flood)
        most = 0.1 * sum(lesson.label == "其他" for lesson in lessons)
        assert agreed.sure["其他"] > most
        assert agreed.taken["其他"] <= most

    def test_no_letters_give_no_lessons(self) -> None:
        assert agreed_lessons(LetterClassifier(), lessons_of(OLD, ()), [])[0] == []


class TestVocabulary:
    def test_what_is_common_in_the_office_weighs_less(self, classifier: LetterClassifier) -> None:
        own = classifier.read([Letter("路灯不亮")] * 500)
        changed = reweigh(classifier, own)
        seen = np.unique(classifier.ngrams_.transform(own).indices)
        assert (changed.ngrams_.idf_[seen] < classifier.ngrams_.idf_[seen]).all()

    def test_the_classifier_given_is_not_changed(self, classifier: LetterClassifier) -> None:
        before = classifier.ngrams_.idf_.copy()
        reweigh(classifier, classifier.read([as_letter(letter) for letter in OWN]))
        assert (classifier.ngrams_.idf_ == before).all()

    def test_few_letters_change_little(self, classifier: LetterClassifier) -> None:
        few = reweigh(classifier, classifier.read([Letter("路灯不亮")]))
        gap = few.predict_proba([x.text for x in OLD]) - classifier.predict_proba([x.text for x in OLD])
        assert np.abs(gap).max() < 0.1


class TestPriors:
    @given(SHARES, SHARES)
    def test_the_true_shares_are_found_again(self, old_shares: np.ndarray, true_shares: np.ndarray) -> None:
        rng = np.random.default_rng(0)
        labels = rng.choice(3, 4000, p=true_shares)
        seen = np.where(rng.random(len(labels)) < 0.85, labels, rng.integers(3, size=len(labels)))
        joint = np.where(np.arange(3) == seen[:, None], 0.9, 0.05) * old_shares
        found = reestimate_priors(joint / joint.sum(axis=1, keepdims=True), old_shares)
        assert found.sum() == pytest.approx(1)
        assert np.abs(found - true_shares).max() < 0.06

    def test_no_letters_leave_the_shares_as_they_were(self) -> None:
        shares = np.array([0.3, 0.7])
        assert reestimate_priors(np.empty((0, 2)), shares) == pytest.approx(shares)

    def test_a_frequent_class_becomes_more_probable(self, classifier: LetterClassifier) -> None:
        own = classifier.read([as_letter(letter) for letter in invented_letters(40, ("供水",))])
        changed = shift_priors(classifier, [letter.label for letter in OLD], own)
        column = list(classifier.classes_).index("供水")
        assert (changed.predict_proba(["请来看看"]) > classifier.predict_proba(["请来看看"]))[0, column]


class TestAdapting:
    def test_the_new_model_can_be_used_and_its_card_says_how_it_was_made(self, adapted: tuple[Adapted, Path]) -> None:
        _, folder = adapted
        page = (folder / "README.md").read_text(encoding="utf-8")
        assert Pipeline.load(folder).analyse("水管漏水，水压太低").prediction.category == "供水"
        assert "`petitions adapt` 生成" in page
        assert "## 用本单位来信适应" in page

    def test_letters_to_check_on_are_not_learnt_from(self, adapted: tuple[Adapted, Path]) -> None:
        result, folder = adapted
        assert result.agreed.asked == len(OWN) - 9
        assert "（9 封与检验用的来信相同或相近，没有用）" in (folder / "README.md").read_text(encoding="utf-8")

    def test_figures_of_both_models_stand_side_by_side(self, adapted: tuple[Adapted, Path]) -> None:
        result, folder = adapted
        (row,) = [row for row in result.differences if row.figure == "macro_f1"]
        shown = f"| macro_f1 | {row.first:.3f} | {row.second:.3f} |"
        assert shown in (folder / "README.md").read_text(encoding="utf-8")

    @pytest.mark.parametrize(
        ("low", "high", "says"),
        [(0.01, 0.05, "确有提高"), (-0.05, -0.01, "不要换用"), (-0.01, 0.02, "看不出")],
    )
    def test_the_verdict_follows_the_interval(
        self, adapted: tuple[Adapted, Path], low: float, high: float, says: str
    ) -> None:
        difference = Difference("macro_f1", 0.7, 0.7 + (low + high) / 2, low, high)
        assert says in Adapted(adapted[0].made, Agreed(0, 0, {}, {}), (difference,)).verdict

    def test_without_labels_it_says_it_does_not_know(
        self, given_files: TrainingInput, old: Path, tmp_path: Path
    ) -> None:
        before = (old / "model.joblib").read_bytes()
        own = write_letters(tmp_path / "own.jsonl", OWN)
        arguments = ["--model", str(old), "--letters", str(own), "--out", str(tmp_path / "new"), "--priors"]
        arguments += ["--corpus", str(given_files.letters[0]), "--taxonomy", str(given_files.taxonomy)]
        done = CliRunner().invoke(app, ["adapt", *arguments])
        assert done.exit_code == 0, done.output
        assert "不知道是否有用" in done.output
        assert "不知道它是否比旧模型好" in (tmp_path / "new" / "README.md").read_text(encoding="utf-8")
        assert (old / "model.joblib").read_bytes() == before

    def test_the_old_model_is_never_written_over(self, old: Path, tmp_path: Path) -> None:
        copied = Path(shutil.copytree(old, tmp_path / "model"))
        own = write_letters(tmp_path / "own.jsonl", OWN[:2])
        done = CliRunner().invoke(app, ["adapt", "--model", str(copied), "--letters", str(own), "--out", str(copied)])
        assert done.exit_code == 2
        assert (copied / "model.joblib").read_bytes() == (old / "model.joblib").read_bytes()

    def test_a_model_of_other_categories_is_refused(
        self, given_files: TrainingInput, small_model: Path, tmp_path: Path
    ) -> None:
        with pytest.raises(ArtefactError, match="类别与这次的口径不同"):
            adapt(given_files, Pipeline.load(small_model), [Letter("停水")], tmp_path / "new")

    def test_a_file_without_letters_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "空.txt").write_text("", encoding="utf-8")
        with pytest.raises(ReadingError, match="没有读到来信"):
            read_own([tmp_path / "空.txt"], lambda line: None)
