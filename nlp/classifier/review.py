"""When a second reader is asked for, and why, in words a clerk knows (taxonomy.toml, names.review_reasons)."""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["ReviewRules", "review_reason"]


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """Thresholds, chosen on letters the model did not learn from (see ``nlp.training``).

    ``confident``: below this probability nothing is certain; ``margin``: two categories closer than this are a close
    call; ``accusation``: from this probability on a letter may hold an accusation and is confidential;
    ``mention``: from this probability on a further category is named; ``shortest``: fewer characters say too little.
    """

    confident: float = 0.6
    margin: float = 0.2
    accusation: float = 0.2
    mention: float = 0.5
    shortest: int = 12


def review_reason(
    rules: ReviewRules, *, length: int, probabilities: Mapping[str, float], outside: str | None, accusation: bool
) -> str | None:
    """Give the code of the first reason that holds, or None.

    >>> near = {"a": 0.5, "b": 0.4, "o": 0.1}
    >>> review_reason(ReviewRules(), length=80, probabilities=near, outside="o", accusation=False)
    'close_call'
    """
    ranked = sorted(probabilities, key=lambda code: -probabilities[code])
    best, second = ranked[0], ranked[1]
    if accusation:
        return "possible_accusation"
    if length < rules.shortest:
        return "too_short"
    if probabilities[best] - probabilities[second] < rules.margin:
        return "outside" if outside in (best, second) else "close_call"
    return "low_confidence" if probabilities[best] < rules.confident else None
