"""How people were treated, and what they need: accusation, retaliation, coercion, need."""

import pytest

from nlp.extraction.accusation import find_accusation
from nlp.extraction.coercion import find_coercion
from nlp.extraction.retaliation import find_retaliation
from nlp.extraction.vulnerable_need import find_vulnerable_need


@pytest.mark.parametrize(
    "text",
    [
        "门面每月300元租给厂长小舅子，市价3000元，要求查处。",
        "财务科长女儿没上过一天班，领了四年工资。",
        "车间主任把扣下的奖金自己吃喝，我有收据照片，请查。",
        "仓库没招标就给了经理的妹夫，九十三万。",
        "举报副总祁某收了供应商好处费八万元。",
    ],
)
def test_an_allegation_in_plain_words_is_seen(text: str) -> None:
    assert [signal.check for signal in find_accusation(text)] == [""]


@pytest.mark.parametrize(
    "text",
    [
        "都说厂里腐败，我们不管别的，只要求把1998年的集资款连本带息退还。",
        "车间主任说话难听，同样请假别人不扣就扣我的奖金。",
        "内退费每月380元，低于最低工资，要求提高。",
        "厂长人很好，给我倒了茶。",
    ],
)
def test_rhetoric_and_unfairness_are_no_allegation(text: str) -> None:
    assert list(find_accusation(text)) == []


def test_a_rumour_is_to_be_checked() -> None:
    text = "请查账。听说厂长把钱打到他小舅子的公司，三十万元，真假我不知。"
    assert [signal.check for signal in find_accusation(text)] == ["negated"]


@pytest.mark.parametrize(
    "text",
    [
        "去年我向纪委反映厂长卖设备，今年考核给我打全厂最低分。",
        "因为我们上访告他们，已经被开除了好几个。",
        "我写过一封举报信，十天后把我撵到野外机房。",
    ],
)
def test_harm_after_a_report_is_retaliation(text: str) -> None:
    assert [signal.check for signal in find_retaliation(text)] == [""]


def test_a_report_shown_to_the_one_reported_is_retaliation() -> None:
    (signal,) = find_retaliation("我举报过他，是谁把举报信漏给了仝某。")
    assert signal.check == ""


def test_fear_of_retaliation_is_to_be_checked() -> None:
    assert [signal.check for signal in find_retaliation("害怕报复不敢署名。")] == ["negated"]


@pytest.mark.parametrize(
    "text",
    [
        "今年考核给我打了最低分，不公平。",
        "厂里调我去看大门。",
        "我在厂里看大门二十年，反映一下房子。",
        "要求恢复我的岗位。",
    ],
)
def test_an_ordinary_dispute_is_no_retaliation(text: str) -> None:
    assert list(find_retaliation(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "厂长逼我们在空白协议上签字。",
        "说不签就按自动离职处理。",
        "不办手续就扣着档案不给。",
        "要么自己打辞职报告，要么待岗。",
        "不写就不给排班。",
        "医院逼签自愿离职。",
    ],
)
def test_pressure_to_sign_is_coercion(text: str) -> None:
    assert len(list(find_coercion(text))) == 1


@pytest.mark.parametrize("text", ["合同没有续签。", "从工资里扣款两百。", "我不去了。"])
def test_what_is_no_pressure_is_no_coercion(text: str) -> None:
    assert list(find_coercion(text)) == []


@pytest.mark.parametrize(
    "text", ["我八十一岁，眼睛不行。", "我不识字，这是请人代笔。", "我左腿截肢，来不了。", "来访人双耳失聪。"]
)
def test_a_need_is_seen_once(text: str) -> None:
    assert len(list(find_vulnerable_need(f"{text}盼复。{text}"))) == 1


@pytest.mark.parametrize("text", ["残疾证补贴没发。", "他十八岁进厂。", "合同是客户经理代写的名字。", "我不会写文章。"])
def test_no_need_is_inferred(text: str) -> None:
    assert list(find_vulnerable_need(text)) == []
