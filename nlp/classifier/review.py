"""When a second reader is asked for, and why, in words a clerk knows (taxonomy.toml, names.review_reasons)."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from nlp.classifier.accusations import AccusationOdds
from nlp.letter import Demand

__all__ = ["ReviewRules", "review_reason", "secondary_categories"]


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """Thresholds, chosen on letters the model did not learn from (see ``nlp.training``).

    ``confident``: below this probability nothing is certain; ``margin``: two categories closer than this are a close
    call; ``accusation``: from this probability on a letter may hold an accusation and is confidential, a probability
    that ``odds`` gives;
    ``mention``: from this probability on a further category is named; ``shortest``: fewer characters say too little.
    """

    confident: float = 0.68
    margin: float = 0.4
    accusation: float = 0.2
    mention: float = 0.5
    shortest: int = 12
    odds: AccusationOdds = field(default_factory=AccusationOdds)


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


def secondary_categories(
    rules: ReviewRules, mentions: Mapping[str, float], demands: Sequence[Demand], without: Container[str | None]
) -> tuple[str, ...]:
    """Give the further categories of a letter, the most probable first: what it mentions, and what it asks for.

    >>> asked = [Demand(0, 4, "请查账", "c", 0.9)]
    >>> secondary_categories(ReviewRules(), {"a": 0.9, "b": 0.6, "c": 0.2}, asked, ("a",))
    ('b', 'c')
    """
    asked = {demand.category for demand in demands if demand.probability >= rules.mention}
    named = [code for code, p in mentions.items() if (p >= rules.mention or code in asked) and code not in without]
    return tuple(sorted(named, key=lambda code: -mentions[code]))
