"""Analyses as a csv file that Excel and WPS open with the right encoding."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from nlp.letter import Analysis
from nlp.writing.names import Names
from nlp.writing.safety import plain_cell, without_formula
from nlp.writing.table import Value, headers, row_of

__all__ = ["write_csv"]


def _cell(value: Value) -> str:
    if isinstance(value, str):
        return without_formula(plain_cell(value))
    return f"{value:.6f}" if isinstance(value, float) else "" if value is None else value.isoformat()


def write_csv(analyses: Iterable[Analysis], path: Path, categories: Sequence[str], names: Names) -> int:
    """Write one row an analysis under a header, UTF-8 with byte order mark, and give their number."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(map(_cell, headers(categories, names)))
        for analysis in analyses:
            count += 1
            writer.writerow(map(_cell, row_of(analysis, categories, names)))
    return count
