import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.extraction.numerals import read_numeral

REFUSED_BY_CN2AN = [
    ("三四千", 3000),
    ("两百六七十", 260),
    ("十几", 10),
    ("几千", 2000),
    ("两千三百多", 2300),
    ("一百单六", 106),
    ("一百零几", 100),
    ("12,000.50", 12000.5),
    ("三百来万", 3_000_000),
]


@pytest.mark.parametrize(("written", "value"), REFUSED_BY_CN2AN)
def test_what_the_library_refuses_is_read(written: str, value: float) -> None:
    with pytest.raises(ValueError):
        cn2an.cn2an(written, "smart")
    assert read_numeral(written) == value


@pytest.mark.parametrize(
    "written",
    [
        "一万二",
        "三千八",
        "两万零八百六十",
        "一千零五十",
        "肆仟",
        "3千",
        "1.2亿",
        "十二亿三千万",
        "2千6",
        "廿",
        "二〇〇三",
    ],
)
def test_what_the_library_reads_is_read_the_same(written: str) -> None:
    assert read_numeral(written) == cn2an.cn2an(written, "smart")


@given(st.integers(0, 10**12))
def test_every_number_that_is_written_out_is_read_back(number: int) -> None:
    assert read_numeral(cn2an.an2cn(number)) == number
    assert read_numeral(str(number)) == number


@given(st.integers(0, 10**8))
def test_capitals_are_read_like_small_characters(number: int) -> None:
    assert read_numeral(cn2an.an2cn(number, "up")) == number


@pytest.mark.parametrize("written", ["", "多", "元"])
def test_no_number_is_nought(written: str) -> None:
    assert read_numeral(written) == 0
