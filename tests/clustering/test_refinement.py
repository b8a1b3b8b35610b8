"""The second look: clusters that prove to be one matter are joined, one that proves to be two is parted; told why."""

import numpy as np
import pytest
from numpy.typing import NDArray

from nlp.clustering import Change, ClusterState, Correction, advance, correct, new_state
from nlp.clustering.assignment import Membership
from nlp.clustering.refinement import Scorer, merge_clusters, split_clusters
from nlp.letter import Letter
from nlp.replay import weeks_of
from tests.clustering.composed import matter, others


def scorer(*groups: set[int], alike: float = 3.0, other: float = -9.0) -> Scorer:
    """Give a scorer to which rows of one group are alike and all others are not."""

    def score(later: NDArray[np.int64], earlier: NDArray[np.int64]) -> NDArray[np.float32]:
        pairs = zip(later.tolist(), earlier.tolist(), strict=True)
        scores = [alike if any({i, j} <= group for group in groups) else other for i, j in pairs]
        return np.array(scores, dtype=np.float32)

    return Scorer(score)


def never(_one: object, _two: object) -> bool:
    return False


def always(_one: object, _two: object) -> bool:
    return True


def test_two_clusters_whose_letters_are_alike_are_joined_under_the_earlier() -> None:
    membership = Membership.of(np.array([0, 0, 2, 2, 0]))
    done = merge_clusters(membership, [(4, 2)], scorer({0, 1, 2, 3, 4}), never)
    assert [(kept, gone) for kept, gone, _ in done] == [(0, 2)]
    assert set(membership.of_row) == {0}


def test_clusters_that_are_not_alike_stay_two_though_one_pair_brought_them_together() -> None:
    membership = Membership.of(np.array([0, 0, 2, 2]))
    assert merge_clusters(membership, [(3, 1)], scorer({0, 1}, {2, 3}), never) == []


def test_clusters_staff_keep_asunder_are_not_joined() -> None:
    membership = Membership.of(np.array([0, 0, 2, 2]))
    assert merge_clusters(membership, [(3, 1)], scorer({0, 1, 2, 3}), always) == []


def test_a_cluster_of_two_matters_is_parted_and_the_larger_part_keeps_it() -> None:
    membership = Membership.of(np.array([0] * 5))
    ((kept, new, _),) = split_clusters(membership, [0], scorer({0, 1, 2}, {3, 4}), never)
    assert (kept, list(membership.members[0]), list(membership.members[new])) == (0, [0, 1, 2], [3, 4])


def test_a_cluster_of_one_matter_is_not_parted() -> None:
    assert split_clusters(Membership.of(np.array([0] * 5)), [0], scorer({0, 1, 2, 3, 4}), never) == []


def test_what_staff_hold_together_is_not_parted() -> None:
    assert split_clusters(Membership.of(np.array([0] * 5)), [0], scorer({0, 1, 2}, {3, 4}), always) == []


def test_one_stranger_in_a_cluster_is_no_second_matter() -> None:
    assert split_clusters(Membership.of(np.array([0] * 5)), [0], scorer({0, 1, 2, 3}, {4}), never) == []


def walk(letters: list[Letter]) -> tuple[list[ClusterState], list[Change]]:
    states, told = [new_state()], []
    for week, received in weeks_of(letters).items():
        state, changes = advance(states[-1], week, received)
        states.append(state)
        told += changes
    return states, told


LETTERS = [*matter("丽园小区", first=1), *matter("石桥村", first=20, week=1), *others(first=1000)]


def test_a_merger_is_told_with_its_reason_and_the_name_taken_up_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlp.clustering.refinement.MERGE", -30.0)
    monkeypatch.setattr("nlp.clustering.events._ALIKE", -30.0)
    states, told = walk(LETTERS)
    merged = [change for change in told if change.kind == "merged"]
    assert any(change.reason.startswith("两簇来信讲的是同一件事（对数几率") for change in merged)
    for change in merged:
        assert change.other not in states[-1].cluster_ids


def test_a_split_is_told_with_its_letters_and_reason_under_a_name_never_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlp.clustering.refinement.SPLIT", 99.0)
    states, told = walk(matter("丽园小区", first=1))
    (split,) = [change for change in told if change.kind == "split"]
    assert split.other not in {name for state in states if state.week < split.week for name in state.cluster_ids}
    assert split.reason.startswith("簇内两部分来信不像同一件事（对数几率")
    after = next(state for state in states if state.week == split.week)
    rows = after.rows_of(split.letters)
    assert {after.cluster_ids[after.clusters[row]] for row in rows if row is not None} == {split.other}


def test_a_split_does_not_undo_what_staff_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlp.clustering.refinement.SPLIT", 99.0)
    said = [Correction(f"信{n}", "信1", same=True) for n in range(2, 6)]
    state, _ = correct(new_state(), said)
    for week, received in weeks_of(matter("丽园小区", first=1)).items():
        state, changes = advance(state, week, received)
        assert not [change for change in changes if change.kind == "split"]
