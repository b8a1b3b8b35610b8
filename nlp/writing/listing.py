"""A plain list as an Excel workbook: a header row that stays and filters, texts that are texts."""

from collections.abc import Iterable, Sequence
from io import BytesIO

import xlsxwriter

from nlp.writing.safety import plain_cell

__all__ = ["listing_workbook"]

_WIDEST = 60


def listing_workbook(title: str, columns: Sequence[str], rows: Iterable[Sequence[str | int | float]]) -> bytes:
    """Give the bytes of a workbook with one sheet ``title``; no cell is ever a formula or a link.

    >>> listing_workbook("检索", ["登记号"], [["2026-000001"]])[:2]
    b'PK'
    """
    buffer, widths = BytesIO(), [len(column) * 2 + 4 for column in columns]
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet(title)
        head = book.add_format({"bold": True, "bg_color": "#DDEBF7"})
        sheet.write_row(0, 0, [plain_cell(column) for column in columns], head)
        number = 0
        for number, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, place, plain_cell(value))
                    widths[place] = max(widths[place], min(len(value) * 2, _WIDEST))
                else:
                    sheet.write_number(number, place, value)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, number, len(columns) - 1)
    return buffer.getvalue()
