"""What sends a letter to a second reader and what marks an accusation, against other ways of choosing the same share.

Usage: ``python benchmarks/marking.py``. Scores the development letters in ../shared/data and the letters held back from
the default model's trial; without the former it says so and stops. Writes ``benchmarks/marking.md``.

A way puts the letters in order, the most doubtful (or the most accusing) first. For review the figures are the AUROC of
an error and the share of errors in the first 30 %; for accusations the AUROC and the share of letters to be marked for
95 % of them. A way that learns, learns from the held-back letters, which the trial did not see: on these its own
figures are those of the letters it learnt from. No letter is printed.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402
from sklearn.metrics import roc_auc_score  # noqa: E402
from sklearn.pipeline import make_pipeline  # noqa: E402
from sklearn.preprocessing import StandardScaler  # noqa: E402

from nlp.classifier import Findings  # noqa: E402
from nlp.corpus import LabelledLetter, load_letters  # noqa: E402
from nlp.pipeline import Pipeline, clues_of  # noqa: E402
from nlp.settings import Settings  # noqa: E402
from nlp.teaching import as_letter  # noqa: E402
from nlp.training import is_held_back  # noqa: E402
from nlp.trial import load_trial  # noqa: E402

DEVELOPMENT = ROOT.parent / "shared" / "data" / "petitions_dev.jsonl.gz"
SHARE, RECALL = 0.3, 0.95
_TINY = 1e-9


class Letters(NamedTuple):
    """Letters with what a model says of them: arrays with a row a letter."""

    doubts: np.ndarray
    is_error: np.ndarray
    clues: np.ndarray
    is_accused: np.ndarray


def main() -> None:
    """Compare the ways, write the page."""
    if not DEVELOPMENT.exists():
        sys.exit(f"{DEVELOPMENT} is absent: nothing to score on")
    settings = Settings()
    shipped, trial = Pipeline.load(settings.model), load_trial(settings.model)
    if trial is None:
        sys.exit(f"{settings.model} has no trial: train the model again")
    held = [x for x in load_letters([settings.letters], shipped.taxonomy) if is_held_back(x)]
    composed = said_of(trial[0], held)
    real = said_of(shipped, load_letters([DEVELOPMENT], shipped.taxonomy))
    page = ["# What is marked, and what else could mark it", "", "Written by `benchmarks/marking.py`.", ""]
    page += [f"{len(real.is_error)} development letters, {len(composed.is_error)} composed ones held back.", ""]
    page += review_rows(real, composed) + accusation_rows(real, composed)
    (ROOT / "benchmarks" / "marking.md").write_text("\n".join(page), encoding="utf-8", newline="\n")
    print("\n".join(page))


def said_of(pipeline: Pipeline, letters: Sequence[LabelledLetter]) -> Letters:
    """Ask a model about letters."""
    classifier, secret = pipeline.content.classifier, pipeline.taxonomy.confidential_codes
    documents = classifier.read([as_letter(letter) for letter in letters])
    findings = classifier.predict_all(documents)
    chosen = classifier.classes_[findings.probabilities.argmax(axis=1)]
    doubts = doubts_of(findings, chosen, [len(document.text) for document in documents])
    return Letters(
        doubts,
        chosen != np.array([letter.label for letter in letters]),
        clues_of(classifier, pipeline.taxonomy, documents, findings),
        np.array([bool(secret & {letter.label, *letter.secondary}) for letter in letters]),
    )


DOUBTS = (
    "first and second near each other",
    "first not probable",
    "many probable (entropy)",
    "demands of another kind",
)


def doubts_of(findings: Findings, chosen: np.ndarray, lengths: Sequence[int]) -> np.ndarray:
    """Give figures that grow with doubt, (letters, 8): those of ``DOUBTS``, then further ones for ways that learn."""
    ranked, mentions = np.sort(findings.probabilities, axis=1), np.sort(findings.mentions, axis=1)
    entropy = -(findings.probabilities * np.log(findings.probabilities + _TINY)).sum(axis=1)
    other = [
        np.mean([demand.category != code for demand in of_letter]) if of_letter else 0.5
        for of_letter, code in zip(findings.demands, chosen, strict=True)
    ]
    margin = ranked[:, -2] - ranked[:, -1]
    return np.column_stack(
        [
            margin,
            -ranked[:, -1],
            entropy,
            other,
            mentions[:, -2],
            -mentions[:, -1],
            mentions.sum(axis=1),
            np.log(lengths),
        ]
    )


def review_rows(real: Letters, composed: Letters) -> list[str]:
    """Give the table of ways to choose what a second reader sees."""
    machines: dict[str, Callable[[], object]] = {
        "logistic regression on eight such figures": lambda: make_pipeline(StandardScaler(), LogisticRegression(C=0.1)),
        "gradient boosting on them": lambda: HistGradientBoostingClassifier(max_iter=60, min_samples_leaf=30),
    }
    ways = {name: (real.doubts[:, j], composed.doubts[:, j]) for j, name in enumerate(DOUBTS)}
    for name, machine in machines.items():
        learnt = machine().fit(composed.doubts, composed.is_error)
        ways[name] = tuple(learnt.predict_proba(part.doubts)[:, 1] for part in (real, composed))
    lines = [
        f"## Errors among the first {SHARE:.0%} of letters",
        "",
        f"{real.is_error.sum()} errors are in the letters.",
    ]
    lines += ["", "| way | AUROC | errors caught | composed: AUROC | errors caught |", "|---|---|---|---|---|"]
    for name, orders in ways.items():
        cells = []
        for order, letters in zip(orders, (real, composed), strict=True):
            first = np.argsort(-order, kind="stable")[: int(SHARE * len(order))]
            caught = letters.is_error[first].sum() / letters.is_error.sum()
            cells += [f"{roc_auc_score(letters.is_error, order):.3f}", f"{caught:.3f}"]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return [*lines, ""]


def accusation_rows(real: Letters, composed: Letters) -> list[str]:
    """Give the table of ways to find accusations."""
    subsets = {
        "the category's head alone": [0],
        "its sentences alone": [1],
        "alert words alone": [2],
        "head and sentences": [0, 1],
        "head and alert words": [0, 2],
        "all three": [0, 1, 2],
        "how much lies outside too, as shipped": [0, 1, 2, 3],
    }
    lines = [f"## Letters to be marked for {RECALL:.0%} of the accusations", ""]
    lines += [
        f"{real.is_accused.sum()} of the letters accuse somebody, {composed.is_accused.sum()} of the composed ones."
    ]
    lines += ["", "| way | AUROC | letters marked | composed: AUROC | letters marked |", "|---|---|---|---|---|"]
    for name, columns in subsets.items():
        learnt = LogisticRegression(max_iter=1000).fit(composed.clues[:, columns], composed.is_accused)
        cells = []
        for letters in (real, composed):
            order = learnt.decision_function(letters.clues[:, columns])
            met = np.cumsum(letters.is_accused[np.argsort(-order, kind="stable")])
            marked = (met < np.ceil(RECALL * met[-1])).sum() + 1
            cells += [f"{roc_auc_score(letters.is_accused, order):.3f}", f"{marked / len(order):.3f}"]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return [*lines, ""]


if __name__ == "__main__":
    main()
