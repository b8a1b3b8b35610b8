import pytest

from nlp.errors import LetterError
from nlp.privacy import accused_units, accuses_office, refuse_accused

OFFICE = ("市国资委", "国资委")


@pytest.mark.parametrize(
    "text",
    [
        "国资委某领导和开发商合谋，把职工自建经适房变成开发，侵吞资产，请省纪委一查到底。",
        "我反映市国资委产权科科长收了买方的好处费。",
        "领导：\n国资委的干部把信转给了厂长，串通一气，包庇他。",
    ],
)
def test_a_letter_against_the_office_itself_is_recognized(text: str) -> None:
    assert accuses_office(text, OFFICE)


@pytest.mark.parametrize(
    "text",
    [
        "国资委领导：厂长贪污公款，请查处。",
        "尊敬的市国资委领导您好，厂长和老板串通卖厂。",
        "请市国资委查处厂长，他侵吞资产。",
        "我已向国资委反映过厂长受贿，没有回音。",
        "国资委批的方案每年补八百，厂里没执行。",
        "",
    ],
)
def test_asking_the_office_for_help_is_no_accusation_of_it(text: str) -> None:
    assert not accuses_office(text, OFFICE)


def test_a_unit_named_in_an_accusation_counts_as_accused_when_in_doubt() -> None:
    text = "容坡锅炉厂把设备卖给乐店纸厂，请市纪委、市审计局查处。"
    units = ["容坡锅炉厂", "乐店纸厂", "市纪委", "市审计局", "岑台船厂"]
    assert accused_units(text, units) == {"容坡锅炉厂", "乐店纸厂"}


@pytest.mark.parametrize("target", ["容坡锅炉厂", "容坡锅炉集团有限公司", " 容坡锅炉 ", "容坡锅炉厂财务科"])
def test_an_accused_unit_its_parent_and_its_parts_are_never_the_target(target: str) -> None:
    with pytest.raises(LetterError, match="第三十条"):
        refuse_accused(target, ["容坡锅炉厂"], "事项 2026-0117")


def test_another_unit_may_be_the_target() -> None:
    refuse_accused("市纪委监委", ["容坡锅炉厂"], "事项 2026-0117")


def test_the_refusal_does_not_name_the_accused_unit() -> None:
    with pytest.raises(LetterError) as caught:
        refuse_accused("容坡锅炉厂", ["容坡锅炉厂"], "事项 2026-0117")
    assert "锅炉" not in str(caught.value)
