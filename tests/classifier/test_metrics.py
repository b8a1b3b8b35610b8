import numpy as np

from nlp.classifier.metrics import Judged, calibration_error, measure

CODES = ("a", "b", "o")


def judged(probabilities: list[list[float]], labels: list[str], **more: object) -> Judged:
    n = len(labels)
    given = {"secondary": [()] * n, "confidential": [False] * n, "needs_review": [False] * n} | more
    return Judged(codes=CODES, labels=labels, probabilities=np.array(probabilities), **given)  # type: ignore[arg-type]


def test_perfect_answers_score_one() -> None:
    found = measure(judged(np.eye(3).tolist(), ["a", "b", "o"]), outside="o", confidential=frozenset())
    assert found["macro_f1"] == found["in_scope_macro_f1"] == found["accuracy"] == found["other_auroc"] == 1
    assert found["ece"] == 0
    assert found["errors_caught_by_review"] is None


def test_the_best_inside_category_is_taken_when_other_is_left_out() -> None:
    found = measure(judged([[0.3, 0.2, 0.5], [0.1, 0.4, 0.5]], ["a", "b"]), outside="o", confidential=frozenset())
    assert found["in_scope_macro_f1"] == 1
    assert found["macro_f1"] == 0
    assert found["other_auroc"] is None


def test_an_accusation_counts_even_as_the_second_label() -> None:
    given = judged(
        [[1, 0, 0]] * 4, ["a"] * 4, secondary=[("b",), (), ("b",), ()], confidential=[True, False, False, True]
    )
    found = measure(given, outside="o", confidential=frozenset("b"))
    assert found["accusation_recall"] == 0.5
    assert found["confidential_share"] == 0.5


def test_calibration_error_weighs_bins_by_their_size() -> None:
    confidence = np.array([0.95, 0.95, 0.95, 0.55])
    right = np.array([True, True, True, False])
    assert calibration_error(confidence, right) == round(0.75 * 0.05 + 0.25 * 0.55, 4)
