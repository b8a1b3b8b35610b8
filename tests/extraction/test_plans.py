"""What the writer sets or plans: deadlines and going together."""

import pytest

from nlp.extraction.collective_intent import find_collective_intent
from nlp.extraction.deadline import find_deadline


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("限15日内答复。", 15),
        ("请在十天之内给个说法。", 10),
        ("两个月内请书面答复。", 60),
        ("请于2024年3月31日前答复。", "2024-03-31"),
        ("月底前给个话。", None),
        ("国庆节前没有人来我们再写。", None),
        ("再过半个月还没信儿我就去问。", 15),
        ("报名九月十日截止，请快些。", None),
    ],
)
def test_a_deadline_is_found_with_its_value_where_it_can_be_known(text: str, value: float | str | None) -> None:
    assert [(signal.value, signal.check) for signal in find_deadline(text)] == [(value, "")]


def test_a_statutory_period_is_to_be_checked() -> None:
    assert [(s.value, s.check) for s in find_deadline("依条例60日内应当办结。")] == [(60, "past")]


@pytest.mark.parametrize(
    "text",
    [
        "合同约定交房后六十日内付清，至今没给。",
        "1998年底前后我进厂。",
        "以前没人管。",
        "在修好以前，请先停收房租。",
        "春节前发了三百元。",
    ],
)
def test_another_period_is_no_deadline_of_the_writer(text: str) -> None:
    assert list(find_deadline(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "我们准备下周一一起去市政府。",
        "再不答复，大家商量好要到省里去。",
        "月底没有消息，我们二十三个人打算凑钱去省上一趟。",
        "几个老人商量天暖和了一起坐车去省里问一问。",
    ],
)
def test_a_plan_to_come_together_or_go_higher_is_seen(text: str) -> None:
    assert [signal.check for signal in find_collective_intent(text)] == [""]


@pytest.mark.parametrize(
    "text",
    [
        "去年我们去过省里三次。",
        "我一个人去市里看病。",
        "我们把材料送到县里了。",
        "职工代表大会通过了方案。",
        "我们要去县档案馆查。",
    ],
)
def test_what_was_done_or_is_no_plan_is_none(text: str) -> None:
    assert list(find_collective_intent(text)) == []
