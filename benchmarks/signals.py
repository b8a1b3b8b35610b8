"""Score the signals on letters marked blind and on the corpus' own marks, and time them.

Usage: ``python benchmarks/signals.py [--letters FOLDER] [--test FILE] [--draws N]``. Writes ``benchmarks/signals.md``.

The test is ``corpora/signal_test.tsv`` (id, start, end, kind, uncertain: 0 or 1): letters without marks of their own,
marked by someone who did not know the rules, and never read by those who write them. A line with an empty kind names a
letter in which there is nothing to mark. The default model infers statements too; it learnt them from the corpus' own
marks, so its figures are those of the test alone, beside the F1 of the rules alone. The marks of the corpus itself are
development figures: the rules were written
on these letters, and marks were added where the rules showed them missing.

A found signal and a mark match when they overlap, one to one. The kinds that say what a sentence says are compared
sentence by sentence: the marks of a sentence are one, and a sentence found is a sentence a clerk reads. Intervals are
5th to 95th percentiles of letters drawn again with replacement.

Whether a thing is said for sure or has to be checked is part of what is found: ``said for sure`` counts what was found
without a doubt, and how much of it was marked at all. It is what a clerk is alarmed by.
"""

import argparse
import csv
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from nlp.corpus import LabelledLetter, MarkedSignal, load_letters  # noqa: E402
from nlp.extraction import FINDERS, find_signals, sentence_of  # noqa: E402
from nlp.letter import Letter, Signal  # noqa: E402
from nlp.pipeline import Pipeline  # noqa: E402
from nlp.settings import Settings  # noqa: E402
from nlp.tokenization import normalize  # noqa: E402

SENTENCES = frozenset(
    {
        "life_health",
        "public_safety",
        "deadline",
        "collective_intent",
        "accusation",
        "retaliation",
        "coercion",
        "vulnerable_need",
    }
)
Place = tuple[int, int]
Found = list[tuple[Signal, ...]]
ROUNDS = 3


def test_letters(letters: Iterable[LabelledLetter], path: Path) -> list[LabelledLetter]:
    """Give the letters marked blind with those marks; none where the file is absent.

    A mark that reaches beyond its letter is refused: the letter changed since it was marked.
    """
    if not path.exists():
        return []
    by_id = {letter.id: letter for letter in letters}
    marks: dict[str, list[MarkedSignal]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            of_letter = marks.setdefault(row["id"], [])
            if not row["kind"]:
                continue
            start, end = int(row["start"]), int(row["end"])
            if not start < end <= len(by_id[row["id"]].text):
                raise SystemExit(f"{path.name}: {row['id']} {start}-{end} is not in the letter. Mark it again.")
            of_letter.append(MarkedSignal(kind=row["kind"], start=start, end=end, uncertain=row["uncertain"] == "1"))
    return [by_id[name].model_copy(update={"signals": tuple(found)}) for name, found in marks.items()]


def pieces(letter: LabelledLetter, kind: str, places: Iterable[Place]) -> list[Place]:
    """Give the places to be compared: their sentences for what sentences say, else as they are, each once."""
    if kind not in SENTENCES:
        return sorted(places)
    joined: list[Place] = []
    for start, end in sorted(sentence_of(letter.text, *place) for place in places):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def matches(found: Sequence[Place], marked: Sequence[Place]) -> list[tuple[int, int]]:
    """Pair found and marked places that overlap, each at most once, in order of place."""
    pairs: list[tuple[int, int]] = []
    taken: set[int] = set()
    for i, (start, end) in enumerate(found):
        for j, (first, last) in enumerate(marked):
            if j not in taken and start < last and first < end:
                taken.add(j)
                pairs.append((i, j))
                break
    return pairs


def by_rules(letters: Iterable[LabelledLetter]) -> Found:
    """Give the signals of each letter as the rules alone find them."""
    return [find_signals(normalize(letter.text)) for letter in letters]


def by_all(letters: Iterable[LabelledLetter]) -> Found:
    """Give the signals of each letter as a clerk sees them, those inferred by the default model too."""
    pipeline = Pipeline.load(Settings().model)
    return [analysis.signals for analysis in pipeline.analyse_many(Letter(x.text, x.id) for x in letters)]


def counts(letters: Sequence[LabelledLetter], signals: Found, kind: str) -> np.ndarray:
    """Give for each letter: matched, found, marked, plain marks matched, plain marks."""
    rows = []
    for letter, of_letter in zip(letters, signals, strict=True):
        marks = [mark for mark in letter.signals or () if mark.kind == kind]
        found = pieces(letter, kind, [(s.start, s.end) for s in of_letter if s.kind == kind])
        marked = pieces(letter, kind, [(m.start, m.end) for m in marks])
        plain = pieces(letter, kind, [(m.start, m.end) for m in marks if not m.uncertain])
        rows.append((len(matches(found, marked)), len(found), len(marked), len(matches(found, plain)), len(plain)))
    return np.array(rows)


def scores(rows: np.ndarray) -> tuple[float, float, float]:
    """Give precision, recall and F1 of summed counts; nothing found or marked counts as right."""
    matched, found, marked = rows.sum(axis=0)[:3]
    return (
        matched / found if found else 1.0,
        matched / marked if marked else 1.0,
        2 * matched / (found + marked) if found + marked else 1.0,
    )


def line(kind: str, rows: np.ndarray, draws: int) -> str:
    """Give one row of the table."""
    rng = np.random.default_rng(0)
    again = [scores(rows[rng.integers(0, len(rows), len(rows))])[2] for _ in range(draws)]
    low, high = np.percentile(again, [5, 95])
    precision, recall, f1 = scores(rows)
    matched, found, marked, plain_matched, plain = rows.sum(axis=0)
    return (
        f"| `{kind}` | {marked} | {found} | {matched} | {precision:.3f} | {recall:.3f} | {f1:.3f} "
        f"| {low:.3f} – {high:.3f} | {plain_matched} of {plain} |"
    )


def letters_a_second(letters: Sequence[LabelledLetter]) -> tuple[float, float]:
    """Give how many letters ``find_signals`` reads a second on one core, best of some rounds, and their mean length."""
    texts = [normalize(letter.text) for letter in letters]
    spent = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for text in texts:
            find_signals(text)
        spent.append(time.process_time() - start)
    return len(texts) / min(spent), float(np.mean([len(text.text) for text in texts]))


def table(letters: Sequence[LabelledLetter], signals: Found, draws: int, beside: Found | None = None) -> list[str]:
    """Give the table of all kinds that are marked in some letter, with the F1 of ``beside`` in a last column."""
    marked = {mark.kind for letter in letters for mark in letter.signals or ()}
    head = "| kind | marked | found | matched | precision | recall | F1 | 5–95 % | plain marks found | said for sure |"
    lines = [head + (" F1 of rules alone |" if beside else ""), "|" + "---|" * (11 if beside else 10)]
    sure = [tuple(signal for signal in found if not signal.check) for found in signals]
    for kind in (kind for kind in FINDERS if kind in marked):
        right, found = counts(letters, sure, kind).sum(axis=0)[:2]
        last = f" {right} of {found} right |"
        last += f" {scores(counts(letters, beside, kind))[2]:.3f} |" if beside else ""
        lines.append(line(kind, counts(letters, signals, kind), draws) + last)
    return [*lines, ""]


def main() -> None:
    """Score the test and the corpus, time, write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=Path, default=ROOT / "corpora" / "letters")
    parser.add_argument("--test", type=Path, default=ROOT / "corpora" / "signal_test.tsv")
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "signals.md")
    given = parser.parse_args()
    everything = load_letters([given.letters])
    tested = test_letters(everything, given.test)
    names = {letter.id for letter in tested}
    developed = [letter for letter in everything if letter.signals and letter.id not in names]
    lines = ["# Signals", "", "Written by `benchmarks/signals.py`.", ""]
    if tested:
        seen = "the misses of life_health have been looked at since"
        lines += [
            f"## Test: {len(tested)} letters marked blind; {seen}",
            "",
            *table(tested, by_all(tested), given.draws, by_rules(tested)),
        ]
    else:
        lines += ["No letters marked blind: `corpora/signal_test.tsv` is absent.", ""]
    lines += [f"## Development: {len(developed)} letters the rules were written on, rules alone", ""]
    lines += table(developed, by_rules(developed), given.draws)
    speed, length = letters_a_second(everything)
    lines += [f"`find_signals`, all kinds: {speed:,.0f} letters a second on one core ({length:.0f} characters each)."]
    given.out.write_text("\n".join([*lines, ""]), encoding="utf-8", newline="\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
