"""What is emerging: matters new to the office, growing beyond their own past, or simmering on and on.

One knob: how many false alarms a week the office is ready to look at. New matters are alarmed on the probability that
they are none, surest first, until those probabilities add up to the knob. Growth and simmering are tested against the
matter's own past; their alarms must hold after Benjamini and Hochberg's control over all clusters tested, and stay
within a fifth of the knob. What still simmers 26 weeks after its last alarm is told again: it was seen and not settled.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nlp.clustering.belonging import LATEST, chance_of_nothing, probabilities_of_belonging
from nlp.clustering.refinement import Scorer
from nlp.clustering.senders import count_senders
from nlp.clustering.similarity import score_pairs
from nlp.clustering.state import ClusterState
from nlp.clustering.surveillance import BASELINE_WEEKS, adjusted, growth_p, simmer_p

__all__ = ["Alarm", "find_alarms", "sender_series", "written_chance"]

DEFAULT_FALSE_ALARMS = 1.0
FEWEST_SENDERS = 2
GROWTH_AFTER = 8
"""A matter younger than this many weeks has no past of its own: it is new, or nothing."""
QUIET_WEEKS = 4
"""A matter alarmed within this many weeks is on the desk; it is not alarmed again for growing."""
MOST_DOUBTFUL = 2 / 3
"""However much the knob allows, what is twice as likely nothing as something is not alarmed. From 0.6 to 0.75 the
development events give the same alarms but for one or two."""
_FALSE_SHARE = 0.1
_SHARE_OF_KNOB = 0.2
_SIMMER_LETTERS = 5
_SMALLEST_SAID = 0.001

Kind = Literal["new", "growth", "simmer"]


@dataclass(frozen=True, slots=True)
class Alarm:
    """One cluster that should be looked at: of what kind, with what p-value, and on which counts.

    For a new matter the p-value is the probability that it is none; else how often a matter that goes on as before
    would look like this. ``letters`` are the ids known that week, ``recent`` the letters of the week itself.
    """

    week: int
    cluster: str
    kind: Kind
    p_value: float
    letters: tuple[str, ...]
    recent: int
    copies: int
    senders: int

    @property
    def sentence(self) -> str:
        """Say why in one sentence of numbers."""
        counts = f"共 {len(self.letters)} 封（雷同 {self.copies} 封），{self.senders} 个来信主体，本周 {self.recent} 封"
        chance = written_chance(self.p_value)
        why = {
            "new": f"新出现的事项，不成其为一件事的概率{chance}",
            "growth": f"来信超过自身以往水平，若照旧则出现的概率{chance}",
            "simmer": f"近 {BASELINE_WEEKS} 周断断续续一直有来信，偶然如此的概率{chance}",
        }[self.kind]
        return f"{counts}；{why}。"


def written_chance(p_value: float) -> str:
    """Write a probability as a clerk reads it: two decimals, three of a small one, never nothing.

    >>> written_chance(0.256), written_chance(0.0042), written_chance(4.6e-10)
    (' 0.26', ' 0.004', '小于 0.001')
    """
    if p_value < _SMALLEST_SAID:
        return f"小于 {_SMALLEST_SAID}"
    return f" {p_value:.2f}" if p_value >= 10 * _SMALLEST_SAID else f" {p_value:.3f}"


def find_alarms(
    state: ClusterState, alarmed: Mapping[str, int], false_alarms: float = DEFAULT_FALSE_ALARMS
) -> list[Alarm]:
    """Give the alarms of the state's week, surest first; ``alarmed`` tells the week each cluster was last alarmed.

    ``false_alarms`` is the knob, above 0: turned up it only adds alarms. A cluster is looked at in a week in which it
    received a letter; without letters there are no alarms.
    """
    if false_alarms <= 0:
        raise ValueError(f"{false_alarms} false alarms a week; give a number above 0")
    members = _members_heard_of(state)
    new = _new_matters(state, {c: rows for c, rows in members.items() if c not in alarmed}, false_alarms)
    quiet = {alarm.cluster for alarm in new} | {c for c, week in alarmed.items() if state.week - week < QUIET_WEEKS}
    old = {c: rows for c, rows in members.items() if c not in quiet}
    return [*new, *_risen(state, old, alarmed, false_alarms)]


def sender_series(state: ClusterState, rows: Sequence[int]) -> NDArray[np.int64]:
    """Count the independent senders of a cluster week by week, from its first letter to the state's week."""
    at = np.asarray(rows)
    weeks = state.weeks[at]
    first = int(weeks.min())
    series = np.zeros(state.week - first + 1, dtype=np.int64)
    for week in np.unique(weeks):
        here = at[weeks == week]
        series[week - first] = count_senders(state.senders[here], state.copies[here])
    return series


def _members_heard_of(state: ClusterState) -> dict[str, list[int]]:
    """Give the rows of each cluster with a letter this week and two independent senders."""
    heard = np.unique(state.clusters[state.weeks == state.week])
    order = np.argsort(state.clusters, kind="stable")
    starts = np.searchsorted(state.clusters[order], heard)
    ends = np.searchsorted(state.clusters[order], heard, side="right")
    found = {}
    for number, start, end in zip(heard.tolist(), starts.tolist(), ends.tolist(), strict=True):
        rows = order[start:end]
        if count_senders(state.senders[rows], state.copies[rows]) >= FEWEST_SENDERS:
            found[state.cluster_ids[number]] = rows.tolist()
    return found


def _new_matters(state: ClusterState, members: Mapping[str, list[int]], false_alarms: float) -> list[Alarm]:
    horizon = state.week - BASELINE_WEEKS
    recent = {c: [row for row in rows if state.weeks[row] > horizon][-LATEST:] for c, rows in members.items()}
    scorer = Scorer(lambda one, two: score_pairs(state.profiles, state.weights, state.days, one, two))
    chances = []
    for cluster, found in zip(recent, probabilities_of_belonging(state, list(recent.values()), scorer), strict=True):
        rows = recent[cluster]
        voices = [int(state.senders[row]) or -1 - int(state.copies[row]) for row in rows]
        if len(set(voices)) >= FEWEST_SENDERS:
            chances.append((chance_of_nothing(found, voices), cluster))
    alarms, expected = [], 0.0
    for chance, cluster in sorted(chances):
        expected += chance
        if expected > false_alarms or chance >= MOST_DOUBTFUL:
            break
        alarms.append(_alarm(state, cluster, "new", chance, members[cluster]))
    return alarms


def _risen(
    state: ClusterState, members: Mapping[str, list[int]], alarmed: Mapping[str, int], false_alarms: float
) -> list[Alarm]:
    series = {cluster: sender_series(state, rows) for cluster, rows in members.items()}
    tested: list[tuple[float, str, Kind]] = []
    heard, weeks = _weeks_heard_of(state)
    for cluster, counts in series.items():
        if len(counts) >= GROWTH_AFTER:
            tested.append((growth_p(counts), cluster, "growth"))
        told = min(state.week - alarmed.get(cluster, 0), len(counts))
        if told >= BASELINE_WEEKS and len(members[cluster]) >= _SIMMER_LETTERS:
            own = np.flatnonzero(counts[-BASELINE_WEEKS:])
            usual = _usual_share(heard - (len(own) - 1), weeks - (BASELINE_WEEKS - 1 - int(own[0])))
            tested.append((simmer_p(counts, usual), cluster, "simmer"))
    tested.sort()
    levels = adjusted(np.array([p for p, _, _ in tested]))
    alarms: dict[str, Alarm] = {}
    for (p, cluster, kind), level in zip(tested, levels.tolist(), strict=True):
        if level <= _FALSE_SHARE and p * len(tested) <= _SHARE_OF_KNOB * false_alarms and cluster not in alarms:
            alarms[cluster] = _alarm(state, cluster, kind, p, members[cluster])
    return list(alarms.values())


def _weeks_heard_of(state: ClusterState) -> tuple[int, int]:
    """Count, over the matters two senders spoke of in the last 26 weeks, the weeks since: heard of, and all."""
    recent = state.weeks > state.week - BASELINE_WEEKS
    clusters, weeks = state.clusters[recent].astype(np.int64), state.weeks[recent]
    voices = np.where(state.senders[recent], state.senders[recent], -1 - state.copies[recent])
    known, numbers = np.unique(voices, return_inverse=True)
    spoken = np.unique(clusters * len(known) + numbers) // max(len(known), 1)
    several = (np.bincount(spoken, minlength=len(state.cluster_ids)) >= FEWEST_SENDERS)[clusters]
    span = state.week + 1
    keys = np.unique(clusters[several] * span + weeks[several])
    _, firsts = np.unique(keys // span, return_index=True)
    return len(keys) - len(firsts), int((state.week - keys[firsts] % span).sum())


def _usual_share(heard: int, weeks: int) -> float:
    """Give the share of weeks, after its first, in which another matter is heard of; half where there is none."""
    return (heard + 1) / (weeks + 2)


def _alarm(state: ClusterState, cluster: str, kind: Kind, p_value: float, rows: Sequence[int]) -> Alarm:
    at = np.asarray(rows)
    return Alarm(
        week=state.week,
        cluster=cluster,
        kind=kind,
        p_value=p_value,
        letters=tuple(state.ids[row] for row in rows),
        recent=int((state.weeks[at] == state.week).sum()),
        copies=len(at) - len(np.unique(state.copies[at])),
        senders=count_senders(state.senders[at], state.copies[at]),
    )
