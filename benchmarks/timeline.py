"""A timeline of letters with judged events, and how well a clustering agrees with them.

The judged letters are in ``../shared/data``; where they are absent, ``invent`` composes a timeline whose events are
known because they were planted. The measures are those of ``../shared/score/score_events.py``.
"""

import datetime as dt
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from statistics import fmean

from composed_letters import DAYS, FIRST_DAY, draw_names, draw_parts, draw_told, render

from nlp.letter import Letter
from nlp.reading import read_letters
from nlp.receipt import Receipt

__all__ = ["Event", "Scores", "Timeline", "invent", "load_judged", "score_clusters"]

_ALONE, _MATTERS, _TRAPS = 600, 40, 10
_LASTS = 45
_COMMON = 3


@dataclass(frozen=True, slots=True)
class Event:
    """Letters about one concrete matter; it is doubtful of some whether they belong."""

    letters: tuple[str, ...]
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """Letters in time order, the events among them, and groups of letters that look alike and are not one matter."""

    letters: list[Letter]
    events: list[Event]
    traps: list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Scores:
    """B-cubed F over the letters of events, the mean best F1 of an event, the share of trap pairs kept apart."""

    b3_f: float
    event_f1: float
    trap_apart: float


def load_judged(data: Path) -> Timeline | None:
    """Read the judged timeline; None where it is absent."""
    path = data / "letters_timeline.jsonl.gz"
    if not path.exists():
        return None
    letters = sorted(read_letters([path], Receipt()), key=lambda letter: (letter.received or dt.date.min, letter.id))
    events = [Event(tuple(x["letters"]), tuple(x.get("doubtful") or ())) for x in _rows(data / "events_dev.jsonl")]
    traps = [tuple(x["letters"]) for x in _rows(data / "traps_dev.jsonl") if x["type"] != "single_user"]
    return Timeline(letters, events, traps)


def _rows(path: Path) -> list[dict[str, list[str]]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def invent(seed: int = 20261122) -> Timeline:
    """Compose a timeline: letters alone, matters of several writers, and the same trouble at two units."""
    dice = random.Random(seed)
    told = [(render(parts := draw_parts(dice)), parts.unit, parts.day) for _ in range(_ALONE)]
    events, traps = [], []
    for number in range(_MATTERS):
        matter = replace(draw_parts(dice), told=draw_told(_COMMON, dice))
        twins = [matter, draw_names(matter, dice)] if number < _TRAPS else [matter]
        members = []
        for unit in twins:
            first = len(told)
            for _ in range(dice.randint(3, 8)):
                parts = replace(draw_names(unit, dice), unit=unit.unit)
                own = (*dice.sample(matter.told, _COMMON - 1), *draw_told(4, dice), f"{unit.unit}的事不能再拖。")
                day = min(unit.day + dt.timedelta(dice.randrange(_LASTS)), FIRST_DAY + dt.timedelta(DAYS))
                told.append((render(replace(parts, told=own)), unit.unit, day))
            members.append(tuple(f"T{place:05}" for place in range(first, len(told))))
        events += [Event(ids) for ids in members]
        traps += [tuple(ids[0] for ids in members)] if len(members) > 1 else []
    letters = [Letter(text, f"T{n:05}", f"关于{unit}", day, f"写信人{n}") for n, (text, unit, day) in enumerate(told)]
    return Timeline(sorted(letters, key=lambda letter: (letter.received or dt.date.min, letter.id)), events, traps)


def score_clusters(
    cluster_of: Mapping[str, str | None], events: Sequence[Event], traps: Sequence[Sequence[str]]
) -> Scores:
    """Score a clustering; a letter without a cluster is a cluster of its own.

    B-cubed: Bagga & Baldwin 1998. A letter of no event lowers the precision of a cluster it sits in with an event's, a
    doubtful one does not.

    >>> score_clusters({"a": "1", "b": "1", "c": "1"}, [Event(("a", "b"))], [("b", "c")])
    Scores(b3_f=0.8, event_f1=0.8, trap_apart=0.0)
    """

    def own(letter: str) -> str:
        return cluster_of.get(letter) or f"alone:{letter}"

    doubtful = {letter for event in events for letter in event.doubtful}
    event_of = {x: number for number, event in enumerate(events) for x in event.letters if x not in doubtful}
    members: dict[int, set[str]] = {}
    clusters: dict[str, set[str]] = {own(letter): set() for letter in event_of}
    for letter, number in event_of.items():
        members.setdefault(number, set()).add(letter)
    for letter in {*cluster_of, *event_of} - doubtful:
        if own(letter) in clusters:
            clusters[own(letter)].add(letter)
    both = {letter: len(clusters[own(letter)] & members[number]) for letter, number in event_of.items()}
    precision = fmean(both[letter] / len(clusters[own(letter)]) for letter in event_of)
    recall = fmean(both[letter] / len(members[number]) for letter, number in event_of.items())
    best = [
        max(2 * both[letter] / (len(clusters[own(letter)]) + len(ids)) for letter in ids) for ids in members.values()
    ]
    pairs = [
        own(one) != own(two)
        for group in traps
        for one, two in combinations(group, 2)
        if one not in event_of or event_of[one] != event_of.get(two)
    ]
    apart = fmean(pairs) if pairs else 1.0
    return Scores(2 * precision * recall / (precision + recall), fmean(best), apart)
