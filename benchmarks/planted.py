"""Copies planted among letters, and how well they are found again.

A copy is the same letter once more with small changes; ``KINDS`` names them. The same letter with other names is a
copy too (a template that many sign counts as one text, see ``nlp.clustering.duplicates``). A letter in the same frame
that tells mostly other things of another place is none: such decoys are planted as well.
"""

import random
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from composed_letters import Parts, draw_names, draw_parts, draw_told, render
from opencc import OpenCC

__all__ = ["KINDS", "Found", "Planted", "measure_found", "plant", "recall_of_kinds"]

KINDS = ("slips", "renamed", "greeting", "cut", "traditional")
SPACING = 20
"""One letter in so many is planted: it, a copy of each kind and one decoy; the others are letters of their own."""
_MISREAD = "口日目田曰囗了丁未末己已巳"
_SLIPS = 0.04
_GREETINGS = (
    "信访局的各位领导同志，你们辛苦了，首先祝你们身体健康、工作顺利、阖家幸福。",
    "转发：以下是群里一位老工友写的，他不会用电脑，托我代发，请一并登记。",
    "【网上来信】提交渠道：手机。本人保证所填内容真实，同意公开答复。",
)
_SHARED = 0.5
"""A decoy and a version of its original share at most this part of the 3-grams of the shorter one."""


@dataclass(frozen=True, slots=True)
class Planted:
    """Texts in mixed order; texts of one group are copies of one another, ``kinds`` says how each came to be."""

    texts: list[str]
    groups: list[int]
    kinds: list[str]


@dataclass(frozen=True, slots=True)
class Found:
    """The share of pairs of copies that were found, and of pairs found that are copies."""

    recall: float
    precision: float

    @property
    def f1(self) -> float:
        """Give the harmonic mean."""
        return 2 * self.recall * self.precision / max(self.recall + self.precision, 1e-12)


def plant(count: int, seed: int) -> Planted:
    """Give so many letters with copies and decoys among them, the same for the same seed."""
    dice = random.Random(seed)
    rows: list[tuple[str, int, str]] = []
    group = 0
    while len(rows) < count:
        parts = draw_parts(dice)
        if group % (SPACING - len(KINDS) - 1) == 0:
            versions = _versions(parts, dice)
            rows += [(text, group, kind) for kind, text in versions]
            group += 1
            rows.append((_decoy(parts, [text for _, text in versions], dice), group, "decoy"))
        else:
            rows.append((render(parts), group, "own"))
        group += 1
    rows = rows[:count]
    dice.shuffle(rows)
    return Planted([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows])


def _versions(parts: Parts, dice: random.Random) -> list[tuple[str, str]]:
    """Give the original and a copy of each kind."""
    text = render(parts)
    slips = "".join(dice.choice(_MISREAD) if dice.random() < _SLIPS else sign for sign in text)
    return [
        ("original", text),
        ("slips", slips),
        ("renamed", render(draw_names(parts, dice))),
        ("greeting", dice.choice(_GREETINGS) + text),
        ("cut", text[: int(len(text) * dice.uniform(0.5, 0.9))]),
        ("traditional", _to_traditional().convert(text)),
    ]


def _decoy(parts: Parts, versions: Sequence[str], dice: random.Random) -> str:
    """Give a letter in the same frame, from another place, with every other sentence of the original at most.

    Sentences are exchanged until the decoy shares no more than ``_SHARED`` with any version.
    """
    told, own = list(parts.told), draw_told(len(parts.told), dice)
    names = draw_names(parts, dice)
    known = [grams(text) for text in versions]
    for place in (*range(1, len(told), 2), *range(0, len(told), 2)):
        told[place] = own[place]
        decoy = render(replace(names, told=tuple(told)))
        if place % 2 == 0 or place + 2 >= len(told):
            mine = grams(decoy)
            if max(len(mine & other) / min(len(mine), len(other)) for other in known) <= _SHARED:
                break
    return decoy


def grams(text: str) -> set[str]:
    """Give the 3-grams of a text, signs and spaces left out; of a shorter text, the whole."""
    signs = "".join(filter(str.isalnum, text))
    return {signs[start : start + 3] for start in range(max(len(signs) - 2, 1))}


@cache
def _to_traditional() -> OpenCC:
    return OpenCC("s2t")


def measure_found(found: Sequence[Hashable], groups: Sequence[Hashable]) -> Found:
    """Compare two groupings of the same texts by the pairs they join.

    Nothing to find counts as all found, nothing found as nothing made up.

    >>> measure_found([1, 1, 2, 2], [7, 7, 7, 8])
    Found(recall=0.3333333333333333, precision=0.5)
    """
    both = _pairs(zip(found, groups, strict=True))
    true, said = _pairs(groups), _pairs(found)
    return Found(both / true if true else 1.0, both / said if said else 1.0)


def _pairs(groups: "Sequence[Hashable] | zip[tuple[Hashable, Hashable]]") -> int:
    return sum(size * (size - 1) // 2 for size in Counter(groups).values())


def recall_of_kinds(found: Sequence[Hashable], planted: Planted) -> dict[str, float]:
    """Give, for each kind of copy, the share that was joined with its original."""
    original = {
        group: mine
        for mine, group, kind in zip(found, planted.groups, planted.kinds, strict=True)
        if kind == "original"
    }
    joined: dict[str, list[bool]] = {kind: [] for kind in KINDS}
    for mine, group, kind in zip(found, planted.groups, planted.kinds, strict=True):
        if kind in joined and group in original:
            joined[kind].append(mine == original[group])
    return {kind: sum(hits) / len(hits) for kind, hits in joined.items() if hits}
