"""Where in many texts something may begin, by the classes of the characters it begins with.

Every letter is searched for names, numbers and doors. An expression for each would look at every character again; in
hundreds of letters at once numpy finds where any of them may begin, and the expressions are tried there alone.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["Lookout", "Places", "matches"]

Places = Mapping[str, Sequence[int]]
"""Of one text, for each kind of beginning the places where it stands, in order."""

_POINTS = 1 << 16
_BEYOND = _POINTS - 1  # no character; stands for all that a table of 65,536 has no place for
_OTHER = "^"
_FEW = 4  # so many texts are searched sooner one by one


class Lookout:
    """Finder of places where characters of given classes stand one after the other.

    ``beginnings`` names the classes of each kind of beginning; a class is a string of its characters, all of them
    below U+FFFF. One that starts with ``^`` is any character but these, or none, and comes first; the place told is
    then that of the next.

    >>> Lookout({"run": ("^0123456789", "0123456789"), "who": ("老小", "张王李")}).places(["98年老王", "", "小李3"])
    [{'run': [0], 'who': [3]}, {'run': [], 'who': []}, {'run': [2], 'who': [0]}]
    """

    def __init__(self, beginnings: Mapping[str, Sequence[str]]) -> None:
        self.beginnings = dict(beginnings)
        classes = sorted({one.removeprefix(_OTHER) for classes in beginnings.values() for one in classes})
        bits = {one: np.uint32(1 << number) for number, one in enumerate(classes)}
        self._table = np.zeros(_POINTS, dtype=np.uint32)
        for one, bit in bits.items():
            self._table[list(map(ord, set(one)))] |= bit
        self._asked = {
            name: [(bits[one.removeprefix(_OTHER)], one.startswith(_OTHER)) for one in classes]
            for name, classes in beginnings.items()
        }
        self._longest = max(map(len, beginnings.values()))
        self._expressions = {name: re.compile(_written(classes)) for name, classes in beginnings.items()}

    def places(self, texts: Sequence[str]) -> list[dict[str, list[int]]]:
        """Give of each text the places of every kind of beginning."""
        if len(texts) <= _FEW:
            few = self._expressions.items()
            return [{name: [match.start() for match in one.finditer(text)] for name, one in few} for text in texts]
        joined = "\0".join(("", *texts, "\0" * self._longest)).encode("utf-32-le", "surrogatepass")
        kinds = self._table.take(np.minimum(np.frombuffer(joined, dtype="<u4"), _BEYOND))
        ends = np.cumsum(np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)) + 1) + 1
        firsts = np.concatenate([[1], ends[:-1]])[: len(texts)]
        found: list[dict[str, list[int]]] = [{} for _ in texts]
        for name, asked in self._asked.items():
            places = _standing(kinds, asked, len(kinds) - self._longest)
            sizes = np.diff(np.searchsorted(places, ends), prepend=0)
            local = (places - np.repeat(firsts, sizes)).tolist()
            last = 0
            for of_text, size in zip(found, sizes.tolist(), strict=True):
                of_text[name] = local[last : last + size]
                last += size
        return found


def matches(expression: re.Pattern[str], text: str, starts: Sequence[int]) -> Iterator[re.Match[str]]:
    """Yield the matches that begin at some of ``starts``, ascending, as ``finditer`` would."""
    done = 0
    for start in starts:
        if start >= done and (match := expression.match(text, start)):
            done = match.end()
            yield match


def _written(classes: Sequence[str]) -> str:
    """Write classes one after the other as an expression that takes a single character."""
    before = [f"(?<![{re.escape(one.removeprefix(_OTHER))}])" for one in classes if one.startswith(_OTHER)]
    first, *rest = (f"[{re.escape(one)}]" for one in classes if not one.startswith(_OTHER))
    return "".join((*before, first, f"(?={''.join(rest)})" if rest else ""))


def _standing(kinds: NDArray[np.uint32], asked: Sequence[tuple[np.uint32, bool]], size: int) -> NDArray[np.int64]:
    """Give the places of the first ``size`` at which the classes stand one after the other."""
    fits = np.ones(size, dtype=bool)
    for shift, (bit, other) in enumerate(asked):
        fits &= ((kinds[shift : shift + size] & bit) != 0) != other
    return np.flatnonzero(fits) + asked[0][1]
