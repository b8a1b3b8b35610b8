"""The clause a fact stands in: what lies between two punctuation marks around it."""

from collections.abc import Iterable, Iterator

__all__ = ["clause_around", "clause_span", "join_neighbours"]

_REACH = 30
_EDGES = frozenset("，。；！？\n")
_BORDERS = _EDGES | frozenset("：、,;!?“”（）()")


def clause_around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after a span inside its clause, at most 30 characters each.

    >>> clause_around("改制时，每人补偿一万二的安置费，至今未发", 8, 11)
    ('每人补偿', '的安置费')
    """
    first, last = _widen(text, start, end, _BORDERS, _REACH)
    return text[first:start], text[end:last]


def clause_span(text: str, start: int, end: int, reach: int = _REACH) -> tuple[int, int]:
    """Widen a span to its clause, between two of ，。；！？ or line breaks.

    Where none is near it is cut ``reach`` characters to either side.

    >>> clause_span("欠条在，复印件附后，请查收", 7, 9)
    (4, 9)
    """
    if end > start and text[end - 1] in _EDGES:
        end -= 1
    return _widen(text, start, end, _EDGES, reach)


def _widen(text: str, start: int, end: int, borders: frozenset[str], reach: int) -> tuple[int, int]:
    """Move both ends outwards to the nearest border, at most ``reach`` characters."""
    low, high = max(0, start - reach), min(len(text), end + reach)
    while start > low and text[start - 1] not in borders:
        start -= 1
    while end < high and text[end] not in borders:
        end += 1
    return start, end


def join_neighbours(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Sort spans and join those that overlap or have one punctuation mark between them.

    >>> list(join_neighbours([(8, 12), (0, 4), (5, 8)]))
    [(0, 12)]
    """
    last: tuple[int, int] | None = None
    for start, end in sorted(spans):
        if last is not None and start <= last[1] + 1:
            last = (last[0], max(last[1], end))
        else:
            if last is not None:
                yield last
            last = (start, end)
    if last is not None:
        yield last
