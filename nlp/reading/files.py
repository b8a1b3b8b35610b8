"""Which files a run is about: those given, and those in the folders given, in a fixed order."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from nlp.reading.names import shown_name
from nlp.receipt import Receipt

__all__ = ["find_files", "why_skipped"]

SYSTEM_FILES = ("__MACOSX", "Thumbs.db", "desktop.ini")


def why_skipped(name: str) -> str:
    """Say why a file or folder of this name holds no letters by its nature, or ``""``."""
    if name.startswith("~$"):
        return "Office 锁文件"
    if name.startswith("."):
        return "隐藏文件"
    if name in SYSTEM_FILES:
        return "系统文件"
    return "回执文件" if name.endswith(".receipt.json") else ""


def _walk(folder: Path, receipt: Receipt) -> Iterator[tuple[Path, str]]:
    """Yield the files below a folder, sorted by path; links to folders are not followed."""

    def refuse(error: OSError) -> None:
        receipt.open_file(shown_name(os.path.relpath(error.filename, folder.parent)))
        receipt.refuse_file(f"文件夹打不开（{error.strerror}）", "请核对权限后重新导入")

    for parent, folders, names in os.walk(folder, onerror=refuse):
        for name in sorted(folders):
            if name.startswith("."):
                receipt.skip_file(shown_name(f"{(Path(parent) / name).relative_to(folder).as_posix()}/"), "隐藏文件夹")
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent) / name
            shown = shown_name(path.relative_to(folder).as_posix())
            if reason := why_skipped(name):
                receipt.skip_file(shown, reason)
            else:
                yield path, shown


def find_files(paths: Sequence[Path], receipt: Receipt) -> Iterator[tuple[Path, str]]:
    """Yield each file with the name it has in messages: relative to the folder given, or its own.

    Hidden files, Office lock files and a file given twice are skipped and accounted for in the receipt.
    """
    seen: set[Path] = set()
    for given in paths:
        found = _walk(given, receipt) if given.is_dir() else iter([(given, shown_name(given.name))])
        for path, shown in found:
            reason = why_skipped(path.name) or ("同一文件给了两次" if path.resolve() in seen else "")
            if reason:
                receipt.skip_file(shown, reason)
                continue
            seen.add(path.resolve())
            yield path, shown
