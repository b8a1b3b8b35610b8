"""The marks of a test of signals, and what was found put beside them, sentence by sentence."""

import csv
import re
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from nlp.classifier import STATED
from nlp.corpus import LabelledLetter
from nlp.letter import Signal

READERS = 3
_END = re.compile(r"[。！？!?；;\n]+[”’」』）)]*")
_LONG, _CUT, _EARLIEST, _ANYWHERE = 120, 90, 40, 70
Found = list[tuple[Signal, ...]]
Said = np.ndarray
"""Whether a piece says a kind: (pieces of all letters, kinds), bool."""


def pieces_of(text: str) -> list[tuple[int, int]]:
    """Cut a letter as the readers saw it: at the ends of sentences, a long one at the last comma of 90 characters."""
    ends = [0, *(match.end() for match in _END.finditer(text)), len(text)]
    pieces = []
    for start, end in pairwise(ends):
        while end - start > _LONG:
            window = text[start : start + _CUT]
            comma = max(window.rfind(mark) for mark in "，,、 ：:")
            cut = start + (comma + 1 if comma > _EARLIEST else _ANYWHERE)
            pieces.append((start, cut))
            start = cut
        pieces.append((start, end))
    return [(start, end) for start, end in pieces if text[start:end].strip("。！？!?；;\n” 　")]


def read_test(path: Path) -> dict[str, list[dict[str, str]]]:
    """Give the lines of a test by letter."""
    lines: dict[str, list[dict[str, str]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            lines.setdefault(row["id"], []).extend([row] if row["kind"] else [])
    return lines


def answers(letters: Sequence[LabelledLetter], lines: dict[str, list[dict[str, str]]]) -> tuple[np.ndarray, np.ndarray]:
    """Give what the readers said, (pieces, kinds, readers), and the letter of each piece; a strange mark is refused."""
    said, owners = [], []
    for row, letter in enumerate(letters):
        pieces = pieces_of(letter.text)
        of_letter = np.zeros((len(pieces), len(STATED), READERS), dtype=int)
        for line in lines[letter.id]:
            start, end = int(line["start"]), int(line["end"])
            places = [i for i, (first, last) in enumerate(pieces) if first <= start < end <= last]
            if not places:
                raise SystemExit(f"{letter.id} {start}-{end} is no piece of the letter. Mark it again.")
            of_letter[places[0], STATED.index(line["kind"])] = [int(answer) for answer in line["readers"].split(",")]
        said.append(of_letter)
        owners += [row] * len(pieces)
    return np.concatenate(said), np.array(owners)


def found_in(letters: Sequence[LabelledLetter], signals: Found) -> Said:
    """Mark the pieces in which signals stand, or part of them."""
    rows = []
    for letter, of_letter in zip(letters, signals, strict=True):
        pieces = pieces_of(letter.text)
        places = np.zeros((len(pieces), len(STATED)), dtype=bool)
        for signal in of_letter:
            if signal.kind in STATED:
                met = [signal.start < end and start < signal.end for start, end in pieces]
                places[met, STATED.index(signal.kind)] = True
        rows.append(places)
    return np.concatenate(rows)


def f1(found: np.ndarray, said: np.ndarray) -> float:
    """Give 2 × matched / (found + said); nothing found and nothing said counts as right."""
    both = found.sum() + said.sum()
    return float(2 * (found & said).sum() / both) if both else 1.0


def by_letter(marks: np.ndarray, owners: np.ndarray) -> np.ndarray:
    """Say of each letter whether any of its pieces is marked."""
    return np.bincount(owners, weights=marks) > 0
