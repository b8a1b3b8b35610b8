"""Write a bulletin as a Word document; bars become a picture where matplotlib and a Chinese font are at hand."""

import datetime as dt
from collections.abc import Sequence
from importlib.util import find_spec
from io import BytesIO

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.text.paragraph import Paragraph as Line

from nlp.bulletin.content import MARK, Bars, Block, Bulletin, Paragraph, Table
from nlp.card_pictures import find_chinese_font

__all__ = ["draw_bars", "to_docx"]

_FONT, _HEADING_FONT = "宋体", "黑体"
_A4 = (Cm(21), Cm(29.7))
_SMALL = Pt(8)
_RED, _BLACK = RGBColor(0xB0, 0, 0), RGBColor(0, 0, 0)
_MADE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # the same bulletin, the same properties
_WIDTHS = (Cm(1.4), Cm(4.4), Cm(1.4), Cm(7.8))
_COLOURS = ("#2a5a8a", "#b9c9d9")


def to_docx(bulletin: Bulletin) -> bytes:
    """Give the document as the bytes of a .docx file."""
    word = Document()
    _set_font(word)
    word.sections[0].page_width, word.sections[0].page_height = _A4
    word.core_properties.title, word.core_properties.author = bulletin.title, ""
    word.core_properties.created = word.core_properties.modified = _MADE
    word.add_heading(bulletin.title, 0)
    mark = word.add_paragraph().add_run(bulletin.draft)
    mark.bold, mark.font.color.rgb = True, _RED
    for line in bulletin.lines:
        word.add_paragraph(line)
    for written in word.paragraphs:  # the head; what follows begins at the margin
        written.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for section in bulletin.sections:
        word.add_heading(section.title, 1)
        for block in section.blocks:
            _add(word, block)
    word.add_heading("附录　数字对应的登记号", 1)
    rows = [(f"〔{t.number}〕", t.what, str(t.count), "、".join(t.letters)) for t in bulletin.traces]
    _add_table(word, Table("", ("编号", "数字", "件数", "登记号"), rows), _WIDTHS, _SMALL)
    for line in bulletin.footer:
        word.add_paragraph(line)
    buffer = BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _set_font(word: Word) -> None:
    word.styles["Normal"].font.size = Pt(11)
    fonts = {"Normal": _FONT, "Title": _HEADING_FONT, "Heading 1": _HEADING_FONT}
    for name, font in fonts.items():
        style = word.styles[name]
        style.font.name, style.font.color.rgb = font, _BLACK
        own = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # a theme's font outweighs a named one
            own.attrib.pop(qn(f"w:{theme}"), None)
        own.set(qn("w:eastAsia"), font)


def _add(word: Word, block: Block) -> None:
    if isinstance(block, Paragraph):
        _write(word.add_paragraph(style="List Bullet" if block.item else None), block.text)
    elif isinstance(block, Table):
        _add_table(word, block)
    else:
        _add_bars(word, block)


def _write(line: Line, words: str) -> None:
    """Write a text, its marks raised."""
    for number, piece in enumerate(MARK.split(words)):
        if piece:
            run = line.add_run(f"〔{piece}〕" if number % 2 else piece)
            run.font.superscript = bool(number % 2) or None


def _add_table(word: Word, table: Table, widths: Sequence[Length] = (), size: Length | None = None) -> None:
    """Add a table; its columns share the page unless ``widths`` are given, its text has the page's size or ``size``."""
    if table.caption:
        word.add_paragraph(table.caption)
    drawn = word.add_table(rows=1 + len(table.rows), cols=len(table.header), style="Table Grid")
    drawn.autofit = not widths
    for cells, row in zip(drawn.rows, (table.header, *table.rows), strict=True):
        for place, (cell, words) in enumerate(zip(cells.cells, row, strict=True)):
            _write(cell.paragraphs[0], words)
            if widths:
                cell.width = widths[place]
            for run in cell.paragraphs[0].runs:
                run.font.size = size


def _add_bars(word: Word, bars: Bars) -> None:
    word.add_paragraph(bars.caption)
    picture = draw_bars(bars)
    if picture is not None:
        word.add_picture(BytesIO(picture), width=Cm(14))
        return
    rows = [(label, *(str(values[row]) for values in bars.series.values())) for row, label in enumerate(bars.labels)]
    _add_table(word, Table("", ("", *bars.series), rows))


def draw_bars(bars: Bars) -> bytes | None:
    """Draw the bars as a PNG; None without matplotlib or a Chinese font on this computer."""
    if find_spec("matplotlib") is None:
        return None
    from matplotlib.figure import Figure as Canvas

    family = find_chinese_font()
    if family is None:
        return None
    height = 0.8 / len(bars.series)
    canvas = Canvas(figsize=(7, 0.8 + 0.45 * len(bars.labels)), layout="tight")
    axes = canvas.subplots()
    for number, (name, values) in enumerate(bars.series.items()):
        places = [row + number * height for row in range(len(bars.labels))]
        drawn = axes.barh(places, values, height, label=name, color=_COLOURS[number % len(_COLOURS)])
        axes.bar_label(drawn, padding=2)
    middle = height * (len(bars.series) - 1) / 2
    axes.set_yticks([row + middle for row in range(len(bars.labels))], bars.labels, fontfamily=family)
    axes.invert_yaxis()
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(prop={"family": family}, frameon=False)
    buffer = BytesIO()
    canvas.savefig(buffer, format="png", dpi=150, metadata={"Software": None})
    return buffer.getvalue()
