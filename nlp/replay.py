"""Letters week by week through the cluster detector, as it would have happened.

``run_week`` is one week; the weekly run calls it with the week's letters, ``replay`` with those of every past week in
turn. Both give the same, since all that is remembered is in the state.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from nlp.clustering import (
    Alarm,
    Change,
    ClusterState,
    advance,
    demand_sentence,
    distinctive_terms,
    find_alarms,
    new_state,
)
from nlp.letter import Letter

__all__ = ["Record", "WeekReview", "replay", "run_week", "week_name", "week_number", "weeks_of"]

_EXPLAINING = 3
"""How many of an alarm's latest letters are quoted."""


@dataclass(frozen=True, slots=True)
class WeekReview:
    """What one week brought: the state after it, the changes of clusters and the alarms.

    ``terms`` and ``sentences`` (the latest letters' own demands) explain each alarmed cluster.
    ``alarmed`` tells the week in which each cluster was last alarmed; give it to the next week.
    """

    week: int
    state: ClusterState
    changes: tuple[Change, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sentences: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alarmed: Mapping[str, int] = field(default_factory=dict)

    @property
    def assignments(self) -> dict[str, str]:
        """The cluster of each letter in memory."""
        state = self.state
        return {letter: state.cluster_ids[number] for letter, number in zip(state.ids, state.clusters, strict=True)}


def week_number(day: dt.date) -> int:
    """Give the number of the day's week, Monday first.

    >>> week_number(dt.date(2019, 12, 30)) == week_number(dt.date(2020, 1, 5))
    True
    """
    return (day.toordinal() - 1) // 7


def week_name(number: int) -> str:
    """Give the ISO 8601 name of a week.

    >>> week_name(week_number(dt.date(2019, 12, 30)))
    '2020-W01'
    """
    year, week, _ = dt.date.fromordinal(number * 7 + 1).isocalendar()
    return f"{year}-W{week:02d}"


def run_week(
    before: WeekReview, week: int, letters: Sequence[Letter], texts: Mapping[str, Letter], false_alarms: float
) -> WeekReview:
    """Take in the letters of one week; ``texts`` gives the letters in memory by id, for the terms of the alarms."""
    state, changes = advance(before.state, week, letters)
    merged = {change.other: change.cluster for change in changes if change.kind == "merged"}
    alarmed: dict[str, int] = {}
    for cluster, last in before.alarmed.items():  # an alarm goes with its cluster when that is taken up
        heir = follow_merges(cluster, merged)
        alarmed[heir] = max(last, alarmed.get(heir, last))
    alarms = find_alarms(state, alarmed, false_alarms)
    told = {alarm.cluster: [texts[letter] for letter in alarm.letters if letter in texts] for alarm in alarms}
    terms = {cluster: distinctive_terms(own, state) for cluster, own in told.items()}
    sentences = {c: tuple(dict.fromkeys(map(demand_sentence, own[-_EXPLAINING:]))) for c, own in told.items()}
    alarmed |= {alarm.cluster: week for alarm in alarms}
    return WeekReview(week, state, tuple(changes), tuple(alarms), terms, sentences, alarmed)


def weeks_of(letters: Iterable[Letter]) -> dict[int, list[Letter]]:
    """Group the dated letters by week, in order of week."""
    by_week: dict[int, list[Letter]] = {}
    for letter in letters:
        if letter.received:
            by_week.setdefault(week_number(letter.received), []).append(letter)
    return dict(sorted(by_week.items()))


def replay(letters: Iterable[Letter], false_alarms: float = 1.0) -> Iterator[WeekReview]:
    """Yield the review of each week that has letters, in order; letters without a date are left out.

    The order in which the letters are given does not matter. No dated letters: no weeks.
    """
    review = WeekReview(0, new_state())
    texts: dict[str, Letter] = {}
    for week, received in weeks_of(letters).items():
        texts |= {letter.id: letter for letter in received}
        review = run_week(review, week, received, texts, false_alarms)
        kept = set(review.state.ids)
        texts = {letter_id: letter for letter_id, letter in texts.items() if letter_id in kept}
        yield review


@dataclass(slots=True)
class Record:
    """What a replay leaves behind: alarms and changes as plain values, and where every letter ended."""

    alarms: list[dict[str, object]] = field(default_factory=list)
    changes: list[dict[str, object]] = field(default_factory=list)
    last: WeekReview | None = None
    _placed: dict[str, str] = field(default_factory=dict)
    _merged: dict[str, str] = field(default_factory=dict)

    def add(self, review: WeekReview) -> None:
        """Take in the next week."""
        self.last = review
        self._placed |= review.assignments
        for change in review.changes:
            if change.kind == "merged":
                self._merged[change.other] = change.cluster
            self.changes.append(change.as_dict() | {"week": week_name(change.week)})
        for alarm in review.alarms:
            self.alarms.append(
                {
                    "week": week_name(alarm.week),
                    "cluster": alarm.cluster,
                    "letters": list(alarm.letters),
                    "kind": alarm.kind,
                    "p_value": alarm.p_value,
                    "terms": list(review.terms[alarm.cluster]),
                    "senders": alarm.senders,
                    "copies": alarm.copies,
                    "reason": alarm.sentence,
                    "sentences": list(review.sentences[alarm.cluster]),
                }
            )

    def clusters(self) -> dict[str, str]:
        """Give the cluster of every letter after the last week, mergers followed to their end."""
        return {letter: follow_merges(cluster, self._merged) for letter, cluster in self._placed.items()}


def follow_merges(cluster: str, merged: Mapping[str, str]) -> str:
    """Give the cluster that a cluster has become, after all mergers.

    >>> follow_merges("a", {"a": "b", "b": "c"})
    'c'
    """
    while cluster in merged:
        cluster = merged[cluster]
    return cluster
