"""Show what more letters bring: train on parts of the corpus, score letters the model never saw.

Usage: ``python benchmarks/learning_curve.py``. Scores the development letters in ../shared/data where they are; else
the fifth of the corpus that is held back, and says so. A plain linear model (n-grams and the linear
machine that is shipped, no calibration), asked first what lies outside and then which category, with the lexicon as
further documents and neither titles nor one-line matters; three draws a size, groups never cut apart. A second table
has what each round of composing brought (the first letter of an id names its round). Writes
``benchmarks/learning_curve.md`` and ``.png``. No letter is printed.
"""

import random
import sys
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sklearn.metrics import f1_score  # noqa: E402

from nlp.classifier.calibrated import BlendedLinear  # noqa: E402
from nlp.corpus import LabelledLetter, load_letters  # noqa: E402
from nlp.features import Document, HashedNgrams, read_document  # noqa: E402
from nlp.letter import Letter  # noqa: E402
from nlp.settings import Settings  # noqa: E402
from nlp.taxonomy import Taxonomy, load_taxonomy  # noqa: E402
from nlp.teaching import GENERAL  # noqa: E402
from nlp.tokenization import parse_lexicon, shared_segmenter, user_words  # noqa: E402
from nlp.training import is_held_back  # noqa: E402

SIZES = (250, 500, 1000, 2000, 4000)
DRAWS = 3
DEVELOPMENT = ROOT.parent / "shared" / "data" / "petitions_dev.jsonl.gz"
Read = list[tuple[Document, str, str]]


def main() -> None:
    """Measure, write the table and the picture."""
    settings = Settings()
    taxonomy = load_taxonomy(settings.taxonomy)
    terms = parse_lexicon(settings.lexicon.read_text(encoding="utf-8"), str(settings.lexicon))
    segmenter = shared_segmenter(user_words(terms))
    corpus = load_letters([settings.letters], taxonomy)
    if DEVELOPMENT.exists():
        where, test = "the development letters", load_letters([DEVELOPMENT], taxonomy)
    else:
        print("../shared/data is absent: scoring the part of the corpus that is held back instead")
        where, test = "held-back letters of the corpus", [x for x in corpus if is_held_back(x)]
        corpus = [x for x in corpus if not is_held_back(x)]

    def read(letters: list[LabelledLetter]) -> Read:
        return [(read_document(Letter(x.text, title=x.title), segmenter), x.label, x.group) for x in letters]

    background = [(read_document(t.text, segmenter), t.category, "") for t in terms if t.category != GENERAL]
    pool, judged = read(corpus), read(test)
    rows = []
    for size in [s for s in SIZES if s < len(pool)] + [len(pool)]:
        draws = [
            score(draw(pool, size, n) + background, judged, taxonomy) for n in range(DRAWS if size < len(pool) else 1)
        ]
        rows.append((size, *(fmean(column) for column in zip(*draws, strict=True))))
        print(f"{size:6d} letters: in-scope macro-F1 {rows[-1][1]:.3f}, macro-F1 {rows[-1][2]:.3f}", flush=True)
    rounds = []
    for last in sorted({letter.id[0] for letter in corpus if letter.id[0].islower()}):
        upto = [row for row, letter in zip(pool, corpus, strict=True) if letter.id[0] <= last]
        rounds.append((last, len(upto), *score(upto + background, judged, taxonomy)))
        print(f"up to round {last}: in-scope macro-F1 {rounds[-1][2]:.3f}", flush=True)
    write(rows, rounds, where, taxonomy)


def draw(pool: Read, size: int, seed: int) -> Read:
    """Give about ``size`` letters, whole groups at a time."""
    groups: dict[str, Read] = {}
    for row in pool:
        groups.setdefault(row[2], []).append(row)
    order = sorted(groups)
    random.Random(seed).shuffle(order)
    chosen: Read = []
    for group in order:
        if len(chosen) >= size:
            break
        chosen += groups[group]
    return chosen


def score(train: Read, test: Read, taxonomy: Taxonomy) -> tuple[float, ...]:
    """Give in-scope macro-F1, macro-F1 and the F1 of each category inside."""
    ngrams = HashedNgrams(elsewhere=True).fit([row[0] for row in train])
    learnt, asked = (ngrams.transform([row[0] for row in some]) for some in (train, test))
    known, labels = np.array([row[1] for row in train]), np.array([row[1] for row in test])
    outside = known == taxonomy.outside_code
    gate = BlendedLinear().fit(learnt, outside).decision_function(asked)
    model = BlendedLinear().fit(learnt[~outside], known[~outside])
    inside = [code for code in taxonomy.codes if code != taxonomy.outside_code]
    columns = [list(model.classes_).index(code) for code in inside]
    forced = np.array(inside)[model.decision_function(asked)[:, columns].argmax(axis=1)]
    scope = labels != taxonomy.outside_code
    each = f1_score(labels[scope], forced[scope], labels=inside, average=None)
    everything = f1_score(labels, np.where(gate > 0, taxonomy.outside_code, forced), average="macro")
    return (float(each.mean()), float(everything), *map(float, each))


def table_of_rounds(rounds: list[tuple[Any, ...]], names: list[str]) -> list[str]:
    """Give the lines of the second table: all letters up to a round, and what that round gained."""
    lines = ["## Round by round", "", f"| up to round | letters | gained | {' | '.join(names)} |"]
    lines.append("|---" * (len(names) + 3) + "|")
    for before, (last, letters, *figures) in zip([None, *rounds], rounds, strict=False):
        gained = f"{figures[0] - before[2]:+.3f}" if before else ""
        lines.append(f"| {last} | {letters} | {gained} | {' | '.join(f'{value:.3f}' for value in figures)} |")
    return lines


def write(rows: list[tuple[float, ...]], rounds: list[tuple[Any, ...]], where: str, taxonomy: Taxonomy) -> None:
    """Write the tables as Markdown and the curve as PNG."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    inside = [code for code in taxonomy.codes if code != taxonomy.outside_code]
    names = ["in-scope macro-F1", "macro-F1 with other", *inside]
    lines = [f"| letters | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    lines += [f"| {row[0]:.0f} | {' | '.join(f'{value:.3f}' for value in row[1:])} |" for row in rows]
    title = f"Written by `benchmarks/learning_curve.py`; scored on {where}; mean of {DRAWS} draws a size."
    page = "\n".join(
        ["# Learning curve", "", title, "", *lines, "", "![learning curve](learning_curve.png)", "",
         *table_of_rounds(rounds, names), ""]
    )  # fmt: skip
    (ROOT / "benchmarks" / "learning_curve.md").write_text(page, encoding="utf-8", newline="\n")
    figure, axes = plt.subplots(figsize=(7, 4.5), layout="constrained")
    for column, name in enumerate(names, 1):
        axes.plot([r[0] for r in rows], [r[column] for r in rows], "o-", label=name, lw=2.4 if column < 3 else 1)
    axes.set(xscale="log", xlabel="composed letters trained on", ylabel="F1", ylim=(0, 1), title=f"Scored on {where}")
    axes.set_xticks([r[0] for r in rows], [f"{r[0]:.0f}" for r in rows], minor=False)
    axes.grid(alpha=0.3)
    axes.legend(fontsize=8)
    figure.savefig(ROOT / "benchmarks" / "learning_curve.png", dpi=150)


if __name__ == "__main__":
    main()
