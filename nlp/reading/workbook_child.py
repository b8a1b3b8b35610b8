"""The process that parses workbooks.

On some damaged files calamine panics, or asks for more memory than there is, which ends the process it runs in.

Run as a script by ``workbook_process``. It imports nothing of ours, reads one JSON request a line from standard input
and answers in JSON lines: ``{"sheets": […]}`` for a path, ``{"rows": […]}`` batches and ``{"end": true}`` for a sheet,
``{"error": "password" | "damaged"}`` for what it cannot read. Dates travel as ``["date", "2024-03-01"]``.
"""

import contextlib
import datetime as dt
import json
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

__all__ = ["answer", "encode_cell", "main"]

BATCH = 200
MAX_MEMORY = 2 << 30
"""Bytes of address space, where the system can enforce it."""


def encode_cell(cell: Any) -> Any:
    """Give a cell as a JSON value.

    >>> encode_cell(dt.datetime(2024, 3, 1, 8)), encode_cell(1.5)
    (['datetime', '2024-03-01T08:00:00'], 1.5)
    """
    if isinstance(cell, dt.datetime):
        return ["datetime", cell.isoformat()]
    if isinstance(cell, dt.date):
        return ["date", cell.isoformat()]
    return cell if isinstance(cell, str | int | float) or cell is None else str(cell)


def _open(path: str) -> CalamineWorkbook:
    with Path(path).open("rb") as stream:
        return CalamineWorkbook.from_filelike(stream)


def _rows(workbook: CalamineWorkbook, sheet: str, limit: int | None) -> Iterator[dict[str, Any]]:
    rows = islice(workbook.get_sheet_by_name(sheet).iter_rows(), limit)
    while batch := [[encode_cell(cell) for cell in row] for row in islice(rows, BATCH)]:
        yield {"rows": batch}
    yield {"end": True}


def answer(requests: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the answers to requests, one workbook held open at a time."""
    held: tuple[str, CalamineWorkbook] | None = None
    for line in requests:
        request = json.loads(line)
        path = request["path"]
        try:
            if held is None or held[0] != path or "sheet" not in request:
                held = path, _open(path)
            if "sheet" in request:
                yield from _rows(held[1], request["sheet"], request["limit"])
            else:
                sheets = held[1].sheets_metadata
                yield {"sheets": [sheet.name for sheet in sheets if sheet.typ == SheetTypeEnum.WorkSheet]}
        except PasswordError:
            yield {"error": "password"}
        except (CalamineError, OSError, ValueError, MemoryError):
            yield {"error": "damaged"}


def main() -> None:
    """Answer until standard input ends."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # no such limits on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold letters
    for reply in answer(sys.stdin):
        sys.stdout.write(json.dumps(reply) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
