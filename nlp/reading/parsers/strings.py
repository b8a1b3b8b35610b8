"""The shared strings of a large xlsx: kept in a file as they were written, so that only those in use are in memory."""

import re
from array import array
from collections.abc import Iterable
from tempfile import TemporaryFile
from typing import IO

__all__ = ["SharedStrings"]

CHUNK = 1 << 20
MAX_HEAD = 64 << 10
LONGEST = 32 << 20
"""Bytes of one text; Excel has at most 32,767 characters in a cell."""

STRING = re.compile(rb"<(?:\w+:)?si[\s/>]")
STRING_END = re.compile(rb"</(?:\w+:)?si\s*>|<(?:\w+:)?si\s*/>")
OPENING = re.compile(rb"<((?:\w+:)?sst)[\s>]")
END = re.compile(rb"</(?:\w+:)?sst\s*>")


class SharedStrings:
    """A table of strings on disk; eight bytes of each are in memory.

    Raises ``ValueError`` for a table whose strings cannot be told apart by their tags (comments, CDATA, no end).
    """

    def __init__(self, source: IO[bytes]) -> None:
        self._places = array("Q")
        self._file = TemporaryFile(prefix="petitions-")  # noqa: SIM115 - closed by close()
        end = self._spool(source)
        first = self._places[0] if self._places else end
        if first > MAX_HEAD:
            raise ValueError("no string where the first should be")
        self._places.append(end)
        self._head = self._read(0, first)
        if not (opening := OPENING.search(self._head)):
            raise ValueError("no table")
        self._closing = b"</%b>" % opening[1]

    def _spool(self, source: IO[bytes]) -> int:
        """Copy the table to disk and note where each string begins; return where the last one ends."""
        tail, at, ended = b"", 0, 0
        while chunk := source.read(CHUNK):
            self._file.write(chunk)
            block = tail + chunk
            cut = max(block.rfind(b"<"), 0)  # so that no tag is in two blocks
            tail, whole = block[cut:], block[:cut]
            if b"<!" in whole or len(tail) > LONGEST:
                raise ValueError("a comment, CDATA or a text without an end")
            self._places.extend(at + found.start() for found in STRING.finditer(whole))
            ended += len(STRING_END.findall(whole))
            at += cut
        if not END.match(tail) or ended != len(self._places):
            raise ValueError("strings without an end")
        return at

    def __len__(self) -> int:
        return len(self._places) - 1

    def close(self) -> None:
        """Let go of the file, which is deleted."""
        self._file.close()

    def _read(self, start: int, end: int) -> bytes:
        self._file.seek(start)
        return self._file.read(end - start)

    def table_of(self, numbers: Iterable[int]) -> bytes:
        """Write a table of these strings alone, in this order. Raises ``IndexError`` where there is no such string."""
        strings = [self._read(self._places[number], self._places[number + 1]) for number in numbers]
        return b"".join((self._head, *strings, self._closing))
