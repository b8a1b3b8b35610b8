"""The sealed item (密封件): registered without its text."""

import datetime as dt
from dataclasses import dataclass

__all__ = ["SealedItem"]


@dataclass(frozen=True, slots=True)
class SealedItem:
    """A letter passed on unopened: its number, the day it came, where it went; no more may be kept of it.

    《纪检监察机关处理检举控告工作规则》第十五条: such a letter is neither copied nor excerpted nor entered. It is not
    scanned, not classified, not indexed; therefore this record has no place for a text.

    >>> SealedItem("2026-0117", dt.date(2026, 11, 16), "市纪委监委").destination
    '市纪委监委'
    """

    number: str
    received: dt.date
    destination: str

    def __post_init__(self) -> None:
        """Refuse a record that says nothing of where the letter is."""
        if not self.number.strip() or not self.destination.strip():
            raise ValueError("SealedItem: number and destination must not be empty.")
