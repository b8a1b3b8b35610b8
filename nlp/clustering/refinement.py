"""The second look at a week's clusters: join those that turn out to be one matter, part those that turn out to be two.

A letter is placed as it comes and may come too early: two halves of a matter meet only when a third letter speaks of
both. Only clusters that took in a letter this week are looked at, so the cost follows the week.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from nlp.clustering.assignment import BEST, Membership

__all__ = ["Scorer", "merge_clusters", "split_clusters"]

MERGE = -1.0
"""The mean log-odds between their best pairs from which two clusters are one matter."""
SPLIT = -5.0
"""The mean log-odds between two halves of a cluster below which they are two matters."""
LATEST = 8
"""How many of its latest letters speak for a cluster."""
SMALLEST_SPLIT = 4

Rows = Sequence[int]
Score = Callable[[NDArray[np.int64], NDArray[np.int64]], NDArray[np.float32]]


class Scorer:
    """Give scores of pairs of rows, reckoning each only once."""

    def __init__(self, score: Score) -> None:
        self._score = score
        self._known: dict[tuple[int, int], float] = {}

    def learn(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Reckon the pairs (later row first) not yet known, all at once."""
        missing = sorted({pair for pair in pairs if pair not in self._known})
        if missing:
            left, right = np.array(missing, dtype=np.int64).T
            self._known |= dict(zip(missing, self._score(left, right).tolist(), strict=True))

    def __getitem__(self, pair: tuple[int, int]) -> float:
        return self._known[pair]


def merge_clusters(
    membership: Membership, near: Iterable[tuple[int, int]], scorer: Scorer, apart: Callable[[Rows, Rows], bool]
) -> list[tuple[int, int, float]]:
    """Join clusters, closest first, until none is close enough; give (kept, taken up, mean log-odds) of each.

    ``near`` holds pairs of rows that are alike; only the clusters of such a pair are compared. The one with the
    earliest letter is kept. ``apart`` says whether staff keep two groups of rows asunder.
    """
    pairs = {(membership.of_row[i], membership.of_row[j]) for i, j in near}
    distances: dict[tuple[int, int], float] = {}
    done = []
    while True:
        candidates = {_ordered(one, two, membership) for one, two in pairs if one != two}
        fresh = candidates - distances.keys()
        scorer.learn(pair for one, two in fresh for pair in _cross(membership, one, two))
        distances |= {(one, two): -_link(membership, scorer, one, two) for one, two in fresh}
        within_reach = sorted((distances[pair], *pair) for pair in candidates if -distances[pair] > MERGE)
        joined: dict[int, int] = {}
        changed: set[int] = set()  # whose latest letters, which speak for them, are others now
        for distance, one, two in within_reach:
            if joined.keys() & {one, two} or apart(membership.members[one], membership.members[two]):
                continue
            joined |= {one: one, two: one}
            spoke = membership.members[one][-LATEST:]
            membership.move(tuple(membership.members[two]), one)
            changed |= {two} if membership.members[one][-LATEST:] == spoke else {one, two}
            done.append((one, two, -distance))
        if not joined:
            return done
        pairs = {(joined.get(one, one), joined.get(two, two)) for one, two in pairs}
        distances = {pair: known for pair, known in distances.items() if changed.isdisjoint(pair)}


def split_clusters(
    membership: Membership, touched: Iterable[int], scorer: Scorer, together: Callable[[Rows, Rows], bool]
) -> list[tuple[int, int, float]]:
    """Part clusters whose latest letters fall into two groups; give (kept, new, mean log-odds) of each.

    The larger part keeps the cluster (of equals, the earlier); older letters stay with it. ``together`` says whether
    staff hold two groups of rows together.
    """
    groups = {
        c: membership.members[c][-LATEST:] for c in sorted(touched) if len(membership.members[c]) >= SMALLEST_SPLIT
    }
    scorer.learn((j, i) for rows in groups.values() for i, j in combinations(rows, 2))
    done = []
    for cluster, rows in groups.items():
        stay, leave = _halves(rows, scorer)
        if min(len(stay), len(leave)) < 2 or together(stay, leave):
            continue
        between = float(np.mean([scorer[max(i, j), min(i, j)] for i, j in product(stay, leave)]))
        if between < SPLIT:
            new = -1 - leave[0]  # a number no cluster has: those are first rows
            membership.move(leave, new)
            done.append((cluster, new, between))
    return done


def _ordered(one: int, two: int, membership: Membership) -> tuple[int, int]:
    return (one, two) if membership.members[one][0] <= membership.members[two][0] else (two, one)


def _cross(membership: Membership, one: int, two: int) -> list[tuple[int, int]]:
    pairs = product(membership.members[one][-LATEST:], membership.members[two][-LATEST:])
    return [(max(pair), min(pair)) for pair in pairs]


def _link(membership: Membership, scorer: Scorer, one: int, two: int) -> float:
    scores = sorted((scorer[pair] for pair in _cross(membership, one, two)), reverse=True)
    fewer = min(len(membership.members[one]), len(membership.members[two]), BEST)
    best = scores[: BEST * fewer]
    return sum(best) / len(best)


def _halves(rows: Rows, scorer: Scorer) -> tuple[Rows, Rows]:
    """Cut by average linkage (Sokal & Michener 1958); the larger half first, of equals the earlier."""
    scores = np.zeros((len(rows), len(rows)))
    for i, j in combinations(range(len(rows)), 2):
        scores[i, j] = scores[j, i] = scorer[rows[j], rows[i]]
    distances = scores.max() - scores
    np.fill_diagonal(distances, 0)
    labels = fcluster(linkage(squareform(distances), "average"), 2, "maxclust")
    halves = [[row for row, label in zip(rows, labels, strict=True) if label == half] for half in (1, 2)]
    halves.sort(key=lambda half: (-len(half), half[:1]))
    return halves[0], halves[1]
