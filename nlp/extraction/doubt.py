"""Why a mention may not be meant as it stands: it is past, a figure of speech, or denied.

A doubtful mention is never dropped: it is handed to a person with the reason (domain.md 3.1: 父亲98年病逝, 要命,
不想闹到跳楼). The cues are looked for in the mention's own clause and in what follows up to the end of the sentence.
"""

import re
from typing import Final

__all__ = ["FIGURATIVE", "IMPLIED", "NEGATED", "PAST", "is_negated", "is_of_then", "is_over", "is_past"]

PAST: Final = "past"
FIGURATIVE: Final = "figurative"
NEGATED: Final = "negated"
IMPLIED: Final = "implied"
"""No word says it: a model inferred it from the sentence."""

_REACH = 30
_BORDER = re.compile(r"[，。；！？：\n,;!?“”]")
_DENIAL = re.compile(
    r"(?:不[想会敢愿是肯]|不至于|不打算|没有?|别|莫|弗|勿|并非|绝不|从不|不可能|免得|以免|避免|防止|劝住?|劝阻|"
    r"怕(?!是))[^，。；！？]{0,7}$"
)
_ONCE = re.compile(
    r"以前|从前|那时|当[年时初]|曾|那阵|那几年|那[年天次回]|[前去]年|[\d一二三四五六七八九十几多]年前|"
    r"有[一过]?[回次]|小时候|生前|年轻|"
    r"时候|(?:19|20)\d\d|[〇零一二三四五六七八九]{2,4}年|\d\d年|闹过|过一[次回]|第二年"
)
_THEN = re.compile("当年|当时|那时|从前|早年|早先|建厂|刚进厂|以前|原先|那会儿|那阵|头年")
_OVER = re.compile(
    r"后来[^，。]{0,4}(?:好|没事|保住|救|挖出)|没事|平稳|好了|幸亏|所幸|幸好|大碍|没出事|救回|救活|扑灭|保住|没死|"
    r"没翻|气话|不是别的意思|没有出过|虚惊|拦住|劝住|劝下"
)


def is_negated(text: str, start: int) -> bool:
    """Say whether the clause denies what begins at ``start``.

    >>> is_negated("我们不想闹到跳楼那一步", 6), is_negated("我要跳楼", 2)
    (True, False)
    """
    return _DENIAL.search(_BORDER.split(text[max(0, start - _REACH) : start])[-1]) is not None


def is_past(text: str, start: int, end: int, reach: int = _REACH) -> bool:
    """Say whether the ``reach`` characters before a mention, inside its sentence, or the mention put it in the past.

    >>> is_past("前年工地摔了，后来好了", 2, 6), is_past("工地墙倒了", 2, 5)
    (True, False)
    """
    before = re.split(r"[。！？；\n]", text[max(0, start - reach) : start])[-1]
    return _ONCE.search(before + text[start:end]) is not None


def is_of_then(words: str) -> bool:
    """Say whether the words before a number put it plainly in another time: 当年七十多个, 那时候一月三十六块.

    >>> is_of_then("当年厂里有"), is_of_then("2003年欠")
    (True, False)
    """
    return _THEN.search(words) is not None


def is_over(text: str, start: int, end: int) -> bool:
    """Say whether what stands around a mention tells that it ended well or was not meant.

    >>> is_over("漂到浅滩上，幸好没翻", 0, 5)
    True
    """
    after = re.split(r"[。！？\n]", text[end : end + _REACH])[0]
    before = _BORDER.split(text[max(0, start - _REACH) : start])[-1]
    return _OVER.search(before + text[start:end] + after) is not None
