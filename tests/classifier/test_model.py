import pickle
from pathlib import Path

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from nlp.classifier import LetterClassifier
from nlp.corpus import LabelledLetter
from nlp.letter import Letter
from nlp.pipeline import Pipeline

TEXTS = ["拖欠工资三年没发", "工资一直没发", "厂长把设备卖给外甥", "请查厂长卖设备的事"] * 5
LABELS = ["debt", "debt", "accusation", "accusation"] * 5


@pytest.fixture(scope="module")
def fitted(small_model: Path) -> LetterClassifier:
    return Pipeline.load(small_model).content.classifier


def test_probabilities_are_of_every_class_and_sum_to_one(fitted: LetterClassifier) -> None:
    found = fitted.predict_proba(TEXTS)
    assert found.shape == (len(TEXTS), len(fitted.classes_))
    assert (found >= 0).all()
    np.testing.assert_allclose(found.sum(axis=1), 1)


def test_the_prediction_is_the_most_probable_class(fitted: LetterClassifier) -> None:
    assert list(fitted.predict(TEXTS)) == list(fitted.classes_[fitted.predict_proba(TEXTS).argmax(axis=1)])


def test_two_classes_work_as_well_as_five() -> None:
    model = LetterClassifier().fit(TEXTS, LABELS)
    assert list(model.predict(["工资没发", "厂长卖设备"])) == ["debt", "accusation"]


def test_parameters_are_kept_and_cloned_as_scikit_learn_expects() -> None:
    model = LetterClassifier(words=("内退费",), C=0.5)
    given = {"words": ("内退费",), "C": 0.5, "min_df": 3, "trust": 1.0, "outside": None}
    assert clone(model).get_params() == model.get_params() == given
    with pytest.raises(NotFittedError):
        model.predict(["x"])


def _sure_of_accusation(partial: bool) -> float:
    texts, labels = [*TEXTS, *["公园的路灯坏了"] * 5], [*LABELS, *["out"] * 5]
    sentences = [TEXTS[2]] * 12
    model = LetterClassifier(outside="out").fit(
        [*texts, *sentences], [*labels, *["debt"] * 12], partial=[*[False] * len(texts), *[partial] * 12]
    )
    shares = dict(zip(model.classes_, model.predict_proba([TEXTS[2]])[0], strict=True))
    return float(shares["accusation"] / (shares["accusation"] + shares["debt"]))


def test_what_only_says_what_a_letter_holds_does_not_choose_among_the_classes_inside() -> None:
    assert _sure_of_accusation(partial=True) > 0.6 > _sure_of_accusation(partial=False)


def test_what_lies_outside_is_asked_before_anything_else() -> None:
    texts, labels = [*TEXTS, *["公园的路灯坏了", "路灯不亮"] * 5], [*LABELS, *["out"] * 10]
    model = LetterClassifier(outside="out").fit(texts, labels)
    odds = model.predict_proba(texts)[:, model.classes_ == "out"].ravel()
    assert np.allclose(odds, model.predict_mentions(texts)[:, model.classes_ == "out"].ravel())


def test_less_trust_makes_every_probability_more_careful_and_changes_no_choice() -> None:
    bold, careful = (LetterClassifier(trust=trust).fit(TEXTS, LABELS) for trust in (1.0, 0.4))
    assert list(bold.predict(TEXTS)) == list(careful.predict(TEXTS))
    assert np.all(careful.predict_proba(TEXTS).max(axis=1) < bold.predict_proba(TEXTS).max(axis=1))


def test_letters_and_labels_of_different_number_are_refused() -> None:
    with pytest.raises(ValueError, match="2 and 1"):
        LetterClassifier().fit(["a", "b"], ["x"])


def test_order_and_batch_size_change_no_probability(fitted: LetterClassifier) -> None:
    one_by_one = np.vstack([fitted.predict_proba([text]) for text in TEXTS[:4]])
    np.testing.assert_allclose(fitted.predict_proba(TEXTS[3::-1])[::-1], one_by_one, rtol=1e-6)


def test_a_second_training_gives_the_same_model(some_letters: list[LabelledLetter]) -> None:
    letters, labels = [x.full_text for x in some_letters], [x.label for x in some_letters]
    first, second = (LetterClassifier().fit(letters, labels) for _ in range(2))
    np.testing.assert_array_equal(first.predict_proba(TEXTS), second.predict_proba(TEXTS))


def test_pickling_changes_nothing(fitted: LetterClassifier) -> None:
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(fitted)).predict_proba(TEXTS), fitted.predict_proba(TEXTS))


def test_an_empty_letter_gets_an_answer(fitted: LetterClassifier) -> None:
    assert np.isfinite(fitted.predict_proba(["", "\n", "\ud800"])).all()


def test_evidence_lies_inside_the_text_and_reads_as_written(
    fitted: LetterClassifier, some_letters: list[LabelledLetter]
) -> None:
    letters = [Letter(x.text, title=x.title) for x in some_letters]
    probabilities, reasons = fitted.predict_explained(letters)
    assert (probabilities == fitted.predict_proba(letters)).all()
    assert reasons == fitted.predict_all(fitted.read(letters)).evidence
    for letter, found in zip(letters, reasons, strict=True):
        assert all(letter.text[e.start : e.end] == e.text and e.weight > 0 for e in found)


def test_removing_the_evidence_lowers_the_probability_more_than_removing_as_much_at_random(
    pipeline: Pipeline, corpus: list[LabelledLetter]
) -> None:
    """Comprehensiveness (DeYoung et al. 2020), on the letters long enough to have something else to remove."""
    model, rng = pipeline.content.classifier, np.random.default_rng(0)
    letters = [x.text for x in corpus if len(x.text) > 120][:100]
    before, reasons = model.predict_explained(letters)
    better = 0
    for text, row, found in zip(letters, before, reasons, strict=True):
        size = sum(e.end - e.start for e in found)
        without = "".join(c for i, c in enumerate(text) if not any(e.start <= i < e.end for e in found))
        begins = rng.integers(0, max(len(text) - size, 1), size=5)
        kept = model.decision_function([without, *(text[:b] + text[b + size :] for b in begins)])
        margin = kept[:, row.argmax()] - np.delete(kept, row.argmax(), axis=1).max(axis=1)
        better += margin[0] < margin[1:].mean()
    assert better / len(letters) >= 0.95
