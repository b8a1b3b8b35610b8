"""What people do at the page, each over a WebSocket of its own, with pauses to think; and how long each thing took."""

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from invented_office import LETTER, MATTERS
from page_clients import PageError, Visit, expect

__all__ = ["PAGES", "Measured", "work", "write_letter"]

PAGES = {"来信登记": "来信正文", "批量研判": "拖到这里", "趋势与苗头": "比上周", "检索": "检索词"}
"""What stands on each page and nowhere else."""
_ARRIVES = 2.0
"""Seconds from one person to the next: people come one after the other, and a page is largest when first opened."""


@dataclass
class Measured:
    """Seconds by what was done, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)

    @contextmanager
    def timing(self, what: str) -> Iterator[None]:
        """Note how long what is done inside took, or that it failed; whatever it is, a failure ends here."""
        started = time.perf_counter()
        try:
            yield
        except Exception as error:  # noqa: BLE001 - every failure counts
            self.errors.append(f"{what}：{error if isinstance(error, PageError) else type(error).__name__}")
            return
        self.seconds[what].append(time.perf_counter() - started)

    def add(self, other: "Measured") -> None:
        """Take over what another has measured."""
        self.errors += other.errors
        for what, seconds in other.seconds.items():
            self.seconds[what] += seconds


def write_letter(dice: random.Random) -> str:
    """Give an invented letter that nobody has pasted yet; its end is its own."""
    return f"{dice.choice(MATTERS).letter(dice)}第{dice.randrange(10**6)}号。{LETTER}{dice.randrange(10**9):09}"


async def work(address: str, number: int, until: float, found: Measured) -> None:
    """Work like one person until then: whoever meets an error begins again in a new tab."""
    dice = random.Random(number)
    await asyncio.sleep(number * _ARRIVES)
    while time.monotonic() < until:
        visit = Visit(address)
        try:
            await _stay(visit, dice, until, found)
        finally:
            await visit.close()


async def _stay(visit: Visit, dice: random.Random, until: float, found: Measured) -> None:
    before = len(found.errors)
    with found.timing("首次打开"):
        await visit.open()
        expect(visit.shows(PAGES["来信登记"]), "没有登记表")
    await _think(dice)
    while len(found.errors) == before and time.monotonic() < until:
        await _one_turn(visit, dice, found)
        await _think(dice)


async def _think(dice: random.Random) -> None:
    await asyncio.sleep(dice.uniform(0.5, 3.0))


async def _one_turn(visit: Visit, dice: random.Random, found: Measured) -> None:
    """Mostly paste a letter, now and then register it, look at the week, search, or go to the batches."""
    if dice.random() < 0.6:
        await _one_letter(visit, dice, found)
        return
    name = dice.choice(list(PAGES)[1:])
    with found.timing("趋势" if name == "趋势与苗头" else "换页"):
        await _change(visit, name)
        if name != "检索":
            return
    words = dice.choice(["内退费", "房产证", "矽肺", "工资"])
    with found.timing("检索"):
        visit.write("检索词", words)
        await visit.press(label="检索")
        expect(visit.shows("找到") and visit.shows(f"found-search-{words}"), "没有找到")


async def _one_letter(visit: Visit, dice: random.Random, found: Measured) -> None:
    if "来信登记" not in visit.titles():
        with found.timing("换页"):
            await _change(visit, "来信登记")
    letter = write_letter(dice)
    with found.timing("粘贴到结果"):
        visit.write("来信正文", letter)
        await visit.press(label="研判")
        expect(visit.shows_letter(letter[-12:]), "没有这封信的结果")
    if dice.random() < 0.3:
        with found.timing("登记"):
            await visit.press(shortcut="f8")
            expect(visit.shows("已登记"), "没有登记")


async def _change(visit: Visit, name: str) -> None:
    await visit.go(name)
    expect(visit.shows(PAGES[name]), f"“{name}”没有内容")
