"""Workbooks parsed in a process of their own, so that a damaged file costs itself and not the run."""

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Any, Self

from nlp.errors import ReadingError
from nlp.reading.cells import Cell
from nlp.reading.workbook_guard import DAMAGED

__all__ = ["PROTECTED", "Workbooks"]

PATIENCE = 180.0
"""Seconds to wait for an answer; parsing a hundred thousand long letters takes about two."""

PROTECTED = ("文件有密码保护", "请在表格软件中取消密码，另存后重新导入")
CHILD = Path(__file__).with_name("workbook_child.py")
DATES = {"date": dt.date.fromisoformat, "datetime": dt.datetime.fromisoformat}


def _decode_cell(value: Any) -> Cell:
    return DATES[value[0]](value[1]) if isinstance(value, list) else value


class Workbooks:
    """Read sheets through a child process, started when first needed and again after it died.

    Use as a context manager. One sheet is read at a time. A child that does not answer in ``PATIENCE`` seconds is
    killed; it ends by itself when this process does.
    """

    def __init__(self) -> None:
        self._child: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def _stop(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def _running_child(self) -> subprocess.Popen[str]:
        if self._child is None:
            self._child = subprocess.Popen(  # noqa: S603 (our own file)
                [sys.executable, "-P", str(CHILD)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="ascii",
            )
        return self._child

    def _answers(self, request: dict[str, Any], where: str) -> Iterator[dict[str, Any]]:
        """Yield the answers to a request; a child that is gone or silent means a damaged file."""
        child = self._running_child()
        if child.stdin is None or child.stdout is None:
            raise AssertionError("both are pipes")
        try:
            child.stdin.write(json.dumps(request) + "\n")
            child.stdin.flush()
        except BrokenPipeError:
            self._stop()
            raise ReadingError(where, *DAMAGED) from None
        while True:
            timer = Timer(PATIENCE, child.kill)
            timer.start()
            line = child.stdout.readline()
            timer.cancel()
            if not line.endswith("\n"):
                self._stop()
                raise ReadingError(where, *DAMAGED)
            reply = json.loads(line)
            if "error" in reply:
                raise ReadingError(where, *(PROTECTED if reply["error"] == "password" else DAMAGED))
            yield reply

    def sheets(self, path: Path, where: str) -> list[str]:
        """List the sheets of a workbook that hold cells. Raises ``ReadingError`` naming ``where``."""
        names: list[str] = next(self._answers({"path": str(path.resolve())}, where))["sheets"]
        return names

    def rows(self, path: Path, sheet: str, where: str, limit: int | None = None) -> Generator[list[Cell], None, None]:
        """Yield the rows of a sheet from its first row on, at most ``limit``. Raises ``ReadingError``."""
        request = {"path": str(path.resolve()), "sheet": sheet, "limit": limit}
        ended = False
        try:
            for reply in self._answers(request, where):
                if ended := "end" in reply:
                    return
                for row in reply["rows"]:
                    yield [_decode_cell(cell) for cell in row]
        finally:
            if not ended:  # what is left of the answer must not be taken for the answer to the next request
                self._stop()
