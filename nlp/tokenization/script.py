"""One script: traditional characters become simplified ones, through OpenCC."""

import re
from collections.abc import Callable
from functools import cache

__all__ = ["simplify", "traditional_characters"]

# Traditional in some words and simplified in others (乾隆, 摺扇, 角徵羽): alone they prove nothing.
_IN_BOTH_SCRIPTS = frozenset("乾吒夥徵拚捱摺榘薹袷醣麴")
_IDEOGRAPHS = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]


@cache
def _converter() -> tuple[Callable[[str], str], dict[int, str]]:
    """Return OpenCC's phrase-aware conversion, and the table of single characters it turns into others."""
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("t2s").convert
    single = dict(zip(_IDEOGRAPHS, convert("\n".join(_IDEOGRAPHS)).split("\n"), strict=True))
    table = {}
    for old, new in single.items():
        while new != single.get(new, new):  # 薴 → 苧 → 苎
            new = single[new]
        if old != new and old not in _IN_BOTH_SCRIPTS:
            table[ord(old)] = new
    return convert, table


@cache
def traditional_characters() -> str:
    """Return the characters, in one string, that only traditional text has."""
    return "".join(map(chr, _converter()[1]))


@cache
def _traditional() -> re.Pattern[str]:
    return re.compile(f"[{traditional_characters()}]")


def simplify(text: str) -> str:
    """Return the text in simplified script, of the same length; without a traditional character it is untouched.

    >>> simplify("國營企業職工要求補發工資，手續乾淨")
    '国营企业职工要求补发工资，手续干净'
    >>> simplify("乾隆年间的档案")
    '乾隆年间的档案'
    """
    if not _traditional().search(text):
        return text
    convert, table = _converter()
    simplified = convert(text)
    if len(simplified) != len(text):
        simplified = text
    return simplified.translate(table)
