"""The alarm ledger: what staff said of each alarm, and what that makes of the detector.

An alarm is ``true`` (something new that needed attention), ``known`` (right, but the office knew) or ``false``. The
detector answers for all of them: how often it was right, what it missed, how late it came.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

__all__ = ["LedgerFigures", "LoggedAlarm", "Verdict", "measure_ledger"]

Verdict = Literal["true", "known", "false"]


@dataclass(frozen=True, slots=True)
class LoggedAlarm:
    """One alarm in the ledger; ``verdict`` is None until staff have spoken.

    ``began`` is the week of the cluster's first letter, ``letters`` how many it had when the alarm was raised.
    """

    week: int
    cluster: str
    began: int
    letters: int
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class LedgerFigures:
    """The detector's own record; a share is None while nothing supports it.

    ``precision`` is the share of judged alarms that were right (true or known), ``news`` the share that was true.
    ``misses`` are matters staff reported that never alarmed, ``recall`` the share of right ones that were alarmed.
    Delays are medians over right alarms.
    """

    alarms: int
    judged: int
    precision: float | None
    news: float | None
    misses: int
    recall: float | None
    delay_weeks: float | None
    delay_letters: float | None


def measure_ledger(alarms: Sequence[LoggedAlarm], reported: Iterable[str] = ()) -> LedgerFigures:
    """Measure the detector by the ledger; ``reported`` are clusters staff found to matter by themselves.

    The first alarm of a cluster counts, and a later verdict on it replaces an earlier one.
    An empty ledger has no shares.

    >>> figures = measure_ledger([LoggedAlarm(5, "a", 3, 4, "true"), LoggedAlarm(6, "b", 6, 2, "false")], ["c"])
    >>> figures.precision, figures.misses, figures.recall, figures.delay_weeks
    (0.5, 1, 0.5, 2)
    """
    first: dict[str, LoggedAlarm] = {}
    verdicts: dict[str, Verdict] = {}
    for alarm in sorted(alarms, key=lambda alarm: alarm.week):
        first.setdefault(alarm.cluster, alarm)
        if alarm.verdict:
            verdicts[alarm.cluster] = alarm.verdict
    right = [alarm for cluster, alarm in first.items() if verdicts.get(cluster) in ("true", "known")]
    true = sum(verdict == "true" for verdict in verdicts.values())
    misses = len(set(reported) - first.keys())
    return LedgerFigures(
        alarms=len(first),
        judged=len(verdicts),
        precision=_share(len(right), len(verdicts)),
        news=_share(true, len(verdicts)),
        misses=misses,
        recall=_share(len(right), len(right) + misses),
        delay_weeks=median(alarm.week - alarm.began for alarm in right) if right else None,
        delay_letters=median(alarm.letters for alarm in right) if right else None,
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
