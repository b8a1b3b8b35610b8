"""Two models on the same letters: what each gets, and whether the difference is more than chance.

The interval is of the paired bootstrap (Efron & Tibshirani 1993, ch. 16): the same letters are drawn again for both.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlp.classifier.metrics import Judged, measure
from nlp.corpus import LabelledLetter
from nlp.pipeline import Pipeline
from nlp.taxonomy import Taxonomy
from nlp.training import judge

__all__ = ["FIGURES", "Difference", "compare"]

FIGURES = (
    "in_scope_macro_f1",
    "macro_f1",
    "accuracy",
    "other_auroc",
    "ece",
    "accusation_recall",
    "errors_caught_by_review",
    "secondary_f1",
)
_DRAWS = 500
_LOW, _HIGH = 2.5, 97.5


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of two models, and the 95 % interval of the second less the first."""

    figure: str
    first: float
    second: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


def compare(
    first: Pipeline, second: Pipeline, letters: Sequence[LabelledLetter], draws: int = _DRAWS
) -> list[Difference]:
    """Give every figure both models have on these letters; raise ValueError for models of different categories."""
    taxonomy = first.taxonomy
    if set(taxonomy.codes) != set(second.taxonomy.codes):
        raise ValueError(f"models of different categories: {taxonomy.codes} and {second.taxonomy.codes}")
    pair = judge(first, letters), judge(second, letters)
    values = [_figures(judged, taxonomy) for judged in pair]
    rng = np.random.default_rng(0)
    drawn = []
    for _ in range(draws):
        rows = rng.integers(0, len(letters), len(letters))
        drawn.append([_figures(judged.part(rows), taxonomy) for judged in pair])
    found = []
    for name in FIGURES:
        one, other = values[0][name], values[1][name]
        both = [(a[name], b[name]) for a, b in drawn]
        gaps = [b - a for a, b in both if a is not None and b is not None]
        if one is not None and other is not None and gaps:
            low, high = np.percentile(gaps, [_LOW, _HIGH])
            found.append(Difference(name, one, other, round(float(low), 4), round(float(high), 4)))
    return found


def _figures(judged: Judged, taxonomy: Taxonomy) -> dict[str, float | None]:
    return measure(judged, outside=taxonomy.outside_code, confidential=taxonomy.confidential_codes)
