import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.letter import Analysis, Evidence, Letter, Prediction
from nlp.procedure import ADVISORY, find_ways, ways_of


def codes(text: str) -> list[str]:
    return [way.code for way in find_ways(text)]


@pytest.mark.parametrize(
    ("text", "code", "article"),
    [
        ("建议全市统一改制补偿标准。", "suggestion", "第二十九条"),
        ("举报厂长把设备卖给外甥。", "accusation", "第三十条"),
        ("要求退还集资款。", "claim", "第三十一条"),
        ("不服法院终审判决，请给个说法。", "litigation", "第三十一条第一项"),
        ("改签劳务派遣，工资砍一半，要求恢复。", "arbitration", "第三十一条第二项"),
        ("请恢复党籍，我被开除党籍二十年。", "party", "第三十一条第三项"),
        ("工伤认定一直没下来。", "administrative", "第三十一条第四项"),
        ("厂里偷排废水，监察大队不管。", "duty", "第三十一条第五项"),
        ("要求退还集资款。", "ordinary", "第三十一条第六项"),
        ("社保断缴十年，退不了休。", "insurance", "第六十三条"),
        ("破产管理人公示的清单漏了我的欠薪。", "bankruptcy", "第四十八条"),
        ("父亲矽肺三期，厂子没了。", "occupational", "第六十一条"),
        ("一九九八年买断工龄，一年只算六百。", "years", "第九十七条"),
    ],
)
def test_a_cue_points_to_its_way_and_article(text: str, code: str, article: str) -> None:
    found = {way.code: way.article for way in find_ways(text)}
    assert article in found[code]


def test_the_sentence_that_speaks_for_a_way_is_shown() -> None:
    text = "我是退休电工。\n厂里拖欠工资三年。要求补发。"
    (way,) = (way for way in find_ways(text) if way.code == "arbitration")
    assert way.text == text[way.start : way.end] == "厂里拖欠工资三年。"


def test_the_ordinary_procedure_is_left_when_another_way_applies() -> None:
    assert "ordinary" not in codes("拖欠工资三年，要求补发。")


def test_several_ways_may_apply_at_once() -> None:
    assert {"claim", "litigation", "injury"} <= set(codes("法院判了工伤赔偿，厂里不给，请求督促。"))


@pytest.mark.parametrize("text", ["", "  \n", "今年雪下得早。", "代开发票加微信"])
def test_nothing_known_gives_no_way(text: str) -> None:
    assert codes(text) == []


def test_saying_that_it_is_no_accusation_is_none() -> None:
    assert "accusation" not in codes("我这不是举报谁，只问政策。")


def test_every_hint_says_that_a_person_decides() -> None:
    assert "仅供参考" in ADVISORY
    assert "承办人" in ADVISORY


@given(st.text(alphabet="请求举报判决工伤社保断缴建议。\n，abc", max_size=60))
def test_a_hint_quotes_the_letter_itself(text: str) -> None:
    for way in find_ways(text):
        assert text[way.start : way.end] == way.text
        assert way.text.strip()


def test_an_accusation_in_plain_words_still_brings_the_way_of_accusations() -> None:
    text = "门面每月三百。\n租给厂长小舅子，市价三千。"
    reason = Evidence(8, 16, text[8:16], "anti_corruption", 1.0)
    prediction = Prediction("anti_corruption", {"anti_corruption": 1.0}, evidence=(reason,))
    way = ways_of(Analysis(Letter(text), prediction, confidential=True))[0]
    assert (way.code, way.text) == ("accusation", "租给厂长小舅子，市价三千。")


def test_a_letter_that_is_no_accusation_gets_no_such_way() -> None:
    analysis = Analysis(
        Letter("欠薪三年。"), Prediction("historical_debts", {"historical_debts": 1.0}), confidential=False
    )
    assert "accusation" not in {way.code for way in ways_of(analysis)}
