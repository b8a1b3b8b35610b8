"""Of the words that begin at one place of a text, the longest."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

__all__ = ["LongestWords"]


class LongestWords:
    """Words of two characters or more, tried at places where one may begin.

    >>> list(LongestWords(["信访", "信访局", "法院"]).spans("去过信访局和法院", [0, 2, 4, 6]))
    [(2, 5), (6, 8)]
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words)
        lengths: dict[str, set[int]] = defaultdict(set)
        for word in self.words:
            lengths[word[:2]].add(len(word))
        self._lengths = {beginning: sorted(some, reverse=True) for beginning, some in lengths.items()}

    def spans(self, text: str, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield start and end of the words that begin at some of ``starts``, ascending; they never overlap."""
        done = 0
        for start in starts:
            if start < done:
                continue
            for length in self._lengths.get(text[start : start + 2], ()):
                if (word := text[start : start + length]) in self.words:  # the last of a text may be shorter
                    done = start + len(word)
                    yield start, done
                    break
