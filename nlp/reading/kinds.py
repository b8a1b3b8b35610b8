"""What a file really is, by its first bytes; the extension only breaks ties."""

import mmap
import zipfile
from pathlib import Path
from typing import Literal

from nlp.errors import ReadingError
from nlp.reading.package_guard import UNPACKING_ERRORS, check_directory
from nlp.reading.parser_process import PROTECTED, damaged

__all__ = ["EXTENSIONS", "SHOWN", "SUPPORTED", "Kind", "extension_of", "kind_of"]

Kind = Literal["text", "csv", "tsv", "xlsx", "xls", "jsonl", "docx", "doc", "rtf", "pdf", "image", "eml", "msg", "zip"]

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
    ".docx": "docx",
    ".docm": "docx",
    ".doc": "doc",
    ".wps": "doc",
    ".rtf": "rtf",
    ".pdf": "pdf",
    ".png": "image",
    ".jpg": "image",
    ".jpeg": "image",
    ".tif": "image",
    ".tiff": "image",
    ".bmp": "image",
    ".eml": "eml",
    ".msg": "msg",
    ".zip": "zip",
}
SHOWN: dict[Kind, str] = {"text": "文字", "image": "图片", "eml": "邮件（eml）", "msg": "邮件（msg）"}
SUPPORTED = tuple(EXTENSIONS)
FORMATS = "txt、docx、pdf、xlsx、xls、csv、tsv、jsonl、eml、msg、png、jpg、tif、zip"
CONVERT = f"请另存为下列格式之一后重新导入：{FORMATS}"
HINTS = {
    ".xlsb": ("二进制工作簿", "请另存为 xlsx"),
    ".ods": ("OpenDocument 表格", "请另存为 xlsx"),
    ".odt": ("OpenDocument 文字", "请另存为 docx"),
    ".ofd": ("OFD 版式文件", "请转成 pdf"),
    ".ppt": ("演示文稿", "请另存为 pdf"),
    ".pptx": ("演示文稿", "请另存为 pdf"),
    ".html": ("网页", "请用 Word 或 WPS 打开，另存为 docx"),
    ".htm": ("网页", "请用 Word 或 WPS 打开，另存为 docx"),
    ".heic": ("苹果手机照片", "请转成 jpg"),
    ".gif": ("动态图片", "请转成 png"),
    ".webp": ("网页图片", "请转成 png"),
    ".rar": ("压缩包", "请先解压，再导入其中的文件"),
    ".7z": ("压缩包", "请先解压，再导入其中的文件"),
}
WEB_PAGE = (b"<html", b"<!doctype", b"<table", b"<meta", b"<head", b"<?xml", b"<style")
MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
)
FOREIGN = {
    b"GIF8": ".gif",
    b"Rar!": ".rar",
    b"7z\xbc\xaf": ".7z",
}
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
WORD_HEADER, SECTOR = b"\xec\xa5", 512
OLE_MAGIC, ZIP_MAGICS, GZIP_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", (b"PK\x03\x04", b"PK\x05\x06"), b"\x1f\x8b"
TEXTS: frozenset[Kind] = frozenset(("text", "csv", "tsv", "jsonl", "eml"))


def extension_of(name: str) -> str:
    """Give the extension in lower case, ``.jsonl.gz`` as one.

    >>> extension_of("来信.JSONL.gz"), extension_of("来信")
    ('.jsonl.gz', '')
    """
    return ".jsonl.gz" if name.lower().endswith(".jsonl.gz") else Path(name).suffix.lower()


def _kind_of_zip(path: Path, name: str) -> Kind:
    """Tell Office files from plain archives by the names of their parts."""
    claimed = EXTENSIONS.get(extension_of(name), "zip")
    check_directory(path, name)
    try:
        with zipfile.ZipFile(path) as archive:
            parts = set(archive.namelist())
    except UNPACKING_ERRORS as error:
        reason = damaged({"xlsx": "workbook", "docx": "docx"}.get(claimed, "zip"))
        raise ReadingError(name, *reason) from error
    office = "[Content_Types].xml" in parts
    if "xl/workbook.bin" in parts:
        raise ReadingError(name, "其实是二进制工作簿（xlsb）", "请另存为 xlsx 后重新导入")
    if "xl/workbook.xml" in parts or (office and any(part.startswith("xl/") for part in parts)):
        return "xlsx"
    if "word/document.xml" in parts or (office and any(part.startswith("word/") for part in parts)):
        return "docx"
    if office and any(part.startswith("ppt/") for part in parts):
        raise ReadingError(name, "其实是演示文稿", "请另存为 pdf 后重新导入")
    if {"mimetype", "content.xml"} <= parts:
        raise ReadingError(name, "其实是 OpenDocument 文件", "请另存为 docx 或 xlsx 后重新导入")
    return "zip"


def _is_locked_word(content: mmap.mmap) -> bool:
    """Tell an old Word file with a password: the ninth flag of its header, which begins a sector ([MS-DOC] 2.5.2)."""
    at = content.find(WORD_HEADER, SECTOR)
    while at % SECTOR and at >= 0:
        at = content.find(WORD_HEADER, at + 1)
    return at >= 0 and at + 11 < len(content) and bool(content[at + 11] & 1)


def _kind_of_ole(path: Path, name: str) -> Kind:
    """Tell the old Office files and Outlook mail apart by the names of their streams."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:

        def holds(title: str) -> bool:
            return content.find(title.encode("utf-16-le")) >= 0

        if holds("__properties_version1.0"):  # first: a mail may hold any of the others
            return "msg"
        if holds("EncryptedPackage"):
            raise ReadingError(name, *PROTECTED)
        if holds("WordDocument"):
            if _is_locked_word(content):
                raise ReadingError(name, *PROTECTED)
            return "doc"
        if holds("Workbook") or holds("Book"):
            return "xls"
    claimed = EXTENSIONS.get(extension_of(name), "xls")
    raise ReadingError(name, *damaged({"msg": "msg", "doc": "docx"}.get(claimed, "workbook")))


def _unsupported(extension: str, name: str) -> ReadingError:
    what, remedy = HINTS.get(extension, ("", ""))
    problem = f"暂不支持{what}（{extension}）" if what else f"不支持的文件类型（{extension or '无扩展名'}）"
    return ReadingError(name, problem, f"{remedy}；可读的格式：{FORMATS}" if remedy else CONVERT)


def _kind_of_text(extension: str, head: bytes, name: str) -> Kind:
    """Decide about a file that begins like none of the binary formats."""
    if extension not in EXTENSIONS:
        raise _unsupported(extension, name)
    kind = EXTENSIONS[extension]
    if kind not in ("text", "eml") and head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(WEB_PAGE):
        raise ReadingError(
            name, "其实是网页（HTML 或 XML）", "请用表格软件或 Word 打开，另存为 xlsx 或 docx 后重新导入"
        )
    if kind in ("xlsx", "xls"):
        return "csv"
    if kind in TEXTS or (kind == "image" and head.startswith(b"BM")):
        return kind
    raise ReadingError(name, *damaged({"doc": "docx"}.get(kind, kind)))


def kind_of(path: Path, name: str) -> Kind:
    """Tell how a file is to be read; ``name`` names it in messages and gives the extension.

    An xlsx named .csv is read as xlsx, a csv named .xlsx as csv. Raises ``ReadingError`` for what cannot be read,
    ``OSError`` when the file cannot be opened.
    """
    extension = extension_of(name)
    with path.open("rb") as stream:
        head = stream.read(4096)
    if not head:
        raise ReadingError(name, "文件是空的", "请核对文件是否传输完整")
    if head.startswith(ZIP_MAGICS):
        return _kind_of_zip(path, name)
    if head.startswith(OLE_MAGIC):
        return _kind_of_ole(path, name)
    if head.startswith(GZIP_MAGIC):
        if EXTENSIONS.get(extension) == "jsonl":
            return "jsonl"
        raise ReadingError(name, "其实是 gzip 压缩文件", "请先解压，再导入其中的文件")
    for magic, kind in MAGIC:
        if head.startswith(magic):
            return kind
    for magic, really in FOREIGN.items():
        if head.startswith(magic):
            raise _unsupported(really, name)
    if head.startswith(PROGRAMS) and b"\x00" in head:
        raise ReadingError(name, "其实是程序，不是文字", "请核对文件来源，不要打开它")
    return _kind_of_text(extension, head, name)
