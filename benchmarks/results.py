"""Gather what the benchmarks against peers wrote into ``benchmarks/RESULTS.md``.

Usage: ``python benchmarks/results.py``. Takes every ``benchmarks/*.json`` that has rows; measures nothing itself. Every
row becomes one line that says whether ours is ahead, by how much, and why where it is not.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from contest import HERE, Row

PAGE = "RESULTS.md"
EVEN = 0.01
"""Within one in a hundred of each other two figures are level."""


def main() -> None:
    """Write the page."""
    page = gather(sorted(HERE.glob("*.json")))
    (HERE / PAGE).write_text(page, encoding="utf-8", newline="\n")
    sys.stdout.write(page)


def gather(files: Sequence[Path]) -> str:
    """Give the page: first where a peer is ahead, then each benchmark with its lines, table and picture."""
    found = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in files}
    contests = {name: content for name, content in found.items() if isinstance(content, dict) and "rows" in content}
    rows = {name: [Row(**one) for one in content["rows"]] for name, content in contests.items()}
    everything = [one for some in rows.values() for one in some]
    counts = {word: sum(standing(one) == word for one in everything) for word in ("ahead", "level", "behind")}
    lines = ["# Against the peers", "", "Written by `benchmarks/results.py` from what `make bench` measured.", ""]
    lines += [f"{len(everything)} figures: " + ", ".join(f"{word} in {n}" for word, n in counts.items()) + ".", ""]
    lines += [f"- {contests[name]['title']}: {sentence(one)}" for name in rows for one in behind(rows[name])]
    for name, content in contests.items():
        lines += ["", *section(name, content, rows[name])]
    return "\n".join([*lines, ""])


def section(name: str, content: dict[str, Any], rows: Sequence[Row]) -> list[str]:
    """Give the lines of one benchmark."""
    size = " A quick run on part of the material." if content.get("quick") else ""
    about = content.get("machine", "")
    lines = [f"## {content['title']}", "", f"Written by `benchmarks/{name}.py`.{size} {about}".rstrip(), ""]
    lines += [f"- {sentence(one)}" for one in rows]
    lines += ["", content["table_md"].replace("\n## ", "\n### ").removeprefix("## ")]
    return [*lines, "", f"![{content['title']}]({content['figure']})"] if content.get("figure") else lines


def standing(one: Row) -> str:
    """Say whether ours is ahead of the best peer, level with it or behind."""
    better, worse = (one.ours, one.best_peer) if one.higher_is_better else (one.best_peer, one.ours)
    if abs(better - worse) <= EVEN * max(abs(better), abs(worse)):
        return "level"
    return "ahead" if better > worse else "behind"


def behind(rows: Sequence[Row]) -> list[Row]:
    """Give the rows in which a peer is ahead."""
    return [one for one in rows if standing(one) == "behind"]


def sentence(one: Row) -> str:
    """Say in one line who is ahead, by what figures, and why where it is the peer.

    >>> sentence(Row("speed", 6, 2, "jieba", "Mchar/s", True))
    'speed: **ahead** of jieba, 6 against 2 Mchar/s, 3.00 times.'
    >>> sentence(Row("memory", 90, 60, "rjieba", "MB", False, "it keeps no word list"))
    'memory: **behind** rjieba, 90 against 60 MB, 1.50 times; it keeps no word list.'
    """
    word = standing(one)
    link = {"ahead": "of ", "level": "with ", "behind": ""}[word]
    unit = f" {one.unit}" if one.unit else ""
    times = f", {one.ours / one.best_peer:.2f} times" if one.best_peer else ""
    why = one.note or ("why is not known" if word == "behind" else "")
    figures = f"{one.ours:.4g} against {one.best_peer:.4g}{unit}{times}"
    return f"{one.what}: **{word}** {link}{one.peer}, {figures}{'; ' + why if why else ''}."


if __name__ == "__main__":
    main()
