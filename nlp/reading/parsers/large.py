"""Large xlsx workbooks in flat memory: cut into small workbooks, which calamine reads one after another.

calamine holds a whole sheet and all strings. Here the strings go to a file, and each piece of the rows is put between
the workbook's own parts (styles, dates, names) with the strings it uses, so that calamine makes the same of each cell.
What cannot be cut safely is read whole, as small workbooks are.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from itertools import islice
from typing import Any

from defusedxml import DefusedXmlException, ElementTree
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from nlp.reading.package_guard import LARGE_FROM, UNPACKING_ERRORS
from nlp.reading.parsers.pieces import Survey, own_strings, pieces_of, survey_of
from nlp.reading.parsers.strings import SharedStrings

__all__ = ["LargeWorkbook", "open_large"]

BOOK, RELATIONS, STRINGS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
SHEETS = "xl/worksheets/"
FRAME = ("[Content_Types].xml", "_rels/.rels", BOOK, RELATIONS, "xl/styles.xml")
MAX_FRAME = 4 << 20
"""Bytes of the parts that go into each small workbook."""

REFERENCE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
UNFIT = (*UNPACKING_ERRORS, OSError, SyntaxError, DefusedXmlException, CalamineError)
"""What is raised by a workbook that is damaged or put together in a way of its own, and where the disk is full."""


class LargeWorkbook:
    """A workbook that can be cut; its strings are on disk as long as it is open."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        names = set(archive.namelist())
        frame = [archive.getinfo(name) for name in FRAME if name in names]
        if sum(part.file_size for part in frame) > MAX_FRAME:
            raise ValueError("too much beside the rows")
        self._frame = {part.filename: archive.read(part) for part in frame}
        self._parts = _parts_of_sheets(self._frame)
        self._strings: SharedStrings | None = None
        self._surveys: dict[str, Survey | None] = {}
        if STRINGS in names:
            with archive.open(STRINGS) as source:
                self._strings = SharedStrings(source)
        self.book = self._small({})

    def close(self) -> None:
        """Let go of the files."""
        self._archive.close()
        if self._strings is not None:
            self._strings.close()

    def _small(self, parts: Mapping[str, bytes]) -> CalamineWorkbook:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, content in {**self._frame, **parts}.items():
                archive.writestr(name, content)
        packed.seek(0)
        return CalamineWorkbook.from_filelike(packed)

    def _small_sheet(self, name: str, rows: bytes, survey: Survey) -> CalamineSheet:
        parts = {}
        if self._strings is not None:
            rows, parts[STRINGS] = own_strings(rows, survey.prefix, self._strings)
        parts[self._parts[name]] = survey.only(rows)
        return self._small(parts).get_sheet_by_name(name)

    def _survey(self, name: str) -> Survey | None:
        """Look a sheet through once; None for one that cannot be cut."""
        if name not in self._surveys:
            self._surveys[name] = None
            with suppress(*UNFIT), self._archive.open(self._parts[name]) as sheet:
                self._surveys[name] = survey_of(sheet, len(self._strings or ()))
        return self._surveys[name]

    def sheet(self, name: str) -> tuple[CalamineSheet, Iterator[list[Any]]] | None:
        """Give a sheet without its rows, for what is merged, and the rows; None where it cannot be cut."""
        survey = self._survey(name)
        if survey is None:
            return None
        bare = {self._parts[name]: survey.head + survey.tail}
        return self._small(bare).get_sheet_by_name(name), self._rows(name, survey)

    def _rows(self, name: str, survey: Survey) -> Iterator[list[Any]]:
        given = 0
        with self._archive.open(self._parts[name]) as sheet:
            for rows in islice(pieces_of(sheet), 1, 1 + survey.pieces):
                small = self._small_sheet(name, rows, survey)
                first, column = small.start or (given, 0)
                if first < given:
                    raise ValueError("rows out of their order")
                yield from ([""] * survey.width for _ in range(given, first))
                given = first
                for row in small.to_python():
                    yield [""] * column + row + [""] * (survey.width - column - len(row))
                    given += 1


def _parts_of_sheets(frame: Mapping[str, bytes]) -> dict[str, str]:
    """Find which part of the archive holds which sheet."""
    targets = {}
    for relation in ElementTree.fromstring(frame[RELATIONS], forbid_dtd=True):
        target = relation.get("Target", "")
        targets[relation.get("Id")] = target.lstrip("/") if target.startswith(("/xl/", "xl/")) else f"xl/{target}"
    book = ElementTree.fromstring(frame[BOOK], forbid_dtd=True)
    sheets = (element for element in book.iter() if element.tag.rpartition("}")[2] == "sheet")
    return {sheet.get("name", ""): targets[sheet.get(REFERENCE)] for sheet in sheets}


def open_large(path: str) -> LargeWorkbook | None:
    """Open an xlsx file to be read in pieces; None for one that is small, damaged or unfit, or no xlsx at all."""
    try:
        with ExitStack() as stack:
            archive = stack.enter_context(zipfile.ZipFile(path))
            rows = [part for part in archive.infolist() if part.filename.startswith(SHEETS) or part.filename == STRINGS]
            if sum(part.file_size for part in rows) < LARGE_FROM:
                return None
            workbook = LargeWorkbook(archive)
            stack.pop_all()
            return workbook
    except UNFIT:
        return None
