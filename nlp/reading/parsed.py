"""Documents that the parser process takes apart: docx, rtf, pdf and images."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from nlp.errors import ReadingError
from nlp.letter import Letter
from nlp.reading.blocks import CUT_SHORT, Block, image_name
from nlp.reading.documents import letters_of_document
from nlp.reading.intake import Intake
from nlp.receipt import Scan

__all__ = ["read_document"]

UNREADABLE = ("扫描件上没有认出文字", "请对照原件人工录入，或重新扫描后导入")
"""A scan on which nothing was recognized may be handwriting: it is a refusal to act on, not a blank row."""

PICTURES_ONLY = ("文件里只有图片，没有文字", "请把其中的图片另存为 png 或 jpg 后导入")

Unread = tuple[int, str, str]
"""The number of a page or picture, what is wrong with it and what to do."""


def _image_folder(name: str, intake: Intake) -> Path | None:
    """Choose a folder of its own for the page images of a file, where they are to be kept."""
    if intake.scan_folder is None:
        return None
    plain = "".join(char if char.isalnum() or char in "-_." else "_" for char in name).strip(".") or "scan"
    folder, number = intake.scan_folder / plain[:100], 2
    while folder.exists():
        folder, number = intake.scan_folder / f"{plain[:100]}-{number}", number + 1
    return folder


def read_document(path: Path, kind: str, name: str, intake: Intake) -> Iterator[Letter]:
    """Yield the letters of a document; a page that cannot be read is refused by its number and the rest is kept.

    The pictures in a docx are read where they stand; those that are not are noted beside its words. Raises
    ``ReadingError`` when no page of it can be read.
    """
    folder = _image_folder(name, intake)
    blocks: list[Block] = []
    pages: dict[int, Path | None] = {}
    unread: list[Unread] = []
    aside = 0
    for reply in intake.parsers.ask(kind, path, name, images=str(folder.resolve()) if folder else None):
        blocks += [Block(**block) for block in reply["blocks"]]
        aside = reply.get("aside", aside)
        if reply.get("cut"):
            intake.receipt.note(CUT_SHORT.format(name))
        if page := reply.get("scanned"):
            pages[page] = folder / image_name(page) if folder else None
        if page := reply.get("unread"):
            unread.append((page, *reply["because"]))
    seen = any(block.text.strip() or block.rows for block in blocks)
    if unread and not seen:
        _, problem, remedy = unread[0]
        raise ReadingError(name, f"{PICTURES_ONLY[0]}，图片{problem}" if kind == "docx" else problem, remedy)
    if aside and not seen and not pages:
        raise ReadingError(name, *PICTURES_ONLY)
    if aside:
        intake.receipt.note(f"{name}：页眉、页脚或背景里有 {aside} 张图片，没有读")
    if kind == "docx":
        _note_pictures(name, unread, intake)
    else:
        _refuse_pages(name, unread, intake)
    sort = "张图片：没有认出文字，请对照原件核对" if kind == "docx" else "页：没有认出文字，请对照原件核对是否空白页"
    for page in sorted(pages.keys() - {block.page for block in blocks}) if seen else ():
        intake.receipt.note(f"{name} 第 {page} {sort}")
    if pages and not seen:
        yield from _wordless_scan(name, pages, intake)
        return
    yield from letters_of_document(blocks, name, pages, intake)


def _wordless_scan(name: str, pages: Mapping[int, Path | None], intake: Intake) -> Iterator[Letter]:
    """Refuse a scan without a word, or keep it with its pages as a letter where blank ones have their number too."""
    receipt = intake.receipt
    receipt.take_row()
    if not intake.keep_blank:
        receipt.refuse_row(name, *UNREADABLE)
        return
    letter = Letter("", id=intake.ids.claim(name), source=name)
    receipt.count_letter()
    receipt.note(f"{name}：{UNREADABLE[0]}，已登记，请对照原件补录")
    receipt.keep_scan(Scan(letter.id, tuple(path for page in sorted(pages) if (path := pages[page]))))
    yield letter


def _refuse_pages(name: str, unread: Sequence[Unread], intake: Intake) -> None:
    for page, problem, remedy in unread:
        intake.receipt.take_row()
        intake.receipt.refuse_row(f"{name} 第 {page} 页", f"这一页{problem}", remedy)


def _note_pictures(name: str, unread: Sequence[Unread], intake: Intake) -> None:
    """Name the pictures beside a text that were not read, one note for each reason."""
    for problem, remedy in dict.fromkeys((problem, remedy) for _, problem, remedy in unread):
        numbers = "、".join(str(number) for number, *because in unread if tuple(because) == (problem, remedy))
        intake.receipt.note(f"{name}：第 {numbers} 张图片没有读，{problem}。{remedy}")
