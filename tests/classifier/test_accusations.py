import numpy as np
import pytest

from nlp.classifier import AccusationOdds, Findings, accusation_clues


def findings(chosen: list[float], mentioned: list[float], accusing: list[float]) -> Findings:
    probabilities, mentions = (np.array([[one, 1 - one] for one in part]) for part in (chosen, mentioned))
    return Findings(probabilities, mentions, [], [], [], [], np.array(accusing))


def test_every_clue_of_a_letter_is_finite_whatever_was_found() -> None:
    clues = accusation_clues(findings([0.0, 1.0], [1.0, 0.0], [-np.inf, 3.0]), [0], [0, 5])
    assert clues.shape == (2, 4)
    assert np.isfinite(clues).all()


def test_of_several_accusing_classes_the_one_that_has_most_of_it_counts() -> None:
    either = accusation_clues(findings([0.1], [0.1], [0.0]), [0, 1], [0])
    assert either[0, 0] == pytest.approx(np.log(9))


def test_how_much_lies_outside_is_told_where_a_class_says_so() -> None:
    both = findings([0.1], [0.1], [0.0])
    assert accusation_clues(both, [0], [0], 1)[0, 3] == pytest.approx(np.log(9))
    assert accusation_clues(both, [0], [0])[0, 3] == 0


@pytest.mark.parametrize("clue", range(4))
def test_more_of_any_clue_makes_an_accusation_no_less_probable_by_default(clue: int) -> None:
    little, much = np.zeros((1, 4)), np.zeros((1, 4))
    much[0, clue] = 1.0
    odds = AccusationOdds()
    assert odds.probabilities(much)[0] >= odds.probabilities(little)[0]


def test_what_lies_outside_never_speaks_for_an_accusation() -> None:
    dice = np.random.default_rng(0)
    accused = np.arange(200) % 2 == 0
    clues = dice.normal(size=(200, 4))
    clues[:, 3] += 2 * accused
    assert AccusationOdds.fit(clues, accused.tolist()).weights[3] == 0
    assert AccusationOdds.fit(clues * (1, 1, 1, -1), accused.tolist()).weights[3] < 0


def test_what_tells_accusations_apart_gets_the_weight() -> None:
    dice = np.random.default_rng(0)
    accused = np.arange(200) % 2 == 0
    clues = dice.normal(size=(200, 4))
    clues[:, 2] += 4 * accused
    odds = AccusationOdds.fit(clues, accused.tolist())
    assert int(np.argmax(np.abs(odds.weights))) == 2
    assert odds.probabilities(clues)[accused].mean() > 0.9 > 0.1 > odds.probabilities(clues)[~accused].mean()
