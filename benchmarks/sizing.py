"""Size an installation: what a county office, a province and the country need, from the costs measured per letter.

Usage: ``python benchmarks/sizing.py``. Measures nothing itself: reads the tables the other benchmarks wrote
(``store.md``, ``speed.md``, ``reading.md``, ``clustering_scale.md``) and writes the table in ``docs/operations.md``
between its two marks. What is assumed and not measured stands in the constants below and is said in the table.
"""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "operations.md"
BEGIN, END = "<!-- benchmarks/sizing.py 写出，勿手改 -->", "<!-- 到此为止 -->"

OFFICES = {"县（区）": 5_000, "省": 300_000, "全国": 10_000_000}
"""Letters a year."""

WORKDAYS, WEEKS = 250, 50
BUSIEST = 4
"""How many times the average day the busiest one is."""

SCANNED = 0.1
"""Which part of the letters comes as a scanned page."""

Table = list[dict[str, str]]


@dataclass(frozen=True)
class Costs:
    """What was measured, a letter: seconds, kilobytes; ``week`` is the largest week that was clustered."""

    registering: float
    analysing: float
    stored_kb: float
    process_mb: float
    page_seconds: float
    clustering: float
    week: int


def main() -> None:
    """Write the table into the page."""
    old = PAGE.read_text(encoding="utf-8")
    new = placed(old, "\n".join(table(measured(HERE))))
    PAGE.write_text(new, encoding="utf-8", newline="\n")
    sys.stdout.write(f"{PAGE}: {'as it was' if new == old else 'renewed'}\n")


def placed(page: str, text: str) -> str:
    """Put a text between the two marks of a page."""
    before, _, rest = page.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise SystemExit(f"{PAGE}: the marks {BEGIN} and {END} are missing")
    return f"{before}{BEGIN}\n{text}\n{END}{after}"


def measured(folder: Path) -> Costs:
    """Read the costs; of two sizes the difference counts, so that what a run costs once is no part of a letter's."""
    small, *_, large = rows(folder / "store.md", "处理器时间")
    more = number(large["封"]) - number(small["封"])
    (memory,) = (row["value"] for row in rows(folder / "speed.md", "value") if row["one letter"] == "memory after it")
    (pages,) = re.findall(r"([\d.]+) s a page", (folder / "reading.md").read_text(encoding="utf-8"))
    week = max(
        rows(folder / "clustering_scale.md", "clustering, s"), key=lambda row: number(row["letters of the week"])
    )
    return Costs(
        registering=(number(large["登记"]) - number(small["登记"])) / more,
        analysing=(number(large["处理器时间"]) - number(small["处理器时间"])) / more,
        stored_kb=(number(large["库 MB"]) - number(small["库 MB"])) / more * 1000,
        process_mb=number(memory),
        page_seconds=float(pages),
        clustering=number(week["clustering, s"]) / number(week["letters of the week"]),
        week=int(number(week["letters of the week"])),
    )


def rows(path: Path, column: str) -> Table:
    """Give the rows of the table of a page that has a column of this name."""
    lines = [
        line.strip().strip("|").split("|") for line in path.read_text(encoding="utf-8").splitlines() if "|" in line
    ]
    cells = [[cell.strip() for cell in line] for line in lines]
    heads = [place for place, line in enumerate(cells) if column in line]
    if not heads:
        raise SystemExit(f"{path}: no table with a column {column!r}; write it again with its benchmark")
    header, found = cells[heads[0]], []
    for line in cells[heads[0] + 2 :]:
        if len(line) != len(header):
            break
        found.append(dict(zip(header, line, strict=True)))
    return found


def number(cell: str) -> float:
    """Read a figure as the benchmarks write it.

    >>> number("10,000"), number("281 MB")
    (10000.0, 281.0)
    """
    return float(cell.replace(",", "").split()[0])


def table(costs: Costs) -> list[str]:
    """Give the lines: what is needed, what a letter costs and where that was measured, and each kind of office."""
    busiest = {name: letters * BUSIEST / WORKDAYS for name, letters in OFFICES.items()}

    def line(what: str, cost: str, source: str, figure: Callable[[str], str]) -> str:
        shown = f"[{source}](../benchmarks/{source})" if source.endswith(".md") else source
        return f"| {what} | {cost} | {shown} | " + " | ".join(figure(name) for name in OFFICES) + " |"

    def of_a_day(seconds: float) -> Callable[[str], str]:
        return lambda name: duration(busiest[name] * seconds)

    def clustered(name: str) -> str:
        week = ceil(OFFICES[name] / WEEKS)
        return duration(week * costs.clustering) if week <= costs.week else f"没有测过（只测到 {costs.week:,} 封）"

    analysing, page = milliseconds(costs.analysing), f"{costs.page_seconds:g} 秒一页"
    one_hour, scans = "最忙一天的信一小时研判完，要几核", f"最忙一天：识别扫描件（占 {SCANNED:.0%}），一核"
    return [
        "| 要多少 | 每封 | 依据 | " + " | ".join(OFFICES) + " |",
        "|---|--:|---|" + "--:|" * len(OFFICES),
        line("一年来信", "", "假定", lambda name: f"{OFFICES[name]:,} 封"),
        line(f"最忙一天，平均的 {BUSIEST} 倍", "", "假定", lambda name: f"{ceil(busiest[name]):,} 封"),
        line("最忙一天：登记", milliseconds(costs.registering), "store.md", of_a_day(costs.registering)),
        line("最忙一天：研判入库，一核", analysing, "store.md", of_a_day(costs.analysing)),
        line(one_hour, "", "算出", lambda name: f"{ceil(busiest[name] * costs.analysing / 3600)} 核"),
        line(scans, page, "reading.md", of_a_day(costs.page_seconds * SCANNED)),
        line("每周归并，一核", milliseconds(costs.clustering), "clustering_scale.md", clustered),
        line(
            "换了模型，一年的信重新研判，一核",
            analysing,
            "store.md",
            lambda name: duration(OFFICES[name] * costs.analysing),
        ),
        line("库，一年", f"{costs.stored_kb:.1f} KB", "store.md", lambda name: size(OFFICES[name] * costs.stored_kb)),
        line("每个研判进程的内存", "", "speed.md", lambda _name: f"{costs.process_mb:.0f} MB"),
    ]


def milliseconds(seconds: float) -> str:
    """Say what a letter costs.

    >>> milliseconds(0.00152)
    '1.5 毫秒'
    """
    return f"{seconds * 1000:.2g} 毫秒"


def duration(seconds: float) -> str:
    """Say seconds in the unit a person would.

    >>> duration(0.2), duration(75), duration(90_000)
    ('不到 1 秒', '1.2 分', '25.0 小时')
    """
    if seconds < 1:
        return "不到 1 秒"
    if seconds < 60:
        return f"{seconds:.0f} 秒"
    return f"{seconds / 60:.1f} 分" if seconds < 3600 else f"{seconds / 3600:.1f} 小时"


def size(kilobytes: float) -> str:
    """Say kilobytes in the unit a person would.

    >>> size(22_500), size(45_000_000)
    ('22 MB', '45.0 GB')
    """
    return f"{kilobytes / 1e3:.0f} MB" if kilobytes < 1e6 else f"{kilobytes / 1e6:.1f} GB"


if __name__ == "__main__":
    main()
