"""Several kinds of trouble at one enterprise at once: a state of the enterprise that no single letter shows.

The rule (handbook 2.3 M): within 60 days at least three of the four categories with two letters each, from at least
three independent senders. Letters outside the four categories do not count.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Concurrence", "EnterpriseLetter", "find_concurrences"]

WITHIN_DAYS = 60
FEWEST_CATEGORIES = 3
FEWEST_LETTERS = 2
FEWEST_SENDERS = 3
OUTSIDE = "other"


@dataclass(frozen=True, slots=True)
class EnterpriseLetter:
    """What the rule needs of a letter; ``voice`` is its sender, or its template when it is unsigned."""

    id: str
    enterprise: str
    category: str
    day: dt.date
    voice: int


@dataclass(frozen=True, slots=True)
class Concurrence:
    """An enterprise at which several kinds of trouble come together, with the letters of the 60 days up to ``day``."""

    enterprise: str
    day: dt.date
    categories: tuple[str, ...]
    letters: tuple[str, ...]
    senders: int


def find_concurrences(letters: Sequence[EnterpriseLetter], day: dt.date) -> list[Concurrence]:
    """Give the enterprises that meet the rule on ``day``, by name; later letters are not looked at."""
    recent: dict[str, list[EnterpriseLetter]] = {}
    for letter in letters:
        if letter.category != OUTSIDE and dt.timedelta(0) <= day - letter.day < dt.timedelta(WITHIN_DAYS):
            recent.setdefault(letter.enterprise, []).append(letter)
    found = []
    for enterprise, own in sorted(recent.items()):
        ids: dict[str, set[str]] = {}
        for letter in own:
            ids.setdefault(letter.category, set()).add(letter.id)
        several = tuple(sorted(code for code, held in ids.items() if len(held) >= FEWEST_LETTERS))
        senders = len({letter.voice for letter in own})
        if len(several) >= FEWEST_CATEGORIES and senders >= FEWEST_SENDERS:
            found.append(Concurrence(enterprise, day, several, tuple(sorted({x.id for x in own})), senders))
    return found
