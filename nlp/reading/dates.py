"""Dates as offices write them."""

import datetime as dt
import re
import unicodedata

from nlp.reading.cells import Cell

__all__ = ["parse_date"]

EARLIEST, LATEST = 1949, 2100
"""Years a letter can have been received in; anything outside is a number that only looks like a date."""

EXCEL_EPOCH = dt.date(1899, 12, 30)  # serial 1 is 1900-01-01; Excel also counts a 1900-02-29 that never was
TIME = r"[\s周星期一二三四五六日天上下午早晚晨间()]*(?:T?\d{1,2}[:时点].*)?"
SEPARATED = re.compile(rf"(\d{{4}})\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})\s*[日号]?{TIME}", re.DOTALL)
COMPACT = re.compile(rf"(\d{{4}})(\d{{2}})(\d{{2}})(?:\d{{4}}|\d{{6}})?{TIME}", re.DOTALL)
SERIAL = re.compile(r"\d{5}(?:\.\d+)?")


def _from_serial(serial: float) -> dt.date | None:
    """Turn an Excel serial day number into a date."""
    day = EXCEL_EPOCH + dt.timedelta(days=int(serial))
    return day if EARLIEST <= day.year <= LATEST else None


def parse_date(cell: Cell) -> dt.date | None:
    """Read a date from a date cell, an Excel serial or the usual spellings; what is unknown gives None.

    A time of day after the date is allowed and dropped. Day and month are never swapped: only year first is read.

    >>> [str(parse_date(cell)) for cell in ("2024-3-1", "2024年3月1日 10:20", "20240301", 45352.0)]
    ['2024-03-01', '2024-03-01', '2024-03-01', '2024-03-01']
    >>> parse_date("上周三") is None
    True
    """
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return None
    written = unicodedata.normalize("NFKC", str(cell)).strip()
    written = written.removesuffix(".0") if isinstance(cell, float) else written
    if len(written) > 60:  # a letter in the wrong column
        return None
    if SERIAL.fullmatch(written):
        return _from_serial(float(written))
    if match := SEPARATED.fullmatch(written) or COMPACT.fullmatch(written):
        year, month, day = map(int, match.groups())
        try:
            return dt.date(year, month, day) if EARLIEST <= year <= LATEST else None
        except ValueError:
            return None
    return None
