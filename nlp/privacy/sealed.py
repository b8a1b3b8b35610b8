"""The sealed item (密封件): registered without its text."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from nlp.store import Store, register_unopened

__all__ = ["SEALED_CHANNEL", "SealedItem", "register_sealed"]

SEALED_CHANNEL: Final = "密封件"
"""How the register tells such a letter from one that came without a text."""


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


def register_sealed(store: Store, received: dt.date, destination: str, who: str) -> SealedItem:
    """Give an unopened letter its number, as 第二十三条 wants of every letter, and keep nothing else of it.

    It is closed at once: it is not analysed, indexed or shown. Raises ``ValueError`` without a destination or a doer,
    and then nothing is registered.

    >>> from nlp.store import open_store
    >>> store = open_store("sqlite://", clock=lambda: dt.datetime(2026, 11, 16, 9, tzinfo=dt.UTC))
    >>> register_sealed(store, dt.date(2026, 11, 16), "市纪委监委", "安之若").number
    '2026-000001'
    """
    if not destination.strip():
        raise ValueError("register_sealed: destination must not be empty.")
    registered = register_unopened(store, received, destination, who, channel=SEALED_CHANNEL)
    return SealedItem(registered.number, received, destination)
