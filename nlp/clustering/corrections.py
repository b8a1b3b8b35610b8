"""What staff said about who belongs together; it outweighs what the program reckons, now and later."""

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Correction", "Links"]


@dataclass(frozen=True, slots=True)
class Correction:
    """Two letters, by id, that are about the same matter (``same``) or are not."""

    letter: str
    other: str
    same: bool


class Links:
    """Look up what was said about a letter.

    >>> links = Links([Correction("a", "b", True), Correction("a", "c", False)])
    >>> links.same("b"), links.apart("c")
    (('a',), ('a',))
    """

    def __init__(self, corrections: Iterable[Correction]) -> None:
        latest = {frozenset((c.letter, c.other)): c for c in corrections}  # the last word counts
        self._same: dict[str, list[str]] = {}
        self._apart: dict[str, list[str]] = {}
        for correction in latest.values():
            table = self._same if correction.same else self._apart
            table.setdefault(correction.letter, []).append(correction.other)
            table.setdefault(correction.other, []).append(correction.letter)

    def same(self, letter: str) -> tuple[str, ...]:
        """Letters said to be about the same matter."""
        return tuple(self._same.get(letter, ()))

    def apart(self, letter: str) -> tuple[str, ...]:
        """Letters said to be about another matter."""
        return tuple(self._apart.get(letter, ()))

    @property
    def pinned(self) -> frozenset[str]:
        """Every letter something was said about."""
        return frozenset(self._same) | frozenset(self._apart)
