"""Cells that a spreadsheet program opens without harm: no formula, no control character, no overlong text."""

import re

__all__ = ["MAX_CELL", "plain_cell", "without_formula"]

MAX_CELL = 32_767
"""UTF-16 units an Excel cell holds."""

CUT_AT = 32_700
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
"""How a text begins that Excel or WPS may take for a formula (OWASP, CSV Injection)."""


def plain_cell(text: str) -> str:
    r"""Drop characters no workbook can hold and cut what is longer than a cell, saying so.

    >>> plain_cell("厂\x07里")
    '厂里'
    >>> plain_cell("长" * 40_000)[-23:]
    '长长长长…（以下截去，全文 40,000 字）'
    """
    text = NOT_IN_XML.sub("", text)
    if len(text) * 2 <= MAX_CELL or len(text.encode("utf-16-le")) // 2 <= MAX_CELL:
        return text
    kept = text.encode("utf-16-le")[: CUT_AT * 2].decode("utf-16-le", "ignore")
    return f"{kept}…（以下截去，全文 {len(text):,} 字）"


def without_formula(text: str) -> str:
    """Put an apostrophe before a text a spreadsheet program would run as a formula.

    >>> without_formula("=cmd|'/C calc'!A0"), without_formula("-5"), without_formula("关于改制")
    ("'=cmd|'/C calc'!A0", "'-5", '关于改制')
    """
    return f"'{text}" if FORMULA.match(text) else text
