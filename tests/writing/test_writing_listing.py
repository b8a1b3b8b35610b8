"""A plain list as a workbook."""

from io import BytesIO

from openpyxl import load_workbook

from nlp.writing.listing import listing_workbook


def test_a_text_stays_a_text() -> None:
    sheet = load_workbook(BytesIO(listing_workbook("表", ["甲", "乙"], [["=1+1", 3]]))).active
    assert sheet is not None
    assert (sheet["A2"].data_type, sheet["A2"].value, sheet["B2"].value) == ("s", "=1+1", 3)


def test_a_list_without_rows_has_its_header() -> None:
    sheet = load_workbook(BytesIO(listing_workbook("表", ["甲"], []))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == ["甲"]
