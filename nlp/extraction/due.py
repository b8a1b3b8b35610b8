"""By when the office must act."""

import datetime as dt

from nlp.letter import Due

__all__ = ["notice_due"]

_NOTICE_DAYS = 15


def notice_due(received: dt.date | None) -> tuple[Due, ...]:
    """Give the date of the written notice: 15 days after receipt (《信访工作条例》第二十三条).

    Days run from the day after receipt, natural days, not extended by holidays. An unknown date stays unknown.

    >>> notice_due(dt.date(2024, 3, 1))[0].date.isoformat()
    '2024-03-16'
    >>> notice_due(None)
    ()
    """
    if received is None:
        return ()
    return (Due("书面告知", received + dt.timedelta(days=_NOTICE_DAYS), "《信访工作条例》第二十三条"),)
