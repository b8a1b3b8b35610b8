"""The process that parses: one JSON request a line on standard input, JSON lines as the answer.

A request names a ``format`` and a ``path``. The answer is any number of objects, then ``{"end": true}``, or
``{"problem": …, "remedy": …}`` for a file that cannot be read.
"""

import contextlib
import json
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

from nlp.errors import ReadingError
from nlp.reading.parser_process import damaged

__all__ = ["answer", "main"]

MAX_MEMORY = 3 << 30
"""Bytes of address space, where the system can enforce it; recognition takes half of it."""

MODULES = {
    "workbook": "workbook",
    "docx": "docx",
    "rtf": "rtf",
    "pdf": "pdf",
    "image": "image",
    "eml": "mail",
    "msg": "outlook",
}
DAMAGE = (ValueError, OSError, EOFError, LookupError, TypeError, AttributeError, ArithmeticError, RuntimeError)


def _replies(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    parser = import_module(f"nlp.reading.parsers.{MODULES[request['format']]}")
    yield from parser.parse(request)


def answer(requests: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the answers to requests, one after another."""
    for line in requests:
        request = json.loads(line)
        problem, remedy = damaged(request["format"])
        try:
            yield from _replies(request)
            yield {"end": True}
        except ReadingError as error:
            yield {"problem": error.problem, "remedy": error.remedy}
        except MemoryError:
            yield {"problem": "文件太大，内存不足", "remedy": "请拆成几个文件后重新导入"}
        except (*DAMAGE, zipfile.BadZipFile, zlib.error):
            yield {"problem": problem, "remedy": remedy}


def main() -> None:
    """Answer until standard input ends."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # no such limits on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold letters
    answers = sys.stdout
    sys.stdout = sys.stderr  # what a library prints is no answer
    for reply in answer(sys.stdin):
        answers.write(json.dumps(reply) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
