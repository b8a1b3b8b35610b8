"""The alarm ledger in the store: what staff said of each alarm, and the detector's own record by it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import cast

from nlp.clustering import LedgerFigures, LoggedAlarm, Verdict, measure_ledger
from nlp.errors import StoreError
from nlp.store import KeptAlarm, Reader, Store, kept_alarms, memberships, set_verdict
from nlp.weekly.names import parse_week

__all__ = ["AlarmEntry", "alarm_entries", "detector_record", "found_by_staff", "judge_alarm"]

_FEWEST = 5
_MATTER = 3
"""From so many letters on a matter that staff put together should have been alarmed."""


@dataclass(frozen=True, slots=True)
class AlarmEntry:
    """One line of the ledger; ``verdict`` is empty until somebody has spoken. Verdicts name the ``id``.

    ``letters`` counts all letters of the matter when it was alarmed, confidential ones included.
    """

    id: int
    week: str
    matter: str
    kind: str
    p_value: float | None
    letters: int
    verdict: str
    verdict_by: str
    verdict_at: str


def alarm_entries(store: Store, week: str | None = None) -> list[AlarmEntry]:
    """List the alarms of a week, or all, in the order they were raised."""
    return [
        AlarmEntry(
            alarm.id,
            alarm.week,
            alarm.matter_id,
            alarm.kind,
            alarm.p_value,
            len(alarm.document["letters"]),
            alarm.verdict,
            alarm.verdict_by,
            alarm.verdict_at,
        )
        for alarm in kept_alarms(store, week)
    ]


def judge_alarm(store: Store, alarm_id: int, verdict: Verdict, person: Reader, why: str) -> None:
    """Keep what a person says of an alarm: ``true`` (new and needed), ``known`` (right, but known) or ``false``.

    A later word replaces an earlier one; both are in the audit with their reasons. Raises ``StoreError`` without a
    reason or for an alarm that does not exist, ``ValueError`` for another word.
    """
    if not why.strip():
        raise StoreError("预警", "没有写明理由", "请写明理由，理由会记入审计")
    set_verdict(store, alarm_id, verdict, person, why)


def detector_record(store: Store, reported: Iterable[str] = (), before: str = "") -> LedgerFigures:
    """Measure the detector by what was said of its alarms; ``reported`` are matters staff found by themselves.

    ``before`` leaves out the alarms of that week and later ones: nobody can have judged those yet. Of fewer than five
    judged alarms no delay in letters is told: it counts confidential letters, which the cards leave out.
    """
    logged = [_logged(alarm) for alarm in kept_alarms(store) if not before or alarm.week < before]
    figures = measure_ledger(logged, reported)
    return figures if figures.judged >= _FEWEST else replace(figures, delay_letters=None)


def found_by_staff(store: Store) -> frozenset[str]:
    """Give the matters of three letters or more into which a person put a letter: staff saw one there."""
    placed = memberships(store).values()
    sizes = Counter(matter for matter, _ in placed)
    return frozenset(matter for matter, by_hand in placed if by_hand and sizes[matter] >= _MATTER)


def _logged(alarm: KeptAlarm) -> LoggedAlarm:
    verdict = cast("Verdict | None", alarm.verdict or None)
    week, began = parse_week(alarm.week), int(alarm.document["began"])
    return LoggedAlarm(week, alarm.matter_id, began, len(alarm.document["letters"]), verdict)
