"""One way to write a letter, and the way back."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.tokenization import Normalized, normalize

MARKUP = ["<p>", "</p>", "<br/>", "<b>", "<", ">", "&nbsp;", "&nbsp", "&lt;", "&amp;", "&amp;lt;", "&#60;", "amp;", "p"]
MARKUP += ["/", "a<b", "x=", '"', "&lt", "<span style=", "style='a'", "＜", "＆", "；", ";"]
SPACES = [" ", "  ", "\n", "\r\n", "\u3000", "\xa0", "\t", "\x85", "\u2028", "\x1c", "\u200b", "\ufeff", "\0", "\ud800"]
WORDS = [
    "改",
    "制办",
    "历史",
    "欠帐",
    "帐篷",
    "工令",
    "國企",
    "後",
    "乾",
    "薴",
    "Ａ",
    "１２",
    "，",
    ",",
    "!",
    "：",
    "（",
]
WORDS += ["⼯", "abc", "3.5", "㐀", "😀", "下刚", "职工"]
TEXTS = st.lists(st.sampled_from(MARKUP + SPACES + WORDS), max_size=14).map("".join) | st.text(max_size=30)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("", ""),
        ("  \n ", ""),
        ("改制", "改制"),
        ("<p>欠薪</p><p>未付</p>", "欠薪\n未付"),
        ("第一行<br/>第二行<BR>第三行", "第一行\n第二行\n第三行"),
        ('<span style="color:red">改制</span>办<b>公</b>室', "改制办公室"),
        ("工资&nbsp;&nbsp;300&lt;500&#65;&#x4e2d;", "工资300<500A中"),
        ("&amp;nbsp;欠薪&amp;lt;p&amp;gt;", "欠薪"),
        ("若a<b，则b>a", "若a<b，则b>a"),
        ("若a<b 且 c>d", "若a<b且c>d"),
        ("１２３ＡＢＣ％＋", "123ABC%+"),
        ("，。！？：；（）“”", "，。！？：；（）“”"),
        ("欠薪,至今未付!请答复?谢谢;此致", "欠薪，至今未付！请答复？谢谢；此致"),
        ("1,200元 12:30 a,b", "1,200元12:30 a,b"),
        ("你好, 领导", "你好，领导"),
        ("\u3000\u3000尊敬的领导：\n\n\u3000\u3000您好", "尊敬的领导：\n您好"),
        ("改 制 办", "改制办"),
        ("改\u3000制\t办 公室", "改制办公室"),
        ("张 三", "张三"),
        ("领导 您好", "领导 您好"),
        ("Hello   World", "Hello World"),
        ("使用 WPS 软件 2020 年", "使用WPS软件2020年"),
        ("甲\r\n\r\n\r\n乙", "甲\n乙"),
        ("改\u200b制\ufeff办\u202e公\0室\x07", "改制办公室"),
        ("欠\ud800薪\udc00", "欠薪"),
        ("⼯⼈下岗", "工人下岗"),
        ("國營企業職工", "国营企业职工"),
        ("於是長期拖欠", "于是长期拖欠"),
        ("乾隆年间", "乾隆年间"),
        ("手續乾淨", "手续干净"),
    ],
)
def test_a_letter_is_written_one_way(written: str, normal: str) -> None:
    assert normalize(written).text == normal


@pytest.mark.parametrize("word", ["帐篷", "蚊帐", "营帐", "帐幕", "军帐", "床帐"])
def test_a_tent_is_no_account(word: str) -> None:
    assert normalize(f"发放{word}一顶").text == f"发放{word}一顶"


@pytest.mark.parametrize(
    ("slip", "usual"),
    [
        ("帐目不清，欠帐、转帐、赔帐", "账目不清，欠账、转账、赔账"),
        ("买断工令", "买断工龄"),
        ("下刚职工", "下岗职工"),
        ("改治企业", "改制企业"),
        ("必业证", "毕业证"),
        ("做为一名职工", "作为一名职工"),
        ("托欠工资", "拖欠工资"),
        ("反应情况", "反映情况"),
        ("折迁补尝", "拆迁补偿"),
    ],
)
def test_a_slip_of_the_pen_is_put_right(slip: str, usual: str) -> None:
    assert normalize(slip).text == usual


@pytest.mark.parametrize(
    "text",
    ["委托欠款清收", "竣工令已下", "全体职工令人敬佩", "不良反应情况", "整改治企业污染", "几经曲折迁回", "按排名发放"],
)
def test_what_only_looks_like_a_slip_stays(text: str) -> None:
    assert normalize(text).text == text


def test_a_clean_letter_is_its_own_normal_form() -> None:
    letter = "尊敬的领导：\n我是原纺织厂职工，2019年改制后拖欠生活费3.5万元。"
    assert normalize(letter) == Normalized(letter, letter)
    assert normalize(letter).original_span(9, 15) == (9, 15)


def test_what_is_highlighted_is_what_was_written() -> None:
    written = "<p>\u3000\u3000原國 營 厂欠帐&nbsp;１２&lt;20万元,</p>未还"
    letter = normalize(written)
    assert letter.text == "原国营厂欠账12<20万元,\n未还"
    found = letter.text.index("国营厂欠账")
    start, end = letter.original_span(found, found + 5)
    assert written[start:end] == "國 營 厂欠帐"
    sign = letter.text.index("<")
    start, end = letter.original_span(sign, sign + 1)
    assert written[start:end] == "&lt;"


@pytest.mark.parametrize("span", [(-1, 0), (1, 0), (0, 3)])
def test_a_span_outside_the_text_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="original_span"):
        normalize("改制").original_span(*span)


@settings(max_examples=600, deadline=None)
@given(TEXTS)
def test_normalizing_again_changes_nothing(text: str) -> None:
    once = normalize(text).text
    assert normalize(once).text == once


@settings(max_examples=600, deadline=None)
@given(TEXTS)
def test_spans_lie_in_the_original_and_keep_their_order(text: str) -> None:
    letter = normalize(text)
    spans = [letter.original_span(at, at + 1) for at in range(len(letter.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(spans))
    whole = letter.original_span(0, len(letter.text))
    assert not spans or whole == (spans[0][0], spans[-1][1])
    for at in range(len(letter.text) + 1):
        start, end = letter.original_span(at, at)
        assert 0 <= start == end <= len(text)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_a_character_that_was_kept_is_found_again(text: str) -> None:
    letter = normalize(text)
    for at, character in enumerate(letter.text):
        start, end = letter.original_span(at, at + 1)
        if end - start == 1 and character in "办室😀3":
            assert text[start] == character or text[start] in "３"


LONG = ["<" * 50_000, "&amp;" * 20_000, "<b" * 20_000 + ">" * 20_000, "<p a=" * 20_000, "<p" + " a=b" * 20_000]
LONG += [" " * 100_000 + "改", "改 " * 50_000, "帐" * 50_000, "<b>" * 20_000, "&" * 50_000, "\n " * 50_000]


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_a_hostile_letter_takes_no_longer_than_a_long_one(text: str) -> None:
    start = time.process_time()
    normalize(text)
    assert time.process_time() - start < 2
