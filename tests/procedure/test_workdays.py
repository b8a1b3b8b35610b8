import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.procedure.workdays import add_working_days, is_working_day

known_days = st.dates(dt.date(2004, 1, 1), dt.date(2025, 11, 30))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (dt.date(2024, 2, 12), False),  # Spring Festival, a Monday
        (dt.date(2024, 2, 18), True),  # the Sunday made up for it
        (dt.date(2012, 1, 29), True),
        (dt.date(2008, 5, 1), False),
        (dt.date(2020, 1, 31), False),  # the holiday lengthened in the epidemic
        (dt.date(2025, 10, 8), False),
    ],
)
def test_holidays_and_make_up_days_are_those_the_state_council_announced(day: dt.date, working: bool) -> None:
    assert is_working_day(day) is working


def test_a_year_outside_the_announced_ones_is_unknown() -> None:
    assert is_working_day(dt.date(2003, 5, 6)) is None
    assert is_working_day(dt.date(2035, 5, 6)) is None


@given(known_days, st.integers(1, 8))
def test_as_many_working_days_lie_between_as_were_asked_for(start: dt.date, count: int) -> None:
    last = add_working_days(start, count)
    assert last is not None
    between = [start + dt.timedelta(days=n) for n in range(1, (last - start).days + 1)]
    assert sum(bool(is_working_day(day)) for day in between) == count
    assert is_working_day(last)


def test_no_working_days_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        add_working_days(dt.date(2024, 3, 1), 0)
