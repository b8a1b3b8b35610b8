"""What the cluster detector remembers: sealed, in parts, the two newest weeks of it."""

import pytest
from sqlalchemy import select

from nlp.errors import StoreError
from nlp.store import Remembered, Store, open_store, recall, remember
from nlp.store.schema import cluster_states


def contents(store: Store) -> list[bytes]:
    with store.reading() as connection:
        return list(connection.scalars(select(cluster_states.c.content).order_by(cluster_states.c.part)))


def test_a_state_in_several_parts_is_given_back_whole(keyed_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlp.store.remembered._PART", 4)
    remember(keyed_store, Remembered("2026-W47", 7, b"0123456789"))
    assert recall(keyed_store, "2026-W48") == Remembered("2026-W47", 7, b"0123456789")
    assert len(contents(keyed_store)) == 3


def test_a_state_is_sealed() -> None:
    store = open_store("sqlite://", bytes(32))
    remember(store, Remembered("2026-W47", 7, "登记号".encode()))
    assert "登记号".encode() not in b"".join(contents(store))


def test_a_part_in_another_place_does_not_open() -> None:
    store = open_store("sqlite://", bytes(32))
    remember(store, Remembered("2026-W47", 7, b"0123456789"))
    with store.writing() as connection:
        connection.execute(cluster_states.update().values(week="2026-W46"))
    with pytest.raises(StoreError):
        recall(store, "2026-W48")


def test_a_shorter_state_leaves_nothing_of_a_longer_one(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlp.store.remembered._PART", 4)
    for content in (b"0123456789", b"01"):
        remember(store, Remembered("2026-W47", 7, content))
    assert recall(store, "2026-W48") == Remembered("2026-W47", 7, b"01")


def test_a_week_starts_from_the_one_before_it(store: Store) -> None:
    for week in ("2026-W46", "2026-W47"):
        remember(store, Remembered(week, 7, week.encode()))
    assert [getattr(recall(store, week), "week", None) for week in ("2026-W46", "2026-W47", "2026-W48")] == [
        None,
        "2026-W46",
        "2026-W47",
    ]
