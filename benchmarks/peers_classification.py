"""Measure the classifier against the usual ones: how right, how fast, how large.

Usage: ``python benchmarks/peers_classification.py [--quick] [--draws N]``. Two tasks: seven municipal topics over the
grouped folds of ../shared/data, and the four categories, learnt from the project's corpus, asked on the development
letters of ../shared/data; where these are absent, on the fifth of the corpus that is held back, and it says so. Every
learner has one configuration (``learners.py``), learns in a process of its own and answers in another, the learners in
turn for each fold. Intervals: 5th to 95th percentile of bootstrap draws of groups, the same draws for all. Writes
``benchmarks/peers_classification.md``, ``.json`` and ``.png``. No letter is printed.
"""

import argparse
import gzip
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from contest import ROOT, SHARED, Row, Run, Standing, bars, compete, medians, publish, row, standings, table
from learners import LEARNERS, OURS, REASONS, Answers, Learner, Task, encoder_absent, missing
from scoring import Scored, score

NAME = "peers_classification"
SEVEN, REAL = SHARED / "letters_7class.jsonl.gz", SHARED / "petitions_dev.jsonl.gz"
LEXICON, CORPUS = ROOT / "corpora" / "lexicons" / "terms.tsv", ROOT / "corpora" / "letters"
PACKAGES = ("scikit-learn", "spacy", "fasttext-community", "jieba", "rjieba", "numpy")
QUICK_EVERY = 4
ROUNDS, ROUNDS_QUICK = 3, 1
WARM_UP, FEWEST_TIMED = 20, 1000


@dataclass
class Found:
    """What one learner did: a run of learning and one or more of answering for each task, and the size on disk."""

    taught: list[Run] = field(default_factory=list)
    asked: list[Run] = field(default_factory=list)
    answers: list[Answers] = field(default_factory=list)
    megabytes: float = 0.0


def main() -> None:
    """Let everyone learn and answer, then score and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--draws", type=int, default=1000)
    given = parser.parse_args()
    learners = [learner for learner in LEARNERS if not missing(learner)]
    absent = [f"{learner.name}: {learner.package} is not installed" for learner in LEARNERS if missing(learner)]
    absent.append(f"sentence encoder, SetFit: {encoder_absent()}")
    pieces, rows, panels = [], [], {}
    for title, tasks in (
        ("seven topics", seven_topics(given.quick)),
        ("four categories", four_categories(given.quick)),
    ):
        if not tasks:
            absent.append(f"{title}: {SEVEN.name} of ../shared/data is absent")
            continue
        found = contest(tasks, learners, ROUNDS_QUICK if given.quick else ROUNDS)
        scored = score(tasks, {name: one.answers for name, one in found.items() if one.taught}, given.draws)
        costs = costs_of(found)
        pieces += [f"## {describe(title, tasks)}", accuracy_table(scored), cost_table(costs)]
        rows += [*accuracy_rows(title, scored), *cost_rows(title, tasks, costs)]
        panels |= {f"{title}: {what}": {k: v.value for k, v in per.items()} for what, per in scored.items()}
        panels[f"{title}: letters/s"] = medians(costs["letters/s"])
    pieces.append("\n".join(["Not in the contest:", "", *(f"- {line}" for line in absent)]))
    figure = bars(f"{NAME}.png", "Classification", panels)
    publish(NAME, "Classification", rows, "\n\n".join(pieces), figure=figure, quick=given.quick, packages=PACKAGES)


def seven_topics(quick: bool) -> list[Task]:
    """Give a task for each fold, or the first alone and of it a part; none where the letters are absent."""
    if not SEVEN.exists():
        return []
    with gzip.open(SEVEN, "rt", encoding="utf-8") as file:
        letters = [json.loads(line) for line in file]
    folds = [letter.pop("fold") for letter in letters]
    for letter in letters:
        letter["pair"] = str(letter.pop("group"))
    tasks = []
    for fold in sorted(set(folds))[: 1 if quick else None]:
        learn = [letter for letter, its in zip(letters, folds, strict=True) if its != fold]
        ask = [letter for letter, its in zip(letters, folds, strict=True) if its == fold]
        every = QUICK_EVERY if quick else 1
        tasks.append(Task(learn[::every], ask[::every], LEXICON))
    return tasks


def four_categories(quick: bool) -> list[Task]:
    """Give the one task: the corpus, and real letters or the part of the corpus held back."""
    from nlp.corpus import load_letters
    from nlp.training import is_held_back

    corpus = load_letters([CORPUS])
    learn, ask = corpus, load_letters([REAL]) if REAL.exists() else []
    if not ask:
        print("../shared/data is absent: asking the fifth of the corpus that is held back")
        learn, ask = [x for x in corpus if not is_held_back(x)], [x for x in corpus if is_held_back(x)]
    as_rows = [[letter.model_dump() for letter in part] for part in (learn[:: QUICK_EVERY if quick else 1], ask)]
    return [Task(*as_rows, LEXICON)]


def contest(tasks: Sequence[Task], learners: Sequence[Learner], rounds: int) -> dict[str, Found]:
    """Let every learner learn once a task and answer, the learners in turn, as many rounds or as there are tasks."""
    found = {learner.name: Found() for learner in learners}
    for turn, task in enumerate(tasks):
        with tempfile.TemporaryDirectory() as name:
            folders = {learner.name: Path(name) / (learner.like or learner.name) for learner in learners}
            teaching = {x.name: partial(x.teach, task, folders[x.name]) for x in learners if x.teach}
            for one, runs in compete(teaching, 1, apart=True).items():
                found[one].taught += runs
                print(f"task {turn + 1}: {one} learnt in {runs[0].cpu:.0f} s", flush=True)
            asked = replace(task, learn=())  # the letters learnt from are no memory of who answers
            asking = {x.name: partial(answer, x, folders[x.name], asked) for x in learners}
            for one, runs in compete(asking, max(rounds // len(tasks), 1), apart=True).items():
                found[one].asked += runs
                found[one].answers.append(runs[0].value[0])
                found[one].megabytes = sum(x.stat().st_size for x in folders[one].rglob("*") if x.is_file()) / 1e6
    return found


def answer(learner: Learner, folder: Path, task: Task) -> tuple[Answers, float]:
    """Open a learner and let it answer; give the answers and how many letters it read a second of processor time."""
    ask = learner.open(folder, task)
    ask(task.ask[:WARM_UP])  # loads what is loaded at the first letter
    times = max(FEWEST_TIMED // len(task.ask), 1)
    began = time.process_time()
    for _ in range(times):
        answers = ask(task.ask)
    return answers, times * len(task.ask) / (time.process_time() - began)


def costs_of(found: dict[str, Found]) -> dict[str, list[Standing]]:
    """Give the standings in everything but being right; who only answers has no figures of learning."""
    taught = {name: one.taught for name, one in found.items() if one.taught}
    asked = {name: one.asked for name, one in found.items()}
    sizes = {name: [Run(0, 0, None, one.megabytes)] for name, one in found.items()}
    return {
        "letters/s": standings(asked, lambda run: run.value[1]),
        "learning, s": standings(taught, lambda run: run.cpu),
        "memory to learn, MB": standings(taught, lambda run: run.peak_mb or 0.0),
        "memory to answer, MB": standings(asked, lambda run: run.peak_mb or 0.0),
        "on disk, MB": standings(sizes, lambda run: run.value),
    }


def describe(title: str, tasks: Sequence[Task]) -> str:
    """Say what was learnt from and what was asked."""
    asked = [row for task in tasks for row in task.ask]
    length = sum(len(row["title"]) + len(row["text"]) for row in asked) / len(asked)
    folds = f" over {len(tasks)} folds" if len(tasks) > 1 else ""
    learnt = f"learnt from {len(tasks[0].learn):,} letters, {len(asked):,} asked{folds}"
    return f"{title}: {learnt}, {length:.0f} characters on average"


def accuracy_table(scored: dict[str, dict[str, Scored]]) -> str:
    """Give the table of F1, the interval of each, and of its distance from ours."""
    head = ["learner", *(x for what in scored for x in (what, "ours ahead by"))]
    names = next(iter(scored.values()))
    return table(head, [[name, *(cell for per in scored.values() for cell in per[name].cells())] for name in names])


def cost_table(costs: dict[str, list[Standing]]) -> str:
    """Give the table of speed, time, memory and size, each with its ratio to ours."""
    by_name = {what: {one.name: one for one in given} for what, given in costs.items()}
    head = ["learner", *by_name, "letters/s, times ours"]
    lines = []
    for name, speed in by_name["letters/s"].items():
        cells = [f"{per[name].median:,.1f}" if name in per else "" for per in by_name.values()]
        lines.append([name, *cells, f"{speed.ratio:.2f} ({speed.ratio_low:.2f} – {speed.ratio_high:.2f})"])
    return table(head, lines)


def accuracy_rows(title: str, scored: dict[str, dict[str, Scored]]) -> Iterator[Row]:
    """Yield our F1 beside the best peer's, and whether the difference could be chance."""
    for what, per in scored.items():
        values = {name: one.value for name, one in per.items()}
        best = per[max((name for name in per if name != OURS), key=lambda name: values[name])]
        note = f"ours minus it {best.ahead:+.3f}, {best.ahead_low:+.3f} … {best.ahead_high:+.3f} in 5–95 % of draws"
        yield row(f"{what}, {title}", values, unit="", higher_is_better=True, note=note)


def cost_rows(title: str, tasks: Sequence[Task], costs: dict[str, list[Standing]]) -> Iterator[Row]:
    """Yield our figures beside the best peer's: category alone as the peers give it, and with reasons."""
    heads = len({one["label"] for one in tasks[0].learn}) + 1
    why = {
        "learning, s": f"ours fits {heads} heads, each again and again on parts to calibrate it; the peers fit one",
        "memory to learn, MB": "ours holds n-grams of words and of characters for all heads; fastText needs no SciPy",
        "memory to answer, MB": "ours holds scikit-learn and jieba's dictionary with all it may cut; fastText neither",
        "on disk, MB": f"ours keeps {heads} heads with their reasons, and what finds demands and sub-types",
    }
    for what, given in costs.items():
        figures = {name: value for name, value in medians(given).items() if name != REASONS}
        fast = what == "letters/s"
        yield row(f"{what}, {title}", figures, unit="", higher_is_better=fast, note=why.get(what, ""))
    rates = medians(costs["letters/s"])
    peers = {name: rate for name, rate in rates.items() if name not in (OURS, REASONS)}
    yield row(
        f"letters/s with reasons, demands and mentions, {title}",
        {REASONS: rates[REASONS], **peers},
        unit="",
        higher_is_better=True,
        note="no peer gives any of these",
    )


if __name__ == "__main__":
    main()
