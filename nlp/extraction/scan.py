"""Search letters for hundreds of expressions at once, quickly.

``re`` tries every alternative at every place where one of them may begin, and with hundreds of beginnings that is every
third character. Here one table, looked into for all letters together, tells where an alternative of any scanner begins
with its first three characters, and only those that begin with the first are tried there. A letter is searched several
times faster for it, and the same is found. Who has one text searched by several scanners makes it ``Scanned``; who has
many, looks for the beginnings in all with ``look_ahead``.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.extraction.beginnings import by_first_character, continuations
from nlp.tokenization import LongestWords

__all__ = ["Scanned", "Scanner", "Words", "look_ahead"]

_POINTS = 1 << 16
_BEYOND = _POINTS - 1  # no character; stands for all that a table of 65,536 has no place for


class Scanned(str):
    """A text that is searched by one scanner after the other: where each may find something is kept beside it.

    >>> [match[0] for match in Scanner({"cut": "断药"}).finditer(Scanned("断药三天"))]
    ['断药']
    """

    _known: tuple[int, dict[int, list[int]]] = (0, {})

    def begins(self) -> dict[int, list[int]]:
        """Give for each scanner the places where one of its alternatives may begin, in order."""
        if self._known[0] != len(_SCANNERS):
            look_ahead([self])
        return self._known[1]


def look_ahead(texts: Sequence[Scanned]) -> None:
    """Find the beginnings of all scanners in all texts, for ``Scanned.begins`` to tell."""
    scanners = len(_SCANNERS)
    table, sizes = _beginnings(scanners), np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)) + 1
    joined = "\0".join((*texts, "\0\0")).encode("utf-32-le", "surrogatepass")
    points = np.minimum(np.frombuffer(joined, dtype="<u4"), _BEYOND).astype(np.intp)
    groups = table.groups.take(table.firsts.take(points[:-2]) + table.seconds.take(points[1:-1]))
    places = np.flatnonzero(groups != 0)
    rules = table.rules[groups[places]]
    which, scanner = np.nonzero(rules)
    begins = table.allowed[rules[which, scanner], table.thirds.take(points[places[which] + 2])]
    which, scanner = which[begins], scanner[begins]
    ends = np.cumsum(sizes)
    rows = np.searchsorted(ends, places, side="right")[which]
    places = places[which] - (ends - sizes)[rows]
    of_whom = rows * scanners + scanner
    small = len(texts) * scanners < _POINTS  # then numpy sorts by digits
    order = np.argsort(of_whom.astype(np.uint16) if small else of_whom, kind="stable")  # places stay in order
    of_whom = of_whom[order]
    cuts = np.flatnonzero(np.diff(of_whom, prepend=-1))
    found: list[dict[int, list[int]]] = [{} for _ in texts]
    starts = places[order].tolist()
    for owner, (first, last) in zip(of_whom[cuts].tolist(), pairwise([*cuts.tolist(), len(starts)]), strict=True):
        found[owner // scanners][owner % scanners] = starts[first:last]
    for text, begins_of in zip(texts, found, strict=True):
        text._known = scanners, begins_of


class Scanner:
    r"""Finder of the matches of one or more families of expressions; an earlier family goes before a later one.

    No alternative may begin with something optional, a range, a look-around or a character beyond U+FFFF: ValueError.
    Groups must not capture.

    >>> scanner = Scanner({"cut": r"断药|[停断]了?氧", "poor": r"(?:没|无)钱治病"})
    >>> [(family, m[0]) for family, m in scanner.scan("断药三天，停了氧，无钱治病")]
    [('cut', '断药'), ('cut', '停了氧'), ('poor', '无钱治病')]
    """

    def __init__(self, families: dict[str, str]) -> None:
        self.families = dict(families)
        self.beginnings: set[str] = set()
        parts: dict[str, list[str]] = defaultdict(list)
        for family, pattern in families.items():
            for first, rests in by_first_character(pattern).items():
                parts[first].append(f"(?P<{family}>{'|'.join(rests)})")
                self.beginnings |= {first + more for more in continuations(rests)}
        self._written = {first: f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in parts.items()}
        self._tried: dict[str, re.Pattern[str]] = {}
        self._number = _registered(self)

    def scan(self, text: str) -> Iterator[tuple[str, re.Match[str]]]:
        """Yield family and match in order of place, as ``re.finditer`` finds them."""
        done, tried = 0, self._tried.get
        for start in _begins(text, self._number):
            if start < done:
                continue
            expression = tried(text[start]) or self._compiled(text[start])
            if match := expression.match(text, start):
                done = match.end()
                yield match.lastgroup or "", match

    def _compiled(self, first: str) -> re.Pattern[str]:
        """Compile the alternatives when one of them may begin: all of every scanner would lengthen each start."""
        return self._tried.setdefault(first, re.compile(self._written[first]))

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches alone."""
        return (match for _, match in self.scan(text))


class Words:
    """Finder of words, the longest where several begin at one place; one of a single character is refused: ValueError.

    >>> [(start, end) for start, end in Words(["信访", "信访局", "法院"]).spans("去过信访局和法院")]
    [(2, 5), (6, 8)]
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = LongestWords(words)
        if short := sorted(word for word in self._words.words if len(word) < 2):
            raise ValueError(f"Words: {short} are too short. Look for single characters with an expression.")
        self.beginnings = {word[:3] for word in self._words.words}
        self._number = _registered(self)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield start and end of the words in a text, from left to right; they never overlap."""
        return self._words.spans(text, _begins(text, self._number))


_SCANNERS: list[Scanner | Words] = []


def _registered(scanner: Scanner | Words) -> int:
    """Have the beginnings of a scanner looked for in every text from now on; give its number."""
    if far := sorted(beginning for beginning in scanner.beginnings if max(map(ord, beginning)) >= _BEYOND):
        raise ValueError(f"Scanner: {far} begin beyond U+FFFF, where no table reaches. Begin with another character.")
    _SCANNERS.append(scanner)
    return len(_SCANNERS) - 1


def _begins(text: str, number: int) -> Sequence[int]:
    scanned = text if isinstance(text, Scanned) else Scanned(text)
    return scanned.begins().get(number, ())


class _Beginnings(NamedTuple):
    """The first three characters of all alternatives, and whose they are.

    ``firsts`` and ``seconds`` give every code point a number; their sum is the place of a pair in ``groups``.
    ``rules``, (groups, scanners), say what must follow the pairs of a group for a scanner: 0 where none of its
    alternatives begins so, group 0 is nobody's. ``allowed``, (rules, thirds), says whether a third character fits.
    """

    firsts: NDArray[np.int32]
    seconds: NDArray[np.int32]
    thirds: NDArray[np.int32]
    groups: NDArray[np.int16]
    rules: NDArray[np.int16]
    allowed: NDArray[np.bool_]


@lru_cache(maxsize=1)
def _beginnings(scanners: int) -> _Beginnings:
    """Join the beginnings of the first so many scanners; a beginning of fewer characters goes with any behind it."""
    owned: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for number, scanner in enumerate(_SCANNERS[:scanners]):
        for beginning in scanner.beginnings:
            owned[beginning[:2]][number].add(beginning[2:])
    for pair in owned:
        for number in owned.get(pair[0], ()):
            owned[pair][number].add("")
    firsts, seconds = (_numbered({pair[i : i + 1] for pair in owned} - {""}) for i in (0, 1))
    some = {frozenset(ends) for whose in owned.values() for ends in whose.values()}
    thirds = _numbered({third for ends in some for third in ends} - {""})
    numbers = {ends: number for number, ends in enumerate(some, 1)}
    allowed = np.zeros((len(numbers) + 1, thirds.max(initial=0) + 1), dtype=bool)
    for ends, number in numbers.items():
        allowed[number, thirds[list(map(ord, ends - {""}))] if "" not in ends else slice(None)] = True
    groups = np.zeros((firsts.max(initial=0) + 1, seconds.max(initial=0) + 1), dtype=np.int16)
    rules = [np.zeros(scanners, dtype=np.int16)]
    known: dict[frozenset[tuple[int, int]], int] = {}
    for pair in sorted(owned):  # one character alone comes before its pairs
        whose = frozenset((number, numbers[frozenset(ends)]) for number, ends in owned[pair].items())
        if whose not in known:
            known[whose] = len(rules)
            rules.append(np.zeros(scanners, dtype=np.int16))
            rules[-1][[number for number, _ in whose]] = [rule for _, rule in whose]
        column = seconds[ord(pair[1])] if len(pair) > 1 else slice(None)
        groups[firsts[ord(pair[0])], column] = known[whose]
    return _Beginnings(firsts * groups.shape[1], seconds, thirds, groups.ravel(), np.stack(rules), allowed)


def _numbered(characters: set[str]) -> NDArray[np.int32]:
    """Give each character a number from 1 on, in an array by code point."""
    numbers = np.zeros(_POINTS, dtype=np.int32)
    points = sorted(map(ord, characters))
    numbers[points] = np.arange(1, len(points) + 1)
    return numbers
