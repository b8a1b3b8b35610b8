import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.extraction.money import find_money
from nlp.letter import Signal


def only(text: str) -> Signal:
    (signal,) = find_money(text)
    return signal


@pytest.mark.parametrize(
    ("text", "amount", "value"),
    [
        ("补偿一万二，不够", "一万二", 12_000),
        ("欠我3千块", "3千块", 3_000),
        ("每人2.6万元安置费", "2.6万元", 26_000),
        ("收到叁仟圆整", "叁仟圆整", 3_000),
        ("给了三四千块", "三四千块", 3_000),
        ("评估1.2亿元", "1.2亿元", 120_000_000),
        ("贱卖给他，261万元", "261万元", 2_610_000),
        ("共计12,000.50元", "12,000.50元", 12_000.5),
        ("补1370块4毛", "1370块4毛", 1370.4),
        ("一斤三块二", "三块二", 3.2),
        ("卖了三百来万", "三百来万", 3_000_000),
        ("按七百六一平结算", "七百六", 760),
        ("剩下的六千多没给", "六千多", 6_000),
    ],
)
def test_an_amount_is_read_in_yuan(text: str, amount: str, value: float) -> None:
    signal = only(text)
    assert (signal.text, signal.value) == (amount, value)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("内退费每月380元", "每月 内退费"),
        ("每人发安置费2.6万元", "人均 安置费"),
        ("一年工龄补偿八百", "每年 工龄补偿"),
        ("集资款总额三十万元", "总额 集资款"),
        ("门面租金3000元", "租金"),
        ("一共四千块医药费", "总额 医药费"),
        ("每股一块二", "单价"),
    ],
)
def test_the_note_says_at_what_rate_and_what_for(text: str, note: str) -> None:
    assert only(text).note == note


@pytest.mark.parametrize(
    "text",
    [
        "占地三百平方", "四十万亩", "我和他一块下岗", "断了一块", "少了一角", "打了12345", "第三千号",
        "二〇〇三年", "血压一百六", "万一第二年", "十五吨", "排第八百名", "三百多人", "上北京13800001234", "过了六十",
        "2019年到2022年", "一百二十公里", "五元旦",
    ],
)  # fmt: skip
def test_a_count_of_something_else_is_no_amount(text: str) -> None:
    assert list(find_money(text)) == []


@pytest.mark.parametrize("text", ["一分钱没给", "一分钱都没有", "1分钱不给"])
def test_not_a_penny_is_kept_as_a_figure_of_speech(text: str) -> None:
    assert only(text).check == "figurative"


def test_an_amount_of_another_time_is_to_be_checked() -> None:
    assert only("那时候一个月三十六块").check == "past"
    assert only("现在一个月三千块").check == ""


def test_each_amount_of_a_list_is_found() -> None:
    assert [s.value for s in find_money("扣五十元，扣一百，扣二百")] == [50, 100, 200]


@given(st.text(alphabet="一二三十百千万亿两几多来元块毛角0123456789.,年月人每补", max_size=30))
def test_any_text_gives_spans_of_itself(text: str) -> None:
    for signal in find_money(text):
        assert text[signal.start : signal.end] == signal.text
        assert isinstance(signal.value, int | float)
