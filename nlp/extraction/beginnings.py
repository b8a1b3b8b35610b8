"""What an expression can begin with, read from how it is written.

Expressions are those of ``re``, joined of alternatives; look-arounds, classes, groups that do not capture and counts
are understood as far as a beginning needs it.
"""

import re
from collections.abc import Iterator
from functools import cache

__all__ = ["alternatives", "by_first", "by_first_character", "continuations", "either"]

_CLASS = re.compile(r"\[(?:\\.|[^\]\\])+\]")
_GROUP = re.compile(r"\((?:\?:)?(?!\?)")
_COUNT = re.compile(r"\{(\d+),(\d+)\}")
_TIMES = re.compile(r"([?*+]|\{(\d+)(?:,(\d+))?\})[?+]?")
_OPTIONAL = ("?", "*", "{")


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


def by_first(pattern: str) -> str:
    """Write an expression so that ``re`` looks at each first character once; an earlier alternative may lose its turn.

    >>> by_first("断药|[停断]了|(?:没|无)钱")
    '断(?:药|了)|停(?:了)|没(?:钱)|无(?:钱)'
    """
    found = by_first_character(pattern).items()
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in found)


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


def continuations(rests: list[str]) -> set[str]:
    """Give what may follow a first character, up to two more; a shorter one goes with anything behind it.

    >>> sorted(continuations(["药", "了?(?:三|五)天", "水{1,2}"]))
    ['三天', '了三', '了五', '五天', '水', '药']
    """
    try:
        return {more for rest in rests for part in alternatives(rest) for more in _two(part)}
    except ValueError:
        return {""}


def _two(part: str) -> set[str]:
    """Give the first two characters of all an alternative matches, one where any may follow; ValueError for none."""
    found: set[str] = set()
    for first, rest in _branches(part):
        try:
            found |= {first + second for second, _ in _branches(rest)}
        except ValueError:
            found.add(first)
    return found


@cache
def _branches(part: str) -> frozenset[tuple[str, str]]:
    """Give every first character of one alternative and what follows it; ValueError where any may be first.

    Look-arounds are left aside.
    """
    if part.startswith(("(?!", "(?=", "(?<")):
        return _branches(part[len(_inside(part, 2)) + 3 :])
    if bracket := _CLASS.match(part):
        atom, choices = bracket[0], list(_members(bracket[0][1:-1], part))
    elif group := _GROUP.match(part):
        inner = _inside(part, group.end())
        atom, choices = part[: group.end() + len(inner) + 1], alternatives(inner)
    elif not part or part[0] in "^$.?*+(\\[{":
        raise _unclear(part)
    else:
        atom, choices = part[0], [part[0]]
    least, again, tail = _times(part, atom)
    if len(atom) == 1 or atom[0] == "[":
        found = frozenset((first, again + tail) for first in choices)
    else:
        found = frozenset(branch for choice in choices for branch in _branches(choice + again + tail))
    return found if least else found | _branches(tail)


def _times(part: str, atom: str) -> tuple[int, str, str]:
    """Give how often an atom must stand at the beginning, what may stand after its first time, and what follows all."""
    times = _TIMES.match(part, len(atom))
    if times is None:
        return 1, "", part[len(atom) :]
    tail = part[times.end() :]
    if times[1] in "*+":
        return int(times[1] == "+"), f"{atom}*", tail
    least, most = (0, 1) if times[1] == "?" else (int(times[2]), int(times[3] or times[2]))
    return least, f"{atom}{{{max(least - 1, 0)},{most - 1}}}" if most > 1 else "", tail


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
