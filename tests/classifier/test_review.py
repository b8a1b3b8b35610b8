import pytest

from nlp.classifier import ReviewRules, review_reason

RULES = ReviewRules(confident=0.5, margin=0.15)


@pytest.mark.parametrize(
    ("length", "probabilities", "accusation", "reason"),
    [
        (200, {"a": 0.9, "b": 0.05, "o": 0.05}, False, None),
        (200, {"a": 0.45, "b": 0.4, "o": 0.15}, False, "close_call"),
        (200, {"a": 0.45, "b": 0.15, "o": 0.4}, False, "outside"),
        (200, {"a": 0.48, "b": 0.3, "o": 0.22}, False, "low_confidence"),
        (200, {"a": 0.38, "b": 0.1, "o": 0.52}, False, "outside"),
        (200, {"a": 0.1, "b": 0.1, "o": 0.8}, False, None),
        (5, {"a": 0.9, "b": 0.05, "o": 0.05}, False, "too_short"),
        (200, {"a": 0.99, "b": 0.01, "o": 0.0}, True, "possible_accusation"),
        (5, {"a": 0.99, "b": 0.01, "o": 0.0}, True, "possible_accusation"),
    ],
)
def test_the_first_reason_that_holds_is_given(
    length: int, probabilities: dict[str, float], accusation: bool, reason: str | None
) -> None:
    found = review_reason(RULES, length=length, probabilities=probabilities, outside="o", accusation=accusation)
    assert found == reason
