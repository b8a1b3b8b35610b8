"""Cells as text: what a person would see in the spreadsheet, without what no letter can hold."""

import datetime as dt

__all__ = ["Cell", "cell_text", "clean_text", "is_blank", "one_line"]

Cell = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None

INVISIBLE = " \t\r\n\v\f\x00\u3000\xa0\u200b\u200c\u200d\u2060\ufeff"


def clean_text(text: str) -> str:
    r"""Drop NUL characters, join line ends to ``\n`` and replace broken surrogates by U+FFFD; keep all else.

    >>> clean_text("第一行\r\n第二\x00行")
    '第一行\n第二行'
    """
    if "\x00" in text or "\r" in text:
        text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def cell_text(cell: Cell) -> str:
    """Write a cell as text; a whole number has no decimal point, an empty cell gives ``""``.

    >>> cell_text(20240101.0), cell_text(dt.datetime(2024, 3, 1)), cell_text(None)
    ('20240101', '2024-03-01', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return clean_text(cell)
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    if isinstance(cell, dt.datetime):
        whole_day = cell.time() == dt.time()
        return cell.date().isoformat() if whole_day else cell.isoformat(sep=" ", timespec="seconds")
    return str(cell)


def is_blank(cell: Cell) -> bool:
    r"""Tell whether nothing can be seen in a cell.

    >>> is_blank("\u3000\n"), is_blank(None), is_blank(0)
    (True, True, False)
    """
    return cell is None or (isinstance(cell, str) and not cell.strip(INVISIBLE))


def one_line(cell: Cell) -> str:
    r"""Write a cell as one line, as an id, a title or a name is.

    >>> one_line(" 关于\n欠薪 ")
    '关于 欠薪'
    """
    return " ".join(cell_text(cell).strip(INVISIBLE).split())
