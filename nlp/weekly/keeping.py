"""What is kept of a week besides its review: matters, their letters and ledger, alarms; and the detector's state."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from sqlalchemy import select

from nlp.clustering import Change, ClusterState, Correction
from nlp.replay import WeekReview, week_name
from nlp.store import Alarm, Event, Matter, Remembered, Store, Week, memberships
from nlp.store.schema import letters, matters
from nlp.weekly.cards import rows_by_cluster
from nlp.weekly.facts import in_chunks
from nlp.weekly.names import parse_week
from nlp.weekly.review import Review

__all__ = ["first_days", "forget_purged", "new_corrections", "pack", "unpack", "week_of"]


def pack(found: WeekReview, through: int) -> Remembered:
    """Put what the next week starts from into bytes: the state, and when each matter was last alarmed."""
    head = json.dumps(dict(sorted(found.alarmed.items()))).encode()
    return Remembered(week_name(found.week), through, head + b"\n" + found.state.to_bytes())


def unpack(kept: Remembered) -> WeekReview:
    """Take out what ``pack`` put in; raises ``StateError`` when it is damaged."""
    head, _, content = kept.content.partition(b"\n")
    return WeekReview(parse_week(kept.week), ClusterState.from_bytes(content), alarmed=json.loads(head))


def forget_purged(store: Store, found: WeekReview) -> WeekReview:
    """Drop letters whose derived data were purged: what the detector holds of them is derived as well."""
    with store.reading() as connection:
        purged = frozenset(connection.scalars(select(letters.c.number).where(letters.c.purged_at.is_not(None))))
    state = found.state
    if purged.isdisjoint(state.ids):
        return found
    kept = np.array([row for row, number in enumerate(state.ids) if number not in purged], dtype=np.int64)
    return WeekReview(found.week, state.keep_rows(kept), alarmed=found.alarmed)


def new_corrections(store: Store, state: ClusterState) -> list[Correction]:
    """Give what staff said of letters in memory that the state does not say yet: this one belongs to that matter.

    A matter none of whose other letters is in memory tells nothing of where the letter belongs.
    """
    settled = memberships(store)
    if not any(fixed for _, fixed in settled.values()):
        return []
    numbers = _numbers(store, settled)
    placed = {number: state.cluster_ids[cluster] for number, cluster in zip(state.ids, state.clusters, strict=True)}
    members: dict[str, list[str]] = {}
    for letter, (matter, _) in sorted(settled.items()):
        if numbers[letter] in placed:
            members.setdefault(matter, []).append(numbers[letter])
    found = []
    for letter, (matter, fixed) in sorted(settled.items()):
        number = numbers[letter]
        others = [other for other in members.get(matter, ()) if other != number]
        if fixed and number in placed and others and placed[number] != placed[others[0]]:
            found.append(Correction(number, others[0], same=True))
    return found


def _numbers(store: Store, ids: Iterable[int]) -> dict[int, str]:
    wanted = set(ids)
    with store.reading() as connection:
        rows = connection.execute(select(letters.c.id, letters.c.number))
        return {row.id: row.number for row in rows if row.id in wanted}


def first_days(store: Store) -> dict[str, dt.date]:
    """Give the day each matter was first heard of."""
    with store.reading() as connection:
        rows = connection.execute(select(matters.c.id, matters.c.born))
        return {row.id: dt.date.fromisoformat(row.born) for row in rows}


def week_of(
    store: Store,
    before: ClusterState,
    found: WeekReview,
    changes: Sequence[Change],
    review: Review,
    born: Mapping[str, dt.date],
) -> Week:
    """Put together what is stored of a week: every matter that was touched in it, and the whole review.

    A single letter is no matter, unless it was parted from one. ``born`` holds the matters known before.
    """
    state, rows = found.state, rows_by_cluster(found.state)
    heard = {state.cluster_ids[number] for number in set(state.clusters[state.weeks == state.week].tolist())}
    changed = {name for change in changes for name in (change.cluster, change.other) if name}
    touched = {name for name in heard & rows.keys() if len(rows[name]) > 1} | (changed & rows.keys())
    touched |= {alarm.cluster for alarm in found.alarms}
    cards = {card.id: card.headline for card in review.clusters}
    kept = [
        Matter(name, _first(state, rows[name], born.get(name)), {"headline": cards[name]} if name in cards else {})
        for name in sorted(touched)
    ]
    known = {matter.id for matter in kept}
    gone = [Matter(name, day, {}, review.ends.isoformat()) for name, day in _ended(before, changes, born, known)]
    known |= {matter.id for matter in gone}
    numbers = {state.ids[row]: name for name in touched for row in rows[name]}
    return Week(
        week=review.week,
        review=review.model_dump(mode="json"),
        matters=[*kept, *gone],
        members=_members(store, numbers),
        events=[_event(change) for change in changes if change.cluster in known],
        alarms=[_alarm(found, number) for number in range(len(found.alarms))],
    )


def _first(state: ClusterState, rows: Sequence[int], known: dt.date | None) -> str:
    day = dt.date.fromordinal(int(state.days[list(rows)].min()))
    return min(day, known or day).isoformat()


def _ended(
    before: ClusterState, changes: Sequence[Change], born: Mapping[str, dt.date], known: set[str]
) -> list[tuple[str, str]]:
    """Give the matters of several letters that were taken up by another or closed, with their first day."""
    rows = rows_by_cluster(before)
    names = {change.other if change.kind == "merged" else change.cluster for change in changes if _ends(change)}
    names = {name for name in names - known if name in born or len(rows.get(name, ())) > 1}
    return [(name, born[name].isoformat() if name in born else _first(before, rows[name], None)) for name in names]


def _ends(change: Change) -> bool:
    return change.kind in ("merged", "closed")


def _members(store: Store, matter_of: Mapping[str, str]) -> dict[int, str]:
    members: dict[int, str] = {}
    with store.reading() as connection:
        for condition in in_chunks(sorted(matter_of)):
            for row in connection.execute(select(letters.c.id, letters.c.number).where(condition)):
                members[row.id] = matter_of[row.number]
    return members


def _event(change: Change) -> Event:
    others = tuple(filter(None, (change.other,)))
    return Event(change.kind, change.cluster, change.reason, others)


def _alarm(found: WeekReview, number: int) -> Alarm:
    """Keep an alarm by its counts and numbers; ``began`` is the week of the matter's first letter in memory."""
    alarm, state = found.alarms[number], found.state
    rows = [row for row in state.rows_of(alarm.letters) if row is not None]
    document = {
        "letters": list(alarm.letters),
        "recent": alarm.recent,
        "copies": alarm.copies,
        "senders": alarm.senders,
        "began": int(state.weeks[rows].min()),
        "reason": alarm.sentence,
    }
    return Alarm(alarm.kind, alarm.cluster, alarm.p_value, document)
