"""Copies among labelled letters: they stay on one side of every split, or a figure tells how well copies are known."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from nlp.clustering.duplicates import find_copies
from nlp.clustering.sketches import EMPTY, SIZE, sketch_texts
from nlp.corpus import LabelledLetter
from nlp.tokenization import normalize

__all__ = ["Copies", "join_copies"]

_NEIGHBOURS = 3
_FEWEST_HITS = 2
_SIZE = 256
"""Larger than what the detector keeps: letters in one frame share nearly as much as a copy cut short does, and a sample
of 64 does not tell the two apart."""
_MIX = np.uint64(0x9E37_79B9_7F4A_7C15)  # Fibonacci hashing, Knuth TAOCP 3, 6.4

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
    """Give enough pairs of rows that are copies to connect all copies: neighbours under a shared key, then checked.

    A key is two hashes that follow each other in a sketch. One hash alone is a phrase that hundreds write, among
    half a million letters none of them copies of one another; two in a row are rarely shared by chance, and often by
    copies (by half of their keys where one is half of the other).
    Of a template sent a thousand times each copy meets its neighbours only, so the work grows with the letters and not
    with their pairs.
    """
    sketches = sketch_texts([normalize(text).text for text in texts], _SIZE)
    keys = _neighbouring_hashes(sketches[:, : SIZE + 1], len(texts))
    bits = len(texts).bit_length()
    rows, hashes = keys & ((1 << bits) - 1), keys >> bits
    pairs = []
    for step in range(1, _NEIGHBOURS + 1):
        same = hashes[step:] == hashes[:-step]
        pairs.append(rows[:-step][same] * len(texts) + rows[step:][same])
    keys, hits = np.unique(np.concatenate(pairs), return_counts=True)
    left, right = keys // len(texts), keys % len(texts)
    sizes = (sketches[:, :SIZE] != EMPTY).sum(axis=1)
    enough = hits >= np.minimum(_FEWEST_HITS, np.minimum(sizes[left], sizes[right]))
    left, right = left[enough], right[enough]
    copied = find_copies(left, right, sketches)
    return left[copied], right[copied]


def _neighbouring_hashes(sketches: NDArray[np.uint32], size: int) -> Integers:
    """Give, sorted, a key for each two hashes that follow each other in a sketch: the low bits are the row."""
    rows, places = np.nonzero(sketches[:, :-1] != EMPTY)
    mixed = sketches[rows, places].astype(np.uint64) << np.uint64(32) | sketches[rows, places + 1]
    mixed = (mixed * _MIX) >> np.uint64(1)
    bits = np.uint64(int(size).bit_length())
    return np.sort((mixed >> bits << bits).astype(np.int64) | rows)
