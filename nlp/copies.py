"""Copies among labelled letters: they stay on one side of every split, or a figure tells how well copies are known."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from nlp.clustering.duplicates import find_copies
from nlp.clustering.sketches import SIZE, sketch_texts
from nlp.corpus import LabelledLetter

__all__ = ["Copies", "join_copies"]

_NEIGHBOURS = 3
_FEWEST_HITS = 2

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Copies:
    """What was found: sets of letters that are copies of one another, letters in them, sets with unlike labels."""

    sets: int = 0
    letters: int = 0
    at_odds: int = 0


def join_copies(letters: Sequence[LabelledLetter]) -> tuple[list[LabelledLetter], Copies]:
    """Give the letters, near-duplicates under one ``group``, and how many there were.

    The group takes the least of the names it joins, so that it keeps its side of a split until a lesser one comes.
    Letters that shared a group before are not counted: the corpus has its contrasts on purpose.

    >>> some = [LabelledLetter(id=i, text=t, label="a") for i, t in [("2", "厂里欠薪"), ("1", "厂里欠薪！"), ("3", "")]]
    >>> joined, copies = join_copies(some)
    >>> [letter.group for letter in joined], copies.sets
    (['1', '1', '3'], 1)
    """
    if not letters:
        return [], Copies()
    left, right = _copied_pairs([letter.text for letter in letters])
    groups = np.unique([letter.group for letter in letters], return_inverse=True)[1]
    firsts = np.unique(groups, return_index=True)[1]
    here, there = np.arange(len(letters)), firsts[groups]
    kin = _components(np.concatenate([left, here]), np.concatenate([right, there]), len(letters))
    names: dict[int, str] = {}
    for letter, component in zip(letters, kin.tolist(), strict=True):
        names[component] = min(names.get(component, letter.group), letter.group)
    joined = [
        letter if letter.group == names[component] else letter.model_copy(update={"pair": names[component]})
        for letter, component in zip(letters, kin.tolist(), strict=True)
    ]
    new = groups[left] != groups[right]
    return joined, _count(_components(left[new], right[new], len(letters)), letters)


def _count(components: Integers, letters: Sequence[LabelledLetter]) -> Copies:
    sizes = Counter(components.tolist())
    labels: dict[int, set[str]] = {}
    for letter, component in zip(letters, components.tolist(), strict=True):
        labels.setdefault(component, set()).add(letter.label)
    shared = [component for component, size in sizes.items() if size > 1]
    return Copies(len(shared), sum(sizes[c] for c in shared), sum(len(labels[c]) > 1 for c in shared))


def _components(left: Integers, right: Integers, size: int) -> Integers:
    links = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(size, size))
    found: Integers = connected_components(links, directed=False)[1].astype(np.int64)
    return found


def _copied_pairs(texts: Sequence[str]) -> tuple[Integers, Integers]:
    """Give enough pairs of rows that are copies to connect all copies: neighbours under a shared hash, then checked.

    Of a template sent a thousand times each copy meets its neighbours only, so the work grows with the letters and not
    with their pairs.
    """
    sketches = sketch_texts(texts)
    rows = np.repeat(np.arange(len(texts), dtype=np.int64), SIZE)
    hashes = sketches.ravel().astype(np.int64)
    used = hashes != np.int64(0xFFFF_FFFF)
    order = np.lexsort((rows[used], hashes[used]))
    rows, hashes = rows[used][order], hashes[used][order]
    pairs = []
    for step in range(1, _NEIGHBOURS + 1):
        same = hashes[step:] == hashes[:-step]
        pairs.append(rows[:-step][same] * len(texts) + rows[step:][same])
    keys, hits = np.unique(np.concatenate(pairs), return_counts=True)
    keys = keys[hits >= _FEWEST_HITS]
    left, right = keys // len(texts), keys % len(texts)
    copied = find_copies(left, right, sketches)
    return left[copied], right[copied]
