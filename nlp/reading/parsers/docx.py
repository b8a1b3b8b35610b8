"""Paragraphs and tables of docx files, straight from their XML in one pass.

Order is that of the file; a text box comes before the paragraph it hangs on. Headers, footers, comments and deleted
text are not the letter and are left out. Office Open XML, ISO/IEC 29500-1, part 17. A document type declaration is
refused: no word processor writes one, and entities expand without end.
"""

import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.xmlreader import AttributesNSImpl

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from defusedxml.expatreader import create_parser

from nlp.errors import ReadingError
from nlp.reading.blocks import MAX_DOCUMENT, Block
from nlp.reading.parser_process import damaged
from nlp.reading.parsers.pictures import read_picture

__all__ = ["parse"]

BATCH = 200
MAX_PARTS = 10 << 20
"""Bytes of the small parts (relations, styles) that are read whole."""

MAX_SPAN = 64
PICTURE_TAGS = ("blip", "imagedata")
"""A picture in DrawingML, and in the VML of older programs."""

SYMBOLS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
ENTITIES = ("文件里有外部实体或类型声明，不是 Word 存出来的", damaged("docx")[1])
TOO_LONG = (f"文字超过 {MAX_DOCUMENT:,} 字", "请拆成几个文件后重新导入")
Name = tuple[str | None, str]


class _Table:
    """A table being read: its rows, and the cells of the row above for those merged downwards."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.paragraphs: list[str] = []
        self.span, self.merged = 1, False

    def end_cell(self) -> None:
        text = "\n".join(self.paragraphs)
        row = self.rows[-1]
        if self.merged and len(self.rows) > 1 and len(row) < len(self.rows[-2]):
            text = text or self.rows[-2][len(row)]
        row += [text, *[""] * (self.span - 1)]
        self.paragraphs, self.span, self.merged = [], 1, False


class _Body(ContentHandler):
    """Collect blocks from the events of ``document.xml``; ``headings`` are the ids of the heading styles.

    ``pictures`` holds, for every picture, the number of the block it stands in or hangs on and its relation's id.
    """

    def __init__(self, headings: frozenset[str]) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self._headings = headings
        self._paragraphs: list[list[str]] = []
        self._style: list[str] = []
        self._tables: list[_Table] = []
        self._boxes: list[int] = []
        self.pictures: list[tuple[int, str]] = []
        self._text, self._new_page, self._skipped = False, False, 0
        self._size = 0

    def _add(self, block: Block) -> None:
        self._size += len(block.text) + sum(map(len, (cell for row in block.rows or () for cell in row)))
        if self._size > MAX_DOCUMENT:
            raise ReadingError("docx", *TOO_LONG)
        self.blocks.append(block)

    def _inside_table(self) -> bool:
        return len(self._tables) > (self._boxes[-1] if self._boxes else 0)

    def startElementNS(self, name: Name, qname: str | None, attrs: AttributesNSImpl) -> None:  # noqa: N802 (SAX)
        namespace, tag = name
        if tag in ("Fallback", "del", "moveFrom"):
            self._skipped += 1
        if not self._skipped and tag in PICTURE_TAGS:
            id_ = next((text for (_, key), text in attrs.items() if key in ("embed", "link", "id")), "")
            self.pictures.append((len(self.blocks), id_))
        if self._skipped or "wordprocessingml" not in (namespace or ""):
            return
        value = next((text for (_, key), text in attrs.items() if key == "val"), "")
        if tag == "p":
            self._paragraphs.append([])
            self._style.append("")
        elif tag == "txbxContent":
            self._boxes.append(len(self._tables))
        elif tag == "tbl":
            self._tables.append(_Table())
        elif self._tables and tag == "tr":
            self._tables[-1].rows.append([])
        elif self._tables and tag == "gridSpan" and value.isdigit():
            self._tables[-1].span = min(int(value[:4]), MAX_SPAN)
        elif self._tables and tag == "vMerge":
            self._tables[-1].merged = value != "restart"
        elif self._paragraphs:
            self._start_in_paragraph(tag, value, attrs)

    def _start_in_paragraph(self, tag: str, value: str, attrs: AttributesNSImpl) -> None:
        if tag == "t":
            self._text = True
        elif tag == "pStyle":
            self._style[-1] = value
        elif tag == "pageBreakBefore" or (tag == "br" and "page" in dict(attrs.items()).values()):
            self._new_page = True
        elif tag in SYMBOLS and not (tag == "tab" and attrs.getLength()):  # a tab stop is defined, not written
            self._paragraphs[-1].append(SYMBOLS[tag])

    def endElementNS(self, name: Name, qname: str | None) -> None:  # noqa: N802 (SAX)
        namespace, tag = name
        if self._skipped or "wordprocessingml" not in (namespace or ""):
            self._skipped -= tag in ("Fallback", "del", "moveFrom")
        elif tag == "t":
            self._text = False
        elif tag == "p":
            self._end_paragraph("".join(self._paragraphs.pop()), self._style.pop())
        elif tag == "txbxContent":
            self._boxes.pop()
        elif tag == "tc":
            if self._tables[-1].rows:
                self._tables[-1].end_cell()
        elif tag == "tbl":
            self._end_table(self._tables.pop())

    def characters(self, content: str) -> None:
        if self._text and not self._skipped:
            self._paragraphs[-1].append(content)

    def _end_paragraph(self, text: str, style: str) -> None:
        if self._inside_table():
            self._tables[-1].paragraphs.append(text)
            return
        self._add(Block(text, heading=style in self._headings and bool(text.strip()), new_page=self._new_page))
        self._new_page = False

    def _end_table(self, table: _Table) -> None:
        if self._inside_table():  # a table in a cell is text of the cell
            self._tables[-1].paragraphs += ["\t".join(filter(None, row)) for row in table.rows]
            return
        self._add(Block(rows=table.rows, new_page=self._new_page))
        self._new_page = False


def _small_part(archive: zipfile.ZipFile, name: str) -> Any:
    """Parse a part that is read whole; None when there is none."""
    if name not in archive.namelist() or archive.getinfo(name).file_size > MAX_PARTS:
        return None
    return fromstring(archive.read(name), forbid_dtd=True)


def _main_part(archive: zipfile.ZipFile) -> str:
    """Find the part that holds the body; a docx may call it something else than document.xml."""
    relations = _small_part(archive, "_rels/.rels")
    for relation in relations if relations is not None else ():
        if relation.get("Type", "").endswith("/officeDocument"):
            return posixpath.normpath(str(relation.get("Target", "")).lstrip("/"))
    return "word/document.xml"


def _heading_styles(archive: zipfile.ZipFile, main_part: str) -> frozenset[str]:
    """List the ids of the styles named heading 1, 2 or title, whatever language the ids are in."""
    styles = _small_part(archive, posixpath.join(posixpath.dirname(main_part), "styles.xml"))
    found = set()
    for style in styles if styles is not None else ():
        values = {child.tag.rpartition("}")[2]: [*child.attrib.values(), ""][0] for child in style}
        if values.get("name", "").lower() in ("heading 1", "heading 2", "title", "标题 1", "标题 2"):
            found |= {value for key, value in style.attrib.items() if key.endswith("styleId")}
    return frozenset(found)


def _text_parts(archive: zipfile.ZipFile, main_part: str) -> list[str]:
    """List the parts that hold words of the letter: the body, then its footnotes and endnotes."""
    folder, names = posixpath.dirname(main_part), set(archive.namelist())
    notes = (posixpath.join(folder, name) for name in ("footnotes.xml", "endnotes.xml"))
    return [main_part, *(part for part in notes if part in names)]


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Give the parts that a part refers to, by the id of the relation; what lies outside of the file is left out."""
    folder, name = posixpath.split(part)
    found = _small_part(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    return {
        relation.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
        for relation in (found if found is not None else ())
        if relation.get("TargetMode") != "External"
    }


def _read_part(archive: zipfile.ZipFile, part: str, headings: frozenset[str]) -> _Body:
    body = _Body(headings)
    reader = create_parser(forbid_dtd=True)
    reader.setFeature(feature_namespaces, True)
    reader.setContentHandler(body)
    with archive.open(part) as stream:
        reader.parse(stream)
    return body


def _replies(archive: zipfile.ZipFile, images: str | None) -> Iterator[dict[str, Any]]:
    main_part, seen = _main_part(archive), set[str]()
    headings, number = _heading_styles(archive, main_part), 0
    for part in _text_parts(archive, main_part):
        body, begin = _read_part(archive, part, headings), 0
        relations = _relations(archive, part) if body.pictures else {}
        for at, id_ in body.pictures:
            yield from _batches(body.blocks[begin : at + 1])
            begin, number, picture = max(begin, at + 1), number + 1, relations.get(id_, "")
            seen.add(picture)
            yield read_picture(archive, picture, number, images)
        yield from _batches(body.blocks[begin:])
    media = {name for name in archive.namelist() if "/media/" in name and not name.endswith("/")}
    yield {"blocks": [], "aside": len(media - seen)}


def _batches(blocks: list[Block]) -> Iterator[dict[str, Any]]:
    for begin in range(0, len(blocks), BATCH):
        yield {"blocks": [{**block.as_dict(), "page": 0} for block in blocks[begin : begin + BATCH]]}


def parse(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the blocks of a docx file in batches, the pictures in its text where they stand, and how many are aside.

    Raises ``ReadingError`` for one that is no docx or declares entities.
    """
    try:
        with zipfile.ZipFile(request["path"]) as archive:
            yield from _replies(archive, request.get("images"))
    except DefusedXmlException as error:
        raise ReadingError(request["path"], *ENTITIES) from error
    except (SAXException, SyntaxError, KeyError, IndexError) as error:  # ElementTree's ParseError is a SyntaxError
        raise ReadingError(request["path"], *damaged("docx")) from error
