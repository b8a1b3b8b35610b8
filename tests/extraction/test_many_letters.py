"""Letters searched together: each is told the same of as alone."""

import datetime as dt

from nlp.extraction import find_signals, find_signals_of_many
from nlp.extraction.enterprise_table import parse_enterprises
from nlp.extraction.scan import Scanned, Scanner
from nlp.tokenization import normalize

_TABLE = parse_enterprises('[[enterprises]]\nname = "石湾仪表厂"\naliases = ["石仪"]')
_LETTERS = [
    (normalize("断药求救\n<p>石仪欠我３千 块，去年3月我已断 药三天，限15日内答复。</p>"), 5, dt.date(2010, 5, 1)),
    (normalize("我在沧州献县长大，去年3月下岗。"), 0, dt.date(2020, 5, 1)),
    (normalize(""), 0, None),
]


def test_many_letters_have_the_signals_each_has_alone() -> None:
    alone = [find_signals(text, offset, table=_TABLE, received=day) for text, offset, day in _LETTERS]
    assert find_signals_of_many(_LETTERS, table=_TABLE) == alone


def test_a_date_is_counted_from_the_day_its_own_letter_came() -> None:
    found = find_signals_of_many(_LETTERS, kinds=["dates"])
    assert [[signal.value for signal in signals] for signals in found] == [["2009-03"], ["2019-03"], []]


def test_no_letters_have_no_signals() -> None:
    assert find_signals_of_many([]) == []


def test_a_scanner_made_later_looks_into_a_text_that_was_searched_before() -> None:
    text = Scanned("断药三天，停了氧")
    assert [match[0] for match in Scanner({"cut": "断药"}).finditer(text)] == ["断药"]
    assert [match[0] for match in Scanner({"cut": "停了"}).finditer(text)] == ["停了"]
