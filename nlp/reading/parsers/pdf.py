"""Paragraphs of pdf files through PDFium, in the order of the content; a scanned page goes through recognition."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pypdfium2
from pypdfium2 import raw

from nlp.errors import ReadingError
from nlp.reading.blocks import MAX_DOCUMENT, Block
from nlp.reading.parser_process import PROTECTED, damaged
from nlp.reading.parsers.image import MAX_PIXELS, keep_page
from nlp.reading.parsers.layout import Line, join_lines, join_pages
from nlp.reading.parsers.recognition import recognize

__all__ = ["MAX_PAGES", "parse"]

MAX_PAGES = 2_000
MAX_PAGE_CHARACTERS = 200_000
FEW_CHARACTERS = 20
"""A page with an image and fewer characters than this (a page number, a stamp) is a scan."""

DOTS_PER_POINT = 200 / 72
TOO_LONG = (f"文字超过 {MAX_DOCUMENT:,} 字", "请拆成几个文件后重新导入")
LINE_ENDS, HYPHEN = "\r\n", "\x02"


def _line(page: Any, characters: list[tuple[int, str]], height: float) -> Line | None:
    """Make a line of its characters and the boxes of the first and the last one that can be seen."""
    text = "".join(character for _, character in characters).replace(HYPHEN, "-")
    seen = [index for index, character in characters if not character.isspace()]
    if not seen:
        return None
    left, bottom, _, top = page.get_charbox(seen[0], loose=True)
    _, last_bottom, right, last_top = page.get_charbox(seen[-1], loose=True)
    return Line(text.strip(), left, right, height - max(top, last_top), height - min(bottom, last_bottom))


def _lines_of(page: Any) -> list[Line]:
    """Read the lines of the text layer of a page."""
    textpage, height = page.get_textpage(), page.get_height()
    lines, characters = [], list[tuple[int, str]]()
    for index in range(min(textpage.count_chars(), MAX_PAGE_CHARACTERS)):
        character = chr(raw.FPDFText_GetUnicode(textpage, index))
        if character not in LINE_ENDS:
            characters.append((index, character))
        elif characters:
            lines.append(_line(textpage, characters, height))
            characters = []
    lines.append(_line(textpage, characters, height))
    return [line for line in lines if line]


def _is_scan(page: Any, lines: list[Line]) -> bool:
    if sum(len(line.text) for line in lines) >= FEW_CHARACTERS:
        return False
    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _recognized(page: Any, number: int, images: str | None) -> list[Line]:
    """Draw a page at 200 dots per inch, or as large as is allowed, and recognize it."""
    width, height = page.get_size()
    scale = min(DOTS_PER_POINT, (MAX_PIXELS / 4 / max(width * height, 1.0)) ** 0.5)
    image = page.render(scale=scale).to_pil().convert("RGB")
    keep_page(image, images, number)
    return recognize(image)


def _open(path: str) -> Any:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        secret = getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise ReadingError(path, *(PROTECTED if secret else damaged("pdf"))) from error
    if len(document) > MAX_PAGES:
        problem = f"共 {len(document):,} 页，上限 {MAX_PAGES:,} 页"
        raise ReadingError(path, problem, "请核对文件来源；如确为来信，请拆成几个文件后重新导入")
    return document


def _page(document: Any, index: int, images: str | None) -> tuple[list[Line], dict[str, Any]]:
    """Give the lines of a page and what to say of it beside: that it was recognized, or why it cannot be read."""
    number = index + 1
    try:
        page = document[index]
        lines = _lines_of(page)
        if not _is_scan(page, lines):
            return lines, {}
        return _recognized(page, number, images), {"scanned": number}
    except ReadingError as error:
        return lines, {"unread": number, "because": [error.problem, error.remedy]}
    except pypdfium2.PdfiumError:
        return [], {"unread": number, "because": list(damaged("pdf"))}


def parse(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the paragraphs of a pdf file page by page; one that goes on across pages is given whole."""
    with closing(_open(request["path"])) as document:
        yield from _pages(document, request)


def _pages(document: Any, request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    carried: Block | None = None
    open_ended, total = False, 0
    for index in range(len(document)):
        lines, remark = _page(document, index, request.get("images"))
        total += sum(len(line.text) for line in lines)
        if total > MAX_DOCUMENT:
            raise ReadingError(request["path"], *TOO_LONG)
        blocks, flush, full = join_lines(lines, index + 1)
        if carried and blocks and open_ended and flush:
            blocks[0] = join_pages(carried, blocks[0])
        elif carried:
            blocks.insert(0, carried)
        carried = blocks.pop() if blocks else None
        open_ended = full if lines else open_ended
        yield {"blocks": [block.as_dict() for block in blocks], **remark}
    yield {"blocks": [carried.as_dict()] if carried else []}
