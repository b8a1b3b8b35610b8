"""Measure the cluster detector on hand-judged events, and its near-duplicates on planted copies.

Usage: ``python benchmarks/events.py [--data FOLDER] [--false-alarms N]``. Events, traps and letters are read from
../shared/data and scored by ../shared/score; where they are absent it says so and measures the copies only. The copies
are planted from our own corpus: one text with other names, with slips of the scanner, with its tail cut off. Writes
``benchmarks/events.md``.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from itertools import combinations
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from nlp.clustering import advance, find_names, new_state  # noqa: E402
from nlp.letter import Letter  # noqa: E402
from nlp.reading import read_letters  # noqa: E402
from nlp.receipt import Receipt  # noqa: E402
from nlp.replay import Record, replay  # noqa: E402

SHARED = ROOT.parent / "shared"
CORPUS = ROOT / "corpora" / "letters"
PLANTED = 400
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
MISREAD = "口日目田曰囗了丁未末己已巳"
FLOORS = {
    "b3_f": ("B-cubed F", "≥ 0.90", "0.81"),
    "event_f1": ("event F1", "≥ 0.88", "0.82"),
    "trap_apart": ("trap pairs kept apart", "≥ 0.95", "0.80"),
    "burst_share": ("bursts of ≥ 5 letters alarmed", "≥ 0.90", ""),
    "median_letters_at_alarm": ("letters at its first alarm (median)", "≤ 4", ""),
    "unexplained_alarms_a_week": ("unexplained alarms a week", "≤ 1.0", ""),
    "copy_recall": ("near-duplicate recall on planted copies", "≥ 0.99", ""),
    "copy_precision": ("near-duplicate precision on planted copies", "≥ 0.99", ""),
}


def main() -> None:
    """Measure, write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=SHARED / "data")
    parser.add_argument("--false-alarms", type=float, default=None)
    given = parser.parse_args()
    figures = score_copies()
    if (given.data / "letters_timeline.jsonl.gz").exists():
        figures |= score_events(given.data, given.false_alarms)
    else:
        print(f"{given.data} is absent: only the planted copies are measured", file=sys.stderr)
    page = report(figures)
    (ROOT / "benchmarks" / "events.md").write_text(page, encoding="utf-8", newline="\n")
    print(page)


def score_events(data: Path, false_alarms: float | None) -> dict[str, float]:
    """Replay the letters and give the scorer's figures."""
    letters = list(read_letters([data / "letters_timeline.jsonl.gz"], Receipt()))
    record = Record()
    for review in replay(letters) if false_alarms is None else replay(letters, false_alarms):
        record.add(review)
    clusters = record.clusters()
    with tempfile.TemporaryDirectory() as folder:
        assignments, alarms = Path(folder, "assignments.jsonl"), Path(folder, "alarms.jsonl")
        rows = [{"id": letter.id, "cluster": clusters.get(letter.id)} for letter in letters]
        assignments.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        alarms.write_text("".join(json.dumps(row) + "\n" for row in record.alarms), encoding="utf-8")
        command = [
            sys.executable, SHARED / "score" / "score_events.py", assignments, "--events", data / "events_dev.jsonl",
            "--traps", data / "traps_dev.jsonl", "--alarms", alarms, "--letters", data / "letters_timeline.jsonl.gz",
        ]  # fmt: skip
        done = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures | {"burst_share": figures["bursts_alarmed"] / max(figures["bursts_of_5_or_more"], 1)}


def score_copies() -> dict[str, float]:
    """Plant copies among composed letters, take all in, and count pairs of copies found, missed and made up."""
    dice = random.Random(20)
    originals = [text for text in _texts() if len(text) >= 60]
    dice.shuffle(originals)
    letters, planted = [], {}
    for number, text in enumerate(originals):
        versions = [text, *_copies(text, dice)] if number < PLANTED else [text]
        for turn, version in enumerate(versions):
            letters.append(Letter(version, f"{number}-{turn}", sender=f"{number}-{turn}"))
            planted[letters[-1].id] = number
    state, _ = advance(new_state(), 100_000, letters)
    found = _pairs(dict(zip(state.ids, state.copies.tolist(), strict=True)))
    true = _pairs(planted)
    return {
        "copies_planted": len(letters) - len(originals),
        "copy_recall": len(found & true) / len(true),
        "copy_precision": len(found & true) / max(len(found), 1),
    }


def _texts() -> list[str]:
    """Give the texts of our corpus; of letters composed as variations of one another only the first."""
    rows = [json.loads(line) for path in sorted(CORPUS.glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    return list({row.get("pair") or row["id"]: row["text"] for row in reversed(rows)}.values())


def _copies(text: str, dice: random.Random) -> list[str]:
    """Give the three kinds of copy: another name under it and in it, misread, cut short."""
    renamed = text
    for name in dict.fromkeys(find_names(text)):
        renamed = renamed.replace(name, "".join(dice.choices("安宝昌德丰光海和嘉金康隆", k=2)) + name[-2:])
    renamed += f"反映人：{dice.choice(SURNAMES)}某"
    misread = "".join(dice.choice(MISREAD) if dice.random() < 0.03 else sign for sign in text)
    return [renamed, misread, text[: int(len(text) * dice.uniform(0.6, 0.9))]]


def _pairs(group: dict[str, int]) -> set[tuple[str, str]]:
    members: dict[int, list[str]] = {}
    for letter, number in group.items():
        members.setdefault(number, []).append(letter)
    return {pair for ids in members.values() for pair in combinations(sorted(ids), 2)}


def report(figures: dict[str, float]) -> str:
    """Give the page."""
    lines = [
        "# Events, alarms, copies",
        "",
        "Written by `.venv/bin/python benchmarks/events.py` on the development events. The yardstick is one-pass",
        "nearest-neighbour clustering on character 2-3-grams at its best threshold, on the held-back events.",
        "",
        "| figure | measured | floor | yardstick |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {np.round(figures[key], 3):g} | {floor} | {yardstick} |"
        for key, (name, floor, yardstick) in FLOORS.items()
        if key in figures
    ]
    rest = {key: round(float(value), 4) for key, value in figures.items() if key not in FLOORS}
    return "\n".join([*lines, "", f"Beside these: `{json.dumps(rest)}`"]) + "\n"


if __name__ == "__main__":
    main()
