"""Write a bulletin as a Word document; bars become a picture where matplotlib and a Chinese font are at hand."""

import datetime as dt
from importlib.util import find_spec
from io import BytesIO

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph as Line

from nlp.bulletin.content import MARK, Bars, Block, Bulletin, Paragraph, Table
from nlp.card_pictures import find_chinese_font

__all__ = ["draw_bars", "to_docx"]

_FONT = "宋体"
_RED = RGBColor(0xB0, 0, 0)
_MADE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # the same bulletin, the same properties
_COLOURS = ("#2a5a8a", "#b9c9d9")


def to_docx(bulletin: Bulletin) -> bytes:
    """Give the document as the bytes of a .docx file."""
    word = Document()
    _set_font(word)
    word.core_properties.title, word.core_properties.author = bulletin.title, ""
    word.core_properties.created = word.core_properties.modified = _MADE
    word.add_heading(bulletin.title, 0).alignment = WD_ALIGN_PARAGRAPH.CENTER
    draft = word.add_paragraph().add_run(bulletin.draft)
    draft.bold, draft.font.color.rgb = True, _RED
    for line in bulletin.lines:
        word.add_paragraph(line)
    for section in bulletin.sections:
        word.add_heading(section.title, 1)
        for block in section.blocks:
            _add(word, block)
    word.add_heading("附录　数字对应的登记号", 1)
    rows = [(f"〔{t.number}〕", t.what, str(t.count), "、".join(t.letters)) for t in bulletin.traces]
    _add_table(word, Table("", ("编号", "数字", "件数", "登记号"), rows))
    for line in bulletin.footer:
        word.add_paragraph(line)
    buffer = BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _set_font(word: Word) -> None:
    style = word.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(11)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)


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


def _add_table(word: Word, table: Table) -> None:
    if table.caption:
        word.add_paragraph(table.caption)
    drawn = word.add_table(rows=1 + len(table.rows), cols=len(table.header), style="Table Grid")
    for cells, row in zip(drawn.rows, (table.header, *table.rows), strict=True):
        for cell, words in zip(cells.cells, row, strict=True):
            _write(cell.paragraphs[0], words)


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
