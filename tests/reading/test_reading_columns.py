"""Which column is what."""

import datetime as dt

import pytest

from nlp.reading import Columns, guess_columns, parse_date

TEXT = "厂里拖欠工资三年，请领导帮助解决。"


@pytest.mark.parametrize(
    "header",
    [
        "正文",
        "内容（必填）",
        "内 容",
        "诉求\n",
        "信访内容",
        "【主要诉求】",
        "留言详情*",
        "ＴＥＸＴ",
        "反映内容：",
        "附言内容",
    ],
)
def test_a_usual_header_of_the_text_is_known(header: str) -> None:
    assert guess_columns([["编号", header], [1, TEXT]]).text == (1,)


def test_a_specific_id_wins_over_a_serial_number() -> None:
    assert guess_columns([["序号", "内容", "登记号"], [1, TEXT, "X1"]]).id == 2


def test_the_reply_of_the_office_is_never_the_letter() -> None:
    columns = guess_columns([["编号", "标题", "答复内容", "情况"], [1, "欠薪", TEXT * 9, TEXT]])
    assert columns.text == (3,)


def test_a_title_longer_than_every_other_column_leaves_no_text() -> None:
    assert guess_columns([["编号", "标题", "区县"], [1, TEXT, "某县"]]).text == ()


def test_a_line_above_the_header_that_sounds_like_one_is_no_header() -> None:
    assert guess_columns([["2024年来信内容"], ["编号", "标题", "内容"], [1, "欠薪", TEXT]]).header_row == 1


def test_a_letter_that_begins_with_a_header_word_is_no_header() -> None:
    assert guess_columns([["内容如下：厂里拖欠工资三年，生活困难"], [TEXT]]).header_row is None


def test_an_empty_table_has_no_columns() -> None:
    assert guess_columns([]) == Columns()


def test_a_guess_without_header_quotes_no_cell() -> None:
    assert TEXT not in str(guess_columns([[TEXT], [TEXT]]))


@pytest.mark.parametrize(
    "cell",
    ["2024-3-1", "2024/03/01", "2024.3.1", "2024年3月1日", "20240301", "2024-03-01T08:00:00+08:00", "２０２４－３－１",
     "2024-3-1 10:22", "2024年3月1日 上午10点", "2024年3月1日（周五）", "20240301102233", 20240301, 20240301.0, 45352,
     45352.4, "45352", dt.date(2024, 3, 1), dt.datetime(2024, 3, 1, 8)],
)  # fmt: skip
def test_a_date_is_read_in_every_usual_spelling(cell: str | float | dt.date) -> None:
    assert parse_date(cell) == dt.date(2024, 3, 1)


@pytest.mark.parametrize(
    "cell", ["", None, "不详", "2024-13-1", "2024-2-30", "3月1日", "123", True, 1.5, -4, "9" * 5000, TEXT]
)
def test_what_is_no_date_stays_unknown(cell: str | float | None) -> None:
    assert parse_date(cell) is None
