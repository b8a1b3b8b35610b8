"""Twenty clerks register at once, at the turn of a year, two of them with clocks that go wrong: no number is lost."""

import datetime as dt
import multiprocessing
import os
from itertools import pairwise
from multiprocessing.synchronize import Barrier

import pytest
from sqlalchemy import select

from nlp.letter import Letter
from nlp.store import open_store, register, verify_store
from nlp.store.schema import letters

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the writers are forked")

WRITERS, TURNS, AT_ONCE = 20, 4, 3
OLD_YEAR = dt.datetime(2026, 12, 31, 12, 0, tzinfo=dt.UTC)
NEW_YEAR, WRONG = OLD_YEAR + dt.timedelta(days=2), dt.datetime(2019, 1, 2, tzinfo=dt.UTC)

together: Barrier


def _moment(writer: int, turn: int) -> dt.datetime:
    """Half of the turns lie in the new year, and two writers' clocks are years behind."""
    return WRONG if writer < 2 else OLD_YEAR if turn < TURNS // 2 else NEW_YEAR


def _write(address: str, writer: int) -> list[str]:
    given, turn = [], 0
    store = open_store(address, clock=lambda: _moment(writer, turn))
    together.wait()
    for turn in range(TURNS):
        arrivals = [Letter(f"第{writer}人第{turn}次第{n}封，三年没发工资") for n in range(AT_ONCE)]
        given += [arrival.number for arrival in register(store, arrivals)]
    store.close()
    return given


def _take_barrier(barrier: Barrier) -> None:
    global together
    together = barrier


@pytest.fixture
def given(address: str) -> list[list[str]]:
    """Let all of them write; give the numbers each was given, in order, after the first letter of the old year."""
    store = open_store(address, clock=lambda: OLD_YEAR)
    first = [arrival.number for arrival in register(store, [Letter("头一封")])]
    store.close()
    context = multiprocessing.get_context("fork")
    with context.Pool(WRITERS, _take_barrier, (context.Barrier(WRITERS, timeout=60),)) as pool:
        return [first, *pool.starmap(_write, [(address, writer) for writer in range(WRITERS)], chunksize=1)]


def _running(numbers: list[str], year: str) -> list[int]:
    return sorted(int(number.partition("-")[2]) for number in numbers if number.startswith(year))


def test_twenty_writers_at_once_are_given_every_number_once(address: str, given: list[list[str]]) -> None:
    numbers = [number for writer in given for number in writer]
    old, new = _running(numbers, "2026-"), _running(numbers, "2027-")
    assert old == list(range(1, len(old) + 1)), "a number of the old year is lost or doubled"
    assert new == list(range(1, len(new) + 1)), "a number of the new year is lost or doubled"
    assert len(old) + len(new) == 1 + WRITERS * TURNS * AT_ONCE
    assert all(before < after for writer in given for before, after in pairwise(writer)), "a number went back"
    store = open_store(address)
    with store.reading() as connection:
        held = list(connection.scalars(select(letters.c.number).order_by(letters.c.id)))
    assert sorted(numbers) == held, "the order of the register is not that of the numbers"
    assert verify_store(store) == []
    store.close()
