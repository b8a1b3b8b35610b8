"""How long a week of 20,000 letters takes on top of 5,000, 50,000 and 500,000 stored ones, and how much memory.

Letters are put together from sentences of our own corpus with unit names made up for each matter, so that they are as
long and as varied as letters are. Beside the seconds that pass it measures those the processors work, which another
program on the same computer does not lengthen. Each size is kept in ``clustering_scale.json``, so that sizes may be run
one at a time; ``clustering_scale.md`` and ``.png`` are written from all that is there.

usage: .venv/bin/python benchmarks/clustering_scale.py [--week 20000] [--stored 5000,50000,500000]
       .venv/bin/python benchmarks/clustering_scale.py --week 5000,10000,20000 --stored 50000
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from nlp.clustering import ClusterState, advance, find_alarms, new_state  # noqa: E402
from nlp.clustering.events import take_in  # noqa: E402
from nlp.letter import Letter  # noqa: E402

CORPUS = HERE.parent / "corpora" / "letters"
FIRST_WEEK = 100_000
WEEKS = 25
SYLLABLES = "安宝昌辰德恒丰光海和华嘉建金锦康乐丽隆茂宁平清荣瑞盛泰天同旺文祥新兴雅阳益永裕元远云泽正中"
KEPT = HERE / "clustering_scale.json"
KINDS = ("小区", "机械厂", "纺织厂", "化工公司", "路", "村", "中学", "商场", "煤矿", "建筑公司")


def compose(count: int, seed: int) -> Iterator[Letter]:
    """Yield composed letters; one in three is about a matter that others of the same run write about too."""
    dice = random.Random(seed)
    sentences = _sentences()
    matters = [_matter(dice, sentences) for _ in range(max(count // 12, 1))]
    for number in range(count):
        unit, asked = dice.choice(matters) if dice.random() < 0.33 else _matter(dice, sentences)
        told = dice.sample(sentences, 3)
        text = f"我们是{unit}的职工。{told[0]}{asked[0]}{told[1]}{asked[1]}{told[2]}"
        yield Letter(text, f"{seed}-{number}", f"关于{unit}{asked[0][:12]}", sender=str(dice.randrange(count)))


def _matter(dice: random.Random, sentences: list[str]) -> tuple[str, list[str]]:
    return "".join(dice.choices(SYLLABLES, k=4)) + dice.choice(KINDS), dice.sample(sentences, 2)


def _sentences() -> list[str]:
    texts = [
        json.loads(line)["text"] for path in sorted(CORPUS.glob("*.jsonl")) for line in path.open(encoding="utf-8")
    ]
    cut = {
        f"{sentence}。" for text in texts for sentence in text.replace("\n", "").split("。") if 8 <= len(sentence) <= 60
    }
    return sorted(cut)


def stored(count: int) -> ClusterState:
    """Give a state that holds ``count`` letters of the last 25 weeks, each a cluster of its own."""
    state = new_state()
    per_week = -(-count // WEEKS)
    for week in range(WEEKS):
        letters = list(compose(min(per_week, count - week * per_week), seed=week))
        state = take_in(replace(state, week=FIRST_WEEK + week), letters)
    alone = np.arange(count, dtype=np.int32)
    return replace(state, clusters=alone, cluster_ids=tuple(f"stored-{number}" for number in alone))


def measure(count: int, week: int) -> dict[str, float]:
    """Take in one week on top of ``count`` stored letters; give seconds and gigabytes."""
    state = stored(count)
    letters = list(compose(week, seed=-1))
    before, worked = time.perf_counter(), time.process_time()
    state, _ = advance(state, FIRST_WEEK + WEEKS, letters)
    clustered = time.perf_counter()
    find_alarms(state, {})
    done, worked = time.perf_counter(), time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    size = len(state.to_bytes()) / 1e9
    return {
        "stored": count, "week": week, "cluster_seconds": clustered - before, "alarm_seconds": done - clustered,
        "processor_seconds": worked, "peak_gb": peak, "state_gb": size,
    }  # fmt: skip


def main() -> None:
    """Measure each size in a process of its own, so that its memory is its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--week", default="20000")
    parser.add_argument("--stored", default="5000,50000,500000")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one is not None:
        print(json.dumps(measure(given.one, int(given.week))))
        return
    for count, week in product(given.stored.split(","), given.week.split(",")):
        command = [sys.executable, __file__, "--one", count, "--week", week]
        row = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        print(row, file=sys.stderr)
        kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
        kept[f"{row['stored']:09d}/{row['week']:06d}"] = row
        KEPT.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8", newline="\n")
        write_report([kept[key] for key in sorted(kept)])


def write_report(rows: list[dict[str, float]]) -> None:
    """Write the table."""
    lines = [
        "# A week on top of what is stored",
        "",
        "Written by `.venv/bin/python benchmarks/clustering_scale.py`; the limit is 120 s and 3 GB.",
        "",
        "Processor seconds are those of both cores together: what the week costs, whatever else the computer does.",
        "",
        "| stored letters | letters of the week | clustering, s | alarms, s | processor, s | memory, GB | state, GB |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row['stored']:,} | {row['week']:,} | {row['cluster_seconds']:.1f} | {row['alarm_seconds']:.1f} "
        f"| {row['processor_seconds']:.1f} | {row['peak_gb']:.2f} | {row['state_gb']:.2f} |"
        for row in rows
    ]
    (HERE / "clustering_scale.md").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    draw_curves(rows)


def draw_curves(rows: list[dict[str, float]]) -> None:
    """Draw what a week costs by what is stored, and by its own size."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")
    weeks, sizes = Counter(row["stored"] for row in rows), Counter(row["week"] for row in rows)
    for axis, what, said, fixed in zip(
        axes, ("stored", "week"), ("stored letters", "letters of the week"), ("week", "stored"), strict=True
    ):
        held = (sizes if fixed == "week" else weeks).most_common(1)[0][0]
        some = sorted((row for row in rows if row[fixed] == held), key=lambda row: row[what])
        seconds = [row["cluster_seconds"] + row["alarm_seconds"] for row in some]
        axis.plot([row[what] for row in some], seconds, marker="o", label="seconds passed")
        worked = [row["processor_seconds"] for row in some]
        axis.plot([row[what] for row in some], worked, marker="s", label="processor seconds")
        title = f"{held:,} letters of the week" if fixed == "week" else f"{held:,} stored letters"
        axis.set(xscale="log" if what == "stored" else "linear", ylim=(0, None), xlabel=said, ylabel="seconds")
        axis.set_title(title)
        axis.legend(frameon=False)
    axes[0].axhline(120, linestyle="--", color="grey")
    figure.savefig(HERE / "clustering_scale.png", dpi=120)


if __name__ == "__main__":
    main()
