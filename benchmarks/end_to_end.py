"""From workbooks and tables to stored analyses: letters a second and peak memory, from a thousand letters to a million.

usage: .venv/bin/python benchmarks/end_to_end.py [--quick] [--sizes 1000,10000,100000,1000000]
    [--peer-sizes 1000,10000,100000]

Composed letters, no two of them copies, are written as xlsx (a sheet of at most ``SHEET`` rows, well below the format's
1,048,576) and csv in turn; ``nlp.intake.ingest`` registers, analyses and stores them in SQLite. The peer is what one
writes without this program: pandas, jieba, TF-IDF and a linear SVM, a table with one category a letter. It has no
numbers, copies, signals, deadlines, masking, evidence or audit. Neither training nor loading the peer's model is timed.

Sizes may be measured on different days: runs are kept in ``end_to_end_runs.json`` and the page is written from all of
one machine. A million letters take half an hour and 6 GB of disk, each way: ``--sizes 100000`` leaves them out.
"""

import argparse
import csv
import json
import multiprocessing
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import contest  # noqa: E402
import psutil  # noqa: E402
from composed_letters import compose  # noqa: E402

from nlp.letter import Letter  # noqa: E402
from nlp.settings import Settings  # noqa: E402

SEED = 20261122
SHEET, FILE = 50_000, 100_000
HEADER = ("编号", "标题", "正文", "来信日期", "来信人")
HEAD = ("way", "letters", "s", "letters/s", "processor s", "peak MB", "store MB")
RUNS = HERE / "end_to_end_runs.json"
LOOK = 0.25
TOLD_EVERY = 20_000
PEER_NOTE = "the peer stores one category a letter, nothing else"
PACKAGES = ("pandas", "jieba", "scikit-learn", "SQLAlchemy")


@dataclass(frozen=True, slots=True)
class Taken:
    """One run: letters, seconds by the clock and of processor time, peak memory of all its processes, store size."""

    way: str
    letters: int
    seconds: float
    processor: float
    peak_mb: float
    store_mb: float
    machine: str

    @property
    def speed(self) -> float:
        """Give letters a second."""
        return self.letters / self.seconds


def write_files(folder: Path, count: int) -> None:
    """Write the letters as workbooks and tables in turn, at most ``FILE`` letters each."""
    letters = compose(count, SEED)
    for number in range(-(-count // FILE)):
        part = islice(letters, FILE)
        if number % 2 == 0:
            _write_workbook(folder / f"{number:03}.xlsx", part)
        else:
            _write_table(folder / f"{number:03}.csv", part)


def _cells(letter: Letter) -> tuple[str, ...]:
    return letter.id, letter.title, letter.text, str(letter.received), letter.sender


def _write_workbook(path: Path, letters: Iterator[Letter]) -> None:
    from xlsxwriter import Workbook

    with Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        while rows := list(islice(letters, SHEET)):
            sheet = book.add_worksheet()
            for place, values in enumerate([HEADER, *map(_cells, rows)]):
                sheet.write_row(place, 0, values)


def _write_table(path: Path, letters: Iterable[Letter]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEADER)
        table.writerows(map(_cells, letters))


def take_in_ours(folder: Path, database: Path) -> Callable[[], int]:
    """Make ready to take the files in with ``ingest``."""
    from nlp.intake import ingest
    from nlp.store import open_store
    from nlp.studying import fold_text

    store = open_store(f"sqlite:///{database}", fold=fold_text)

    def work() -> int:
        taken = ingest(store, [folder], Settings.from_environment().model, "benchmark", progress=_tell)
        assert taken.receipt.adds_up
        assert taken.registered == taken.analysed
        return taken.analysed

    return work


@contextmanager
def _tell(what: str, _total: int | None) -> Iterator[Callable[[int], object]]:
    done, told, began = 0, 0, time.monotonic()

    def count(more: int) -> None:
        nonlocal done, told
        done += more
        if done - told >= TOLD_EVERY:
            told = done
            print(f"  {what} {done:,}, {done / (time.monotonic() - began):,.0f}/s", file=sys.stderr)

    yield count


def take_in_peer(folder: Path, database: Path) -> Callable[[], int]:
    """Make ready to do it with pandas, jieba and scikit-learn: learn from the same corpus, then read, label, store."""
    import sqlite3

    import jieba
    import pandas as pd
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    from nlp.corpus import load_letters

    def cut(texts: Iterable[str]) -> list[str]:
        return [" ".join(jieba.lcut(text)) for text in texts]

    taught = load_letters([Settings.from_environment().letters])
    model = make_pipeline(TfidfVectorizer(analyzer=str.split, min_df=2, sublinear_tf=True), LinearSVC())
    model.fit(cut(letter.text for letter in taught), [letter.label for letter in taught])

    def work() -> int:
        done = 0
        with sqlite3.connect(database) as connection:
            for path in sorted(folder.iterdir()):
                sheets = (
                    pd.read_excel(path, sheet_name=None, dtype=str, engine="calamine") if path.suffix == ".xlsx" else {}
                )
                for frame in sheets.values() if sheets else [pd.read_csv(path, dtype=str)]:
                    frame["类别"] = model.predict(cut(frame["正文"]))
                    frame.to_sql("letters", connection, if_exists="append", index=False)
                    done += len(frame)
        return done

    return work


WAYS = {"ours": take_in_ours, "pandas + jieba + scikit-learn": take_in_peer}


def _work(way: str, folder: Path, database: Path, ready: threading.Event, done: multiprocessing.Queue) -> None:  # type: ignore[type-arg]
    work = WAYS[way](folder, database)
    before = sum(os.times()[:4])
    ready.set()
    began = time.perf_counter()
    count = work()
    seconds = time.perf_counter() - began
    if way == "ours":
        from joblib.externals.loky import get_reusable_executor

        get_reusable_executor().shutdown(wait=True)  # or the processor time of the workers is not ours yet
    done.put((count, seconds, sum(os.times()[:4]) - before))


def measure(way: str, folder: Path, count: int) -> Taken:
    """Take the files in, in a process of its own, watched from here."""
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Queue()
    with tempfile.TemporaryDirectory() as place:
        database = Path(place, "store.db")
        process = context.Process(target=_work, args=(way, folder, database, ready, done))
        process.start()
        peak = 0.0
        while done.empty() and process.is_alive():
            peak = max(peak, _memory_mb(process.pid)) if ready.is_set() else peak
            time.sleep(LOOK)
        process.join(None if not done.empty() else LOOK)
        if done.empty():
            raise RuntimeError(f"{way}: died on {count:,} letters, exit code {process.exitcode}. Its error is above.")
        counted, seconds, processor = done.get()
        size = sum(path.stat().st_size for path in Path(place).iterdir()) / 1e6
    assert counted == count, f"{way}: {counted} of {count} letters"
    return Taken(way, count, seconds, processor, peak, size, contest.machine().split("; load")[0])


def _memory_mb(root: int | None) -> float:
    """Add up the proportional set sizes of a process and its descendants: shared pages count once."""
    total = 0
    with suppress(psutil.NoSuchProcess):
        parent = psutil.Process(root)
        for process in [parent, *parent.children(recursive=True)]:
            memory = process.memory_full_info()
            total += getattr(memory, "pss", memory.uss)
    return total / 2**20


def keep(run: Taken) -> list[Taken]:
    """Put a run with those kept of this machine, in place of an earlier one of its kind; give all, by size."""
    kept = [Taken(**one) for one in json.loads(RUNS.read_text(encoding="utf-8"))] if RUNS.exists() else []
    kept = [x for x in kept if x.machine == run.machine and (x.way, x.letters) != (run.way, run.letters)]
    kept = sorted([*kept, run], key=lambda one: (list(WAYS).index(one.way), one.letters))
    RUNS.write_text(json.dumps([asdict(one) for one in kept], indent=1) + "\n", encoding="utf-8", newline="\n")
    return kept


def main() -> None:
    """Measure every size, then publish."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a thousand and 5,000 letters; nothing is kept")
    parser.add_argument("--sizes", default="1000,10000,100000,1000000")
    parser.add_argument("--peer-sizes", default="1000,10000,100000")
    given = parser.parse_args()
    ours = [1000, 5000] if given.quick else [int(size) for size in given.sizes.split(",") if size]
    peers = ours if given.quick else [int(size) for size in given.peer_sizes.split(",") if size]
    runs: list[Taken] = []
    for count in sorted({*ours, *peers}):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            write_files(folder, count)
            for way in [way for way, sizes in zip(WAYS, (ours, peers), strict=True) if count in sizes]:
                print(f"{count:,} letters: {way}", file=sys.stderr)
                run = measure(way, folder, count)
                runs = [*runs, run] if given.quick else keep(run)
                print(f"{count:,} letters: {way}: {run.speed:,.0f}/s, {run.peak_mb:,.0f} MB", file=sys.stderr)
    report(runs, given.quick)


def report(runs: list[Taken], quick: bool) -> None:
    """Publish the table, the rows and the curve."""
    rows = []
    for count in sorted({run.letters for run in runs}):
        at = [run for run in runs if run.letters == count]
        if {run.way for run in at} != set(WAYS):
            continue
        speeds, peaks = {run.way: run.speed for run in at}, {run.way: run.peak_mb for run in at}
        name = f"files to stored analyses, {count:,} letters"
        rows.append(contest.row(name, speeds, unit="letters/s", higher_is_better=True, note=PEER_NOTE))
        rows.append(contest.row(f"{name}, memory", peaks, unit="MB", higher_is_better=False, note=PEER_NOTE))
    figures = [(x.way, x.letters, x.seconds, x.speed, x.processor, x.peak_mb, x.store_mb) for x in runs]
    lines = [[way, *(f"{number:,.0f}" for number in numbers)] for way, *numbers in figures]
    contest.publish(
        "end_to_end", "From files to stored analyses", rows, contest.table(HEAD, lines),
        figure=draw(runs), quick=quick, packages=PACKAGES,
    )  # fmt: skip


def draw(runs: list[Taken]) -> str:
    """Draw speed and memory over the number of letters; give the name of the PNG."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    canvas, axes = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    for way in WAYS:
        own = [run for run in runs if run.way == way]
        sizes = [run.letters for run in own]
        axes[0].plot(sizes, [run.speed for run in own], marker="o", label=way)
        axes[1].plot(sizes, [run.peak_mb for run in own], marker="o", label=way)
    for place, title in zip(axes, ("letters a second", "peak memory, MB"), strict=True):
        place.set(xscale="log", ylim=(0, None), xlabel="letters", title=title)
        place.spines[["top", "right"]].set_visible(False)
    axes[0].legend(frameon=False)
    canvas.savefig(HERE / "end_to_end.png", dpi=130)
    plt.close(canvas)
    return "end_to_end.png"


if __name__ == "__main__":
    main()
