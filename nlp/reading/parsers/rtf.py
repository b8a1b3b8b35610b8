"""Paragraphs of rtf files."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from striprtf.striprtf import rtf_to_text

from nlp.errors import ReadingError
from nlp.reading.blocks import MAX_DOCUMENT, Block

__all__ = ["parse"]

MAX_BYTES = 64 << 20
TOO_LONG = (f"文件超过 {MAX_BYTES >> 20} MB", "请删去其中的图片，或另存为 docx 后重新导入")


def parse(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the paragraphs of an rtf file; a character the file's code page does not have becomes U+FFFD.

    ``cut`` says that the brace which ends every such file is missing.
    """
    path = Path(request["path"])
    if path.stat().st_size > MAX_BYTES:
        raise ReadingError(path.name, *TOO_LONG)
    source = path.read_bytes().decode("latin-1")
    text: str = rtf_to_text(source, encoding="gb18030", errors="replace")  # type: ignore[no-untyped-call]
    if len(text) > MAX_DOCUMENT:
        raise ReadingError(path.name, f"文字超过 {MAX_DOCUMENT:,} 字", "请拆成几个文件后重新导入")
    cut = not source.rstrip("\0\r\n\t ").endswith("}")
    yield {"blocks": [Block(line).as_dict() for line in text.split("\n")], "cut": cut}
