"""The word list, and what a wrong line says."""

import re
from collections import Counter

import pytest

from nlp.errors import SettingError
from nlp.tokenization import Term, parse_lexicon, user_words

HEADER = "term\tpos\tcategory\tsubtypes\tlevel\tnote\n"
LINE = "内退费\tn\tpolicy\tP04\tA\t默认切分 内/退费\n"


def test_a_header_alone_gives_no_terms() -> None:
    assert parse_lexicon(HEADER, "词表") == ()


def test_blank_lines_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    assert parse_lexicon("\ufeff" + (HEADER + "\n" + LINE).replace("\n", "\r\n"), "词表") == parse_lexicon(
        HEADER + LINE, ""
    )


def test_several_subtypes_come_apart() -> None:
    assert parse_lexicon(HEADER + "低价处置\tl\tanti_corruption\tC01;C02\tB\t\n", "词表")[0].subtypes == ("C01", "C02")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("", "词表 第 1 行：表头"),
        ("term\tpos\n", "词表 第 1 行：表头"),
        (HEADER + "工伤\tn\n", "词表 第 2 行：应有 6 列，实有 2 列"),
        (HEADER + "\tn\tpolicy\t\tA\t\n", "词表 第 2 行：第一列 term 为空"),
        (HEADER + "工伤\t名词\tpolicy\t\tA\t\n", "词表 第 2 行：词性"),
        (HEADER + "工伤\tn\t政策\t\tA\t\n", "词表 第 2 行：类别代码"),
        (HEADER + "工伤\tn\tpolicy\t\tC\t\n", "词表 第 2 行：层级"),
        (HEADER + LINE + "\n" + LINE, "词表 第 4 行：词语“内退费”重复"),
    ],
)
def test_a_wrong_line_is_named(source: str, message: str) -> None:
    with pytest.raises(SettingError, match=re.escape(message)):
        parse_lexicon(source, "词表")


def test_only_terms_of_level_a_become_words(terms: tuple[Term, ...]) -> None:
    words = {word for word, _, _ in user_words(terms)}
    assert words == {term.text for term in terms if term.level == "A"}
    assert not words & {term.text for term in terms if term.level == "B"}


def test_the_shipped_lexicon_is_whole(terms: tuple[Term, ...]) -> None:
    assert Counter(term.level for term in terms) == {"A": 701, "B": 137}
    assert Counter(term.category for term in terms) == {
        "policy": 141,
        "historical_debts": 179,
        "anti_corruption": 144,
        "management_conflict": 120,
        "general": 254,
    }
    assert all(term.note for term in terms)
    assert all(term.subtypes for term in terms)
