"""Signals beside the category: what must be seen first, and the facts a clerk would copy out (domain.md chapter 3).

A signal never changes the category, and is raised by the letter's text alone, never by who wrote or how often. Doubtful
mentions (past, figurative, denied) are kept with their ``check``: a person must look, nothing is dropped.
"""

import datetime as dt
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Self

from nlp.extraction.accusation import find_accusation
from nlp.extraction.agencies import find_agencies
from nlp.extraction.anonymity import find_anonymity
from nlp.extraction.attachments import find_attachments
from nlp.extraction.coercion import find_coercion
from nlp.extraction.collective_intent import find_collective_intent
from nlp.extraction.dates import find_dates
from nlp.extraction.deadline import find_deadline
from nlp.extraction.doubt import IMPLIED
from nlp.extraction.enterprise_table import EnterpriseTable
from nlp.extraction.enterprises import find_enterprises
from nlp.extraction.life_health import find_life_health
from nlp.extraction.litigation import find_litigation
from nlp.extraction.money import find_money
from nlp.extraction.people import find_people
from nlp.extraction.places import find_places
from nlp.extraction.prior import find_prior
from nlp.extraction.public_safety import find_public_safety
from nlp.extraction.retaliation import find_retaliation
from nlp.extraction.scan import Scanned, look_ahead
from nlp.extraction.thanks import is_thanks
from nlp.extraction.vulnerable_need import find_vulnerable_need
from nlp.letter import Signal
from nlp.tokenization import Normalized

__all__ = ["FINDERS", "RED_KINDS", "TITLE", "add_statements", "find_signals", "find_signals_of_many", "red_flags"]

RED_KINDS: Final = frozenset({"life_health", "public_safety"})
"""What a person must see at once; it may not be closed in silence (《信访工作条例》第四十六条)."""

TITLE: Final = "标题"
"""The note of a signal that stands in the title and so has no place in the text."""

Placed = tuple[Normalized, int, dt.date | None]
"""A letter in normal form, where its text starts in the original, and the day it was received."""

FINDERS: Final[dict[str, Callable[[str], Iterator[Signal]]]] = {
    "life_health": find_life_health,
    "public_safety": find_public_safety,
    "deadline": find_deadline,
    "collective_intent": find_collective_intent,
    "accusation": find_accusation,
    "retaliation": find_retaliation,
    "coercion": find_coercion,
    "vulnerable_need": find_vulnerable_need,
    "n_people": find_people,
    "money": find_money,
    "dates": find_dates,
    "prior": find_prior,
    "attachments": find_attachments,
    "anonymous": find_anonymity,
    "litigated": find_litigation,
    "enterprises": find_enterprises,
    "agencies": find_agencies,
    "places": find_places,
}
"""What finds each kind in a normalized text, red kinds first."""


def find_signals(
    normalized: Normalized,
    offset: int = 0,
    kinds: Iterable[str] = FINDERS,
    table: EnterpriseTable | None = None,
    received: dt.date | None = None,
) -> tuple[Signal, ...]:
    """Give the signals of a letter in order of place, with offsets into the original text.

    ``offset`` is where the letter's text starts in the original, after its title. Of the title only the red kinds are
    read: it is no part of the text, so such a signal has the empty place 0–0, its words in ``text`` and the note 标题;
    it comes first. ``table`` holds the enterprises the office knows; ``received`` is the day a date like 去年 is
    counted from. An empty text has no signals. Raises KeyError for a kind nobody finds.

    >>> from nlp.tokenization import normalize
    >>> found = find_signals(normalize("<p>我已 断 药三天</p>"), kinds=["life_health"])
    >>> [(signal.kind, signal.start, signal.end, signal.text) for signal in found]
    [('life_health', 6, 9, '断 药')]
    """
    return find_signals_of_many([(normalized, offset, received)], kinds, table)[0]


def find_signals_of_many(
    letters: Sequence[Placed], kinds: Iterable[str] = FINDERS, table: EnterpriseTable | None = None
) -> list[tuple[Signal, ...]]:
    """Give the signals of each of many letters, as ``find_signals`` does.

    All are searched for one kind, then all for the next: what a kind is searched by stays in the processor's cache,
    which holds not nearly that of all kinds. That saves a quarter of the time.
    """
    read = [_Read.of(*letter) for letter in letters]
    look_ahead([text for one in read for text in (one.title, one.body)])
    for kind in kinds:
        for one in read:
            one.signals += _find(kind, one.body, one.received, table)
            if one.title and kind in RED_KINDS:
                one.red += _find(kind, one.title, one.received, table)
    return [one.in_original() for one in read]


def _find(kind: str, text: str, received: dt.date | None, table: EnterpriseTable | None) -> Iterator[Signal]:
    if kind == "dates":
        return find_dates(text, received)
    if kind == "enterprises":
        return find_enterprises(text, table)
    return FINDERS[kind](text)


@dataclass(slots=True)
class _Read:
    """A letter being searched: title and text apart, and what was found in them so far."""

    normalized: Normalized
    offset: int
    received: dt.date | None
    title: Scanned
    body: Scanned
    signals: list[Signal] = field(default_factory=list)
    red: list[Signal] = field(default_factory=list)

    @classmethod
    def of(cls, normalized: Normalized, offset: int, received: dt.date | None) -> Self:
        """Part title and text."""
        begin, text = _begin_of_text(normalized, offset), normalized.text
        return cls(normalized, offset, received, Scanned(text[:begin]), Scanned(text[begin:]))

    def in_original(self) -> tuple[Signal, ...]:
        """Give what was found in order of place, with its words as they were written; what the title holds first."""
        whole, begin = self.normalized, len(self.title)
        found = self.signals
        if whole.text != whole.original:
            found = [_in_original(signal, whole, begin, self.offset) for signal in found]
        found.sort(key=lambda signal: (signal.start, signal.end, signal.kind))
        in_title = (_in_original(signal, whole, 0, 0) for signal in self.red)
        return (*(replace(signal, start=0, end=0, note=TITLE) for signal in in_title), *found)


def red_flags(signals: Iterable[Signal]) -> set[str]:
    """Give the red kinds a person must close; what is only inferred is shown to be checked and raises no flag.

    >>> red_flags([Signal(0, 2, "断药", "life_health"), Signal(4, 9, "围墙要倒了", "public_safety", check=IMPLIED)])
    {'life_health'}
    """
    return {signal.kind for signal in signals if signal.kind in RED_KINDS and signal.check != IMPLIED}


def add_statements(
    signals: Sequence[Signal], statements: Iterable[Signal], text: str = "", judged: Container[str] = ()
) -> tuple[Signal, ...]:
    """Add to the signals of a letter the inferred statements in which no signal of the same kind was found.

    Of the ``judged`` kinds a signal goes where no statement bears it out: who read the whole letter did not find it
    said. What must be seen at once never goes. No danger is inferred from the ``text`` of a letter of thanks: it tells
    of one that is over.

    >>> found = (Signal(0, 2, "断药", "life_health"),)
    >>> add_statements(found, [Signal(0, 9, "断药三天没人管了", "life_health", check="implied")]) == found
    True
    >>> add_statements([Signal(0, 2, "法院", "litigated")], [], judged=["litigated"])
    ()
    """
    statements = tuple(statements)
    kept = [
        signal
        for signal in signals
        if signal.kind not in judged
        or signal.kind in RED_KINDS
        or any(said.kind == signal.kind and _meet(said, signal) for said in statements)
    ]
    new = [
        statement
        for statement in statements
        if not any(signal.kind == statement.kind and _meet(signal, statement) for signal in signals)
        and not (statement.kind in RED_KINDS and is_thanks(text))
    ]
    return tuple(sorted((*kept, *new), key=lambda signal: (signal.start, signal.end, signal.kind)))


def _meet(one: Signal, other: Signal) -> bool:
    return one.start < other.end and other.start < one.end


def _begin_of_text(normalized: Normalized, offset: int) -> int:
    """Find where in the normal form the letter's text begins."""
    for step in normalized.steps if offset else ():
        offset = step.new_start(offset)
    return offset


def _in_original(signal: Signal, normalized: Normalized, begin: int, offset: int) -> Signal:
    start, end = signal.start + begin, signal.end + begin
    if normalized.steps:
        start, end = normalized.original_span(start, end)
    text = normalized.original[start:end]
    if text == signal.text and start - offset == signal.start:
        return signal
    return Signal(start - offset, end - offset, text, signal.kind, signal.value, signal.note, signal.check)
