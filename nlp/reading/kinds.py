"""What a file really is, by its first bytes; the extension only breaks ties."""

import mmap
import zipfile
from pathlib import Path
from typing import Literal

from nlp.errors import ReadingError
from nlp.reading.workbook_guard import DAMAGED
from nlp.reading.workbook_process import PROTECTED

__all__ = ["SUPPORTED", "Kind", "extension_of", "kind_of"]

Kind = Literal["text", "csv", "tsv", "xlsx", "xls", "jsonl"]

EXTENSIONS: dict[str, Kind] = {
    ".txt": "text",
    ".csv": "csv",
    ".tsv": "tsv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xls",
    ".et": "xls",
    ".jsonl": "jsonl",
    ".jsonl.gz": "jsonl",
}
SUPPORTED = tuple(EXTENSIONS)
FORMATS = "txt、csv、tsv、xlsx、xls、jsonl、jsonl.gz"
CONVERT = f"请另存为下列格式之一后重新导入：{FORMATS}"
HINTS = {
    ".doc": ("Word 文件", "请另存为 txt"),
    ".docx": ("Word 文件", "请另存为 txt"),
    ".wps": ("WPS 文字文件", "请另存为 txt"),
    ".pdf": ("PDF 文件", "请复制其中文字另存为 txt"),
    ".xlsb": ("二进制工作簿", "请另存为 xlsx"),
    ".ods": ("OpenDocument 表格", "请另存为 xlsx"),
    ".zip": ("压缩包", "请先解压，再导入其中的文件"),
    ".rar": ("压缩包", "请先解压，再导入其中的文件"),
    ".7z": ("压缩包", "请先解压，再导入其中的文件"),
}
WEB_PAGE = (b"<html", b"<!doctype", b"<table", b"<meta", b"<head", b"<?xml", b"<style")
BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"MZ",
    b"\x7fELF",
    b"II*\x00",
    b"MM\x00*",
)
OLE_MAGIC, ZIP_MAGIC, GZIP_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"\x1f\x8b"


def extension_of(path: Path) -> str:
    """Give the extension in lower case, ``.jsonl.gz`` as one."""
    name = path.name.lower()
    return ".jsonl.gz" if name.endswith(".jsonl.gz") else path.suffix.lower()


def _kind_of_zip(path: Path, name: str) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ReadingError(name, *DAMAGED) from error
    if "xl/workbook.bin" in parts:
        raise ReadingError(name, "其实是二进制工作簿（xlsb）", "请另存为 xlsx 后重新导入")
    if any(part.startswith("xl/") for part in parts):
        return "xlsx"
    if any(part.startswith("word/") for part in parts):
        raise ReadingError(name, "其实是 Word 文件", "请另存为 txt 后重新导入")
    raise ReadingError(name, "其实是压缩包或其他文件", "请先解压，再导入其中的文件")


def _kind_of_ole(path: Path, name: str) -> Kind:
    """Tell the old Office files apart by the names of their streams."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:

        def holds(title: str) -> bool:
            return content.find(title.encode("utf-16-le")) >= 0

        if holds("EncryptedPackage"):
            raise ReadingError(name, *PROTECTED)
        if holds("Workbook") or holds("Book"):
            return "xls"
        if holds("WordDocument"):
            raise ReadingError(name, "其实是 Word 文件", "请另存为 txt 后重新导入")
    raise ReadingError(name, *DAMAGED)


def _kind_of_text(extension: str, head: bytes, name: str) -> Kind:
    kind = EXTENSIONS[extension]
    if kind != "text" and head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(WEB_PAGE):
        raise ReadingError(name, "其实是网页表格（HTML 或 XML）", "请用表格软件打开，另存为 xlsx 后重新导入")
    return "csv" if kind in ("xlsx", "xls") else kind


def kind_of(path: Path, name: str) -> Kind:
    """Tell how a file is to be read; ``name`` names it in messages.

    An xlsx named .csv is read as xlsx, a csv named .xlsx as csv. Raises ``ReadingError`` for what cannot be read,
    ``OSError`` when the file cannot be opened.
    """
    extension = extension_of(path)
    if extension not in EXTENSIONS:
        what, remedy = HINTS.get(extension, ("", ""))
        problem = f"暂不支持{what}（{extension}）" if what else f"不支持的文件类型（{extension or '无扩展名'}）"
        raise ReadingError(name, problem, f"{remedy}；可读的格式：{FORMATS}" if remedy else CONVERT)
    with path.open("rb") as stream:
        head = stream.read(4096)
    if not head:
        raise ReadingError(name, "文件是空的", "请核对文件是否传输完整")
    if head.startswith(ZIP_MAGIC):
        return _kind_of_zip(path, name)
    if head.startswith(OLE_MAGIC):
        return _kind_of_ole(path, name)
    if head.startswith(GZIP_MAGIC):
        if EXTENSIONS[extension] == "jsonl":
            return "jsonl"
        raise ReadingError(name, "其实是 gzip 压缩文件", "请先解压，再导入其中的文件")
    if head.startswith(BINARY):
        raise ReadingError(name, "其实是图片、PDF 或程序，不是文字", CONVERT)
    return _kind_of_text(extension, head, name)
