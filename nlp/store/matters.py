"""Matters (事), their letters, their ledger, the alarms about them, and the weekly review. Matters only, never people.

What finds them is not the store's business: a week's result comes whole and is stored whole, so that storing it again
changes nothing. Documents are JSON and sealed like letters, since they may quote headlines.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, delete, select

from nlp.errors import StoreError
from nlp.store.audit import record
from nlp.store.connection import Store, hold
from nlp.store.schema import alarms, matter_ledger, matter_letters, matters, reviews
from nlp.store.viewing import Reader, find

__all__ = [
    "Alarm",
    "Event",
    "KeptAlarm",
    "Matter",
    "Week",
    "kept_alarms",
    "load_review",
    "memberships",
    "move_letter",
    "review_weeks",
    "save_week",
    "set_verdict",
]

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter: an opaque id that is never used again, when it began and ended, and what is said of it."""

    id: str
    born: str
    document: Document
    ended: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the ledger: a birth, merge, split or death, with the other matters concerned and why."""

    kind: str
    matter_id: str
    why: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alarm:
    """A matter that drew attention in a week, of which kind, and how unlikely that was by chance."""

    kind: str
    matter_id: str
    p_value: float | None
    document: Document


@dataclass(frozen=True, slots=True)
class KeptAlarm(Alarm):
    """An alarm as it is kept: its number, its week, and what was said of it by whom; empty until somebody has."""

    id: int
    week: str
    verdict: str = ""
    verdict_by: str = ""
    verdict_at: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """All that a weekly run found; ``members`` maps the ids of letters to matters."""

    week: str
    review: Document
    matters: Sequence[Matter] = ()
    members: Mapping[int, str] = field(default_factory=dict)
    events: Sequence[Event] = ()
    alarms: Sequence[Alarm] = ()


def _seal(store: Store, table: Table, key: str, document: Document) -> bytes:
    return store.seal.close(json.dumps(document, ensure_ascii=False, sort_keys=True), f"{table.name}.document:{key}")


def save_week(store: Store, week: Week, who: str) -> None:
    """Store a week's result in one transaction, in place of an earlier one of the same week.

    A letter a person put into a matter stays there, and so does what was said of an alarm.
    """
    with store.writing() as connection:
        hold(connection, matters)
        now = store.now()
        for matter in week.matters:
            box = _seal(store, matters, matter.id, matter.document)
            _put(connection, matters, {"id": matter.id}, {"born": matter.born, "ended": matter.ended, "document": box})
        settled = set(connection.scalars(select(matter_letters.c.letter_id).where(matter_letters.c.settled)))
        for letter_id, matter_id in week.members.items():
            if letter_id not in settled:
                _put(connection, matter_letters, {"letter_id": letter_id}, {"matter_id": matter_id, "since": now})
        connection.execute(delete(matter_ledger).where(matter_ledger.c.week == week.week))
        for event in week.events:
            others = json.dumps(event.others)
            values = {"kind": event.kind, "matter_id": event.matter_id, "others": others, "why": event.why}
            connection.execute(matter_ledger.insert().values(at=now, week=week.week, **values))
        _put_alarms(store, connection, week)
        box = _seal(store, reviews, week.week, week.review)
        _put(connection, reviews, {"week": week.week}, {"made_at": now, "document": box})
        record(store, connection, who, "review", week.week, {"matters": len(week.matters), "alarms": len(week.alarms)})


def _put_alarms(store: Store, connection: Connection, week: Week) -> None:
    """Store the week's alarms; one that is gone is deleted unless somebody has judged it."""
    kept = {(alarm.matter_id, alarm.kind) for alarm in week.alarms}
    for row in connection.execute(select(alarms).where(alarms.c.week == week.week, alarms.c.verdict.is_(None))):
        if (row.matter_id, row.kind) not in kept:
            connection.execute(delete(alarms).where(alarms.c.id == row.id))
    for alarm in week.alarms:
        key = {"week": week.week, "matter_id": alarm.matter_id, "kind": alarm.kind}
        box = _seal(store, alarms, ":".join(key.values()), alarm.document)
        _put(connection, alarms, key, {"p_value": alarm.p_value, "document": box})


def _put(connection: Connection, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Change the row with this key, or add it."""
    same = [table.c[name] == value for name, value in key.items()]
    if not connection.execute(table.update().where(*same).values(**values)).rowcount:
        connection.execute(table.insert().values(**key, **values))


def load_review(store: Store, week: str | None = None) -> dict[str, Any] | None:
    """Read the review of a week, or the newest; None where there is none."""
    wanted = select(reviews).order_by(reviews.c.week.desc()).limit(1)
    with store.reading() as connection:
        row = connection.execute(wanted if week is None else wanted.where(reviews.c.week == week)).first()
    if row is None:
        return None
    review: dict[str, Any] = json.loads(store.seal.open(row.document, f"reviews.document:{row.week}"))
    return review


def review_weeks(store: Store) -> list[str]:
    """List the weeks that have a review, newest first."""
    with store.reading() as connection:
        return list(connection.scalars(select(reviews.c.week).order_by(reviews.c.week.desc())))


def kept_alarms(store: Store, week: str | None = None) -> list[KeptAlarm]:
    """List the alarms of a week, or all, in the order they were raised."""
    wanted = select(alarms).order_by(alarms.c.week, alarms.c.id)
    with store.reading() as connection:
        rows = connection.execute(wanted if week is None else wanted.where(alarms.c.week == week)).all()
    found = []
    for row in rows:
        document = json.loads(store.seal.open(row.document, f"alarms.document:{row.week}:{row.matter_id}:{row.kind}"))
        said = (row.verdict or "", row.verdict_by or "", row.verdict_at or "")
        found.append(KeptAlarm(row.kind, row.matter_id, row.p_value, document, row.id, row.week, *said))
    return found


def memberships(store: Store) -> dict[int, tuple[str, bool]]:
    """Tell of every letter its matter, and whether a person settled that."""
    with store.reading() as connection:
        return {row.letter_id: (row.matter_id, row.settled) for row in connection.execute(select(matter_letters))}


def move_letter(store: Store, number: str, matter_id: str, person: Reader, why: str) -> None:
    """Put a letter into a matter for good: no later run moves it. Audited with the reason."""
    with store.writing() as connection:
        row = find(connection, number)
        if connection.scalar(select(matters.c.id).where(matters.c.id == matter_id)) is None:
            raise StoreError(number, "没有这件事", "请核对事项编号")
        before = connection.scalar(select(matter_letters.c.matter_id).where(matter_letters.c.letter_id == row.id))
        _put(
            connection,
            matter_letters,
            {"letter_id": row.id},
            {"matter_id": matter_id, "since": store.now(), "settled": True},
        )
        details = {"field": "matter", "from": before, "to": matter_id, "why": why}
        record(store, connection, person.name, "correct", number, details)


def set_verdict(store: Store, alarm_id: int, verdict: str, person: Reader, why: str = "") -> None:
    """Keep what a person said of an alarm: ``true``, ``known`` or ``false``. Audited, with the reason.

    Raises ``ValueError`` for another word, ``StoreError`` for an alarm that does not exist.
    """
    if verdict not in ("true", "known", "false"):
        raise ValueError(f"set_verdict: no such verdict, {verdict}. Use true, known or false.")
    with store.writing() as connection:
        said = {"verdict": verdict, "verdict_by": person.name, "verdict_at": store.now()}
        if not connection.execute(alarms.update().where(alarms.c.id == alarm_id).values(said)).rowcount:
            raise StoreError("预警", "没有这条预警", "请刷新后核对")
        record(store, connection, person.name, "verdict", f"alarm {alarm_id}", {"verdict": verdict, "why": why})
