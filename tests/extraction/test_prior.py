import pytest

from nlp.extraction.prior import find_prior


def found(text: str) -> list[str]:
    return [s.text for s in find_prior(text)]


@pytest.mark.parametrize(
    "text",
    [
        "曾于3月6日、27日两次写信，至今未果",
        "多次反映未果",
        "贵委〔2009〕12号答复说不属安置范围",
        "我找过厂里三次",
        "打过12345",
        "写过两封信，都石沉大海",
        "上回你们答复“由企业自行承担”",
        "问过四次",
        "跟二轻局讲过",
        "信写过两封",
    ],
)
def test_an_earlier_step_is_seen(text: str) -> None:
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        "请尽快答复",
        "望给个答复",
        "限15日内答复",
        "准备去问一次",
        "搬过两次家",
        "没有人问过我们一次",
        "主任找我谈过两次",
        "我也问过律师",
    ],
)
def test_a_wish_or_another_matter_is_no_earlier_step(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("市信复〔2009〕12号答复说等通知", "市信复〔2009〕12号"),
        ("去信访局反映过两次，登记号：XF20110312", "登记号：XF20110312"),
        ("问过两次都没消息", None),
    ],
)
def test_the_number_of_the_earlier_letter_is_the_value(text: str, number: str | None) -> None:
    (signal,) = find_prior(text)
    assert signal.value == number


def test_neighbouring_clauses_are_one_mention() -> None:
    assert found("我找过厂里三次，厂里答复“没钱”，写过信没回音。请解决。") == [
        "我找过厂里三次，厂里答复“没钱”，写过信没回音"
    ]
