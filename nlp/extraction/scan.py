"""Search a letter for hundreds of expressions at once, quickly.

``re`` tries every alternative at every place where one of them may begin, and with hundreds of beginnings that is every
third character. Here an automaton finds, in one pass for the scanners of all kinds, where an alternative begins with
its first two characters, and only those that begin with the first are tried there. A letter is searched several times
faster for it, and the same is found. Who has one text searched by several scanners makes it ``Scanned``.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

__all__ = ["Scanned", "Scanner", "alternatives", "by_first_character", "either"]

_CLASS = re.compile(r"\[(?:\\.|[^\]\\])+\]")
_GROUP = re.compile(r"\((?:\?:)?(?!\?)")
_COUNT = re.compile(r"\{(\d+),(\d+)\}")
_MAY_MISS = re.compile(r"(?:[?*]|\{0,\d+\})[?+]?")
_OPTIONAL = ("?", "*", "{")


class Scanned(str):
    """A text that is searched by one scanner after the other: what the automaton found in it is kept beside it.

    >>> [match[0] for match in Scanner({"cut": "断药"}).finditer(Scanned("断药三天"))]
    ['断药']
    """

    _known: tuple[int, dict[int, list[int]]] = (0, {})

    def begins(self) -> dict[int, list[int]]:
        """Give for each scanner the places where one of its alternatives may begin, in order."""
        scanners, (known, places) = len(_SCANNERS), self._known
        if known == scanners:
            return places
        automaton, owners = _automaton(scanners)
        found: dict[int, list[int]] = defaultdict(list)
        for beginning, start, _ in automaton.find_matches_as_indexes(self, overlapping=True):
            for number in owners[beginning]:
                found[number].append(start)
        self._known = scanners, {number: sorted(starts) for number, starts in found.items()}
        return self._known[1]


class Scanner:
    r"""Finder of the matches of one or more families of expressions; an earlier family goes before a later one.

    No alternative may begin with something optional, a range or a look-around: ValueError. Groups must not capture.

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
                self.beginnings |= {first + second for second in _seconds(rests)}
        self._written = {first: f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in parts.items()}
        self._tried: dict[str, re.Pattern[str]] = {}
        self._number = len(_SCANNERS)
        _SCANNERS.append(self)

    def scan(self, text: str) -> Iterator[tuple[str, re.Match[str]]]:
        """Yield family and match in order of place, as ``re.finditer`` finds them."""
        done, tried = 0, self._tried.get
        scanned = text if isinstance(text, Scanned) else Scanned(text)
        for start in scanned.begins().get(self._number, ()):
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


_SCANNERS: list[Scanner] = []


@lru_cache(maxsize=1)
def _automaton(scanners: int) -> tuple[AhoCorasick, list[list[int]]]:
    """Join the beginnings of the first so many scanners; beside it, whose each one is."""
    owners: dict[str, list[int]] = defaultdict(list)
    for number, scanner in enumerate(_SCANNERS[:scanners]):
        for beginning in scanner.beginnings:
            owners[beginning].append(number)
    return AhoCorasick(list(owners), matchkind=MatchKind.Standard), list(owners.values())


def either(*branches: str) -> str:
    """Join alternatives; a string may hold several with spaces between them.

    >>> either("找过 问过", "找了[两三]次")
    '找过|问过|找了[两三]次'
    """
    return "|".join(" ".join(branches).split())


def alternatives(pattern: str) -> list[str]:
    """Split an expression at the bars that stand in no bracket.

    >>> alternatives("a|[b|]c|(?:d|e)")
    ['a', '[b|]c', '(?:d|e)']
    """
    parts, depth, start, place = [], 0, 0, 0
    while place < len(pattern):
        if bracket := _CLASS.match(pattern, place):
            place = bracket.end()
            continue
        sign = pattern[place]
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            parts.append(pattern[start:place])
            start = place + 1
        place += 2 if sign == "\\" else 1
    return [*parts, pattern[start:]]


def by_first_character(pattern: str) -> dict[str, list[str]]:
    r"""Give for each character a match can begin with what may follow it, in the order of the alternatives.

    >>> by_first_character(r"断药|[停断]了|(?:没|无)钱")
    {'断': ['药', '了'], '停': ['了'], '没': ['钱'], '无': ['钱']}
    """
    firsts: dict[str, list[str]] = {}
    for part in alternatives(pattern):
        for first, rest in _heads(part):
            firsts.setdefault(first, []).append(rest)
    return firsts


def _heads(part: str) -> Iterator[tuple[str, str]]:
    """Yield the first character and the rest of every way to begin one alternative."""
    if bracket := _CLASS.match(part):
        rest = part[bracket.end() :]
        if count := _COUNT.match(rest):
            if count[1] == "0":
                raise _unclear(part)
            rest = f"{bracket[0]}{{{int(count[1]) - 1},{int(count[2]) - 1}}}{rest[count.end() :]}"
        elif rest.startswith(_OPTIONAL):
            raise _unclear(part)
        for character in _members(bracket[0][1:-1], part):
            yield character, rest
    elif group := _GROUP.match(part):
        inner = _inside(part, group.end())
        rest = part[group.end() + len(inner) + 1 :]
        if rest.startswith((*_OPTIONAL, "+")):
            raise _unclear(part)
        for choice in alternatives(inner):
            yield from ((first, more + rest) for first, more in _heads(choice))
    elif not part or part[0] in "^$.?*+(\\[" or part[1:].startswith(_OPTIONAL):
        raise _unclear(part)
    else:
        yield part[0], part[1:]


def _seconds(rests: list[str]) -> set[str]:
    """Give the second characters of what may follow one; the empty string alone where they cannot be told."""
    try:
        return {second for rest in rests for part in alternatives(rest) for second in _firsts(part)}
    except ValueError:
        return {""}


def _firsts(part: str) -> set[str]:
    """Give every character one alternative may begin with, look-arounds left aside; ValueError where any may."""
    if part.startswith(("(?!", "(?=", "(?<")):
        inner = _inside(part, 2)
        return _firsts(part[len(inner) + 3 :])
    if bracket := _CLASS.match(part):
        found, rest = set(_members(bracket[0][1:-1], part)), part[bracket.end() :]
    elif group := _GROUP.match(part):
        inner = _inside(part, group.end())
        found = {first for choice in alternatives(inner) for first in _firsts(choice)}
        rest = part[group.end() + len(inner) + 1 :]
    elif not part or part[0] in "^$.?*+(\\[":
        raise _unclear(part)
    else:
        found, rest = {part[0]}, part[1:]
    if may_miss := _MAY_MISS.match(rest):
        found |= _firsts(rest[may_miss.end() :])
    return found


def _members(inside: str, part: str) -> str:
    """Give the characters of a class; ValueError for one that excludes or holds a range or a kind but digits."""
    members = inside.replace(r"\d", "0123456789")
    if members.startswith("^") or "\\" in members or "-" in members[1:-1]:
        raise _unclear(part)
    return members


def _inside(part: str, start: int) -> str:
    depth, place = 1, start
    while depth:
        if bracket := _CLASS.match(part, place):
            place = bracket.end()
            continue
        depth += (part[place] == "(") - (part[place] == ")")
        place += 2 if part[place] == "\\" else 1
    return part[start : place - 1]


def _unclear(part: str) -> ValueError:
    return ValueError(f"Scanner: {part!r} may begin with anything. Begin it with a character, a class or a group.")
