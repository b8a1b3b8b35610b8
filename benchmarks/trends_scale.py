"""Measure what the pages count and list over very many letters, in the library, without a browser.

``.venv/bin/python benchmarks/trends_scale.py [LETTERS]`` fills a store with 500,000 synthetic analyses unless told
otherwise, and writes ``trends_scale.md``: the median of five runs, in milliseconds.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from invented_office import MONDAY
from many_letters import add_letters

from nlp.listing import Listing, count_listing, list_page
from nlp.store import Reader, Store, open_store
from nlp.timeline import answered_matters, matter_courses
from nlp.volume import count_weeks

REPORT = Path(__file__).with_suffix(".md")
WEEK = f"{MONDAY:%G-W%V}"
_RUNS = 5
WHO = Reader("测")


def _jobs(store: Store, batch: int, letters: int) -> dict[str, Callable[[], object]]:
    return {
        "趋势：近 13 周按类别": lambda: count_weeks(store, WEEK, "category"),
        "趋势：近 13 周按渠道": lambda: count_weeks(store, WEEK, "channel"),
        "趋势：近 104 周按类别（全部来信）": lambda: count_weeks(store, WEEK, "category", weeks=104),
        "趋势：近 2 周按地区": lambda: count_weeks(store, WEEK, "region", weeks=2),
        "趋势：近 13 周按企业": lambda: count_weeks(store, WEEK, "enterprise"),
        "趋势：各事项走势，近 26 周": lambda: matter_courses(store, WEEK, weeks=26),
        "趋势：答复后仍在来": lambda: answered_matters(store, WEEK),
        "批量：各类封数": lambda: count_listing(store, batch),
        "批量：第一页，按登记号": lambda: list_page(store, Listing(batch), WHO),
        "批量：最后一页，按登记号": lambda: list_page(store, Listing(batch), WHO, start=letters - 50),
        "批量：第一页，按概率": lambda: list_page(store, Listing(batch, order="probability"), WHO),
        "批量：需复核，按收到日期": lambda: list_page(store, Listing(batch, only="review", order="received"), WHO),
    }


def _milliseconds(job: Callable[[], object]) -> float:
    times = []
    for _ in range(_RUNS):
        started = time.perf_counter()
        job()
        times.append(time.perf_counter() - started)
    return statistics.median(times) * 1000


def main(letters: int) -> None:
    """Fill a store, measure, write the report."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "many.db")
        store = open_store(f"sqlite:///{file.as_posix()}")
        batch = add_letters(store, letters)
        lines = [
            "# 很多来信时的趋势和列表",
            "",
            f"`benchmarks/trends_scale.py {letters}`：合成研判 {letters:,} 封（两年），"
            f"SQLite {file.stat().st_size / 1e6:,.0f} MB，"
            f"{os.cpu_count()} 核，当时负载 {os.getloadavg()[0]:.1f}；{_RUNS} 次的中位数。",
            "",
            "| 做什么 | 毫秒 |",
            "|---|---:|",
            *(f"| {what} | {_milliseconds(job):,.0f} |" for what, job in _jobs(store, batch, letters).items()),
        ]
        store.close()
    text = "\n".join(lines) + "\n"
    REPORT.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500_000)
