"""Spreadsheets as offices really keep them."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from nlp.letter import Letter
from nlp.reading import Receipt

Read = Callable[..., tuple[list[Letter], Receipt]]


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    """A title merged above the header, blank rows, numeric ids, a false used range, a second sheet in other order."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "一月"
    sheet["A1"] = "某某集团2024年1月来信登记表"
    sheet.merge_cells("A1:E1")
    sheet["A2"] = "填表单位：信访办"
    header = ["序号", "信访编号", "主题", "主要诉求\n（必填）", "来信 日期", "答复内容"]
    for column, title in enumerate(header, start=1):
        sheet.cell(4, column, title)
    rows = [
        [1, 20240101, "欠薪", "厂里拖欠工资三年。\n请解决。", dt.datetime(2024, 1, 5, 9, 30), "已转有关单位办理" * 20],
        [None] * 6,
        [2, 20240102, "改制", "改制后没有安置。", "2024年1月6日", None],
        [3, 20240103, "只有标题的来信", None, 45298, None],
        [4, 20240104, None, "  \n", "不详", None],
        header,
        [5, 20240106, None, "食堂承包不公开。", None, None],
    ]
    for number, row in enumerate(rows, start=5):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column, value)
    sheet["XFD60000"].font = Font(bold=True)
    other = book.create_sheet("二月")
    for row in [["来信内容", "标题", "登记日期", "编号"], ["厂长任人唯亲。", "用人问题", "2024.2.1", 20240101]]:
        other.append(row)
    path = tmp_path / "登记表.xlsx"
    book.save(path)
    return path


def test_a_messy_workbook_gives_its_letters(messy: Path, read: Read) -> None:
    letters, _ = read(messy)
    assert [(letter.id, letter.title, letter.text, str(letter.received)) for letter in letters] == [
        ("20240101", "欠薪", "厂里拖欠工资三年。\n请解决。", "2024-01-05"),
        ("20240102", "改制", "改制后没有安置。", "2024-01-06"),
        ("20240103", "", "只有标题的来信", "2024-01-07"),
        ("20240106", "", "食堂承包不公开。", "None"),
        ("20240101-2", "用人问题", "厂长任人唯亲。", "2024-02-01"),
    ]


def test_a_messy_workbook_is_accounted_for_row_by_row(messy: Path, read: Read) -> None:
    _, receipt = read(messy)
    assert (receipt.rows, receipt.headings, receipt.blank, receipt.refused) == (13, 5, 2, 1)
    assert str(receipt.refusals[0]).startswith("登记表.xlsx 工作表“一月” 第 9 行：正文和标题都为空")


def test_the_guessed_columns_and_the_repeated_id_are_noted(messy: Path, read: Read) -> None:
    _, receipt = read(messy)
    assert (
        "登记表.xlsx 工作表“一月”：正文取“主要诉求（必填）”，编号取“信访编号”，标题取“主题”，日期取“来信日期”"
        in receipt.notes
    )
    assert any("工作表“二月” 第 2 行：编号与前面的来信重复，已加后缀“-2”" in note for note in receipt.notes)


def test_a_sheet_without_header_beside_one_with_header_is_refused_as_a_whole(tmp_path: Path, read: Read) -> None:
    book = openpyxl.Workbook()
    book.active.append(["本表由信访办填写，请勿改动"])
    book.active.append(["联系人：老张"])
    book.create_sheet("来信").append(["编号", "内容"])
    book["来信"].append(["A1", "厂里欠薪"])
    book.save(tmp_path / "a.xlsx")
    letters, receipt = read(tmp_path / "a.xlsx")
    assert [letter.id for letter in letters] == ["A1"]
    assert [(refusal.rows, refusal.where) for refusal in receipt.refusals] == [(2, "a.xlsx 工作表“Sheet”")]


def test_a_workbook_without_header_gives_every_row(tmp_path: Path, read: Read) -> None:
    book = openpyxl.Workbook()
    book.active.append([1, "张某", "厂里拖欠工资三年，请领导解决。"])
    book.active.append([2, "李某", "改制后没有安置，请领导解决。"])
    book.save(tmp_path / "a.xlsx")
    letters, receipt = read(tmp_path / "a.xlsx")
    assert [letter.text for letter in letters] == ["厂里拖欠工资三年，请领导解决。", "改制后没有安置，请领导解决。"]
    assert [letter.id for letter in letters] == ["a.xlsx#Sheet#1", "a.xlsx#Sheet#2"]
    assert "（未找到表头）" in receipt.notes[0]


def test_error_values_count_as_blank_cells(tmp_path: Path, read: Read) -> None:
    book = openpyxl.Workbook()
    book.active.append(["编号", "内容"])
    book.active.append(["A1", "#N/A"])
    book.active["B2"].data_type = "e"
    book.save(tmp_path / "a.xlsx")
    letters, receipt = read(tmp_path / "a.xlsx")
    assert not letters
    assert receipt.refused == 1


def test_a_stray_cell_in_the_far_corner_is_refused_before_it_eats_the_memory(tmp_path: Path, read: Read) -> None:
    book = openpyxl.Workbook()
    book.active.append(["编号", "内容"])
    book.active["XFD1048576"] = "x"
    book.save(tmp_path / "a.xlsx")
    _, receipt = read(tmp_path / "a.xlsx")
    assert "已用区域达 1,048,576 行 16,384 列" in receipt.refusals[0].problem


def test_a_cell_merged_over_rows_counts_for_each_and_a_title_only_once(tmp_path: Path, read: Read) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["2024年来信登记表", None, None])
    sheet.append(["来信日期", "内容", "来信人"])
    sheet.append([dt.datetime(2024, 3, 1), "厂里拖欠工资。", "甲"])
    sheet.append([None, "改制没有安置。", "乙"])
    sheet.append([None, "食堂不公开。", None])
    for cells in ("A1:C1", "A3:A5", "C4:C5"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "a.xlsx")
    letters, receipt = read(tmp_path / "a.xlsx")
    assert [(str(one.received), one.sender) for one in letters] == [
        ("2024-03-01", "甲"), ("2024-03-01", "乙"), ("2024-03-01", "乙"),
    ]  # fmt: skip
    assert receipt.headings == 2


def test_a_formula_gives_the_value_last_computed(tmp_path: Path, read: Read) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["编号", "内容"])
        sheet.write_formula(1, 0, '="A"&1', value="A1")
        sheet.write_formula(1, 1, '=CONCAT("厂里","欠薪")', value="厂里欠薪")
    letters, _ = read(tmp_path / "a.xlsx")
    assert [(letter.id, letter.text) for letter in letters] == [("A1", "厂里欠薪")]


def test_dates_in_one_column_may_be_written_in_many_ways(tmp_path: Path, read: Read) -> None:
    book = openpyxl.Workbook()
    book.active.append(["内容", "来信日期"])
    for cell in (dt.datetime(2024, 3, 1), dt.date(2024, 3, 1), 45352, "2024.3.1", "2024年3月1日", 20240301):
        book.active.append(["厂里欠薪", cell])
    book.save(tmp_path / "a.xlsx")
    assert {str(letter.received) for letter in read(tmp_path / "a.xlsx")[0]} == {"2024-03-01"}


def test_sheets_with_their_columns_in_another_order_are_each_understood(tmp_path: Path, read: Read) -> None:
    book = openpyxl.Workbook()
    orders = [("编号", "内容", "标题"), ("标题", "编号", "内容"), ("内容", "标题", "编号")]
    for order in orders:
        sheet = book.create_sheet()
        sheet.append(order)
        sheet.append(
            [{"编号": f"A{orders.index(order)}", "标题": "欠薪", "内容": "厂里拖欠工资三年"}[name] for name in order]
        )
    book.save(tmp_path / "a.xlsx")
    letters, _ = read(tmp_path / "a.xlsx")
    assert [(one.id, one.title, one.text) for one in letters] == [
        (f"A{n}", "欠薪", "厂里拖欠工资三年") for n in range(3)
    ]
