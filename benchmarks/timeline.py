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
from statistics import fmean, median
from typing import Any

from composed_letters import DAYS, FIRST_DAY, draw_names, draw_parts, draw_told, render

from nlp.letter import Letter
from nlp.reading import read_letters
from nlp.receipt import Receipt

__all__ = ["NEVER", "Event", "Scores", "Timeline", "b_cubed", "invent", "load_judged", "score_alarms", "score_clusters"]
__all__ += ["sure_letters", "trap_pairs"]

_ALONE, _MATTERS, _TRAPS = 600, 40, 10
_LASTS = 45
_COMMON = 3
_BURST = 5
NEVER = float("inf")
"""A median of nothing: no burst was alarmed."""


@dataclass(frozen=True, slots=True)
class Event:
    """Letters about one concrete matter in time order; it is doubtful of some whether they belong.

    ``kind`` is ``burst`` where they came close together, ``first`` the day of the first.
    """

    letters: tuple[str, ...]
    doubtful: tuple[str, ...] = ()
    kind: str = ""
    first: str = ""


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
    events = [
        Event(tuple(x["letters"]), tuple(x.get("doubtful") or ()), x["kind"], x["first"])
        for x in _rows(data / "events_dev.jsonl")
    ]
    traps = [tuple(x["letters"]) for x in _rows(data / "traps_dev.jsonl") if x["type"] != "single_user"]
    return Timeline(letters, events, traps)


def _rows(path: Path) -> list[dict[str, Any]]:
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

    >>> score_clusters({"a": "1", "b": "1", "c": "1"}, [Event(("a", "b"))], [("b", "c")])
    Scores(b3_f=0.8, event_f1=0.8, trap_apart=0.0)
    """
    precision, recall = b_cubed(cluster_of, events)
    clusters = _clusters_of_events(cluster_of, events)
    best = []
    for own in sure_letters(events):
        found = (clusters[_own(cluster_of, letter)] for letter in own)
        best.append(max(2 * len(cluster & own) / (len(cluster) + len(own)) for cluster in found))
    pairs = trap_pairs(events, traps)
    apart = fmean(_own(cluster_of, one) != _own(cluster_of, two) for one, two in pairs) if pairs else 1.0
    return Scores(2 * precision * recall / (precision + recall), fmean(best), apart)


def b_cubed(cluster_of: Mapping[str, str | None], events: Sequence[Event]) -> tuple[float, float]:
    """Give B-cubed precision and recall over the letters of events (Bagga & Baldwin 1998).

    A letter of no event lowers the precision of a cluster it sits in with an event's, a doubtful one does not.

    >>> b_cubed({"a": "1", "b": "2", "c": "1"}, [Event(("a", "b"))])
    (0.75, 0.5)
    """
    clusters = _clusters_of_events(cluster_of, events)
    precision, recall = [], []
    for own in sure_letters(events):
        for letter in own:
            found = clusters[_own(cluster_of, letter)]
            precision.append(len(found & own) / len(found))
            recall.append(len(found & own) / len(own))
    return fmean(precision), fmean(recall)


def trap_pairs(events: Sequence[Event], traps: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """Give the pairs of letters of a trap, but for those of one event."""
    event_of = _event_of(events)
    pairs = (pair for group in traps for pair in combinations(group, 2))
    return [(one, two) for one, two in pairs if one not in event_of or event_of[one] != event_of.get(two)]


def score_alarms(
    alarms: Sequence[Mapping[str, Any]], events: Sequence[Event], received: Mapping[str, dt.date]
) -> dict[str, float]:
    """Score alarms, each with its ``week`` (2019-W27), ``cluster`` and the ``letters`` known that week, in time order.

    An event explains an alarm when half of the alarm's letters are its own; the first such alarm is the event's. An
    alarm of no event counts as unexplained once a cluster. A burst that is judged has five letters or more, doubtful
    ones among them; medians are over the bursts alarmed.
    """
    event_of, first, seen, unexplained = _event_of(events), dict[int, int](), set[str](), 0
    for alarm in alarms:
        week = dt.date.fromisocalendar(int(alarm["week"][:4]), int(alarm["week"][6:]), 1).toordinal() // 7
        told = [event_of[letter] for letter in alarm["letters"] if letter in event_of]
        most = max(set(told), key=told.count, default=-1)
        if told and 2 * told.count(most) >= len(alarm["letters"]):
            first.setdefault(most, week)
        elif alarm["cluster"] not in seen:
            unexplained += 1
        seen.add(alarm["cluster"])
    weeks = {letter: _week(day) for letter, day in received.items()}
    bursts = [n for n, event in enumerate(events) if event.kind == "burst" and len(event.letters) >= _BURST]
    alarmed = [n for n in bursts if n in first]
    known = [sum(weeks[letter] <= first[n] for letter in events[n].letters) for n in alarmed]
    late = [first[n] - min(weeks[letter] for letter in events[n].letters) for n in alarmed]
    return {
        "bursts_of_5_or_more": len(bursts),
        "bursts_alarmed": len(alarmed),
        "burst_share": len(alarmed) / max(len(bursts), 1),
        "median_letters_at_alarm": median(known) if known else NEVER,
        "median_weeks_to_alarm": median(late) if late else NEVER,
        "alarmed_clusters": len(seen),
        "unexplained_alarms_a_week": unexplained / max(len(set(weeks.values())), 1),
    }


def _week(day: dt.date) -> int:
    return (day.toordinal() - day.weekday()) // 7


def _own(cluster_of: Mapping[str, str | None], letter: str) -> str:
    return cluster_of.get(letter) or f"alone:{letter}"


def sure_letters(events: Sequence[Event]) -> list[set[str]]:
    """Give the letters of each event without those that are doubtful in any; a letter of two counts for the later."""
    own: list[set[str]] = [set() for _ in events]
    for letter, number in _event_of(events).items():
        own[number].add(letter)
    return own


def _event_of(events: Sequence[Event]) -> dict[str, int]:
    doubtful = {letter for event in events for letter in event.doubtful}
    return {x: number for number, event in enumerate(events) for x in event.letters if x not in doubtful}


def _clusters_of_events(cluster_of: Mapping[str, str | None], events: Sequence[Event]) -> dict[str, set[str]]:
    """Give the letters of each cluster that holds an event's, without the doubtful ones."""
    doubtful = {letter for event in events for letter in event.doubtful}
    event_of = _event_of(events)
    clusters: dict[str, set[str]] = {_own(cluster_of, letter): set() for letter in event_of}
    for letter in {*cluster_of, *event_of} - doubtful:
        if _own(cluster_of, letter) in clusters:
            clusters[_own(cluster_of, letter)].add(letter)
    return clusters
