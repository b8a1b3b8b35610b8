"""Memory and time of parsing an xlsx of so many letters: in pieces, and whole as calamine alone would.

Each figure is of a process of its own that does nothing else. Run with ``.venv/bin/python benchmarks/xlsx_memory.py``;
``--letters`` names other sizes. Whole, a workbook of more than 100,000 letters is not tried.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import xlsxwriter

from nlp.reading.parsers import large, workbook

HERE = Path(__file__).resolve()
SIZES = (10_000, 100_000, 400_000)
CHARACTERS = 360
MOST_WHOLE = 100_000
WORDS = "厂里拖欠工资三年改制后没有安置食堂承包不公开请领导解决内退费从去年停发至今"


def make(path: Path, letters: int) -> None:
    """Write letters of ``CHARACTERS`` characters with number, title, day and sender, the texts as shared strings."""
    chance = random.Random(letters)
    with xlsxwriter.Workbook(path, {"tmpdir": str(path.parent)}) as book:
        sheet, day = book.add_worksheet("来信"), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["编号", "标题", "内容", "来信日期", "来信人"])
        for row in range(1, letters + 1):
            text = f"{row:07}" + "".join(chance.choices(WORDS, k=CHARACTERS - 7))
            sheet.write_row(row, 0, [f"A{row}", f"第{row}封", text])
            sheet.write_number(row, 3, 45_000 + row % 365, day)
            sheet.write_string(row, 4, "来信人")


def parse(path: str, way: str) -> None:
    """Parse a workbook and print rows, seconds (of processor and of clock) and peak memory."""
    large.LARGE_FROM = 0 if way == "pieces" else sys.maxsize
    begun = time.perf_counter(), time.process_time()
    (sheets,) = workbook.parse({"path": path})
    asked = ({"path": path, "sheet": sheet, "limit": None} for sheet in sheets["sheets"])
    rows = sum(len(reply["rows"]) for one in asked for reply in workbook.parse(one))
    clock, processor = time.perf_counter() - begun[0], time.process_time() - begun[1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"rows": rows, "clock": clock, "processor": processor, "peak": peak / 1024}))


def measure(sizes: list[int]) -> list[str]:
    """Measure both ways at each size; return the rows of the table."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for letters in sizes:
            path = Path(folder, f"{letters}.xlsx")
            # in a process of its own: on Linux the peak of a parent is inherited by its children
            subprocess.run([sys.executable, str(HERE), "--make", str(path), "--letters", str(letters)], check=True)
            for way in ("pieces", "whole") if letters <= MOST_WHOLE else ("pieces",):
                command = [sys.executable, str(HERE), "--parse", str(path), "--way", way]
                found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
                if found["rows"] != letters + 1:
                    raise SystemExit(f"{way}: {found['rows']} rows of {letters + 1}")
                lines.append(
                    f"| {letters:,} | {path.stat().st_size >> 20} | {way} | {found['processor']:.1f} | "
                    f"{found['clock']:.1f} | {found['peak']:.0f} |"
                )
                print(lines[-1])
            path.unlink()
    return lines


def main() -> None:
    """Write ``xlsx_memory.md``, or parse one file for it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--letters", type=int, nargs="+", default=SIZES)
    parser.add_argument("--parse", help=argparse.SUPPRESS)
    parser.add_argument("--make", help=argparse.SUPPRESS)
    parser.add_argument("--way", choices=("pieces", "whole"), default="pieces")
    arguments = parser.parse_args()
    if arguments.make:
        make(Path(arguments.make), arguments.letters[0])
        return
    if arguments.parse:
        parse(arguments.parse, arguments.way)
        return
    lines = measure(arguments.letters)
    heading = [
        f"# Memory of parsing an xlsx, letters of {CHARACTERS} characters",
        "",
        "`.venv/bin/python benchmarks/xlsx_memory.py`: each row is a process that parses and does nothing else.",
        f"Workbooks that unpack to {large.LARGE_FROM >> 20} MB or more are read in pieces, smaller ones whole.",
        "",
        "| letters | MB of file | way | processor s | clock s | peak MB |",
        "|---|---|---|---|---|---|",
    ]
    HERE.with_suffix(".md").write_text("\n".join([*heading, *lines]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
