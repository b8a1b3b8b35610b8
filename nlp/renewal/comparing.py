"""Is the new model better? Its trial and the old one's on the same letters, which neither has learnt from."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from nlp.comparison import Difference, compare
from nlp.corpus import LabelledLetter
from nlp.pipeline import Pipeline
from nlp.training import is_held_back
from nlp.trial import load_trial, unseen

__all__ = ["DECISIVE", "Checked", "Verdict", "compare_trials", "verdict_of"]

DECISIVE = ("macro_f1", "accusation_recall")
"""The figures that speak for or against a new model: right on every category, and no accusation overlooked."""

_FEWEST = 10
"""On fewer letters nothing is compared: the interval would hold everything."""

Verdict = Literal["better", "worse", "mixed", "unclear", "unknown"]


class Checked(BaseModel):
    """Old against new on one set of letters: ``corpus`` (those in files) or ``own`` (those people settled)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Literal["corpus", "own"]
    letters: int
    figures: tuple[Difference, ...] = ()


def compare_trials(
    old: Path, new: Path, corpus: Sequence[LabelledLetter], own: Sequence[LabelledLetter], draws: int = 500
) -> tuple[Checked, ...]:
    """Compare two model folders on the letters held back from both, those of the corpus and the office's own apart.

    The letters come with their groups joined (``Made.letters``). A model without a trial, made by an older program, is
    asked itself and on the office's own letters only: it has learnt the corpus whole. Models of different categories
    cannot be compared and give no figures. Of fewer than ten letters only the number is given.
    """
    fresh = load_trial(new)
    if fresh is None:
        raise ValueError(f"compare_trials: no trial beside the new model, {new.name}. Make it with nlp.training.")
    former = load_trial(old)
    first = former[0] if former else Pipeline.load(old)
    learnt = (fresh[1], former[1] if former else frozenset[str]())
    sets = {"corpus": corpus if former else [], "own": own}
    return tuple(
        _checked(name, first, fresh[0], unseen([x for x in letters if is_held_back(x)], *learnt), draws)
        for name, letters in sets.items()
    )


def _checked(name: str, first: Pipeline, second: Pipeline, letters: Sequence[LabelledLetter], draws: int) -> Checked:
    comparable = set(first.taxonomy.codes) == set(second.taxonomy.codes) and len(letters) >= _FEWEST
    figures = tuple(compare(first, second, letters, draws)) if comparable else ()
    return Checked.model_validate({"name": name, "letters": len(letters), "figures": figures})


def verdict_of(checked: Sequence[Checked]) -> Verdict:
    """Sum the comparison up: what the decisive figures that differ by more than chance say.

    >>> better = Difference("macro_f1", 0.8, 0.9, 0.02, 0.15)
    >>> verdict_of([Checked(name="own", letters=80, figures=(better,))]), verdict_of([])
    ('better', 'unknown')
    """
    decisive = [row for part in checked for row in part.figures if row.figure in DECISIVE]
    up, down = any(row.low > 0 for row in decisive), any(row.high < 0 for row in decisive)
    if not decisive:
        return "unknown"
    return "mixed" if up and down else "better" if up else "worse" if down else "unclear"
