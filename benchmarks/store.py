"""How fast letters get in, and that none is lost: ``benchmarks/store.py [--letters N | --kill N]``.

Without ``--kill``: workbooks of several sizes, sampled from the project's own letters, are registered, analysed and
stored in one run each; ``store.md`` gets time and peak memory. With ``--kill N``: runs are killed (SIGKILL) at N random
moments and started again; ``store_kill.md`` gets the count and what was found.
"""

import argparse
import csv
import multiprocessing
import os
import random
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path

from joblib.externals.loky import get_reusable_executor
from sqlalchemy import select
from xlsxwriter import Workbook

from nlp.corpus import LabelledLetter, load_letters
from nlp.intake import ingest
from nlp.settings import Settings
from nlp.store import open_store, registration, verify_store
from nlp.store.schema import letters
from nlp.studying import fold_text

HERE = Path(__file__).resolve().parent
SEED = 20261116
LOOK = 1.0
"""Seconds between two looks at the memory; each takes 20 ms of what is measured."""
HEADER = ("编号", "标题", "正文", "来信日期", "来信人")


@cache
def _corpus() -> list[LabelledLetter]:
    return load_letters([Settings.from_environment().letters])


def sampled(count: int) -> Iterator[tuple[str, str, str, str, str]]:
    """Draw letters from the corpus; a running number in each makes no two of them copies."""
    corpus = _corpus()
    draw = random.Random(SEED)
    for number in range(1, count + 1):
        letter = draw.choice(corpus)
        day = f"2026-{draw.randint(1, 11):02}-{draw.randint(1, 28):02}"
        yield f"B{number:07}", letter.title, f"{letter.text}（第 {number} 件）", day, f"来信人{number}"


def write_workbook(path: Path, count: int) -> int:
    """Write a workbook of sampled letters; return how many characters they have."""
    characters = 0
    with Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("来信")
        sheet.write_row(0, 0, HEADER)
        for row, values in enumerate(sampled(count), 1):
            sheet.write_row(row, 0, values)
            characters += len(values[1]) + len(values[2])
    return characters


@dataclass(frozen=True)
class Measured:
    """One run: seconds by the clock and of processor time, and the peak memory of all its processes."""

    letters: int
    characters: int
    registering: float
    analysing: float
    total: float
    processor: float
    peak_mb: float
    store_mb: float


class Stopwatch:
    """Note how long each step of a run takes; ``step`` is what ``ingest`` takes as ``progress``."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, what: str, _total: int | None) -> Iterator[Callable[[int], object]]:
        """Time one step."""
        begin = time.perf_counter()
        yield lambda _count: None
        self.seconds[what] = self.seconds.get(what, 0.0) + time.perf_counter() - begin


def _descendants(root: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting += parents.get(found[-1], [])
    return found


def _memory_mb(root: int) -> float:
    """Add up the proportional set sizes of a process and its descendants: shared pages count once."""
    total = 0
    for pid in _descendants(root):
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def _run(book: Path, address: str, pipe: Connection) -> None:
    watch, settings = Stopwatch(), Settings.from_environment()
    store = open_store(address, fold=fold_text)
    taken = ingest(store, [book], settings.model, "benchmark", progress=watch.step)
    assert taken.receipt.adds_up
    get_reusable_executor().shutdown(wait=True)  # or this process waits for its idle workers
    times = os.times()
    processor = times.user + times.system + times.children_user + times.children_system
    pipe.send((taken.registered, taken.analysed, watch.seconds, processor))


def measure(count: int, folder: Path) -> Measured:
    """Take in one workbook in a process of its own, watched from here."""
    book, database = folder / f"{count}.xlsx", folder / f"{count}.db"
    characters = write_workbook(book, count)
    mine, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(book, f"sqlite:///{database}", theirs))
    peak, done = [0.0], threading.Event()

    def watch() -> None:
        while not done.wait(LOOK):
            peak[0] = max(peak[0], _memory_mb(process.pid or 0))

    begin = time.perf_counter()
    process.start()
    theirs.close()
    watcher = threading.Thread(target=watch)
    watcher.start()
    process.join()
    total = time.perf_counter() - begin
    done.set()
    watcher.join()
    registered, analysed, seconds, processor = mine.recv()
    assert registered == analysed == count
    size = sum(path.stat().st_size for path in folder.glob(f"{count}.db*")) / 1e6
    steps = (seconds["登记"], seconds["研判"])
    return Measured(count, characters, *steps, total, processor, peak[0], size)


def write_speed(sizes: list[int]) -> None:
    """Measure every size and write the table."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        rows = [measure(size, Path(folder)) for size in sizes]
    lines = [
        "# 登记、研判、入库的速度",
        "",
        "由 `benchmarks/store.py` 写出，请勿手改。来信从语料中随机抽取（种子固定），写成 xlsx，一次入库（SQLite）。",
        f"处理器 {os.cpu_count()} 核，开始时系统负载 {load:.1f}。时间为秒；内存为所有进程按比例分摊的峰值。",
        "",
        "| 封 | 平均字数 | 登记 | 研判入库 | 总时间 | 处理器时间 | 峰值内存 MB | 库 MB |",
        "|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        lines.append(
            f"| {row.letters:,} | {row.characters / row.letters:.0f} | {row.registering:.1f} | {row.analysing:.1f} "
            f"| {row.total:.1f} | {row.processor:.1f} | {row.peak_mb:.0f} | {row.store_mb:.0f} |"
        )
    (HERE / "store.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines[-len(rows) :]))


def _take_in(address: str, table: Path) -> None:
    """Take in one table in this process alone; what a killed process runs."""
    store = open_store(address, fold=fold_text)
    ingest(store, [table], Settings.from_environment().model, "benchmark", jobs=1)
    store.close()


def _write_table(folder: Path, number: int, count: int) -> Path:
    path = folder / f"{number}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(HEADER)
        rows.writerows((f"{number}-{row[0]}", row[1], f"{row[2]}{number}", *row[3:]) for row in sampled(count))
    return path


def _killed(address: str, table: Path, after: float) -> bool:
    """Start a run and kill it after some seconds; tell whether it was still running."""
    process = multiprocessing.get_context("fork").Process(target=_take_in, args=(address, table))
    process.start()
    process.join(after)
    alive = process.is_alive()
    process.kill()
    process.join()
    return alive


def _held(address: str) -> dict[tuple[int, str], str]:
    store = open_store(address, fold=fold_text)
    with store.reading() as connection:
        rows = connection.execute(select(letters.c.file_id, letters.c.item, letters.c.number)).fetchall()
    store.close()
    return {(row.file_id, row.item): row.number for row in rows}


@dataclass(frozen=True)
class Killed:
    """What became of runs that were killed: letters that should be and are there, numbers that changed, faults."""

    kills: int
    usual: float
    tables: int
    expected: int
    held: int
    doubled: int
    changed: int
    faults: int


def kill_runs(kills: int, count: int, folder: Path) -> Killed:
    """Kill runs at random moments until it was done ``kills`` times, a table after the other; finish, and look."""
    draw, address = random.Random(SEED), f"sqlite:///{folder / 'store.db'}"
    _take_in(address, _write_table(folder, 0, count))  # the model is loaded before the first fork
    begin = time.perf_counter()
    _killed(address, _write_table(folder, 1, count), 600)
    usual, before = time.perf_counter() - begin, _held(address)
    tables, done, changed = 3, 0, 0
    table = _write_table(folder, 2, count)
    while done < kills:
        if _killed(address, table, draw.uniform(0, usual)):
            done += 1
        else:
            table, tables = _write_table(folder, tables, count), tables + 1
        now = _held(address)
        changed += not before.items() <= now.items()
        before = now
    _take_in(address, table)
    held = _held(address)
    faults = verify_store(open_store(address, fold=fold_text))
    doubled = len(held) - len(set(held.values()))
    return Killed(done, usual, tables, tables * count, len(held), doubled, changed, len(faults))


def write_kills(kills: int, count: int) -> None:
    """Kill runs, and write down what was found."""
    registration.CHUNK = 20  # many small transactions: many moments to be killed in
    with tempfile.TemporaryDirectory() as folder:
        found = kill_runs(kills, count, Path(folder))
    lines = [
        "# 强行终止之后",
        "",
        "由 `benchmarks/store.py --kill N` 写出，请勿手改。入库的进程在随机时刻被 SIGKILL 终止，再重新运行。",
        "",
        f"- 强行终止：{found.kills} 次，随机分布在一次运行的 {found.usual:.1f} 秒之内",
        f"- 文件：{found.tables} 个；应有 {found.expected} 封，实有 {found.held} 封",
        f"- 登记号重复：{found.doubled} 个；已发登记号丢失或改变：{found.changed} 次",
        f"- `petitions verify` 发现的异常：{found.faults} 处",
    ]
    (HERE / "store_kill.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=100_000)
    parser.add_argument("--kill", type=int, default=0)
    given = parser.parse_args()
    if given.kill:
        write_kills(given.kill, 200)
    else:
        write_speed([given.letters // 100, given.letters // 10, given.letters])


if __name__ == "__main__":
    main()
