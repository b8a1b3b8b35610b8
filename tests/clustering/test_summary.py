import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.clustering import (
    ClusterState,
    ClusterSummary,
    advance,
    demand_sentence,
    distinctive_terms,
    find_concurrences,
    new_state,
    summarise,
)
from nlp.clustering.enterprises import EnterpriseLetter
from nlp.clustering.headlines import headline
from nlp.clustering.names import find_names
from nlp.letter import Letter
from nlp.replay import weeks_of
from tests.clustering.composed import MONDAY, matter, office

LETTERS = {one.id: one for one in office()}


@pytest.fixture(scope="module")
def state() -> ClusterState:
    current = new_state()
    for week, received in weeks_of(LETTERS.values()).items():
        current, _ = advance(current, week, received)
    return current


@pytest.fixture(scope="module")
def summary(state: ClusterState) -> ClusterSummary:
    (row,) = state.rows_of(["信1"])
    cluster = state.cluster_ids[state.clusters[row]]
    codes = {"信1": "policy", "信2": "policy", "信3": "management_conflict"}
    firms = {"信1": ["供水公司"], "信3": ["供水公司", "物业公司"]}
    return summarise(state, cluster, LETTERS, codes, firms, frozenset({"信2"}))


def test_a_headline_is_a_title_as_it_was_written(summary: ClusterSummary) -> None:
    assert summary.headline in {one.title for one in matter("丽园小区", first=1)}


def test_the_demand_stands_in_the_medoid_letter(summary: ClusterSummary) -> None:
    assert summary.demand in LETTERS[summary.medoid].text


def test_the_counts_are_those_of_the_cluster(summary: ClusterSummary) -> None:
    assert (summary.letters, summary.copies, summary.senders, summary.replied) == (5, 0, 5, 1)


def test_category_shares_are_of_the_letters_with_a_category(summary: ClusterSummary) -> None:
    assert summary.categories == pytest.approx({"policy": 2 / 3, "management_conflict": 1 / 3})


def test_the_spread_begins_where_it_was_first_heard_of(summary: ClusterSummary) -> None:
    assert list(summary.spread) == ["供水公司", "物业公司"]
    assert summary.spread["供水公司"] == summary.first


@pytest.mark.parametrize("closing", ["望尽快答复。", "恳请领导重视并督促解决。", "盼复。谢谢！", "请给我们一个说法。"])
def test_a_closing_line_is_no_demand(closing: str) -> None:
    told = Letter(f"您好！家属院冬天没有暖气。请求把管道修好。{closing}")
    assert demand_sentence(told) == "请求把管道修好。"


def test_a_letter_that_asks_for_nothing_is_told_by_its_first_sentence_that_says_something() -> None:
    assert demand_sentence(Letter("尊敬的领导：您好！\n家属院冬天没有暖气。\n盼复。")) == "家属院冬天没有暖气。"


TOLD = "家属院冬天没有暖气，管道漏水。请求把家属院的管道修好。望尽快答复。"


@pytest.mark.parametrize("title", ["", "来信", "求助信", "关于情况的反映", "***", "联名举报信（急）"])
def test_a_title_that_says_nothing_is_no_headline(title: str) -> None:
    assert headline(Letter(TOLD, title=title)) == "请求把家属院的管道修好。"


@pytest.mark.parametrize("plea", ["请领导为民做主，启动问责机制为盼。", "恳请书记百忙之中抽出时间来看看。"])
def test_a_plea_that_names_nothing_the_letter_tells_of_is_no_headline(plea: str) -> None:
    assert headline(Letter(f"家属院冬天没有暖气，管道漏水。{plea}")) == "家属院冬天没有暖气，管道漏水。"


def test_of_two_demands_the_one_about_the_matter_of_the_title_is_taken() -> None:
    letter = Letter("房租涨了。请求修好家属院的暖气。请求减免房租。", title="家属院没有暖气")
    assert demand_sentence(letter) == "请求修好家属院的暖气。"


def test_what_others_demand_is_no_demand_of_the_letter() -> None:
    letter = Letter("希望退还培训费。学校要求学生交培训费，不交培训费的学生不发毕业证。")
    assert demand_sentence(letter) == "希望退还培训费。"


@pytest.mark.parametrize("number", ["1、", "（二）", "3."])
def test_the_number_of_a_demand_in_a_list_is_left_out(number: str) -> None:
    assert demand_sentence(Letter(f"{number}请求把供暖管道修好。")) == "请求把供暖管道修好。"


def test_a_greeting_before_the_demand_is_left_out() -> None:
    assert demand_sentence(Letter("尊敬的局长，您好，请求把供暖管道修好。")) == "请求把供暖管道修好。"


def test_a_writer_who_presents_himself_makes_no_headline() -> None:
    assert headline(Letter("我是毛巾厂的退休职工。毛巾厂三年没有供暖。")) == "毛巾厂三年没有供暖。"


def test_a_long_sentence_is_quoted_from_its_demand_on_and_ends_with_a_clause() -> None:
    long = "毛巾厂的暖气停了以后，" + "老人小孩都在屋里冻着，" * 7 + "请求修好毛巾厂的暖气，" + "大家都等着，" * 14
    told = demand_sentence(Letter(long))
    assert told.startswith("请求修好毛巾厂的暖气，")
    assert told.endswith("大家都等着")


@given(
    st.text(alphabet="请求希望您好修管道暖气，。！\n*：", max_size=120), st.text(alphabet="来信停水*急 ", max_size=12)
)
def test_a_headline_is_always_the_letters_own_words(text: str, title: str) -> None:
    letter = Letter(text, title=title)
    assert headline(letter) in (text, " ".join(title.split())) or headline(letter) in text


def test_words_of_courtesy_are_no_terms() -> None:
    letters = [Letter(f"{unit}停水，恳请领导督促解决，谢谢领导。") for unit in ("丽园小区", "石桥村")]
    assert not {"领导", "督促", "解决", "谢谢"} & set(distinctive_terms(letters, new_state()))


def test_an_unknown_cluster_is_a_callers_mistake(state: ClusterState) -> None:
    with pytest.raises(ValueError, match="cluster_ids"):
        summarise(state, "没有", LETTERS, {}, {})


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("江州市青石区长青路停水", ("长青路",)),
        ("关于丽园小区停水的反映", ("丽园小区",)),
        ("在石桥村修路", ("石桥村",)),
        ("福安市场无人管理", ("福安市场",)),
        ("我们小区和学校", ()),
        ("", ()),
    ],
)
def test_names_begin_after_region_and_function_words(text: str, names: tuple[str, ...]) -> None:
    assert find_names(text) == names


def several(categories: str, *, voices: int = 6, days: int = 1) -> list[EnterpriseLetter]:
    return [
        EnterpriseLetter(f"信{n}", "华兴机械厂", code, MONDAY + dt.timedelta(days=n * days), n % voices)
        for n, code in enumerate(categories)
    ]


def test_three_categories_twice_from_three_senders_concur() -> None:
    assert len(find_concurrences(several("aabbcc"), MONDAY + dt.timedelta(days=10))) == 1


@pytest.mark.parametrize(
    "letters", [several("aabbc"), several("aabbcc", voices=2), several("aabbcc", days=20)], ids=["few", "two", "slow"]
)
def test_less_than_the_rule_does_not_concur(letters: list[EnterpriseLetter]) -> None:
    assert not find_concurrences(letters, max(one.day for one in letters))


def test_letters_outside_the_four_categories_do_not_concur() -> None:
    letters = [
        EnterpriseLetter(f"信{n}", "厂", code, MONDAY, n)
        for n, code in enumerate(["a", "a", "b", "b", "other", "other"])
    ]
    assert not find_concurrences(letters, MONDAY)
