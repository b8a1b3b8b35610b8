"""When things happened: days, months, years and periods, in the form of ISO 8601.

``value`` is a day (2003-03-06), a month (2003-03), a year (2003), or an interval of two days joined by ``/`` that
includes both (1998-01-01/1999-12-31); ``/..`` is open (至今). 九几年 and 八十年代 are the interval of their years; a
word for a part of a year (年底, 春天) is the note. What hangs on the day of writing (去年, 上个月, 3月6日) has a value
only when that day is given. A document number (〔2003〕12号) and a length of time (十五年, 干了三四年) are no dates.
"""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from nlp.extraction.numerals import read_numeral
from nlp.extraction.scan import Scanner
from nlp.letter import Signal

__all__ = ["find_dates"]

_TURN = 30  # two digits from 30 on are of the twentieth century, below of this one
_FIRST, _LAST = 1900, 2099
_DIGITS = 4
_HAN = "零〇一二三四五六七八九"
_ASCII = str.maketrans(_HAN, "00123456789")
_MONTH = r"(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九正元腊])月份?"
_DAY = (
    r"([12]\d|3[01]|0?[1-9]|三十一?|[二廿]十?[一二三四五六七八九]|二十|十[一二三四五六七八九]?|"
    r"初?[一二三四五六七八九十])[日号]"
)
_YEAR = re.compile(
    rf"([\d{_HAN}][\d{_HAN}]{{1,3}})年(?!代|第?\d+号)(?:{_MONTH}(?:{_DAY})?|([底末初]|[春夏秋冬][天季]?|"
    rf"[上下]半年)(?![级专学断]))?"
)
_DOTTED = re.compile(r"([12]\d{3})[.\-/](1[0-2]|0?[1-9])(?:[.\-/]([12]\d|3[01]|0?[1-9]))?(?![\d.%万亿元])")
_DECADE = re.compile(rf"([\d{_HAN}])(?:[0十]年代|几年)")
# Each pattern begins with a plain character or a class: only then does re skip from candidate to candidate.
_RELATIVE = Scanner({"mention": "大前年|前年|去年|今年|上个月|上月|本月|这个月|昨天|前天"})
_DAY_OF_MONTH = re.compile(rf"月{_DAY}")
_MONTH_BEFORE = re.compile(r"(?<![\d十年])(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九正元腊])$")
_NEAR_MONTH = re.compile(rf"{_MONTH}(?:{_DAY})?")
_NEXT_DAY = re.compile(rf"[、和及]{_DAY}")
_LENGTH_BEFORE = re.compile(r"(?:[近约满整干了过共龄有拖等这多每前后第]|工作|将近|不到|连续|一晃|前后)$")
_LENGTH_AFTER = re.compile(r"[来多以前间后内的工限期里没如]|之[前后]|工龄")
_ROUGH = ("一二", "二三", "三四", "四五", "五六", "六七", "七八", "八九")
_TO = re.compile(r"(?:起|初|底|开始)?(?:[至到—~-]|直到|一直到)+")
_UNTIL_NOW = re.compile(r"(?:起|开始)?(?:直)?[至到](?:今|现在|今天|目前)")
_FROM_YEAR = re.compile(rf"([12]\d{{3}}|\d\d|[{_HAN}]{{2,4}})年?[至到—~-]+$")
_YEARS_AGO = {"大前年": 3, "前年": 2, "去年": 1, "今年": 0}


class _Point(NamedTuple):
    """One date of the text: where it stands, and its first and last day where they are known."""

    start: int
    end: int
    iso: str | None
    first: dt.date | None
    last: dt.date | None
    note: str = ""
    year: int | None = None


def find_dates(text: str, reference: dt.date | None = None) -> Iterator[Signal]:
    """Yield the dates and periods of a normalized text; ``reference`` is the day of writing, if it is known.

    >>> [(s.text, s.value) for s in find_dates("98年底下岗，2003年6月至2005年没发，九几年的事，〔2003〕12号")]
    [('98年底', '1998'), ('2003年6月至2005年', '2003-06-01/2005-12-31'), ('九几年', '1990-01-01/1999-12-31')]
    >>> [s.value for s in find_dates("去年3月的工资", dt.date(2010, 5, 1))]
    ['2009-03']
    """
    points = sorted(_points(text, reference), key=lambda point: (point.start, -point.end))
    position = index = 0
    while index < len(points):
        point = points[index]
        index += 1
        if point.start < position:
            continue
        if now := _UNTIL_NOW.match(text, point.end):
            signal = _signal(text, point.start, now.end(), f"{point.first}/.." if point.first else None, point.note)
        elif (to := _TO.match(text, point.end)) and (until := _next(points, index, to.end(), text, point)):
            value = f"{point.first}/{until.last}" if point.first and until.last else None
            signal = _signal(text, point.start, until.end, value, point.note)
        else:
            signal = _signal(text, point.start, point.end, point.iso, point.note)
        position = signal.end
        yield signal


def _signal(text: str, start: int, end: int, value: str | None, note: str) -> Signal:
    return Signal(start, end, text[start:end], "dates", value, note)


def _next(points: list[_Point], index: int, start: int, text: str, since: _Point) -> _Point | None:
    """Find the date a period ends with; a month alone is of the year it began in."""
    if since.year is not None and (month := _NEAR_MONTH.match(text, start)):
        return _point(start, month.end(), since.year, *month.groups())
    return next((point for point in points[index : index + 2] if point.start == start), None)


def _points(text: str, reference: dt.date | None) -> Iterator[_Point]:
    """Yield every single date, in no order; they may overlap."""
    for match in _years(text):
        year = _year_of(text, match)
        if year is not None:
            _, month, day, part = match.groups()
            yield from _years_before(text, match)
            yield _point(*match.span(), year, month, day, _part(part))
            for start, end, other in _days_after(text, match.end()) if day else ():
                yield _point(start, end, year, month, other)
    for match in _DOTTED.finditer(text):
        yield _point(*match.span(), int(match[1]), match[2], match[3])
    decades = _DECADE.finditer(text) if "几年" in text or "年代" in text else ()
    for match in decades:
        digit = match[1].translate(_ASCII)
        if text[match.start() - 1 : match.start()] not in tuple("十百千多好有干过了"):
            yield _decade(text, match, int(digit) * 10)
    for match in _RELATIVE.finditer(text):
        yield _relative(text, match, reference)
    for match in _DAY_OF_MONTH.finditer(text):
        if month := _MONTH_BEFORE.search(text, max(0, match.start() - 3), match.start()):
            yield _this_or_last_year(month.start(), match.end(), month[0], match[1], reference)
            for start, end, day in _days_after(text, match.end()):
                yield _this_or_last_year(start, end, month[0], day, reference)


def _years(text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of ``_YEAR`` as ``finditer`` would, led by 年, which is far rarer than digits."""
    done, last = 0, text.find("年")
    while last >= 0:
        begin = last
        while begin > done and last - begin < _DIGITS and (text[begin - 1] in _HAN or text[begin - 1].isdecimal()):
            begin -= 1
        if last >= done and (match := _YEAR.match(text, begin)):
            yield match
            done = match.end()
        last = text.find("年", last + 1)


def _days_after(text: str, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield the days that share the month of one that ends at ``end``: 3月6日、27日."""
    while more := _NEXT_DAY.match(text, end):
        end = more.end()
        yield more.start(1), end, more[1]


def _years_before(text: str, match: re.Match[str]) -> Iterator[_Point]:
    """Yield the year without 年 that a period begins with: 1996至2001年."""
    before = _FROM_YEAR.search(text, max(0, match.start() - 7), match.start())
    if before is not None and len(before[1]) in (2, 4):
        digits = before[1].translate(_ASCII)
        if (year := _full(digits)) is not None:
            yield _point(before.start(), before.end(1), year, None, None)


def _year_of(text: str, match: re.Match[str]) -> int | None:
    """Read a year, or None for a length of time or another number."""
    written = match[1]
    digits = written.translate(_ASCII)
    if len(digits) == 3 or ((start := match.start()) and text[start - 1] in "0123456789.第〔十百千几两"):
        return None
    if len(digits) == 2 and not match[2]:
        before, length = text[max(0, start - 2) : start], _LENGTH_AFTER.match(text, match.end())
        if _LENGTH_BEFORE.search(before) or (match[4] is None and length):
            return None
        if written in _ROUGH[1:4] or (written.isascii() and "10" <= written < "49" and not match[4]):
            return None
    return _full(digits)


def _part(written: str | None) -> str:
    """Name a part of a year as it is said: 年底."""
    return f"年{written}" if written and written in "底末初" else written or ""


def _full(digits: str) -> int | None:
    """Complete a year of two digits."""
    year = int(digits)
    if len(digits) == 2:
        year += 1900 if year >= _TURN else 2000
    return year if _FIRST <= year <= _LAST else None


def _point(start: int, end: int, year: int | None, month: str | None, day: str | None, note: str = "") -> _Point:
    """Put a date together; a day that the calendar does not have gives its month."""
    if year is None:
        return _Point(start, end, None, None, None, note)
    return _Point(start, end, *_calendar(year, month, day), note, year)


@lru_cache(maxsize=4096)
def _calendar(year: int, month: str | None, day: str | None) -> tuple[str, dt.date, dt.date]:
    """Give a date in ISO form with its first and last day."""
    if month is None:
        return str(year), dt.date(year, 1, 1), dt.date(year, 12, 31)
    number = {"正": 1, "元": 1, "腊": 12}.get(month) or int(read_numeral(month))
    days = monthrange(year, number)[1]
    if day is not None and 1 <= (exact := int(read_numeral(day.removeprefix("初")))) <= days:
        on = dt.date(year, number, exact)
        return on.isoformat(), on, on
    first = dt.date(year, number, 1)
    return first.isoformat()[:7], first, first.replace(day=days)


def _decade(text: str, match: re.Match[str], tens: int) -> _Point:
    """Give ten years: 八十年代, 九几年, 零几年."""
    century = 1900 if tens >= _TURN else 2000
    start = match.start() - 3 if text[max(0, match.start() - 3) : match.start()] == "上世纪" else match.start()
    first, last = dt.date(century + tens, 1, 1), dt.date(century + tens + 9, 12, 31)
    return _Point(start, match.end(), f"{first}/{last}", first, last)


def _relative(text: str, match: re.Match[str], reference: dt.date | None) -> _Point:
    """Place 去年, 上个月 or 3月6日 by the day of writing; without it there is no value."""
    word, (start, end) = match[0], match.span()
    if word in _YEARS_AGO:
        month = _NEAR_MONTH.match(text, end)
        year = reference.year - _YEARS_AGO[word] if reference else None
        return _point(start, month.end() if month else end, year, month and month[1], month and month[2])
    if reference is None:
        return _Point(start, end, None, None, None)
    if "天" in word:
        on = reference - dt.timedelta(days=1 if word == "昨天" else 2)
        return _Point(start, end, on.isoformat(), on, on, "", on.year)
    month_start = reference.replace(day=1)
    if word.startswith("上"):
        month_start = (month_start - dt.timedelta(days=1)).replace(day=1)
    return _point(start, end, month_start.year, str(month_start.month), None)


def _this_or_last_year(start: int, end: int, month: str, day: str, reference: dt.date | None) -> _Point:
    """Place 3月6日 in the last twelve months before the day of writing."""
    if reference is None:
        return _Point(start, end, None, None, None)
    this = _point(start, end, reference.year, month, day)
    past = this.first is not None and this.first <= reference
    return this if past else _point(start, end, reference.year - 1, month, day)
