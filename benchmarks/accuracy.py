"""Score the default model on letters of another origin than its own.

Usage: ``python benchmarks/accuracy.py [--letters FILE] [--draws N]``. Without ``--letters``: the development letters of
../shared/data, labelled by two readers; where they are absent it says so and stops, since the corpus's own figures
stand in the model card. Writes ``benchmarks/accuracy.md``: each figure with a bootstrap interval (letters drawn with
replacement, 5th to 95th percentile), because a few dozen letters of a small class move a figure by points. Of the
development letters it also keeps the figures in ``accuracy.json``, for the floors of ``tests/test_baseline.py``.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from nlp.classifier.metrics import Judged, measure  # noqa: E402
from nlp.corpus import load_letters  # noqa: E402
from nlp.pipeline import Pipeline  # noqa: E402
from nlp.settings import Settings  # noqa: E402
from nlp.taxonomy import Taxonomy  # noqa: E402
from nlp.training import judge  # noqa: E402

DEVELOPMENT = ROOT.parent / "shared" / "data" / "petitions_dev.jsonl.gz"
FIGURES = {
    "in_scope_macro_f1": "macro-F1 over the categories inside",
    "macro_f1": "macro-F1 with other",
    "accuracy": "accuracy",
    "other_auroc": "AUROC of other",
    "ece": "expected calibration error",
    "accusation_recall": "accusations marked confidential",
    "confidential_share": "share of letters marked confidential",
    "errors_caught_by_review": "errors sent to review",
    "review_share": "share of letters sent to review",
    "secondary_f1": "F1 of further categories",
}


def main() -> None:
    """Score, draw again, write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=Path, default=DEVELOPMENT)
    parser.add_argument("--draws", type=int, default=500)
    given = parser.parse_args()
    if not given.letters.exists():
        sys.exit(f"{given.letters} is absent: nothing to score on")
    pipeline = Pipeline.load(Settings().model)
    taxonomy = pipeline.taxonomy
    judged = judge(pipeline, load_letters([given.letters], taxonomy))
    figures = score(judged, taxonomy)
    rng = np.random.default_rng(0)
    again = [
        score(judged.part(rng.integers(0, len(judged.labels), len(judged.labels))), taxonomy)
        for _ in range(given.draws)
    ]
    if given.letters == DEVELOPMENT:
        kept = {key: round(float(figures[key]), 4) for key in FIGURES}
        text = json.dumps({"letters": len(judged.labels), "figures": kept}, indent=1) + "\n"
        (ROOT / "benchmarks" / "accuracy.json").write_text(text, encoding="utf-8", newline="\n")
    page = report(given.letters.name, figures, again, judged, taxonomy)
    (ROOT / "benchmarks" / "accuracy.md").write_text(page, encoding="utf-8", newline="\n")
    print(page)


def score(judged: Judged, taxonomy: Taxonomy) -> dict[str, object]:
    """Give the figures of a card."""
    return measure(judged, outside=taxonomy.outside_code, confidential=taxonomy.confidential_codes)


def report(name: str, figures: dict, again: list[dict], judged: Judged, taxonomy: Taxonomy) -> str:
    """Give the page."""
    lines = [f"# Accuracy on {name}", "", f"Written by `benchmarks/accuracy.py`; {len(judged.labels)} letters.", ""]
    lines += ["| figure | value | 5–95 % of draws |", "|---|---|---|"]
    for key, label in FIGURES.items():
        drawn = [draw[key] for draw in again if draw[key] is not None]
        low, high = np.percentile(drawn, [5, 95])
        lines.append(f"| {label} | {figures[key]:.3f} | {low:.3f} – {high:.3f} |")
    lines += ["", "| category | letters | precision | recall | F1 |", "|---|---|---|---|---|"]
    for code, row in figures["per_class"].items():
        scores = " | ".join(f"{row[k]:.3f}" for k in ("precision", "recall", "f1"))
        lines.append(f"| {taxonomy.category_names[code]} `{code}` | {Counter(judged.labels)[code]} | {scores} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
