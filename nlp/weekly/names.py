"""Weeks by their ISO 8601 names (2026-W47), Monday first."""

import datetime as dt
import re

from nlp.errors import LetterError
from nlp.replay import week_number

__all__ = ["parse_week"]

_NAME = re.compile(r"(\d{4})-W(\d{2})")


def parse_week(name: str) -> int:
    """Give the number of a week by its ISO name; raises ``LetterError`` when it is none.

    >>> from nlp.replay import week_name
    >>> week_name(parse_week("2026-W47"))
    '2026-W47'
    >>> parse_week("2026-W99")
    Traceback (most recent call last):
    nlp.errors.LetterError: 2026-W99：不是一周的写法。请写年份和周次，例：2026-W47。
    """
    try:
        if written := _NAME.fullmatch(name):
            return week_number(dt.date.fromisocalendar(int(written[1]), int(written[2]), 1))
    except ValueError:
        pass
    raise LetterError(name, "不是一周的写法", "请写年份和周次，例：2026-W47")
