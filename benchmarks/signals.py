"""Score the signals on letters nobody's rules or model have seen, against three readers, and time them.

Usage: ``python benchmarks/signals.py [--letters FOLDER] [--draws N] [--quick]``. Writes ``benchmarks/signals.md``.

What sentences say is tested with ``corpora/signal_test.tsv`` (id, start, end, kind, readers): letters cut into
sentences, a long one at commas, that three readers marked without seeing each other's marks. ``readers`` are their
three answers: 0 not said, 1 said, 2 said but to be checked; it is said if two of three say so. A line with an empty
kind names a letter in which there is nothing. Sums and numbers of people are tested with ``corpora/fact_test.tsv``, one
reader, by place. No letter of either test is learnt from, nor one of its pair.

``readers`` in the table is the F1 of one reader against another, the mean of three: more than that cannot be asked of
a machine. ``undisputed`` leaves out the sentences on which the three were not of one mind. ``letters`` asks only if a
letter says it anywhere. Intervals are 5th to 95th percentiles of letters drawn again with replacement.

Real letters are those of ``real_signals.tsv``, which holds places alone: one reader marked part of the development
letters of ../shared/data by docs/marking.zh.md. Where they are absent the page says so.

Under "Ways" the finder of statements is fitted anew without one of its parts, and on parts of the marked letters.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scipy import sparse  # noqa: E402
from signal_marks import READERS, Found, Said, answers, by_letter, f1, found_in, read_test  # noqa: E402
from sklearn.model_selection import GroupKFold, cross_val_predict  # noqa: E402

from nlp.classifier import STATED  # noqa: E402
from nlp.classifier.calibrated import support_vectors  # noqa: E402
from nlp.classifier.sentences import Sentences, marked  # noqa: E402
from nlp.classifier.statements import StatementFinder, rarity_weighted, threshold  # noqa: E402
from nlp.corpus import LabelledLetter, load_letters, parse_sentences  # noqa: E402
from nlp.extraction import add_statements, find_signals, find_signals_of_many  # noqa: E402
from nlp.letter import Letter  # noqa: E402
from nlp.pipeline import Pipeline  # noqa: E402
from nlp.settings import Settings  # noqa: E402
from nlp.teaching import as_letter  # noqa: E402
from nlp.tokenization import normalize  # noqa: E402

DEVELOPMENT = ROOT.parent / "shared" / "data" / "petitions_dev.jsonl.gz"
FACTS = ("n_people", "money")
ROUNDS = 3


def statement_rows(found: Said, rules: Said, votes: np.ndarray, owners: np.ndarray, draws: int) -> list[str]:
    """Give the table of what sentences say, and the means."""
    said = (votes > 0).sum(axis=2) >= READERS - 1
    agreed = np.isin((votes > 0).sum(axis=2), (0, READERS))
    rng = np.random.default_rng(0)
    again = [rng.integers(0, owners.max() + 1, owners.max() + 1) for _ in range(draws)]
    of_letter = [np.flatnonzero(owners == row) for row in range(owners.max() + 1)]
    drawn = [np.concatenate([of_letter[row] for row in rows]) for rows in again]
    head = "| kind | said | found | matched | precision | recall | F1 | 5–95 % | readers | undisputed | letters "
    lines, means = [head + "| rules alone |", "|" + "---|" * 12], []
    for j, kind in enumerate(STATED):
        f, s, a = found[:, j], said[:, j], agreed[:, j]
        readers = np.mean([f1(votes[:, j, x] > 0, votes[:, j, y] > 0) for x, y in combinations(range(READERS), 2)])
        low, high = np.percentile([f1(f[d], s[d]) for d in drawn], [5, 95])
        figures = [
            f1(f, s),
            readers,
            f1(f[a], s[a]),
            f1(by_letter(f, owners), by_letter(s, owners)),
            f1(rules[:, j], s),
        ]
        means.append(figures)
        hit = (f & s).sum()
        lines.append(
            f"| `{kind}` | {s.sum()} | {f.sum()} | {hit} | {hit / max(f.sum(), 1):.3f} | {hit / max(s.sum(), 1):.3f} "
            f"| {figures[0]:.3f} | {low:.3f} – {high:.3f} | " + " | ".join(f"{x:.3f}" for x in figures[1:]) + " |"
        )
    mean = np.mean(means, axis=0)
    lines.append(f"| mean | | | | | | {mean[0]:.3f} | | " + " | ".join(f"{x:.3f}" for x in mean[1:]) + " |")
    return [*lines, ""]


def real_rows(pipeline: Pipeline) -> list[str]:
    """Give the table of what sentences of real letters say, against one reader."""
    if not DEVELOPMENT.exists():
        return [f"{DEVELOPMENT.name} is absent: no real letters were asked.", ""]
    lines, by_id = read_test(ROOT / "benchmarks" / "real_signals.tsv"), {x.id: x for x in load_letters([DEVELOPMENT])}
    letters = [by_id[name] for name in lines]
    votes, _ = answers(letters, lines)
    said = votes.all(axis=2)
    found = found_in(letters, [x.signals for x in pipeline.analyse_many(map(as_letter, letters))])
    rows = [f"{len(letters)} letters, {len(said)} sentences.", ""]
    rows += ["| kind | said | found | matched | precision | recall | F1 |", "|" + "---|" * 7]
    for kind, columns in {**{f"`{kind}`": [j] for j, kind in enumerate(STATED)}, "together": slice(None)}.items():
        f, s = found[:, columns], said[:, columns]
        hit = (f & s).sum()
        rates = f"{hit / max(f.sum(), 1):.3f} | {hit / max(s.sum(), 1):.3f} | {f1(f, s):.3f}"
        rows.append(f"| {kind} | {s.sum()} | {f.sum()} | {hit} | {rates} |")
    return [*rows, ""]


def fact_rows(letters: Sequence[LabelledLetter], lines: dict[str, list[dict[str, str]]], signals: Found) -> list[str]:
    """Give the table of sums and numbers of people: found and marked places that overlap, one to one."""
    rows = ["| kind | marked | found | matched | precision | recall | F1 |", "|" + "---|" * 7]
    for kind in FACTS:
        matched = total = marks = 0
        for letter, of_letter in zip(letters, signals, strict=True):
            free = [(int(x["start"]), int(x["end"])) for x in lines[letter.id] if x["kind"] == kind]
            marks += len(free)
            for signal in (one for one in of_letter if one.kind == kind):
                total += 1
                met = next((place for place in free if signal.start < place[1] and place[0] < signal.end), None)
                if met:
                    matched += 1
                    free.remove(met)
        rates = (
            f"{matched / max(total, 1):.3f} | {matched / max(marks, 1):.3f} | {2 * matched / max(total + marks, 1):.3f}"
        )
        rows.append(f"| `{kind}` | {marks} | {total} | {matched} | {rates} |")
    return [*rows, ""]


class Trial:
    """The marked letters as the classifier counts them, and the test; each way fits a finder and scores it."""

    def __init__(self, pipeline: Pipeline, learnt: Sequence[LabelledLetter], test: Sequence[LabelledLetter]) -> None:
        classifier = pipeline.content.classifier
        self.test = test
        self.learnt, self.asked = ([as_letter(x) for x in some] for some in (learnt, test))
        self.learnt, self.asked = classifier.read(self.learnt), classifier.read(self.asked)
        self.count = classifier.ngrams_.count
        self.marks = [[(m.start, m.end, m.kind) for m in x.statements or ()] for x in learnt]
        self.groups = [x.group for x in learnt]
        alone = parse_sentences(Settings().statements.read_text(encoding="utf-8"), "statements.tsv", STATED)
        self.alone = classifier.read([text for text, _ in alone])
        self.said_alone = [kinds for _, kinds in alone]
        self.rules_learnt, self.rules = (
            find_signals_of_many([(x.normalized, x.text_offset, None) for x in some], STATED)
            for some in (self.learnt, self.asked)
        )

    def fitted(self, share: float = 1.0, with_rules: bool = True, with_alone: bool = True) -> Found:
        """Fit on a share of the letters; without rules the finder neither sees nor adds what they found."""
        chosen = range(0, len(self.learnt), round(1 / share))
        learnt = [self.learnt[i] for i in chosen]
        hints, asked = ([x if with_rules else () for x in some] for some in (self.rules_learnt, self.rules))
        finder = StatementFinder().fit(
            Sentences.of(self.count(learnt)),
            learnt,
            [self.marks[i] for i in chosen],
            [self.groups[i] for i in chosen],
            [hints[i] for i in chosen],
            (Sentences.of(self.count(self.alone)), self.said_alone) if with_alone else None,
        )
        found = Sentences.of(self.count(self.asked))
        margins = finder.judge(finder.margins(found), found, self.asked, asked)
        statements = finder.find(margins, found, self.asked)
        return [add_statements(r, s, "", finder.kinds_) for r, s in zip(asked, statements, strict=True)]

    def words_alone(self) -> Found:
        """Judge each sentence by its own words: the first of the finder's two steps."""
        found, judged = Sentences.of(self.count(self.learnt)), Sentences.of(self.count(self.asked))
        said, owners = marked(found, self.learnt, self.marks, 1), np.array(self.groups)[found.rows]
        finder, margins = StatementFinder(), np.full((len(judged.rows), len(STATED)), -np.inf)
        finder.kinds_ = STATED
        matrix, rarity = rarity_weighted(found.matrix())
        asked = judged.matrix() @ sparse.diags(rarity, format="csr")
        folds = GroupKFold(n_splits=3, shuffle=True, random_state=0)
        for j, kind in enumerate(STATED):
            truth, machine = np.array([kind in kinds for kinds in said]), support_vectors(finder.C)
            held = cross_val_predict(machine, matrix, truth, groups=owners, cv=folds, method="decision_function")
            margins[:, j] = machine.fit(matrix, truth).decision_function(asked) - threshold(truth, held)
        return finder.find(margins, judged, self.asked)


def ways(trial: Trial, said: Said) -> list[str]:
    """Give the table of what was tried."""
    tried: dict[str, Callable[[], Found]] = {
        "rules alone": lambda: trial.rules,
        "the sentence's own words": trial.words_alone,
        "its surroundings too": lambda: trial.fitted(with_rules=False, with_alone=False),
        "and what rules found": lambda: trial.fitted(with_alone=False),
        "this on a quarter of the letters": lambda: trial.fitted(share=1 / 4, with_alone=False),
        "this on half of the letters": lambda: trial.fitted(share=1 / 2, with_alone=False),
        "as shipped: single sentences too": trial.fitted,
    }
    lines = ["| way | mean F1 | " + " | ".join(f"`{kind}`" for kind in STATED) + " |", "|" + "---|" * (len(STATED) + 2)]
    for name, way in tried.items():
        found = found_in(trial.test, way())
        scores = [f1(found[:, j], said[:, j]) for j in range(len(STATED))]
        lines.append(f"| {name} | {np.mean(scores):.3f} | " + " | ".join(f"{x:.3f}" for x in scores) + " |")
        print(lines[-1], flush=True)
    return [*lines, ""]


def letters_a_second(letters: Iterable[LabelledLetter]) -> tuple[float, float]:
    """Give how many letters ``find_signals`` reads a second on one core, best of some rounds, and their mean length."""
    texts = [normalize(letter.text) for letter in letters]
    spent = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for text in texts:
            find_signals(text)
        spent.append(time.process_time() - start)
    return len(texts) / min(spent), float(np.mean([len(text.text) for text in texts]))


def main() -> None:
    """Score, time, write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=Path, default=ROOT / "corpora" / "letters")
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--quick", action="store_true", help="without the ways, which fit the finder several times")
    given = parser.parse_args()
    by_id = {letter.id: letter for letter in load_letters([given.letters])}
    lines, facts = (read_test(ROOT / "corpora" / name) for name in ("signal_test.tsv", "fact_test.tsv"))
    test, counted = [by_id[name] for name in lines], [by_id[name] for name in facts]
    learnt = [letter for letter in by_id.values() if letter.statements is not None]
    pipeline = Pipeline.load(Settings().model)
    votes, owners = answers(test, lines)
    trial = Trial(pipeline, learnt, test)
    shown = [x.signals for x in pipeline.analyse_many(Letter(letter.text, letter.id) for letter in test)]
    page = [
        "# Signals",
        "",
        "Written by `benchmarks/signals.py`.",
        "",
        f"## What sentences say: {len(test)} letters, three readers",
    ]
    page += [
        f"\nLearnt from {len(learnt)} other letters, each read by one reader, and {len(trial.alone)} single sentences. "
        f"{len(owners)} sentences are asked.\n"
    ]
    page += statement_rows(found_in(test, shown), found_in(test, trial.rules), votes, owners, given.draws)
    page += ["## What sentences say: real letters, one reader", "", *real_rows(pipeline)]
    page += [f"## Sums and numbers of people: {len(counted)} letters, one reader", ""]
    page += fact_rows(counted, facts, [x.signals for x in pipeline.analyse_many(Letter(y.text, y.id) for y in counted)])
    if not given.quick:
        said = (votes > 0).sum(axis=2) >= READERS - 1
        page += ["## Ways", "", "F1 on the same test.", "", *ways(trial, said)]
    speed, length = letters_a_second(by_id.values())
    page += [f"`find_signals`, all kinds: {speed:,.0f} letters a second on one core ({length:.0f} characters each)."]
    (ROOT / "benchmarks" / "signals.md").write_text("\n".join([*page, ""]), encoding="utf-8", newline="\n")
    print("\n".join(page))


if __name__ == "__main__":
    main()
