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
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scoring import macro_f1  # noqa: E402
from sklearn.metrics import f1_score  # noqa: E402

from nlp.classifier.calibrated import BlendedLinear  # noqa: E402
from nlp.corpus import LabelledLetter, load_letters  # noqa: E402
from nlp.features import Document, HashedNgrams, read_document  # noqa: E402
from nlp.letter import Letter  # noqa: E402
from nlp.settings import Settings  # noqa: E402
from nlp.taxonomy import Taxonomy, load_taxonomy  # noqa: E402
from nlp.teaching import GENERAL, Lesson, lessons_of  # noqa: E402
from nlp.tokenization import Segmenter, parse_lexicon, shared_segmenter, user_words  # noqa: E402
from nlp.training import is_held_back  # noqa: E402

SIZES = (250, 500, 1000, 2000, 4000)
DRAWS = 3
DEVELOPMENT = ROOT.parent / "shared" / "data" / "petitions_dev.jsonl.gz"
Read = list[tuple[Document, str, str, bool]]
"""Documents with label, group, and whether they say a matter in one sentence only."""


class Round(NamedTuple):
    """What all letters up to a round of composing give: in-scope macro-F1 and macro-F1, and what it gained."""

    name: str
    letters: int
    figures: tuple[float, float]
    gained: str
    forced: NDArray[np.str_]


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
        return [(read_document(Letter(x.text, title=x.title), segmenter), x.label, x.group, False) for x in letters]

    background = [(read_document(t.text, segmenter), t.category, "", False) for t in terms if t.category != GENERAL]
    pool, judged = read(corpus), read(test)
    rows = []
    for size in [s for s in SIZES if s < len(pool)] + [len(pool)]:
        draws = [
            score(draw(pool, size, n) + background, judged, taxonomy) for n in range(DRAWS if size < len(pool) else 1)
        ]
        rows.append((size, *(fmean(column) for column in zip(*draws, strict=True))))
        print(f"{size:6d} letters: in-scope macro-F1 {rows[-1][1]:.3f}, macro-F1 {rows[-1][2]:.3f}", flush=True)
    matters = load_letters([settings.matters], taxonomy)
    rounds = round_by_round(corpus, lessons_of(corpus, terms, matters), segmenter, judged, taxonomy)
    write(rows, rounds, where, taxonomy)


def round_by_round(
    corpus: list[LabelledLetter], lessons: list[Lesson], segmenter: Segmenter, judged: Read, taxonomy: Taxonomy
) -> list[Round]:
    """Learn from all lessons that ship up to a round of composing, for each round, and score as the curve is scored."""
    names = [x.id[0] for x in corpus] + [x.id[0] for x in corpus if x.title]
    names += [""] * (len(lessons) - len(names))  # what is no letter is there from the beginning
    taught = [(read_document(x.letter, segmenter), x.label, x.group, x.partial) for x in lessons]
    labels = np.array([row[1] for row in judged])
    scope = labels != taxonomy.outside_code
    rounds: list[Round] = []
    for last in sorted({name for name in names if name.islower()}):
        known = [row for row, name in zip(taught, names, strict=True) if name <= last]
        forced, everything = answers(known, judged, taxonomy)
        letters = sum(x.id[0] <= last for x in corpus)
        figures = (macro_f1(labels[scope], forced[scope]), macro_f1(labels, everything))
        gained = gain(labels[scope], rounds[-1].forced[scope], forced[scope]) if rounds else ""
        rounds.append(Round(last, letters, figures, gained, forced))
        print(f"up to round {last}: in-scope macro-F1 {figures[0]:.3f} {gained}", flush=True)
    return rounds


def gain(labels: NDArray[np.str_], before: NDArray[np.str_], after: NDArray[np.str_]) -> str:
    """Write what was gained in macro-F1, with the 5-95 % interval of a thousand draws of the same letters."""
    dice = np.random.default_rng(0)
    draws = [dice.integers(0, len(labels), len(labels)) for _ in range(1000)]
    low, high = np.percentile([macro_f1(labels[d], after[d]) - macro_f1(labels[d], before[d]) for d in draws], [5, 95])
    return f"{macro_f1(labels, after) - macro_f1(labels, before):+.3f} ({low:+.3f} – {high:+.3f})"


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
    labels = np.array([row[1] for row in test])
    forced, everything = answers(train, test, taxonomy)
    scope = labels != taxonomy.outside_code
    inside = [code for code in taxonomy.codes if code != taxonomy.outside_code]
    each = f1_score(labels[scope], forced[scope], labels=inside, average=None)
    return (float(each.mean()), macro_f1(labels, everything), *map(float, each))


def answers(train: Read, test: Read, taxonomy: Taxonomy) -> tuple[NDArray[np.str_], NDArray[np.str_]]:
    """Give the category inside each letter would have, and its category where it may also lie outside."""
    ngrams = HashedNgrams(min_df=3).fit([row[0] for row in train])
    learnt, asked = (ngrams.transform([row[0] for row in some]) for some in (train, test))
    known = np.array([row[1] for row in train])
    outside, partial = known == taxonomy.outside_code, np.array([row[3] for row in train])
    gate = BlendedLinear().fit(learnt, outside).decision_function(asked)
    model = BlendedLinear().fit(learnt[~outside & ~partial], known[~outside & ~partial])
    forced = model.predict(asked)
    return forced, np.array(np.where(gate > 0, taxonomy.outside_code, forced))


def table_of_rounds(rounds: list[Round]) -> list[str]:
    """Give the second table: all lessons that ship up to a round, and what that round gained."""
    told = "Letters, titles, lexicon and one-line matters as they ship, the letters up to a round; 5–95 % of draws."
    lines = ["## Round by round", "", told, "", "| up to round | letters | in-scope macro-F1 | gained | with other |"]
    lines.append("|---" * 5 + "|")
    for one in rounds:
        inside, everything = one.figures
        lines.append(f"| {one.name} | {one.letters} | {inside:.3f} | {one.gained} | {everything:.3f} |")
    return lines


def write(rows: list[tuple[float, ...]], rounds: list[Round], where: str, taxonomy: Taxonomy) -> None:
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
         *table_of_rounds(rounds), ""]
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
