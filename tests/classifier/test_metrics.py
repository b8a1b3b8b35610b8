import numpy as np

from nlp.classifier.metrics import Judged, calibration_error, measure, measure_demands
from nlp.letter import Demand

CODES = ("a", "b", "o")


def judged(probabilities: list[list[float]], labels: list[str], **more: object) -> Judged:
    n = len(labels)
    given = {
        "secondary": [()] * n,
        "confidential": [False] * n,
        "needs_review": [False] * n,
        "secondary_found": [()] * n,
        "chosen": [CODES[row.argmax()] for row in np.array(probabilities)],
    } | more
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


def test_further_categories_are_scored_together_without_the_first() -> None:
    given = judged([[1, 0, 0]] * 3, ["a"] * 3, secondary=[("b",), (), ("o",)], secondary_found=[("b", "a"), ("b",), ()])
    assert measure(given, outside="o", confidential=frozenset())["secondary_f1"] == 0.5


def test_calibration_error_weighs_bins_by_their_size() -> None:
    confidence = np.array([0.95, 0.95, 0.95, 0.55])
    right = np.array([True, True, True, False])
    assert calibration_error(confidence, right) == round(0.75 * 0.05 + 0.25 * 0.55, 4)


def test_a_demand_counts_when_it_meets_a_marked_one_and_its_category_is_compared() -> None:
    found = [[Demand(0, 8, "", "a", 0.9), Demand(20, 30, "", "a", 0.9)], [Demand(0, 3, "", "b", 0.9)]]
    figures = measure_demands([[(2, 9, "b"), (40, 50, "a")], []], found)
    assert figures == {"demand_precision": 0.5, "demand_recall": 0.5, "demand_category": 0}


def test_letters_without_marked_demands_give_no_figure() -> None:
    assert set(measure_demands([[]], [[Demand(0, 3, "", "b", 0.9)]]).values()) == {None}


def test_a_pair_is_right_only_if_every_letter_of_it_is() -> None:
    a, b = [1.0, 0, 0], [0, 1.0, 0]
    given = judged([a, b, a, a, b], ["a", "b", "a", "b", "a"], pairs=["one", "one", "two", "two", ""])
    assert measure(given, outside=None, confidential=frozenset())["pairs_right"] == 0.5


def test_a_further_category_ranked_second_ranks_perfectly() -> None:
    given = judged([[0.6, 0.3, 0.1], [0.6, 0.3, 0.1]], ["a", "a"], secondary=[("b",), ()])
    assert measure(given, outside=None, confidential=frozenset())["label_ranking"] == 1
