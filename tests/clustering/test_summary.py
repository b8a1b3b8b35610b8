import datetime as dt

import pytest

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
