"""Put the new letters of a week into clusters, one after another in a fixed order.

A letter joins the cluster whose members it most resembles, judged by the mean of its best few pairs there (between
single and average linkage: a chain of chance likenesses does not hold a cluster together, nor does a long-running
matter have to look alike all through). It opens a cluster of its own when none is close enough.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nlp.clustering.corrections import Links
from nlp.clustering.similarity import Pairs

__all__ = ["BEST", "JOIN", "Membership", "assign_letters"]

BEST = 5
"""How many of the best pairs of a letter with a cluster are averaged."""
JOIN = -1.5
"""The log-odds from which a letter joins: below even, because a letter has many clusters it might have named.
Chosen on the development events, where -1.5 to -1 give much the same."""
MISSING = -5.0
"""The score of a pair too unlike to have been compared."""


@dataclass(slots=True)
class Membership:
    """Which rows make up which cluster, while a week is being worked through; clusters are numbered."""

    of_row: list[int]
    members: dict[int, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, clusters: NDArray[np.int64]) -> "Membership":
        """Start from the rows already placed."""
        membership = cls([])
        for cluster in clusters.tolist():
            membership.add(cluster)
        return membership

    def add(self, cluster: int) -> None:
        """Place the next row."""
        self.members.setdefault(cluster, []).append(len(self.of_row))
        self.of_row.append(cluster)

    def move(self, rows: Sequence[int], cluster: int) -> None:
        """Place rows anew; a cluster left empty goes."""
        for row in rows:
            former = self.members[self.of_row[row]]
            former.remove(row)
            if not former:
                del self.members[self.of_row[row]]
            self.of_row[row] = cluster
        self.members[cluster] = sorted([*self.members.get(cluster, ()), *rows])


def assign_letters(membership: Membership, ids: Sequence[str], pairs: Pairs, links: Links) -> None:
    """Place the rows of ``ids`` that have no cluster yet; a new cluster's number is that of its first row.

    ``ids`` are those of all rows; rows already placed come first. What staff said goes before any score.
    """
    rows_of = {letter: row for row, letter in enumerate(ids)} if links.pinned else {}
    pinned = links.pinned
    for row, near in _by_letter(pairs, len(membership.of_row), len(ids)):
        barred: set[int] = set()
        if ids[row] in pinned:
            placed = [rows_of[other] for other in links.same(ids[row]) if rows_of.get(other, row) < row]
            if placed:
                membership.add(membership.of_row[placed[0]])
                continue
            barred = {membership.of_row[rows_of[o]] for o in links.apart(ids[row]) if rows_of.get(o, row) < row}
        membership.add(_best_cluster(near, membership, barred, row))


def _by_letter(pairs: Pairs, first: int, end: int) -> Iterator[tuple[int, list[tuple[int, float]]]]:
    bounds = np.searchsorted(pairs.left, np.arange(first, end + 1))
    rights, scores = pairs.right.tolist(), pairs.scores.tolist()
    for row, start, stop in zip(range(first, end), bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        yield row, list(zip(rights[start:stop], scores[start:stop], strict=True))


def _best_cluster(near: list[tuple[int, float]], membership: Membership, barred: set[int], row: int) -> int:
    scores: dict[int, list[float]] = {}
    for other, score in near:
        scores.setdefault(membership.of_row[other], []).append(score)
    best, best_score = row, JOIN
    for cluster in sorted(scores):
        size = min(BEST, len(membership.members[cluster]))
        score = _mean_of_best(scores[cluster], size)
        if score > best_score and cluster not in barred:
            best, best_score = cluster, score
    return best


def _mean_of_best(scores: list[float], count: int) -> float:
    best = sorted(scores, reverse=True)[:count]
    return (sum(best) + MISSING * (count - len(best))) / count
