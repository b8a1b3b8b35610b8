"""Word frequencies as jieba 0.42.1 keeps them, for the few words a user dictionary touches.

rjieba gives none of its frequencies away and suggests them through logarithms, one off now and then; the same cut needs
the same integers. They are read from the dictionary file in jieba's package, without importing jieba: its import adds a
DEBUG handler, and its tokenizer writes a cache of fixed name into the shared temp folder.
"""

from collections.abc import Iterable
from importlib.util import find_spec
from math import log
from pathlib import Path

__all__ = ["DICTIONARY_TOTAL", "Frequencies", "jieba_folder"]

DICTIONARY_TOTAL = 60_101_967


def jieba_folder() -> Path:
    """Return where the package jieba lies, without importing it."""
    spec = find_spec("jieba")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("Segmenter: the package jieba is missing. Install jieba==0.42.1.")
    return Path(spec.submodule_search_locations[0])


def _pieces(words: Iterable[str]) -> set[str]:
    """Return every substring of the words."""
    return {word[i:j] for word in words for i in range(len(word)) for j in range(i + 1, len(word) + 1)}


class Frequencies:
    """jieba's table of frequencies, restricted to the pieces of some words.

    As in jieba, the mere beginning of a word counts 0, not missing: a suggestion built on it comes out as 1.

    >>> frequencies = Frequencies(["内退费"])
    >>> frequencies.table["退"] > frequencies.table["退费"] > 0
    True
    >>> "内退费" in frequencies.table
    False
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.total = DICTIONARY_TOTAL
        self.table: dict[str, int] = {}
        if pieces := _pieces(words):
            self._read(pieces)

    def _read(self, pieces: set[str]) -> None:
        """Fill the table from jieba's dictionary; of beginnings, only those a cut can yield matter."""
        beginnings = set()
        with (jieba_folder() / "dict.txt").open(encoding="utf-8") as lines:
            for line in lines:
                word, _, rest = line.partition(" ")
                if word in pieces:
                    self.table[word] = int(rest.partition(" ")[0])
                beginnings.add(word[0])
                if word[0].isascii():  # a run of Latin letters and digits is cut as one
                    beginnings.update(word[:end] for end in range(2, len(word)))
        for piece in beginnings & pieces:
            self.table.setdefault(piece, 0)

    def suggest(self, pieces: list[str]) -> int:
        """Return the frequency that lets a word be cut out, given its present cut without HMM (``suggest_freq``)."""
        total = float(self.total)
        share = 1.0
        for piece in pieces:
            share *= self.table.get(piece, 1) / total
        return max(int(share * self.total) + 1, self.table.get("".join(pieces), 1))

    def add(self, word: str, frequency: int) -> None:
        """Count a word in; like jieba, add to the total without taking an earlier frequency off."""
        self.table[word] = frequency
        self.total += frequency
        for end in range(1, len(word)):
            self.table.setdefault(word[:end], 0)

    def is_chosen(self, word: str) -> bool:
        """Say whether the best route through the characters of ``word`` is the word itself, not each by itself."""
        if not (frequency := self.table.get(word)):
            return False
        each = sum(log(self.table.get(character) or 1) - log(self.total) for character in word)
        return log(frequency) - log(self.total) >= each
