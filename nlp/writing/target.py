"""Where a result goes: it appears whole or not at all."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from nlp.errors import LetterError

__all__ = ["WritingError", "replacing"]


class WritingError(LetterError):
    """A result cannot be written."""


def _explain(path: Path, error: OSError) -> WritingError:
    if isinstance(error, PermissionError):
        return WritingError(
            path.name, "无法写入，可能正在 Excel 中打开，或没有权限", "请关闭该文件，或换一个文件名后重试"
        )
    if error.errno == errno.ENOSPC:
        return WritingError(path.name, "磁盘空间不足", "请腾出空间后重试")
    return WritingError(path.name, f"无法写入（{error.strerror or type(error).__name__}）", "请换一个位置后重试")


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a place to write to; on success it takes the place of ``path``, on failure ``path`` stays as it was.

    The place lies in a folder of its own beside ``path`` (readable by this user only, for it holds letters), which is
    removed either way. Missing parent folders are made. Raises ``WritingError`` where the operating system refuses,
    before anything is written where that can be known.

    >>> with TemporaryDirectory() as folder:
    ...     with replacing(Path(folder, "结果", "一月.csv")) as draft:
    ...         _ = draft.write_text("编号")
    ...     [path.name for path in Path(folder, "结果").iterdir()]
    ['一月.csv']
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            with path.open("r+b"):  # fails at once when Excel has it open, not after an hour's work
                pass
        with TemporaryDirectory(dir=path.parent, prefix=".petitions-") as folder:
            draft = Path(folder, path.name)
            yield draft
            with draft.open("r+b") as written:
                os.fsync(written.fileno())
            draft.replace(path)
    except OSError as error:
        raise _explain(path, error) from error
