"""A large workbook, read in pieces, says what it says when it is read whole; small ones stand in for large ones."""

import datetime as dt
import errno
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.errors import ReadingError
from nlp.letter import Letter
from nlp.reading import Receipt
from nlp.reading.package_guard import LARGE_FROM
from nlp.reading.parsers import large, pieces, strings, workbook
from tests.reading.making import sheet_bytes, zip_bytes

Read = Callable[..., tuple[list[Letter], Receipt]]
Rows = dict[str, list[list[Any]]]

CELLS = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=("C",)), max_size=12),
    st.sampled_from(["厂里欠薪", "见上", 't="s"', "<v>1</v>", "_x000D_", " 前后空格 ", "第一行\n第二行", "#N/A"]),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(-1e9, 1e9),
    st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2030, 1, 1)).map(lambda day: day.replace(microsecond=0)),
    st.dates(dt.date(1950, 1, 1), dt.date(2030, 1, 1)),
)


@pytest.fixture(autouse=True)
def nothing_held() -> Iterator[None]:
    yield
    while workbook._held:
        workbook._held.popitem()[1].close()


def rows_in(path: Path, *, cut: bool) -> Rows:
    """Read all sheets whole, or in pieces of a few rows; a sheet that is to be cut and cannot be fails."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large, "LARGE_FROM", 0 if cut else 1 << 60)
        patch.setattr(pieces, "PIECE", 300)
        (reply,) = workbook.parse({"path": str(path)})
        asked = ({"path": str(path), "sheet": sheet, "limit": None} for sheet in reply["sheets"])
        rows = {one["sheet"]: [row for part in workbook.parse(one) for row in part["rows"]] for one in asked}
        assert (workbook._held[str(path)]._whole is None) == cut
    return rows


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """Change one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(archive_part := bytes(parts[part]))  # type: ignore[arg-type]
    assert parts[part] != archive_part, "nothing was changed"
    path.write_bytes(zip_bytes(parts))
    return path


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """Two sheets of forty rows; most texts are their own, one is in every row."""
    path = tmp_path / "登记表.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("一月", "二月"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["编号", "内容", "第几月", "来信人"])
            for number in range(1, 41):
                sheet.write_row(number, 0, [f"A{number}", f"厂里拖欠工资{number}个月", number, "来信人"])
    return path


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(CELLS, max_size=5), max_size=25),
    st.integers(1, 3),
    st.integers(1, 4),
    st.booleans(),
)
def test_read_in_pieces_the_rows_are_the_same(
    tmp_path: Path, table: list[list[Any]], top: int, left: int, inline: bool
) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": inline, "strings_to_formulas": False}) as book:
        day, styled = book.add_format({"num_format": "yyyy-mm-dd hh:mm"}), book.add_format({"bold": True})
        for name in ("一月", "二月"):
            sheet = book.add_worksheet(name)
            for number, row in enumerate([*table, ["末行"]], start=top):
                for column, cell in enumerate(row, start=left):
                    if isinstance(cell, dt.date):
                        sheet.write_datetime(number, column, cell, day)
                    else:
                        sheet.write(number, column, cell, styled if cell is None else None)
    assert rows_in(path, cut=True) == rows_in(path, cut=False)


def test_formulas_errors_merged_cells_and_formats_out_of_use_are_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        sheet, bold = book.add_worksheet("来信"), book.add_format({"bold": True})
        sheet.merge_range(0, 1, 0, 4, "2024年来信登记表")
        for number in range(1, 60):
            sheet.write_formula(number, 1, f'="A"&{number}', value=f"A{number}")
            sheet.write_formula(number, 2, f"={number}/4", value=number / 4)
            sheet.write_formula(number, 3, "=1/0", value="#DIV/0!")
            sheet.write_rich_string(number, 4, "厂里", bold, f"欠薪{number}", "三年")
            sheet.write_datetime(number, 5, dt.datetime(2024, 1, 1), book.add_format({"num_format": "d mmm"}))
            sheet.write_boolean(number, 6, number % 2 == 0)
        sheet.merge_range(10, 7, 40, 7, "一厂")
        sheet.write_blank(70_000, 200, None, bold)
    rows = rows_in(path, cut=True)
    assert rows == rows_in(path, cut=False)
    assert [row[7] for row in rows["来信"][9:42]] == ["", *["一厂"] * 31, ""]


def test_rows_far_apart_keep_their_numbers(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for number in (3, 4, 900, 5000):
        book.active.cell(number, 3, f"第{number}行" * 20)
    book.save(tmp_path / "a.xlsx")
    (rows,) = rows_in(tmp_path / "a.xlsx", cut=True).values()
    assert {number: row[2] for number, row in enumerate(rows, start=1) if any(row)} == {
        number: f"第{number}行" * 20 for number in (3, 4, 900, 5000)
    }


def test_tags_under_a_prefix_are_read_the_same(register: Path) -> None:
    def prefixed(xml: bytes) -> bytes:
        for tag in (b"worksheet", b"sheetData", b"row", b"c", b"v", b"is", b"t"):
            for end in (b" ", b">", b"/>"):
                xml = xml.replace(b"<" + tag + end, b"<x:" + tag + end).replace(
                    b"</" + tag + b">", b"</x:" + tag + b">"
                )
        return xml.replace(b"xmlns=", b"xmlns:x=")

    plain = rows_in(register, cut=False)
    assert rows_in(rewritten(register, "xl/worksheets/sheet1.xml", prefixed), cut=True) == plain


def test_only_a_few_rows_and_their_strings_are_held_at_a_time(register: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes, small = list[int](), large.LargeWorkbook._small

    def weighed(self: large.LargeWorkbook, parts: dict[str, bytes]) -> Any:
        sizes.append(sum(content.count(b"<row") + content.count(b"<si") for content in parts.values()))
        return small(self, parts)

    monkeypatch.setattr(large.LargeWorkbook, "_small", weighed)
    rows_in(register, cut=True)
    assert len(sizes) > 40
    assert max(sizes) < 20


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b'<row r="3" ', b"<row "),
        ("xl/worksheets/sheet1.xml", b'<row r="3" ', b'<row r="2" '),
        ("xl/worksheets/sheet1.xml", b'<c r="B3" ', b"<c "),
        ("xl/worksheets/sheet1.xml", b'<c r="B3" ', b'<c r="B30" '),
        ("xl/worksheets/sheet1.xml", b'<row r="3" ', b'<!-- <row r="9"> --><row r="3" '),
        ("xl/worksheets/sheet1.xml", b'<c r="A3" ', b'<x:c r="A3" '),
        ("xl/worksheets/sheet1.xml", b"</sheetData>", b"</sheetData><!-- -->"),
        ("xl/sharedStrings.xml", b"<t>\xe7\xbc\x96\xe5\x8f\xb7</t>", b"<t><![CDATA[\xe7\xbc\x96\xe5\x8f\xb7]]></t>"),
    ],
    ids=[
        "row_number",
        "row_twice",
        "cell_place",
        "cell_elsewhere",
        "comment",
        "another_prefix",
        "comment_behind",
        "cdata",
    ],
)
def test_what_cannot_be_cut_safely_is_read_whole(register: Path, part: str, old: bytes, new: bytes) -> None:
    path = rewritten(register, part, lambda xml: xml.replace(old, new, 1))
    expected = rows_in(path, cut=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large, "LARGE_FROM", 0)
        request = {"path": str(path), "sheet": "一月", "limit": None}
        assert [row for reply in workbook.parse(request) for row in reply["rows"]] == expected["一月"]
        assert workbook._held[str(path)]._whole is not None


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"<v>0</v>", b"<v>&e;</v>"),
        ("xl/sharedStrings.xml", b"<t>A1</t>", b"<t>&e;</t>"),
        ("xl/workbook.xml", b'name="', b'name="&e;'),
    ],
)
def test_an_entity_is_never_resolved(register: Path, part: str, old: bytes, new: bytes) -> None:
    secret = register.with_name("secret")
    secret.write_text("12", encoding="utf-8")
    entity = f'\n<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>\n'.encode()
    path = rewritten(register, part, lambda xml: xml.replace(old, new, 1).replace(b"\n", entity, 1))
    shown = ""
    with pytest.MonkeyPatch.context() as patch, suppress(ReadingError):
        patch.setattr(large, "LARGE_FROM", 0)
        shown += str(names := [name for reply in workbook.parse({"path": str(path)}) for name in reply["sheets"]])
        shown += str(list(workbook.parse({"path": str(path), "sheet": names[0], "limit": 2})))
    assert "12" not in shown


@pytest.mark.parametrize("claimed", [b"A1", b"A1:XFD1048576", b"Z9:A1"])
def test_a_used_range_that_lies_changes_nothing(register: Path, claimed: bytes) -> None:
    expected = rows_in(register, cut=False)
    path = rewritten(register, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"A1:D41", claimed))
    assert rows_in(path, cut=True) == expected


def test_a_string_that_is_not_there_is_no_other_string(register: Path) -> None:
    rewritten(register, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<v>9</v>", b"<v>900000</v>"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large, "LARGE_FROM", 0)
        with pytest.raises(ReadingError, match="已损坏"):
            list(workbook.parse({"path": str(register), "sheet": "一月", "limit": None}))


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"]), st.data())
def test_a_damaged_workbook_gives_the_same_rows_or_is_refused(
    register: Path, tmp_path: Path, part: str, data: st.DataObject
) -> None:
    def damage(xml: bytes) -> bytes:
        start = data.draw(st.integers(0, len(xml) - 1))
        return xml[:start] + data.draw(st.binary(min_size=1, max_size=6)) + xml[start + data.draw(st.integers(0, 30)) :]

    with zipfile.ZipFile(register) as archive:
        parts: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = damage(bytes(parts[part]))  # type: ignore[arg-type]
    path = tmp_path / "damaged.xlsx"
    path.write_bytes(zip_bytes(parts))
    given_rows = []
    for cut_from in (0, 1 << 60):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(large, "LARGE_FROM", cut_from)
            patch.setattr(pieces, "PIECE", 300)
            nothing = {"path": str(path)}
            try:
                list(workbook.parse(nothing))
                request = {"path": str(path), "sheet": "一月", "limit": None}
                given_rows.append([row for reply in workbook.parse(request) for row in reply["rows"]])
            except (ReadingError, ValueError, LookupError):
                given_rows.append(None)
    assert given_rows[0] in (None, given_rows[1])


def test_on_a_full_disk_a_large_workbook_is_read_whole(register: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.BytesIO):
        def write(self, _content: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    expected = rows_in(register, cut=False)
    monkeypatch.setattr(large, "LARGE_FROM", 0)
    monkeypatch.setattr(strings, "TemporaryFile", lambda **_: Full())
    request = {"path": str(register), "sheet": "一月", "limit": None}
    workbook._held.clear()
    assert [row for reply in workbook.parse(request) for row in reply["rows"]] == expected["一月"]


def test_a_workbook_beyond_the_bound_gives_all_its_letters(tmp_path: Path, read: Read) -> None:
    count = LARGE_FROM // 2500
    path = tmp_path / "大.xlsx"
    path.write_bytes(sheet_bytes("内容", (f"{number:06}" + f"{number * 7919:09}停薪" * 170 for number in range(count))))
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        assert archive.getinfo("xl/worksheets/sheet1.xml").file_size > LARGE_FROM
    letters, _ = read(path)
    assert [letter.text[:6] for letter in letters] == [f"{number:06}" for number in range(count)]
