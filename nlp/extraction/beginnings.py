"""What an expression can begin with, read from how it is written.

Expressions are those of ``re``, joined of alternatives; look-arounds, classes, groups that do not capture and counts
are understood as far as a beginning needs it.
"""

import re
from collections.abc import Iterator

__all__ = ["alternatives", "by_first_character", "either", "seconds"]

_CLASS = re.compile(r"\[(?:\\.|[^\]\\])+\]")
_GROUP = re.compile(r"\((?:\?:)?(?!\?)")
_COUNT = re.compile(r"\{(\d+),(\d+)\}")
_MAY_MISS = re.compile(r"(?:[?*]|\{0,\d+\})[?+]?")
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


def seconds(rests: list[str]) -> set[str]:
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
