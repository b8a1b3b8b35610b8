"""Working days in China, make-up working days included, from the yearly notices of the State Council, offline.

The days come from ``chinesecalendar`` (2004 to the last announced year). ``holidays`` gives the same days of 2004–2026
but one (2005-12-31) and, for a year not announced yet, the statutory holidays without the days moved for them: a guess.
``chinesecalendar`` refuses such a year, and so do we. The last week of the last announced year is unknown as well: the
notice that is still to come may move days of it, as for the New Year of 2006, 2008 and 2019.
"""

import datetime as dt

import chinese_calendar

__all__ = ["add_working_days", "is_working_day"]

_OPEN_DAYS = 7
_DAY = dt.timedelta(days=1)


def is_working_day(day: dt.date) -> bool | None:
    """Say whether offices work on a day; None when nobody has announced it yet.

    >>> is_working_day(dt.date(2024, 2, 18)), is_working_day(dt.date(2024, 2, 12)), is_working_day(dt.date(2035, 1, 5))
    (True, False, None)
    """
    try:
        chinese_calendar.is_workday(day + _OPEN_DAYS * _DAY)
        working = chinese_calendar.is_workday(day)
    except NotImplementedError:
        return None
    return bool(working)


def add_working_days(start: dt.date, count: int) -> dt.date | None:
    """Give the ``count``-th working day after ``start``; None when a day on the way is not announced yet.

    Raises ValueError when ``count`` is below 1.

    >>> add_working_days(dt.date(2024, 3, 1), 5)
    datetime.date(2024, 3, 8)
    >>> add_working_days(dt.date(2024, 9, 27), 5)  # over the make-up Sunday 9-29 and the holiday of October
    datetime.date(2024, 10, 10)
    >>> add_working_days(dt.date(2035, 3, 1), 5)
    """
    if count < 1:
        raise ValueError(f"add_working_days: count must be at least 1, got {count}.")
    day = start
    while count:
        day += _DAY
        working = is_working_day(day)
        if working is None:
            return None
        count -= working
    return day
