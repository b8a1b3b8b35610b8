import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.extraction.dates import find_dates

WRITTEN = dt.date(2014, 5, 20)


def values(text: str, reference: dt.date | None = None) -> list[object]:
    return [s.value for s in find_dates(text, reference)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1998.12", "1998-12"),
        ("2003-05-06", "2003-05-06"),
        ("二〇〇三年三月", "2003-03"),
        ("2013年7月13日", "2013-07-13"),
        ("九八年", "1998"),
        ("85年进厂", "1985"),
        ("03年改制", "2003"),
        ("一二年六月裁了", "2012-06"),
        ("九几年", "1990-01-01/1999-12-31"),
        ("零几年", "2000-01-01/2009-12-31"),
        ("上世纪八十年代", "1980-01-01/1989-12-31"),
        ("60年代", "1960-01-01/1969-12-31"),
        ("2003年6月至2005年", "2003-06-01/2005-12-31"),
        ("2003年6月至9月", "2003-06-01/2003-09-30"),
        ("1996至2001年", "1996-01-01/2001-12-31"),
        ("96-98年", "1996-01-01/1998-12-31"),
        ("2010年1月至今", "2010-01-01/.."),
        ("1986年10月到现在", "1986-10-01/.."),
        ("2013年7月13日到8月2日", "2013-07-13/2013-08-02"),
    ],
)
def test_a_date_is_given_in_iso_form(text: str, value: str) -> None:
    assert values(text) == [value]


def test_a_part_of_a_year_is_the_note() -> None:
    assert [(s.value, s.note) for s in find_dates("98年底，2009年春天")] == [("1998", "年底"), ("2009", "春天")]


@pytest.mark.parametrize(
    "text",
    [
        "〔2003〕12号",
        "干了三四年",
        "十五年",
        "20年工龄",
        "2011年11号文"[7:],
        "12.5元",
        "三个月",
        "好几年",
        "十几年",
        "拖了七八年",
    ],
)
def test_a_document_number_or_a_length_of_time_is_no_date(text: str) -> None:
    assert values(text) == []


def test_two_digits_are_a_year_or_a_length_by_what_stands_before() -> None:
    assert values("七八年参军，干了七八年") == ["1978"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("去年3月", "2013-03"),
        ("上个月", "2014-04"),
        ("3月6日", "2014-03-06"),
        ("12月30号", "2013-12-30"),
        ("今年", "2014"),
    ],
)
def test_what_hangs_on_the_day_of_writing_needs_it(text: str, value: str) -> None:
    assert values(text) == [None]
    assert values(text, WRITTEN) == [value]


def test_days_that_share_a_month_are_each_given() -> None:
    assert values("曾于3月6日、27日两次写信", WRITTEN) == ["2014-03-06", "2014-03-27"]
    assert values("2003年3月6日、27日和30日") == ["2003-03-06", "2003-03-27", "2003-03-30"]


def test_a_number_after_a_day_is_no_day() -> None:
    assert values("2003年3月6日、27人") == ["2003-03-06"]


def test_a_day_the_calendar_does_not_have_gives_its_month() -> None:
    assert values("1998年2月30日") == ["1998-02"]


@given(
    st.text(alphabet="一二三四五六七八九十零〇0123456789年月日号至到今几代去前底初.-/", max_size=30),
    st.none() | st.dates(dt.date(1960, 1, 1), dt.date(2040, 1, 1)),
)
def test_any_text_gives_spans_of_itself(text: str, reference: dt.date | None) -> None:
    done = 0
    for signal in find_dates(text, reference):
        assert signal.start >= done
        done = signal.end
        assert text[signal.start : signal.end] == signal.text
