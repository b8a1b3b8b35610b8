"""Old Excel files, as offices still keep them: all that is asked of an xlsx is asked of them."""

import datetime as dt
import struct
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.errors import ReadingError
from nlp.letter import Letter
from nlp.reading import Receipt
from nlp.reading.package_guard import MAX_CELLS
from nlp.reading.parser_process import ParserProcess
from nlp.reading.parsers.old_workbook import check_old_workbook
from nlp.reading.spreadsheet import rows_of
from tests.reading.making import ole_bytes
from tests.reading.making_xls import Formula, Sheet, Written, biff_bytes, xls_bytes

Read = Callable[..., tuple[list[Letter], Receipt]]
DAY, SERIAL = dt.date(2024, 3, 1), 45352
TABLE = [["编号", "内容"], ["A1", "厂里拖欠工资"]]


@pytest.fixture
def old(tmp_path: Path, read: Read) -> Callable[..., tuple[list[Letter], Receipt]]:
    """Write an old workbook and read it."""

    def _old(*sheets: Sheet, from_1904: bool = False) -> tuple[list[Letter], Receipt]:
        (tmp_path / "旧.xls").write_bytes(xls_bytes(*sheets, from_1904=from_1904))
        return read(tmp_path / "旧.xls")

    return _old


def test_an_old_workbook_is_read(old: Read) -> None:
    letters, _ = old(Sheet("来信", [["编号", "内容"], [20240101, "厂里拖欠工资"]]))
    assert [(letter.id, letter.text) for letter in letters] == [("20240101", "厂里拖欠工资")]


def test_long_letters_go_on_over_the_ends_of_records(old: Read) -> None:
    texts = [f"第{number}封" + "厂里拖欠工资，请领导解决。" * 700 + "😀完" for number in range(4)]
    letters, _ = old(Sheet("来信", [["内容"], *([text] for text in texts)]))
    assert [letter.text for letter in letters] == texts


def test_sheets_with_their_columns_in_another_order_are_each_understood(old: Read) -> None:
    orders = [("编号", "内容", "标题"), ("标题", "编号", "内容"), ("内容", "标题", "编号")]
    entries = {"标题": "欠薪", "内容": "厂里拖欠工资三年"}
    sheets = [
        Sheet(f"{number}月", [order, [(entries | {"编号": f"A{number}"})[name] for name in order]])
        for number, order in enumerate(orders)
    ]
    letters, _ = old(*sheets)
    assert [(one.id, one.title, one.text) for one in letters] == [
        (f"A{n}", "欠薪", "厂里拖欠工资三年") for n in range(3)
    ]


def test_a_sheet_without_header_beside_one_with_header_is_refused_as_a_whole(old: Read) -> None:
    letters, receipt = old(Sheet("说明", [["请勿改动"], ["信访办填写"]]), Sheet("来信", TABLE))
    assert [letter.id for letter in letters] == ["A1"]
    assert [(refusal.rows, refusal.where) for refusal in receipt.refusals] == [(2, "旧.xls 工作表“说明”")]


def test_a_cell_merged_over_rows_counts_for_each_and_a_title_only_once(old: Read) -> None:
    rows = [["2024年来信登记表"], ["来信日期", "内容", "来信人"]]
    rows += [[DAY, "厂里欠薪。", "甲"], [None, "改制。", "乙"], [None, "食堂。"]]
    letters, receipt = old(Sheet("来信", rows, merged=[(0, 0, 0, 2), (2, 4, 0, 0), (3, 4, 2, 2)]))
    assert [(str(one.received), one.sender) for one in letters] == [
        ("2024-03-01", "甲"), ("2024-03-01", "乙"), ("2024-03-01", "乙"),
    ]  # fmt: skip
    assert receipt.headings == 2


def test_a_formula_gives_the_value_last_computed(old: Read) -> None:
    rows = [["编号", "内容"], [Formula("A1"), Formula("厂里欠薪")], [Formula(7), "改制"], ["A3", Formula(None)]]
    letters, receipt = old(Sheet("来信", rows))
    assert [(letter.id, letter.text) for letter in letters] == [("A1", "厂里欠薪"), ("7", "改制")]
    assert receipt.refusals[0].where.endswith("第 4 行")  # #N/A says nothing


@pytest.mark.parametrize("from_1904", [False, True])
def test_dates_in_one_column_may_be_written_in_many_ways(old: Read, from_1904: bool) -> None:
    serial = SERIAL - 1462 * from_1904
    cells = [DAY, Written(serial, 2), Written(serial + 0.5, 1), SERIAL, "2024.3.1", "2024年3月1日", 20240301, "45352"]
    letters, _ = old(Sheet("来信", [["内容", "来信日期"], *(["欠薪", cell] for cell in cells)]), from_1904=from_1904)
    assert [str(letter.received) for letter in letters] == ["2024-03-01"] * len(cells)


def test_formats_and_claims_beyond_the_table_are_no_rows(old: Read) -> None:
    strays = [(row, 255, Written(None, 3)) for row in (9, 65_535)]
    letters, receipt = old(Sheet("来信", TABLE, strays, claims=(65_536, 256)))
    assert ([letter.id for letter in letters], receipt.rows) == (["A1"], 2)


def test_blank_rows_before_a_stray_cell_are_counted_and_hide_no_letter(old: Read) -> None:
    letters, receipt = old(Sheet("来信", TABLE, [(40_000, 1, "很远的一封")]))
    assert [letter.text for letter in letters] == ["厂里拖欠工资", "很远的一封"]
    assert (receipt.rows, receipt.blank) == (40_001, 39_998)


def test_stray_cells_in_the_far_corners_are_refused_before_they_eat_the_memory(old: Read) -> None:
    _, receipt = old(*(Sheet(f"{number}", TABLE, [(65_535, 60, 1)]) for number in range(4)))
    assert receipt.refusals[0].problem == f"各工作表的已用区域共 {4 * 65_536 * 61:,} 个单元格，上限 {MAX_CELLS:,} 个"
    assert receipt.refusals[0].remedy.startswith("请删除数据右侧和下方多余的列与行")


def test_an_old_workbook_with_a_password_is_refused_as_such(tmp_path: Path, read: Read) -> None:
    (tmp_path / "密.xls").write_bytes(xls_bytes(Sheet("来信", TABLE), password=True))
    _, receipt = read(tmp_path / "密.xls")
    assert str(receipt.refusals[0]) == "密.xls：文件有密码保护。请用原软件取消密码，另存后重新导入。"


def test_macros_are_carried_past_and_never_run(tmp_path: Path, read: Read) -> None:
    streams = {"Workbook": biff_bytes([Sheet("来信", TABLE)]), "_VBA_PROJECT_CUR/dir": b"Attribute VB_Name = AutoOpen"}
    (tmp_path / "宏.xls").write_bytes(ole_bytes(streams))
    letters, receipt = read(tmp_path / "宏.xls")
    assert [letter.id for letter in letters] == ["A1"]
    assert receipt.complete


def test_an_old_workbook_under_another_name_is_seen_through(tmp_path: Path, read: Read) -> None:
    extensions = ("csv", "doc", "jpg", "txt", "xlsx")
    for extension in extensions:
        (tmp_path / f"a.{extension}").write_bytes(xls_bytes(Sheet("来信", [["内容"], [f"欠薪，见{extension}"]])))
    letters, receipt = read(tmp_path)
    assert [letter.text for letter in letters] == [f"欠薪，见{extension}" for extension in extensions]
    assert set(receipt.notes) > {f"a.{name}：内容是 xls，与扩展名不符，已按 xls 读取" for name in extensions}


def test_an_old_workbook_cut_short_is_refused_with_what_to_do(tmp_path: Path, read: Read) -> None:
    whole = xls_bytes(Sheet("来信", [["内容"], *([f"厂里拖欠工资{number}个月"] for number in range(400))]))
    for share in range(1, 10):
        (tmp_path / f"{share}.xls").write_bytes(whole[: len(whole) * share // 10])
    letters, receipt = read(tmp_path)
    assert not letters
    assert [str(refusal) for refusal in receipt.refusals] == [
        f"{share}.xls：文件不完整或已损坏。请用表格软件打开并另存为 xlsx 后重新导入。" for share in range(1, 10)
    ]


def test_a_file_that_kills_the_parser_costs_only_itself(tmp_path: Path, read: Read) -> None:
    stream = bytearray(biff_bytes([Sheet("来信", TABLE)]))
    place = stream.index(struct.pack("<H", 0x0085)) + 4
    stream[place : place + 4] = b"\xff\xff\xff\x7f"  # the sheet begins beyond the file, which calamine panics at
    (tmp_path / "1.xls").write_bytes(ole_bytes({"Workbook": bytes(stream)}))
    (tmp_path / "2.xls").write_bytes(xls_bytes(Sheet("来信", TABLE)))
    letters, receipt = read(tmp_path)
    assert [letter.id for letter in letters] == ["A1"]
    assert [str(refusal) for refusal in receipt.refusals] == [
        "1.xls：文件不完整或已损坏。请用表格软件打开并另存为 xlsx 后重新导入。"
    ]


def test_a_sheet_broken_off_does_not_spill_into_the_next_request(tmp_path: Path) -> None:
    (tmp_path / "1.xls").write_bytes(xls_bytes(Sheet("来信", [*TABLE, ["A2", "乙"]])))
    with ParserProcess() as parsers:
        rows = rows_of(parsers, tmp_path / "1.xls", "来信", "1.xls")
        assert next(rows) == ["编号", "内容"]
        rows.close()
        assert [row[0] for row in rows_of(parsers, tmp_path / "1.xls", "来信", "1.xls")] == ["编号", "A1", "A2"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), whole=st.booleans())
def test_whatever_is_broken_the_guard_refuses_or_lets_pass(tmp_path: Path, data: st.DataObject, whole: bool) -> None:
    stream = biff_bytes([Sheet("来信", TABLE, merged=[(0, 1, 0, 0)])])
    content = bytearray(ole_bytes({"Workbook": stream}) if whole else stream)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    (tmp_path / "a.xls").write_bytes(bytes(content) if whole else ole_bytes({"Workbook": bytes(content)}))
    with suppress(ReadingError):
        check_old_workbook(tmp_path / "a.xls")
