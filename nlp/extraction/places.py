"""Places: provinces, cities, counties, towns and villages.

The divisions are those of GB/T 2260, from the table beside this module (made from that of ``cpca`` 0.5.5, MIT licence).
``cpca`` itself is not asked: a letter takes it 0.35 ms, three times what all facts together may cost; it fails with
pandas 3 on a text without a place; and in running text it takes words for cities (身体安康 for 安康市, 镇里和县里 for
和县) and every 朝阳区 for the one of 长春. Here a name is taken with its last word (市, 县), or short after a word of
place (在沧州); a district that several cities have is not guessed at. Towns and villages, and counties the table does
not know, are found by their last word.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from nlp.extraction.names import begin_of_name
from nlp.extraction.scan import Words
from nlp.letter import Signal

__all__ = ["find_places"]

_PROVINCES = (
    "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 "
    "贵州 云南 陕西 甘肃 青海 台湾 内蒙古 内蒙 广西 西藏 宁夏 新疆"
)
_PROVINCE_NAMES = frozenset(_PROVINCES.split())
_WHERE = frozenset("在到去从往回于住")
_COMMON = frozenset(("城区", "郊区", "矿区"))  # districts of that name there are, but mostly it is no name
_SMALL = re.compile(
    "镇(?![长政上里流静压痛])|乡(?![下亲里政镇长村])|村(?![长民里委口组支干])|县(?![长里委城办处政局级社市信国教人劳工法纪联供])"
)
_NO_NAME = frozenset("城都本该全各邻外省市地县区两几这那我你小社老新乡镇山农返家下")
_SMALL_LENGTH = 5


class _Division(NamedTuple):
    """One division: its code and its names from the province down."""

    code: str
    path: str


@cache
def _divisions() -> dict[str, tuple[_Division, ...]]:
    """Read the table: every name, full or short, with the divisions that bear it."""
    lines = files(__package__).joinpath("divisions.tsv").read_text(encoding="utf-8").splitlines()[1:]
    names = dict(line.split("\t") for line in lines)
    found: dict[str, list[_Division]] = defaultdict(list)
    for code, name in names.items():
        above = [names[up] for up in dict.fromkeys((code[:2] + "0000", code[:4] + "00")) if up in names and up != code]
        division = _Division(code, "".join((*above, name)))
        found[name].append(division)
        if code.endswith("00") and len(short := _shorten(name)) > 1:
            found[short].append(division)
    return {name: tuple(divisions) for name, divisions in found.items()}


def _shorten(name: str) -> str:
    """Take the last word off a province or a city: 沧州市 to 沧州, 延边朝鲜族自治州 stays."""
    for province in _PROVINCES.split():  # 内蒙古 before 内蒙
        if name.startswith(province):
            return province
    return name.removesuffix("市").removesuffix("省")


_NAMES = Words({*_divisions(), *_PROVINCE_NAMES} - _COMMON)


def find_places(text: str) -> Iterator[Signal]:
    """Yield the places of a normalized text, from the widest to the narrowest joined into one.

    ``value`` is the full name where it is clear which place is meant, else the name as it stands.

    >>> [(s.text, s.value) for s in find_places("我在沧州献县长大，后来到吉林市船营区，祝身体安康")]
    [('沧州献县', '河北省沧州市献县'), ('吉林市船营区', '吉林省吉林市船营区')]
    """
    last: tuple[int, int, str] | None = None
    for start, end in _spans(text):
        above = last[2] if last is not None and last[1] == start else ""
        if (last is not None and start < last[1]) or not (above or _stands_alone(text, start, end)):
            continue
        value = _value(text[start:end], above)
        if last is not None and above:
            last = (last[0], end, value) if value else last
            continue
        if last is not None:
            yield Signal(last[0], last[1], text[last[0] : last[1]], "places", last[2])
        last = (start, end, value)
    if last is not None:
        yield Signal(last[0], last[1], text[last[0] : last[1]], "places", last[2])


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Say whether a name is a place without a wider one before it: 献县 and 沧州 only after a word of place."""
    name = text[start:end]
    if name in _PROVINCE_NAMES or (end - start > 2 and name[-1] in "省市县区州盟旗镇乡村"):
        return True
    return start > 0 and text[start - 1] in _WHERE and text[end : end + 1] not in ("路", "街", "大")


def _value(name: str, above: str) -> str:
    """Give the full name of a place, "" for a short name that is not under the place before it (长沙市|朝阳街)."""
    divisions = _divisions().get(name, ())
    under = [division.path for division in divisions if division.path.startswith(above)]
    if above:
        return min(under, key=len) if under else above + name if name[-1] in "县市区镇乡村" else ""
    if len(divisions) == 1:
        return divisions[0].path
    return min((division.path for division in divisions if division.code.endswith("00")), key=len, default=name)


def _spans(text: str) -> list[tuple[int, int]]:
    """Find every candidate, the earlier and the longer first."""
    spans = list(_NAMES.spans(text))
    for match in _SMALL.finditer(text):
        last_word, end = match.span()
        if text[last_word - 1 : last_word] in _NO_NAME:
            continue
        before = max((stop for _, stop in spans if stop <= last_word), default=0)
        start = max(before, begin_of_name(text, last_word, _SMALL_LENGTH))
        if 1 < last_word - start < _SMALL_LENGTH:
            spans.append((start, end))
    return sorted(spans, key=lambda span: (span[0], -span[1]))
