"""Events: letters about the same concrete matter, found week by week and across all categories.

``advance`` takes the state, a week and its letters and gives the new state and what changed. It reads no clock and
draws no lot: the letters of a week may come in any order, and the past replayed gives the same clusters with the same
names.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nlp.clustering.assignment import Membership, assign_letters
from nlp.clustering.corrections import Correction, Links
from nlp.clustering.duplicates import find_copies
from nlp.clustering.ledger import Change, cluster_id
from nlp.clustering.profiles import BLOCKS, COLUMNS, join_profiles, keep_heaviest, read_profiles
from nlp.clustering.refinement import Scorer, merge_clusters, split_clusters
from nlp.clustering.senders import sender_number
from nlp.clustering.similarity import Pairs, find_pairs, score_pairs
from nlp.clustering.state import LONG_MEMORY_WEEKS, MEMORY_WEEKS, ClusterState
from nlp.letter import Letter
from nlp.tokenization import Segmenter

__all__ = ["advance", "correct", "take_in"]

_NEIGHBOURS = 30
_ALIKE = 0.0
"""The log-odds from which two letters call for a second look at their clusters."""
_NO_DATE = 0
_REMEMBERED = 2
"""So many letters of a matter that is closed are kept, to know it by."""


def advance(
    state: ClusterState, week: int, letters: Iterable[Letter], segmenter: Segmenter | None = None
) -> tuple[ClusterState, list[Change]]:
    """Take in the letters of a week; give the new state and the ledger's entries.

    ``week`` is the Monday's ordinal // 7 and must be later than the state's. Letters need an id; one already in memory
    is not taken twice. No letters: the week passes, and clusters out of memory are closed.
    """
    if week <= state.week:
        raise ValueError(f"week {week} is not after week {state.week}; give the weeks in order")
    known = set(state.ids)
    by_id = {letter.id: letter for letter in letters if letter.id not in known}
    new = sorted(by_id.values(), key=lambda letter: (_day(letter), letter.id))
    state, closed = _forget(state, week)
    first = len(state)
    state = take_in(replace(state, week=week), new, segmenter)
    pairs, copies = _compare(state, first)
    state = replace(state, copies=copies)
    return _place(state, first, pairs, closed)


def _day(letter: Letter) -> int:
    return letter.received.toordinal() if letter.received else _NO_DATE


def _forget(state: ClusterState, week: int) -> tuple[ClusterState, list[Change]]:
    """Drop letters out of memory; a matter of several letters not heard of for so long is closed, but known again."""
    if not len(state):
        return state, []
    size, last = len(state.cluster_ids), _last_weeks(state)
    several = np.bincount(state.clusters, minlength=size) > 1
    asleep = np.flatnonzero(several & (last <= week - MEMORY_WEEKS) & (last > state.week - MEMORY_WEEKS))
    reason = f"{MEMORY_WEEKS} 周没有新的来信"
    closed = [Change(week, "closed", name, "", (), reason) for name in sorted(state.cluster_ids[c] for c in asleep)]
    order = np.argsort(state.clusters, kind="stable")  # rows are in order of time
    ends = np.cumsum(np.bincount(state.clusters, minlength=size))
    latest = np.zeros(len(state), dtype=bool)
    latest[order] = np.arange(len(order)) >= ends[state.clusters[order]] - _REMEMBERED
    long_known = latest & several[state.clusters] & (state.weeks > week - LONG_MEMORY_WEEKS)
    kept = np.flatnonzero((state.weeks > week - MEMORY_WEEKS) | long_known)
    return (state if len(kept) == len(state) else state.keep_rows(kept)), closed


def _last_weeks(state: ClusterState) -> NDArray[np.int64]:
    """Give the week of each cluster's latest letter."""
    last = np.zeros(len(state.cluster_ids), dtype=np.int64)
    np.maximum.at(last, state.clusters, state.weeks)
    return last


def take_in(state: ClusterState, letters: Sequence[Letter], segmenter: Segmenter | None = None) -> ClusterState:
    """Add the letters' rows without a cluster: what they say is counted before anything is weighed.

    A step of ``advance``; the state given back has fewer ``clusters`` than rows and is not yet whole.
    """
    profiles = read_profiles(letters, segmenter)
    counted = sum(np.bincount(profiles.block(name).indices, minlength=COLUMNS) for name in BLOCKS if name != "units")
    frequencies = (state.frequencies + counted).astype(np.int32)
    grown = replace(state, frequencies=frequencies, letters_seen=state.letters_seen + len(letters))
    numbers = np.arange(state.letters_seen, grown.letters_seen, dtype=np.int64)
    monday = state.week * 7
    return replace(
        grown,
        profiles=join_profiles(state.profiles, keep_heaviest(profiles, grown.weights)),
        ids=(*state.ids, *(letter.id for letter in letters)),
        days=np.append(state.days, np.array([_day(letter) or monday for letter in letters], dtype=np.int32)),
        weeks=np.append(state.weeks, np.full(len(letters), state.week, dtype=np.int32)),
        senders=np.append(state.senders, np.array([sender_number(x.sender) for x in letters], dtype=np.int64)),
        copies=np.append(state.copies, numbers),
    )


def _compare(state: ClusterState, first: int) -> tuple[Pairs, NDArray[np.int64]]:
    """Score the new letters against those worth comparing; tell which are copies of an earlier one."""
    weights = state.weights
    left, right = find_pairs(state.profiles, weights, first, _NEIGHBOURS)
    scores = score_pairs(state.profiles, weights, state.days, left, right)
    copied = find_copies(left, right, state.profiles.sketches)
    copies = state.copies.copy()
    for later, earlier in zip(left[copied].tolist(), right[copied].tolist(), strict=True):
        copies[later] = min(copies[later], copies[earlier])
    return Pairs(left, right, scores), copies


@dataclass(frozen=True, slots=True)
class _Work:
    """A week being worked through: clusters by number, their names, and what staff said of the letters."""

    state: ClusterState
    membership: Membership
    names: dict[int, str]
    links: Links
    row_of: dict[str, int]

    @classmethod
    def of(cls, state: ClusterState) -> "_Work":
        """Start from the rows already placed; a cluster's number is its first row, which no new cluster can have."""
        _, first, inverse = np.unique(state.clusters, return_index=True, return_inverse=True)
        membership = Membership.of(first[inverse].astype(np.int64))
        names = {first_row: state.cluster_ids[state.clusters[first_row]] for first_row in first.tolist()}
        links = Links(state.corrections)
        row_of = {letter: row for row, letter in enumerate(state.ids)} if links.pinned else {}
        return cls(state, membership, names, links, row_of)

    def name(self, row: int, cause: str) -> str:
        """Give a name to the cluster that a row founds."""
        return cluster_id(self.state.week, self.state.ids[row], cause)

    def spoken(self, one: Sequence[int], two: Sequence[int], said: Callable[[str], Sequence[str]]) -> bool:
        """Say whether staff said this of a letter of the one group and a letter of the other."""
        others = set(two)
        return bool(self.row_of) and any(self.row_of.get(x) in others for row in one for x in said(self.state.ids[row]))

    def finished(self) -> ClusterState:
        """Give the state with every row placed."""
        numbers, clusters = np.unique(np.array(self.membership.of_row, dtype=np.int64), return_inverse=True)
        ids = tuple(self.names[number] for number in numbers.tolist())
        return replace(self.state, clusters=clusters.astype(np.int32), cluster_ids=ids)


def _place(state: ClusterState, first: int, pairs: Pairs, changes: list[Change]) -> tuple[ClusterState, list[Change]]:
    """Give the new rows their clusters, look at them again, and name what is new."""
    work = _Work.of(state)
    membership = work.membership
    assign_letters(membership, state.ids, pairs, work.links)
    for row in range(first, len(state)):
        if membership.of_row[row] == row:
            work.names[row] = work.name(row, "born")
    grown = [number for number, rows in membership.members.items() if rows[-1] >= first]
    changes = [*changes, *_awakened(work, grown, first)]
    alone = {number for number in grown if sum(row < first for row in membership.members[number][:2]) < 2}
    scorer = Scorer(lambda one, two: score_pairs(state.profiles, state.weights, state.days, one, two))
    near = np.flatnonzero(pairs.scores > _ALIKE)
    alike = zip(pairs.left[near].tolist(), pairs.right[near].tolist(), strict=True)
    changes = [*changes, *_merge(work, alike, scorer), *_split(work, grown, scorer)]
    for number in sorted(alone & membership.members.keys()):
        if len(rows := membership.members[number]) > 1:
            told = tuple(state.ids[row] for row in rows)
            changes.append(Change(state.week, "born", work.names[number], "", told, f"{len(rows)} 封来信讲同一件事"))
    return work.finished(), changes


def _awakened(work: _Work, grown: Iterable[int], first: int) -> Iterator[Change]:
    """Tell of matters that were closed and have letters again; they keep their names."""
    state = work.state
    for number in grown:
        rows = work.membership.members[number]
        before = [row for row in rows if row < first]
        if len(before) > 1 and (quiet := state.week - int(state.weeks[before[-1]])) >= MEMORY_WEEKS:
            letters = tuple(state.ids[row] for row in rows if row >= first)
            yield Change(state.week, "reopened", work.names[number], "", letters, f"沉寂 {quiet} 周后又有来信")


def _merge(work: _Work, alike: Iterable[tuple[int, int]], scorer: Scorer) -> Iterator[Change]:
    """Join clusters that are one matter; that a single letter finds its cluster late is no merger worth telling."""
    sizes = {number: len(rows) for number, rows in work.membership.members.items()}
    for kept, gone, score in merge_clusters(
        work.membership, alike, scorer, lambda one, two: work.spoken(one, two, work.links.apart)
    ):
        reason = "两簇来信讲的是同一件事" if sizes[gone] > 1 else "一封来信后来看出讲的是同一件事"
        reason = f"{reason}（对数几率 {score:.1f}）"
        yield Change(work.state.week, "merged", work.names[kept], work.names[gone], (), reason)
        sizes[kept] += sizes[gone]


def _split(work: _Work, grown: Iterable[int], scorer: Scorer) -> Iterator[Change]:
    touched = [number for number in grown if number in work.membership.members]
    for kept, new, score in split_clusters(
        work.membership, touched, scorer, lambda one, two: work.spoken(one, two, work.links.same)
    ):
        rows = work.membership.members[new]
        work.names[new] = work.name(rows[0], "split")
        moved = tuple(work.state.ids[row] for row in rows)
        reason = f"簇内两部分来信不像同一件事（对数几率 {score:.1f}）"
        yield Change(work.state.week, "split", work.names[kept], work.names[new], moved, reason)


def correct(state: ClusterState, corrections: Sequence[Correction]) -> tuple[ClusterState, list[Change]]:
    """Do what staff say, and keep it: the first letter of a correction joins the other's cluster, or leaves it.

    A letter no longer in memory is not moved, but what was said of it is kept.
    """
    work = _Work.of(state)
    membership, names = work.membership, work.names
    changes: list[Change] = []
    for said in corrections:
        row, other = state.rows_of((said.letter, said.other))
        if row is None or other is None or (membership.of_row[row] == membership.of_row[other]) == said.same:
            continue
        former, target = names[membership.of_row[row]], membership.of_row[other]
        if not said.same:
            target = -1 - row  # a number no cluster has: those are first rows
            names[target] = work.name(row, f"corrected {len(state.corrections) + len(changes)}")
        membership.move((row,), target)
        changes.append(Change(state.week, "corrected", former, names[target], (said.letter,), "人工更正"))
    return replace(work.finished(), corrections=(*state.corrections, *corrections)), changes
