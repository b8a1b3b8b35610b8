"""Frequent slips of the pen in petitions (历史欠帐, 工令, 下刚职工), from the table beside this module."""

import re
from functools import cache
from importlib.resources import files

from nlp.errors import SettingError

__all__ = ["correct_variants", "variant_pattern"]

_COLUMNS = ["wrong", "right", "not_after", "not_before", "note"]


@cache
def _table() -> dict[str, tuple[str, str, str]]:
    """Read the package's table: wrong → (right, characters it may not follow, characters it may not precede)."""
    header, *lines = files(__package__).joinpath("variants.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    if header.split("\t") != _COLUMNS:
        raise SettingError("variants.tsv", f"表头不是 {' '.join(_COLUMNS)}", "请照样本改正表头")
    for number, row in enumerate(rows, 2):
        if len(row) != len(_COLUMNS) or not row[0] or len(row[0]) != len(row[1]):
            raise SettingError(f"variants.tsv 第 {number} 行", "不是五列，或正误两词长短不一", "请改正这一行")
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


@cache
def variant_pattern() -> re.Pattern[str]:
    """Return one expression for every variant in its contexts, the longer first."""

    def branch(wrong: str, not_after: str, not_before: str) -> str:
        before = f"(?<![{not_after}]{wrong})" if not_after else ""
        after = f"(?![{not_before}])" if not_before else ""
        return wrong + before + after

    longest_first = sorted(_table().items(), key=lambda item: -len(item[0]))
    return re.compile("|".join(branch(wrong, *row[1:]) for wrong, row in longest_first))


def correct_variants(text: str) -> str:
    """Put the usual writing for the usual slips; the length stays, and so does every offset.

    >>> correct_variants("历史欠帐、买断工令、下刚职工；帐篷、竣工令照旧")
    '历史欠账、买断工龄、下岗职工；帐篷、竣工令照旧'
    """
    pattern, table = variant_pattern(), _table()
    while (corrected := pattern.sub(lambda match: table[match[0]][0], text)) != text:
        text = corrected
    return text
