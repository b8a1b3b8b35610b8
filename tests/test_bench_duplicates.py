"""What the benchmark of near-duplicates and of clusters counts is checked here; how fast anything is, is not."""

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"


@pytest.fixture(scope="module", autouse=True)
def benchmarks_importable():
    sys.path.insert(0, str(BENCHMARKS))
    yield
    sys.path.remove(str(BENCHMARKS))


def test_every_kind_of_copy_is_planted_with_its_original_and_the_same_seed_plants_the_same():
    from planted import KINDS, plant

    planted = plant(60, seed=1)
    kinds_of = {}
    for group, kind in zip(planted.groups, planted.kinds, strict=True):
        kinds_of.setdefault(group, set()).add(kind)
    assert {"original", *KINDS} in kinds_of.values()
    assert plant(60, seed=1) == planted


def test_a_decoy_shares_at_most_half_with_any_version_of_its_original():
    from planted import grams, plant

    planted = plant(200, seed=2)
    texts_of = {}
    for text, group in zip(planted.texts, planted.groups, strict=True):
        texts_of.setdefault(group, []).append(grams(text))
    decoys = [n for n, kind in enumerate(planted.kinds) if kind == "decoy" and planted.groups[n] - 1 in texts_of]
    for number in decoys:
        mine, versions = grams(planted.texts[number]), texts_of[planted.groups[number] - 1]
        assert max(len(mine & other) / min(len(mine), len(other)) for other in versions) <= 0.5


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12))
def test_recall_and_precision_are_those_of_counting_the_pairs_one_by_one(rows):
    from planted import measure_found

    found, true = [row[0] for row in rows], [row[1] for row in rows]
    pairs = [(i, j) for i in range(len(rows)) for j in range(i)]
    said = {pair for pair in pairs if found[pair[0]] == found[pair[1]]}
    real = {pair for pair in pairs if true[pair[0]] == true[pair[1]]}
    measured = measure_found(found, true)
    assert measured.recall == (len(said & real) / len(real) if real else 1.0)
    assert measured.precision == (len(said & real) / len(said) if said else 1.0)


def test_copies_of_a_kind_count_as_found_when_they_are_joined_with_their_original():
    from planted import Planted, recall_of_kinds

    planted = Planted(["a", "b", "c", "d"], [1, 1, 1, 2], ["original", "cut", "slips", "own"])
    assert recall_of_kinds(["x", "x", "y", "x"], planted) == {"slips": 0.0, "cut": 1.0}


def test_a_doubtful_letter_in_the_cluster_of_an_event_lowers_nothing_and_a_stranger_does():
    from timeline import Event, score_clusters

    together = dict.fromkeys("abc", "1")
    assert score_clusters(together, [Event(("a", "b", "c"), doubtful=("c",))], []).b3_f == 1.0
    assert score_clusters(together, [Event(("a", "b"))], []).b3_f < 1.0


def test_in_the_invented_timeline_the_letters_of_a_trap_belong_to_different_events():
    from timeline import invent

    timeline = invent()
    event_of = {letter: number for number, event in enumerate(timeline.events) for letter in event.letters}
    assert timeline.traps
    assert all(len({event_of[letter] for letter in trap}) == len(trap) for trap in timeline.traps)
    assert {letter.id for letter in timeline.letters} >= event_of.keys()


def test_what_takes_too_long_is_ended_and_what_fails_says_why():
    from within import Ended, Limits, run_within

    assert run_within(_sleep, Limits(0.5, 8)) == Ended("> 0.5 s")
    with pytest.raises(ZeroDivisionError):
        run_within(_fail, Limits(60, 8))


def _sleep() -> None:
    import time

    time.sleep(60)


def _fail() -> None:
    raise ZeroDivisionError
