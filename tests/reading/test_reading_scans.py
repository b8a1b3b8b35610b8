"""Scanned letters: recognized where the extra is installed, refused with what to install where it is not."""

import io
import json
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from nlp.letter import Letter
from nlp.reading import Receipt, Scan, read_letters
from nlp.reading.blocks import Block
from nlp.reading.documents import letters_of_document
from nlp.reading.intake import Intake
from nlp.reading.parser_process import ParserProcess
from nlp.reading.parsers import recognition
from nlp.reading.parsers.__main__ import answer
from nlp.reading.parsers.layout import Line, join_lines
from nlp.reading.parsers.recognition import SURE
from tests.reading.making import RELATIONS, docx_bytes, paragraph, pdf_bytes, scanned_pdf

Read = Callable[..., tuple[list[Letter], Receipt]]
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
needs_ocr = pytest.mark.skipif(find_spec("rapidocr") is None, reason="the extra ocr is not installed")


def _drawn() -> tuple[tuple[int, int], bytes]:
    """Draw a page with two lines, in the font that comes with Pillow: its size and its gray pixels."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("L", (800, 500), 255)
    font = ImageFont.load_default(48)
    ImageDraw.Draw(image).text((60, 60), "WAGES 2019", fill=0, font=font)
    ImageDraw.Draw(image).text((60, 300), "PLEASE HELP", fill=0, font=font)
    return image.size, image.tobytes()


@pytest.fixture
def page() -> tuple[int, int, bytes]:
    (width, height), pixels = _drawn()
    return width, height, pixels


@pytest.fixture(scope="module")
def recognized(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Letter], dict[str, Scan], Receipt]:
    """Read one page as a scan, a photograph, a fax of two pages, and one that is hardly to be read; by file name."""
    from PIL import Image, ImageFilter

    folder = tmp_path_factory.mktemp("scanned")
    image = Image.frombytes("L", *_drawn())
    image.save(folder / "1.png")
    (folder / "2.pdf").write_bytes(scanned_pdf(*image.size, image.tobytes()))
    image.rotate(90, expand=True).save(folder / "3.jpg", exif=_turned())
    image.save(folder / "4.tif", save_all=True, append_images=[image])
    image.resize((240, 150)).filter(ImageFilter.GaussianBlur(1.4)).save(folder / "5.bmp")
    receipt = Receipt()
    letters = read_letters([folder], receipt, scan_folder=folder.parent / f"{folder.name}-pages")
    return {one.id: one for one in letters}, {scan.letter_id: scan for scan in receipt.scans}, receipt


def _turned() -> bytes:
    """Say, as a telephone does, that a picture lies on its side: the value of the tag for orientation."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6
    return exif.tobytes()


Recognized = tuple[dict[str, Letter], dict[str, Scan], Receipt]


@needs_ocr
@pytest.mark.parametrize(("name", "pages"), [("1.png", 1), ("2.pdf", 1), ("3.jpg", 1), ("4.tif", 2)])
def test_scans_are_recognized_and_their_pages_kept_beside(recognized: Recognized, name: str, pages: int) -> None:
    letters, scans, _ = recognized
    assert letters[name].text.upper().split() == ["WAGES", "2019", "PLEASE", "HELP"] * pages
    assert [page.name for page in scans[name].pages] == [f"{number:04}.jpg" for number in range(1, pages + 1)]
    assert all(page.read_bytes().startswith(b"\xff\xd8") for page in scans[name].pages)


@needs_ocr
def test_what_is_hard_to_read_is_marked_beside_its_page(recognized: Recognized) -> None:
    letters, scans, receipt = recognized
    scan, text = scans["5.bmp"], letters["5.bmp"].text
    assert scan.doubts
    assert all(0 <= doubt.start < doubt.end <= len(text) and doubt.confidence < SURE for doubt in scan.doubts)
    unsure = sum(doubt.end - doubt.start for doubt in scan.doubts)
    assert f"5.bmp：文字识别得出，有 {unsure} 个字把握不大，请对照原件核对" in receipt.notes
    assert len(scan.pages) == 1
    json.dumps(receipt.as_dict())


def _with_pictures(*pictures: bytes | str) -> bytes:
    """Write a docx of two paragraphs with pictures between them; a text is the target of a link."""
    relation, parts = 'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"', {}
    shown = targets = ""
    for number, picture in enumerate(pictures, start=1):
        drawn = f'<a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:embed="p{number}"/>'
        shown += f"<w:p><w:r><w:drawing>{drawn}</w:drawing></w:r></w:p>"
        target = f"media/image{number}.png"
        if isinstance(picture, bytes):
            parts[f"word/{target}"] = picture
        mode = "" if isinstance(picture, bytes) else 'TargetMode="External"'
        targets += f'<Relationship Id="p{number}" {relation} Target="{target}" {mode}/>'
    parts["word/_rels/document.xml.rels"] = RELATIONS.partition("<Relationship ")[0] + targets + "</Relationships>"
    return docx_bytes(paragraph("前文：请看附图。"), shown.replace(" r:embed", f" {R} r:embed"), "后文。", parts=parts)


@pytest.fixture
def png(page: tuple[int, int, bytes]) -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.frombytes("L", page[:2], page[2]).save(stream, "PNG")
    return stream.getvalue()


@needs_ocr
def test_a_scan_pasted_into_word_is_read_where_it_stands(tmp_path: Path, png: bytes) -> None:
    (tmp_path / "信.docx").write_bytes(_with_pictures(png))
    receipt = Receipt()
    (letter,) = read_letters([tmp_path / "信.docx"], receipt, scan_folder=tmp_path / "scans")
    assert [letter.text.partition("\n")[0], letter.text.rpartition("\n")[2]] == ["前文：请看附图。", "后文。"]
    assert "PLEASE HELP" in letter.text
    (scan,) = receipt.scans
    assert [page.is_file() for page in scan.pages] == [True]


def test_a_picture_in_word_that_is_not_read_is_named_with_what_to_do(tmp_path: Path, read: Read, png: bytes) -> None:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("L", (30, 30)).save(stream, "PNG")
    (tmp_path / "信.docx").write_bytes(_with_pictures(stream.getvalue(), "链接", b"x"))
    letters, receipt = read(tmp_path / "信.docx")
    assert [letter.text for letter in letters] == ["前文：请看附图。\n\n\n\n后文。"]
    problems = ("太小，不像来信", "不在文件里，只是一个链接", "文件不完整或已损坏")
    for number, (note, problem) in enumerate(zip(receipt.notes, problems, strict=True), start=1):
        assert note.startswith(f"信.docx：第 {number} 张图片没有读，{problem}。")


def test_without_the_extra_the_pictures_in_word_are_named(
    tmp_path: Path, png: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    recognition._engine.cache_clear()
    (tmp_path / "信.docx").write_bytes(_with_pictures(png))
    replies = list(answer([json.dumps({"format": "docx", "path": str(tmp_path / "信.docx")})]))
    (unread,) = [reply for reply in replies if "unread" in reply]
    assert unread["because"] == list(recognition.MISSING)


@needs_ocr
def test_a_scan_without_words_is_a_refusal_and_no_blank(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.pdf").write_bytes(scanned_pdf(100, 100, b"\xff" * 10_000))
    _, receipt = read(tmp_path / "a.pdf")
    assert str(receipt.refusals[0]) == "a.pdf：扫描件上没有认出文字。请对照原件人工录入，或重新扫描后导入。"


def test_without_the_extra_a_scan_is_refused_with_how_to_install_it(
    tmp_path: Path, page: tuple[int, int, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    recognition._engine.cache_clear()
    (tmp_path / "a.pdf").write_bytes(scanned_pdf(*page))
    request = json.dumps({"format": "pdf", "path": str(tmp_path / "a.pdf"), "images": None})
    unread, *_ = answer([request])
    assert unread["unread"] == 1
    assert 'pip install "petition-letters[ocr]"' in unread["because"][1]


def test_a_page_that_cannot_be_read_costs_only_itself(
    tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    replies = [
        {"blocks": [Block("厂里拖欠工资").as_dict()]},
        {"blocks": [], "unread": 2, "because": list(recognition.MISSING)},
    ]
    monkeypatch.setattr(ParserProcess, "ask", lambda *_, **__: iter(replies))
    (tmp_path / "a.pdf").write_bytes(pdf_bytes([]))
    letters, receipt = read(tmp_path / "a.pdf")
    assert [letter.text for letter in letters] == ["厂里拖欠工资"]
    assert str(receipt.refusals[0]).startswith("a.pdf 第 2 页：这一页要靠文字识别，而文字识别组件没有安装。请")


def test_a_page_without_words_among_others_is_noted(
    tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    replies = [{"blocks": [Block("厂里拖欠工资").as_dict()], "scanned": 1}, {"blocks": [], "scanned": 2}]
    monkeypatch.setattr(ParserProcess, "ask", lambda *_, **__: iter(replies))
    (tmp_path / "a.pdf").write_bytes(pdf_bytes([]))
    _, receipt = read(tmp_path / "a.pdf")
    assert "a.pdf 第 2 页：没有认出文字，请对照原件核对是否空白页" in receipt.notes


def test_doubts_point_at_the_characters_of_the_letter() -> None:
    receipt = Receipt()
    receipt.open_file("a.pdf")
    blocks = [
        Block("关于欠薪的报告", page=1, doubts=((0, 1, 0.5),)),
        Block("厂里欠薪", page=1, doubts=((2, 3, 0.7),)),
        Block("请解决", page=2, doubts=((0, 1, 0.6),)),
    ]
    with ParserProcess() as parsers:
        (letter,) = letters_of_document(blocks, "a.pdf", {1: Path("1.png"), 2: Path("2.png")}, Intake(receipt, parsers))
    (scan,) = receipt.scans
    assert [letter.text[doubt.start : doubt.end] for doubt in scan.doubts] == ["欠", "请"]
    assert scan.pages == (Path("1.png"), Path("2.png"))
    assert receipt.notes == ["a.pdf：文字识别得出，有 2 个字把握不大，请对照原件核对"]


def test_pages_go_with_the_letter_they_show() -> None:
    receipt = Receipt()
    receipt.open_file("a.pdf")
    body = "厂里拖欠工资三年没有发"
    blocks = [block for n in (1, 2, 3) for block in (Block(f"第{n}封", page=n), Block(f"{n}{body}", page=n))]
    with ParserProcess() as parsers:
        pages = {n: Path(f"{n}.png") for n in (1, 2, 3)}
        letters = list(letters_of_document(blocks, "a.pdf", pages, Intake(receipt, parsers)))
    assert [letter.id for letter in letters] == [scan.letter_id for scan in receipt.scans]
    assert [scan.pages for scan in receipt.scans] == [(Path(f"{n}.png"),) for n in (1, 2, 3)]


def test_words_side_by_side_make_one_line_with_its_doubts() -> None:
    lines = [Line("来信人", 0, 30, 0, 10), Line("甲", 60, 70, 1, 10, [(0, 1, 0.4)]), Line("某年", 0, 20, 40, 50)]
    (first, second), _, _ = join_lines(lines, 1)
    assert (first.text, first.doubts, second.text) == ("来信人 甲", ((4, 5, 0.4),), "某年")


def test_unsure_characters_are_marked_and_sure_ones_not() -> None:
    words = [("欠", 0.99), ("薪", 0.3), ("。", 0.98)]
    assert recognition._doubts("欠 薪。", 0.8, words) == [(2, 3, 0.3)]
    assert recognition._doubts("欠薪", 0.5, None) == [(0, 2, 0.5)]
