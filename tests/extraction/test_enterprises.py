from pathlib import Path

import pytest

from nlp.errors import SettingError
from nlp.extraction.enterprise_table import EnterpriseTable, parse_enterprises
from nlp.extraction.enterprises import find_enterprises, propose

TABLE = Path(__file__).parents[2] / "corpora" / "enterprises.toml"


def names(text: str) -> list[str]:
    return [s.text for s in find_enterprises(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我在石湾仪表厂干了三十年", "石湾仪表厂"),
        ("后来把我们调到罗店粮油集团去", "罗店粮油集团"),
        ("请督促桂坪石油公司给个说法", "桂坪石油公司"),
        ("俺是和泉铸造厂翻砂的", "和泉铸造厂"),
        ("九八年并入省航运集团公司", "省航运集团公司"),
        ("转业到巴渡矿务局掘进", "巴渡矿务局"),
        ("中标的是黔凌建设工程有限公司", "黔凌建设工程有限公司"),
    ],
)
def test_a_name_begins_after_what_no_name_holds(text: str, name: str) -> None:
    assert names(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "该厂不认",
        "我们厂长",
        "一家公司",
        "卖给私人公司",
        "厂里没钱",
        "全公司都知道",
        "产品出厂",
        "厂区",
        "一共三家公司",
    ],
)
def test_a_word_that_names_no_firm_is_none(text: str) -> None:
    assert names(text) == []


@pytest.fixture(scope="module")
def table() -> EnterpriseTable:
    return parse_enterprises(TABLE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "value", "note"),
    [
        ("石麻欠我工资", "石湾市麻纺织厂", "承继：石湾恒麻纺织有限公司"),
        ("石湾麻纺厂的房子", "石湾市麻纺织厂", "承继：石湾恒麻纺织有限公司"),
        ("新石麻不认", "石湾恒麻纺织有限公司", ""),
    ],
)
def test_an_alias_stands_for_the_firm_and_its_successor(
    table: EnterpriseTable, text: str, value: str, note: str
) -> None:
    assert [(s.value, s.note) for s in find_enterprises(text, table)] == [(value, note)]


def test_what_the_table_does_not_hold_is_proposed_when_seen_often(table: EnterpriseTable) -> None:
    texts = ["桂坪石油公司欠薪", "桂坪石油公司改制", "石麻改制", "石麻欠薪", "芷坪乳品厂欠薪"]
    assert [tuple(c) for c in propose(texts, table, least=2)] == [("桂坪石油公司", 2)]


def test_successors_are_followed_to_the_last() -> None:
    table = parse_enterprises(
        '[[enterprises]]\nname="甲厂"\nsuccessor="乙厂"\n[[enterprises]]\nname="乙厂"\nsuccessor="丙厂"\n[[enterprises]]\nname="丙厂"'
    )
    assert table.heir("甲厂") == "丙厂"


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ('[[enterprises]]\nname="甲厂"\n[[enterprises]]\nname="乙厂"\naliases=["甲厂"]', "名称属于两家企业"),
        ('[[enterprises]]\nname="甲厂"\nsuccessor="乙厂"', "承继单位不在表内"),
        (
            '[[enterprises]]\nname="甲厂"\nsuccessor="乙厂"\n[[enterprises]]\nname="乙厂"\nsuccessor="甲厂"',
            "承继关系成环",
        ),
        ("[[enterprises]]\nname=", "不是合法的 TOML"),
        ('[[enterprises]]\nname="甲厂"\nshort="甲"', "第 3 行：enterprises.short 没有这个项目名"),
    ],
)
def test_a_mistake_in_the_table_is_named(source: str, problem: str) -> None:
    with pytest.raises(SettingError, match=problem):
        parse_enterprises(source)


def test_an_empty_table_knows_nothing() -> None:
    assert list(EnterpriseTable().find("石湾仪表厂")) == []
