import random
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.clustering import ClusterState, Correction, StateError, advance, correct, new_state
from nlp.clustering.ledger import Change
from nlp.letter import Letter
from nlp.replay import Record, WeekReview, replay, week_number, weeks_of
from tests.clustering.composed import MONDAY, OTHER_TROUBLES, letter, matter, office, others


def clusters_of(letters: list[Letter]) -> dict[str, str]:
    record = Record()
    for review in replay(letters):
        record.add(review)
    return record.clusters()


def walk(letters: list[Letter]) -> tuple[ClusterState, list[Change]]:
    state, told = new_state(), []
    for week, received in weeks_of(letters).items():
        state, changes = advance(state, week, received)
        told += changes
    return state, told


@pytest.fixture(scope="module")
def placed() -> dict[str, str]:
    return clusters_of(office())


def test_letters_of_one_matter_in_their_own_words_share_a_cluster(placed: dict[str, str]) -> None:
    assert len({placed[f"信{n}"] for n in range(1, 6)}) == 1


def test_the_same_trouble_at_another_place_is_another_cluster(placed: dict[str, str]) -> None:
    assert {placed[f"信{n}"] for n in range(1, 6)}.isdisjoint(placed[f"信{n}"] for n in range(20, 25))


def test_the_same_words_about_another_place_are_another_cluster() -> None:
    text = "{0}一楼被租给饭店，油烟直排，深夜吵闹，我们住户睡不着觉，多次投诉无人管，要求取缔。{0}的业主都可以作证。"
    units = ("福安小区", "长青花园")
    placed = clusters_of([letter(n, text.format(u), title=f"{u}油烟扰民") for n, u in enumerate(units)])
    assert placed["信0"] != placed["信1"]


def test_another_trouble_at_the_same_place_is_another_cluster() -> None:
    fees = "幼儿园收费翻了一番，家长没人商量，伙食又差，教育局说管不了，请求核定收费、退还多收的保教费。"
    placed = clusters_of([*office(), letter(9, f"丽园小区里的{fees}", title="丽园小区幼儿园乱收费", week=2)])
    assert placed["信9"] != placed["信1"]


def test_a_matter_told_as_an_accusation_is_the_same_matter() -> None:
    accused = letter(
        9,
        "举报自来水公司经理收钱不办事，丽园小区夜间停水没人修，要求查处并恢复供水。",
        title="丽园小区夜间停水",
        week=2,
    )
    placed = clusters_of([*office(), accused])
    assert placed["信9"] == placed["信1"]


def test_every_letter_has_a_cluster(placed: dict[str, str]) -> None:
    assert placed.keys() == {one.id for one in office()}


def test_shuffling_the_letters_changes_no_cluster_and_no_name(placed: dict[str, str]) -> None:
    letters = office()
    random.Random(7).shuffle(letters)
    assert clusters_of(letters) == placed


@given(st.randoms(use_true_random=False))
@settings(max_examples=3, deadline=None)
def test_any_order_of_the_letters_gives_the_same_state_ledger_and_alarms(dice: random.Random) -> None:
    letters = office()
    dice.shuffle(letters)
    *_, last = replay(letters)
    expected = last_week()
    assert last.state.to_bytes() == expected.state.to_bytes()
    assert (last.changes, last.alarms) == (expected.changes, expected.alarms)


@cache
def last_week() -> WeekReview:
    *_, last = replay(office())
    return last


def test_corrections_hold_week_after_week_and_through_bytes() -> None:
    weeks = weeks_of(office())
    state = new_state()
    first = True
    for week, received in weeks.items():
        state, _ = advance(ClusterState.from_bytes(state.to_bytes()), week, received)
        if first:
            said = [Correction("信2", "信1", same=False), Correction("信1000", "信1001", same=True)]
            state, _ = correct(state, said)
            first = False
        one, two, held, holder = (state.clusters[row] for row in state.rows_of(["信1", "信2", "信1000", "信1001"]))
        assert one != two
        assert held == holder


def test_week_by_week_through_bytes_gives_what_one_go_gives(placed: dict[str, str]) -> None:
    state = new_state()
    for week, received in weeks_of(office()).items():
        state, _ = advance(ClusterState.from_bytes(state.to_bytes()), week, received)
    assert {i: state.cluster_ids[c] for i, c in zip(state.ids, state.clusters, strict=True)} == placed


def test_a_rerun_gives_the_same_bytes() -> None:
    assert walk(office())[0].to_bytes() == walk(office())[0].to_bytes()


def test_advance_leaves_the_state_it_was_given_alone() -> None:
    state, _ = walk(office())
    before = state.to_bytes()
    advance(state, state.week + 1, [letter(5000, "丽园小区又停水了，请求恢复供水。", week=9)])
    assert state.to_bytes() == before


def test_a_letter_is_not_taken_in_twice() -> None:
    state, _ = walk(office())
    again, _ = advance(state, state.week + 1, office())
    assert again.ids == state.ids


def test_weeks_must_come_in_order() -> None:
    state, _ = walk(office())
    with pytest.raises(ValueError, match="in order"):
        advance(state, state.week, [])


def test_a_name_is_never_given_twice() -> None:
    record = Record()
    seen: set[str] = set()
    gone: set[str] = set()
    letters = [*office(), *others(first=7000, week=300), *matter("丽园小区", first=8000, week=301)]
    for review in replay(letters):
        now = set(review.state.cluster_ids)
        assert not now & gone
        gone |= seen - now
        seen |= now
        record.add(review)
    assert gone


def test_a_matter_out_of_memory_is_closed_in_the_ledger() -> None:
    _, told = walk([*office(), *others(first=7000, week=70)])
    assert {change.kind for change in told} >= {"born", "closed"}


def test_a_matter_that_awakes_after_it_was_closed_has_its_old_name() -> None:
    past = [*matter("丽园小区", first=1), *others(first=7000, week=70)]
    before, _ = walk(past)
    after, told = walk([*past, *matter("丽园小区", first=8000, week=80)])
    (reopened,) = [change for change in told if change.kind == "reopened"]
    old, new = before.rows_of(["信5"])[0], after.rows_of(["信8000"])[0]
    assert reopened.cluster == before.cluster_ids[before.clusters[old]] == after.cluster_ids[after.clusters[new]]
    assert "信8000" in reopened.letters


def test_a_matter_that_is_closed_is_closed_once() -> None:
    later = [letter(week, OTHER_TROUBLES[week % 8], week=week) for week in range(60, 68)]
    _, told = walk([*matter("丽园小区", first=1), *later])
    assert [change.kind for change in told].count("closed") == 1


def test_after_five_years_a_matter_is_forgotten() -> None:
    state, _ = walk([*matter("丽园小区", first=1), *others(first=7000, week=300)])
    assert not {one.id for one in matter("丽园小区", first=1)} & set(state.ids)


def test_a_birth_names_its_letters_and_says_why() -> None:
    _, told = walk(matter("丽园小区", first=1))
    born = [change for change in told if change.kind == "born"]
    assert len(born[0].letters) >= 2
    assert "同一件事" in born[0].reason


def test_a_letter_taken_out_of_a_cluster_stays_out() -> None:
    state, _ = walk(matter("丽园小区", first=1))
    state, changes = correct(state, [Correction("信3", "信1", same=False)])
    week = week_number(MONDAY) + 10
    state, _ = advance(
        state, week, [letter(40 + n, one.text, title=one.title) for n, one in enumerate(matter("丽园小区", first=1))]
    )
    one, other = state.rows_of(["信1", "信3"])
    assert changes[0].kind == "corrected"
    assert state.clusters[one] != state.clusters[other]


def test_a_letter_put_into_a_cluster_stays_in() -> None:
    state, _ = walk([*matter("丽园小区", first=1), *others(first=1000)])
    state, _ = correct(state, [Correction("信1000", "信1", same=True)])
    state, _ = advance(state, state.week + 1, matter("石桥村", first=60, week=9))
    one, other = state.rows_of(["信1", "信1000"])
    assert state.clusters[one] == state.clusters[other]


def test_what_was_said_of_a_letter_before_it_came_is_kept() -> None:
    state, _ = correct(new_state(), [Correction("信1000", "信1", same=True)])
    state, _ = advance(state, week_number(MONDAY), [*matter("丽园小区", first=1, count=2), *others(first=1000)])
    one, other = state.rows_of(["信1", "信1000"])
    assert state.clusters[one] == state.clusters[other]


def test_a_damaged_state_is_refused() -> None:
    with pytest.raises(StateError, match="已损坏"):
        ClusterState.from_bytes(new_state().to_bytes()[:-30])


def test_no_letters_give_no_weeks() -> None:
    assert list(replay([])) == []
