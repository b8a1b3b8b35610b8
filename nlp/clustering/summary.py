"""Words for a cluster, all of them the letters' own: a headline, what is demanded, the terms that set it apart.

Nothing is invented: a headline is a title or a sentence as it was written, a term stands in the letters.
"""

import datetime as dt
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from nlp.clustering.headlines import COURTESY, demand_sentence, headline
from nlp.clustering.names import find_names, part_regions
from nlp.clustering.profiles import name_columns, word_column
from nlp.clustering.senders import count_senders
from nlp.clustering.similarity import score_pairs
from nlp.clustering.state import ClusterState
from nlp.letter import Letter
from nlp.tokenization import normalize, shared_segmenter

__all__ = ["ClusterSummary", "distinctive_terms", "log_likelihood", "medoid_row", "summarise"]

_MEDOID_AMONG = 40
_TERMS = 8


@dataclass(frozen=True, slots=True)
class ClusterSummary:
    """A cluster in words and counts; ``spread`` gives each enterprise and the day it was first heard of in it.

    ``categories`` are shares of the letters whose category is known, ``replied`` counts letters that say an answer was
    given before. Counts hold the letters in memory.
    """

    cluster: str
    headline: str
    demand: str
    medoid: str
    terms: tuple[str, ...]
    first: dt.date
    last: dt.date
    letters: int
    copies: int
    senders: int
    categories: Mapping[str, float]
    spread: Mapping[str, dt.date]
    replied: int


def summarise(
    state: ClusterState,
    cluster: str,
    letters: Mapping[str, Letter],
    categories: Mapping[str, str],
    enterprises: Mapping[str, Sequence[str]],
    replied: frozenset[str] = frozenset(),
) -> ClusterSummary:
    """Summarise a cluster of the state; raises ValueError when the state has none of this name.

    ``letters`` holds the letters by id, ``categories`` and ``enterprises`` what is known of each, ``replied`` the ids
    of letters that mention an answer given before; the pipeline's analyses give all three.
    """
    if cluster not in state.cluster_ids:
        raise ValueError(f"no cluster {cluster} in the state; take one of its cluster_ids")
    rows = np.flatnonzero(state.clusters == state.cluster_ids.index(cluster))
    ids = [state.ids[row] for row in rows]
    medoid = letters[state.ids[medoid_row(state, rows.tolist())]]
    known = Counter(categories[letter] for letter in ids if letter in categories)
    spread: dict[str, dt.date] = {}
    for row in rows:
        day = dt.date.fromordinal(int(state.days[row]))
        for enterprise in enterprises.get(state.ids[row], ()):
            spread[enterprise] = min(day, spread.get(enterprise, day))
    return ClusterSummary(
        cluster=cluster,
        headline=headline(medoid),
        demand=demand_sentence(medoid),
        medoid=medoid.id,
        terms=distinctive_terms([letters[letter] for letter in ids], state),
        first=dt.date.fromordinal(int(state.days[rows].min())),
        last=dt.date.fromordinal(int(state.days[rows].max())),
        letters=len(rows),
        copies=len(rows) - len(np.unique(state.copies[rows])),
        senders=count_senders(state.senders[rows], state.copies[rows]),
        categories={code: count / known.total() for code, count in sorted(known.items())},
        spread=dict(sorted(spread.items(), key=lambda entry: (entry[1], entry[0]))),
        replied=sum(letter in replied for letter in ids),
    )


def medoid_row(state: ClusterState, rows: Sequence[int]) -> int:
    """Give the row most like the others, among the latest forty; of equals the earliest. One row is its own medoid."""
    rows = rows[-_MEDOID_AMONG:]
    if len(rows) < 2:
        return rows[0]
    pairs = np.array([(j, i) for i, j in combinations(rows, 2)], dtype=np.int64)
    totals: dict[int, float] = dict.fromkeys(rows, 0.0)
    for (later, earlier), score in zip(
        pairs.tolist(), score_pairs(state.profiles, state.weights, state.days, *pairs.T).tolist(), strict=True
    ):
        totals[later] += score
        totals[earlier] += score
    return max(rows, key=lambda row: (round(totals[row], 3), -row))


def distinctive_terms(letters: Sequence[Letter], state: ClusterState, count: int = _TERMS) -> tuple[str, ...]:
    """Give the names and words that set these letters apart, by the log-likelihood (Dunning 1993) of holding them.

    Only what stands in two letters or more counts, when there are two; words of courtesy (领导, 解决) never do. No
    letters give no terms.
    """
    holding: Counter[str] = Counter()
    names: set[str] = set()
    for letter in letters:
        text = normalize(letter.full_text).text
        found = set(find_names(text))
        names |= found
        text = part_regions(text)
        spans = shared_segmenter().spans(text)
        words = {text[start:end] for start, end in spans if end - start >= 2 and "\u4e00" <= text[start] <= "\u9fff"}
        holding.update(found | words)
    least = min(2, len(letters))
    scored = []
    for term, here in holding.items():
        if (
            here < least
            or not COURTESY.sub("", term)
            or any(term in name and holding[name] * 2 >= here for name in names - {term})
        ):
            continue  # of a name and its part the name says more
        columns = name_columns(term) if term in names else np.array([word_column(term)])
        everywhere = max(int(state.frequencies[columns].min(initial=0)), here)
        others = max(state.letters_seen - len(letters), 1)
        score = log_likelihood(here, len(letters), everywhere - here, others)
        scored.append((-round(score, 6), term))
    return _without_parts([term for _, term in sorted(scored)], count)


def _without_parts(terms: Sequence[str], count: int) -> tuple[str, ...]:
    kept: list[str] = []
    for term in terms:
        if not any(term in other or other in term for other in kept):
            kept.append(term)
        if len(kept) == count:
            break
    return tuple(kept)


def log_likelihood(here: int, size: int, rest: int, rest_size: int) -> float:
    """Give the signed G² of a word held by ``here`` of ``size`` letters and ``rest`` of ``rest_size`` others.

    Negative when it is rarer here; 0 when it says nothing or a side is empty.

    >>> round(log_likelihood(10, 10, 0, 10), 2), log_likelihood(5, 10, 5, 10), log_likelihood(3, 3, 0, 0)
    (27.73, 0.0, 0.0)
    """
    if not size or not rest_size:
        return 0.0
    share = (here + rest) / (size + rest_size)
    value = 2 * (_part(here, size, share) + _part(rest, rest_size, share))
    return round(value if here / size >= share else -value, 9) + 0.0


def _part(seen: int, size: int, share: float) -> float:
    pairs = ((seen, size * share), (size - seen, size * (1 - share)))
    return sum(observed * math.log(observed / expected) for observed, expected in pairs if observed > 0 < expected)
