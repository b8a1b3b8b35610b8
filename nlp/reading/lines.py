"""Physical lines of a text file in bounded memory, however long a line is."""

from typing import TextIO

from nlp.errors import ReadingError

__all__ = ["MAX_LINE", "LineTooLongError", "read_line"]

MAX_LINE = 2_000_000
"""Characters; ten times the longest text allowed, for JSON escapes and quotes."""

MAX_DRAINED = 1 << 30
"""Characters of one line passed over before the file is given up."""


class LineTooLongError(Exception):
    """A line beyond ``MAX_LINE``; the stream already stands at the next line."""

    problem = f"一行超过 {MAX_LINE:,} 个字符"
    remedy = "请核对文件是否完整、换行符是否丢失，修正后重新导入"


def read_line(stream: TextIO, where: str) -> str:
    """Read one line with its end, ``""`` at the end of the file.

    Raises ``LineTooLongError`` for a line that is too long, ``ReadingError`` when there is no end of it.
    """
    line = stream.readline(MAX_LINE + 1)
    if len(line) <= MAX_LINE or line.endswith(("\n", "\r")):
        return line
    drained = 0
    while (rest := stream.readline(MAX_LINE)) and not rest.endswith(("\n", "\r")):
        drained += len(rest)
        if drained > MAX_DRAINED:
            raise ReadingError(where, f"一行超过 {MAX_DRAINED:,} 个字符", LineTooLongError.remedy)
    raise LineTooLongError
