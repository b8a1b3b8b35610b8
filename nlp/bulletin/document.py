"""Write a bulletin as a Word document; bars become a picture where matplotlib and a Chinese font are at hand."""

import datetime as dt
from collections.abc import Sequence
from importlib.util import find_spec
from io import BytesIO

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Length, Pt, RGBColor
from docx.text.paragraph import Paragraph as Line

from nlp.bulletin.content import MARK, Bars, Block, Bulletin, Paragraph, Table
from nlp.card_pictures import find_chinese_font

__all__ = ["draw_bars", "to_docx"]

_FONT, _HEADING_FONT = "宋体", "黑体"
_A4 = (Cm(21), Cm(29.7))
_SMALL = Pt(8)
_RED, _BLACK = RGBColor(0xB0, 0, 0), RGBColor(0, 0, 0)
_TABLE_SIZE = Pt(10)
_INDENT, _HANGING, _FIRST_LINE = Cm(0.8), Cm(0.4), Pt(22)
_LINE = 1.25
_MADE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # the same bulletin, the same properties
_MARGIN = Cm(2.6)
_WIDTHS = (Cm(1.4), Cm(4.2), Cm(1.4), Cm(8.8))
_COLOURS = ("#2a5a8a", "#b9c9d9")


def to_docx(bulletin: Bulletin) -> bytes:
    """Give the document as the bytes of a .docx file."""
    word = Document()
    _set_styles(word)
    word.core_properties.title, word.core_properties.author = bulletin.title, ""
    word.core_properties.created = word.core_properties.modified = _MADE
    _add_head(word, bulletin)
    for section in bulletin.sections:
        word.add_heading(section.title, 1)
        for block in section.blocks:
            _add(word, block)
    word.add_heading("附录　数字对应的登记号", 1)
    rows = [(f"〔{t.number}〕", t.what, str(t.count), "、".join(t.letters)) for t in bulletin.traces]
    _add_table(word, Table("", ("编号", "数字", "件数", "登记号"), rows), _WIDTHS, _SMALL)
    for place, line in enumerate(bulletin.footer):
        written = word.add_paragraph(line)
        written.paragraph_format.space_before = Pt(12) if place == 0 else None
    buffer = BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _add_head(word: Word, bulletin: Bulletin) -> None:
    """Write the red head of a bulletin, centred, a red rule below it, and the number of each page at its foot."""
    head = [word.add_heading(bulletin.title, 0), word.add_paragraph()]
    mark = head[1].add_run(bulletin.draft)
    mark.bold, mark.font.color.rgb = True, _RED
    head += [word.add_paragraph(line) for line in bulletin.lines]
    for line in head:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    edges = OxmlElement("w:pBdr")
    rule = OxmlElement("w:bottom")
    for name, value in {"val": "single", "sz": "12", "space": "6", "color": str(_RED)}.items():
        rule.set(qn(f"w:{name}"), value)
    edges.append(rule)
    head[-1].paragraph_format.element.get_or_add_pPr().insert_element_before(edges, "w:spacing", "w:jc")
    foot = word.sections[0].footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)


def _set_styles(word: Word) -> None:
    page = word.sections[0]
    page.page_width, page.page_height = _A4
    page.left_margin = page.right_margin = _MARGIN
    word.styles["Normal"].font.size = Pt(11)
    word.styles["Normal"].paragraph_format.space_after = Pt(4)
    word.styles["Normal"].paragraph_format.line_spacing = _LINE
    word.styles["Heading 1"].paragraph_format.space_before = Pt(14)
    word.styles["Heading 1"].paragraph_format.space_after = Pt(4)
    fonts = {"Normal": (_FONT, _BLACK), "Title": (_HEADING_FONT, _RED), "Heading 1": (_HEADING_FONT, _BLACK)}
    fonts |= {f"{name} Char": font for name, font in fonts.items() if name != "Normal"}  # some programs take these
    for name, (font, colour) in fonts.items():
        style = word.styles[name]
        style.font.name, style.font.color.rgb = font, colour
        own = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # a theme's font outweighs a named one
            own.attrib.pop(qn(f"w:{theme}"), None)
        own.set(qn("w:eastAsia"), font)
    for edges in word.styles["Title"].element.findall(f".//{qn('w:pBdr')}"):  # the template's blue rule
        edges.getparent().remove(edges)


def _add(word: Word, block: Block) -> None:
    if isinstance(block, Paragraph):
        line = word.add_paragraph()
        line.paragraph_format.left_indent = _INDENT if block.item else None
        line.paragraph_format.first_line_indent = -_HANGING if block.item else _FIRST_LINE
        _write(line, f"· {block.text}" if block.item else block.text)
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


def _add_table(word: Word, table: Table, widths: Sequence[Length] = (), size: Length = _TABLE_SIZE) -> None:
    """Add a table whose head stands on every page; its columns share the page unless ``widths`` are given.

    Names stand at the left of their cells, numbers at the right.
    """
    if table.caption:
        _caption(word, table.caption)
    drawn = word.add_table(rows=1 + len(table.rows), cols=len(table.header), style="Table Grid")
    drawn.autofit = not widths
    for column, width in zip(drawn.columns, widths, strict=False):
        column.width = width
    drawn.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for number, (cells, row) in enumerate(zip(drawn.rows, (table.header, *table.rows), strict=True)):
        for place, (cell, words) in enumerate(zip(cells.cells, row, strict=True)):
            line = cell.paragraphs[0]
            line.paragraph_format.space_after, line.paragraph_format.line_spacing = Pt(0), 1
            _write(line, words)
            if widths:
                cell.width = widths[place]
            elif place:
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            for run in line.runs:
                run.font.size, run.bold = size, number == 0 or None
    word.add_paragraph().paragraph_format.space_after = Pt(0)


def _caption(word: Word, words: str) -> None:
    line = word.add_paragraph()
    line.add_run(words).bold = True
    line.paragraph_format.keep_with_next = True


def _add_bars(word: Word, bars: Bars) -> None:
    _caption(word, bars.caption)
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
    canvas = Canvas(figsize=(7, 0.5 + 0.22 * len(bars.labels) * (1 + len(bars.series))), layout="tight")
    axes = canvas.subplots()
    for number, (name, values) in enumerate(bars.series.items()):
        places = [row + number * height for row in range(len(bars.labels))]
        drawn = axes.barh(places, values, height, label=name, color=_COLOURS[number % len(_COLOURS)])
        axes.bar_label(drawn, padding=2)
    middle = height * (len(bars.series) - 1) / 2
    axes.set_yticks([row + middle for row in range(len(bars.labels))], bars.labels, fontfamily=family)
    axes.set_xticks([])  # each bar has its number
    axes.invert_yaxis()
    axes.spines[["top", "right", "bottom"]].set_visible(False)
    if len(bars.series) > 1:
        axes.legend(
            prop={"family": family}, frameon=False, ncols=len(bars.series), loc="lower left", bbox_to_anchor=(0, 1)
        )
    buffer = BytesIO()
    canvas.savefig(buffer, format="png", dpi=150, metadata={"Software": None})
    return buffer.getvalue()
