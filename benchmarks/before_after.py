"""Set this version beside an earlier one: what a letter costs, and where the time goes, in one run on one machine.

Usage: ``python benchmarks/before_after.py [--before REVISION] [--letters N] [--rounds N]``. The earlier version is
checked out beside this one, trains its own model from its own corpus, and both read the same letters in turn, each in
a process of its own: those of ../shared/data where they are, else the project's own. Without git's history it says so
and stops. Writes ``benchmarks/before_after.md``: processor time of one core, medians, and what a profiler says of each.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE), str(ROOT)]

import contest  # noqa: E402
from speed import some_letters  # noqa: E402

from nlp.corpus import load_letters  # noqa: E402
from nlp.settings import Settings  # noqa: E402

UNPROFILED = "b09e1e7"
"""The last revision before the costs of a letter were profiled and the dearest taken out."""
MOST_PARTS = 6
CHILD = HERE / "before_after_child.py"
FIGURES = {
    "category": "text to category with reasons, µs a letter",
    "whole": "whole analysis, µs a letter",
    "paste": "one pasted letter, ms",
    "start": "from nothing to the first answer, s of processor time",
    "memory": "memory after it, MB",
}


def main() -> None:
    """Measure both, write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", default=UNPROFILED)
    parser.add_argument("--letters", type=int, default=2048)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    letters, origin = some_letters(load_letters([Settings().letters]), given.letters)
    with tempfile.TemporaryDirectory() as name, _earlier(given.before, Path(name, "before")) as before:
        file = Path(name, "letters.json")
        plain = [{"text": letter.text, "id": letter.id, "title": letter.title} for letter in letters]
        file.write_text(json.dumps(plain), encoding="utf-8")
        trees = {"before": before, "now": ROOT}
        found: dict[str, list[dict]] = {way: [] for way in trees}
        for turn in range(given.rounds):
            for way, tree in trees.items():
                found[way].append(_ask(tree, file, profiled=turn == 0))
                print(f"round {turn + 1}, {way}", file=sys.stderr)
    page = _report(given.before, found, f"{len(letters)} of {origin}")
    Path(__file__).with_suffix(".md").write_text(page, encoding="utf-8", newline="\n")
    print(page)


@contextmanager
def _earlier(revision: str, folder: Path) -> Iterator[Path]:
    """Check an earlier version out and train its model; take it away again."""
    git = ["git", "-C", str(ROOT)]
    if subprocess.run([*git, "cat-file", "-e", f"{revision}^{{commit}}"], check=False, capture_output=True).returncode:
        sys.exit(f"{revision} is not in git's history here: nothing to compare with")
    subprocess.run([*git, "worktree", "add", "--detach", str(folder), revision], check=True, capture_output=True)
    try:
        print(f"training the model of {revision}", file=sys.stderr)
        train = ["train", "--letters", "corpora/letters", "--out", "models/petitions"]
        subprocess.run([sys.executable, "-m", "nlp", *train], cwd=folder, env=_only(folder), check=True)
        yield folder
    finally:
        subprocess.run([*git, "worktree", "remove", "--force", str(folder)], check=False, capture_output=True)


def _only(tree: Path) -> dict[str, str]:
    """Give an environment in which the program is that of this tree, on one core."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {**os.environ, **threads, "PYTHONPATH": str(tree)}


def _ask(tree: Path, letters: Path, *, profiled: bool) -> dict:
    """Measure one version in a process of its own."""
    command = [sys.executable, str(CHILD), str(letters), "--profile" if profiled else "--time"]
    done = subprocess.run(command, cwd=tree, env=_only(tree), check=True, capture_output=True, text=True)
    answer: dict = json.loads(done.stdout.splitlines()[-1])
    assert Path(answer["tree"]) == tree.resolve(), f"{answer['tree']} was measured instead of {tree}"
    return answer


def _report(revision: str, found: dict[str, list[dict]], what: str) -> str:
    """Give the page."""
    versions = f"{revision} and this version, each with its own model, over {what}"
    lines = ["# Before and after", "", f"Written by `benchmarks/before_after.py`: {versions}; {contest.machine()}."]
    rows = []
    for key, name in FIGURES.items():
        before, now = ([one[key] for one in found[way]] for way in ("before", "now"))
        ratio = median(a / b for a, b in zip(before, now, strict=True))
        rows.append([name, f"{median(before):,.3g}", f"{median(now):,.3g}", f"{ratio:.2f}"])
    lines += ["", contest.table(["figure", "before", "now", "times less"], rows)]
    lines += ["", "Where the time of a whole analysis goes, as a profiler sees it (it slows down what calls much):", ""]
    parts = {way: dict(found[way][0]["parts"]) for way in found}
    order = sorted(parts["before"], key=lambda part: -parts["before"][part])[:MOST_PARTS]
    shares = [[part, *(f"{parts[way].get(part, 0):,.0f}" for way in ("before", "now"))] for part in order]
    lines.append(contest.table(["part", "before, µs a letter", "now, µs a letter"], shares))
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
