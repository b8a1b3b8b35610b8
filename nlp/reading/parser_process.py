"""Hostile formats parsed in a process of their own, so that a damaged file costs itself and not the run."""

import json
import os
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Any, Self

from nlp.errors import ReadingError

__all__ = ["PROTECTED", "ParserProcess", "damaged"]

PATIENCE = 180.0
"""Seconds to wait for an answer; parsing a hundred thousand long letters takes about two, recognizing a page three."""

PROTECTED = ("文件有密码保护", "请用原软件取消密码，另存后重新导入")
WAY_OUT = {
    "workbook": "请用表格软件打开并另存为 xlsx 后重新导入",
    "docx": "请用 Word 或 WPS 打开并另存为 docx 后重新导入",
    "rtf": "请用 Word 或 WPS 打开并另存为 docx 后重新导入",
    "pdf": "请重新获取原件，或重新打印成 PDF 后导入",
    "image": "请重新扫描或拍照，存为 png 或 jpg 后重新导入",
    "eml": "请在邮件软件中重新导出为 eml 后导入",
    "msg": "请在邮件软件中重新导出为 eml 后导入",
    "zip": "请重新获取压缩包，或先解压再导入其中的文件",
}


def damaged(format_name: str) -> tuple[str, str]:
    """Say that a file of a format is damaged, and what to do about it.

    >>> damaged("pdf")
    ('文件不完整或已损坏', '请重新获取原件，或重新打印成 PDF 后导入')
    """
    return "文件不完整或已损坏", WAY_OUT[format_name]


class ParserProcess:
    """Ask a child process to parse; it is started when first needed and again after it died.

    Use as a context manager. One file is read at a time. A child that does not answer in ``PATIENCE`` seconds is
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
        if self._child is None or self._child.poll() is not None:
            self._stop()
            home = Path(__file__).resolve().parents[2]
            paths = os.pathsep.join(filter(None, (str(home), os.environ.get("PYTHONPATH"))))
            self._child = subprocess.Popen(
                [sys.executable, "-P", "-m", "nlp.reading.parsers"],
                env={**os.environ, "PYTHONPATH": paths, "OMP_NUM_THREADS": "2"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="ascii",
            )
        return self._child

    def _next_line(self, child: subprocess.Popen[str], format_name: str, where: str) -> str:
        """Read one line of an answer; a child that is gone means a damaged file, a silent one too much of it."""
        if child.stdout is None:
            raise AssertionError("a pipe")
        late: list[bool] = []

        def give_up() -> None:
            late.append(True)
            child.kill()

        timer = Timer(PATIENCE, give_up)
        timer.daemon = True
        timer.start()
        line = child.stdout.readline()
        timer.cancel()
        if line.endswith("\n"):
            return line
        problem, remedy = damaged(format_name)
        raise ReadingError(where, f"{PATIENCE:.0f} 秒内没有解析完" if late else problem, remedy)

    def ask(self, format_name: str, path: Path, where: str, **request: Any) -> Generator[dict[str, Any], None, None]:
        """Yield what a parser answers about a file. Raises ``ReadingError`` naming ``where``."""
        ended = False
        try:
            child = self._running_child()
            if child.stdin is None:
                raise AssertionError("a pipe")
            question = {"format": format_name, "path": str(path.resolve()), **request}
            try:
                child.stdin.write(json.dumps(question) + "\n")
                child.stdin.flush()
            except BrokenPipeError:
                raise ReadingError(where, *damaged(format_name)) from None
            while True:
                reply = json.loads(self._next_line(child, format_name, where))
                if ended := "end" in reply or "problem" in reply:
                    if "problem" in reply:
                        raise ReadingError(where, reply["problem"], reply["remedy"])
                    return
                yield reply
        finally:
            if not ended:  # what is left of the answer must not be taken for the answer to the next request
                self._stop()
