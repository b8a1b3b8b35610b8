"""Pictures that stand in the text of a docx: a scanned letter is recognized, and what is not read says why."""

import io
import zipfile
from pathlib import PurePosixPath
from typing import Any

from nlp.errors import ReadingError
from nlp.reading.parsers.image import lines_of, opened_image
from nlp.reading.parsers.layout import join_lines

__all__ = ["MAX_PICTURES", "SMALLEST", "read_picture"]

SMALLEST = 100
"""Pixels of either side; less is an emblem, a signature or a rule, on which nothing can be recognized."""

MAX_PICTURES = 500
READABLE = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp")
SAVE = "请把其中的原图另存为 png 或 jpg 后导入"


def read_picture(archive: zipfile.ZipFile, part: str, number: int, images: str | None) -> dict[str, Any]:
    """Give the paragraphs of one picture as the answer of a parser; ``number`` counts the pictures from 1.

    One that cannot be read answers ``unread`` and ``because``; ``part`` is ``""`` for one that is only linked.
    """
    try:
        blocks = _recognized(archive, part, number, images)
    except ReadingError as error:
        return {"blocks": [], "unread": number, "because": [error.problem, error.remedy]}
    return {"blocks": blocks, "scanned": number}


def _recognized(archive: zipfile.ZipFile, part: str, number: int, images: str | None) -> list[dict[str, Any]]:
    suffix = PurePosixPath(part).suffix.lower()
    if number > MAX_PICTURES:
        raise ReadingError("docx", f"排在第 {MAX_PICTURES} 张以后", "请拆成几个文件后重新导入")
    if part not in archive.namelist():
        raise ReadingError("docx", "不在文件里，只是一个链接", SAVE)
    if suffix not in READABLE:
        raise ReadingError("docx", f"是 {suffix.removeprefix('.') or '不明'} 格式，不能识别", SAVE)
    with opened_image(io.BytesIO(archive.read(part))) as image:
        if min(image.size) < SMALLEST:
            raise ReadingError("docx", "太小，不像来信", f"如果其中有文字，{SAVE}")
        blocks, _, _ = join_lines(lines_of(image, number, images), number)
    return [block.as_dict() for block in blocks]
