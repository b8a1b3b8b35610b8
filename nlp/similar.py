"""Letters already in the store that may be of the same matter as a new one: a pointer for the clerk, never a refusal.

Candidates come out of the full-text index: letters that hold a whole clause of the new one, or name the same
enterprise. How alike they are is measured on their 3-grams (``clustering.sketches``).
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection, select, true

from nlp.clustering.duplicates import COPY
from nlp.clustering.sketches import containment, sketch_texts
from nlp.letter import Letter
from nlp.store import Reader, Store, open_letters, record
from nlp.store.index import letters_with
from nlp.store.schema import letters
from nlp.store.terms import terms_of

__all__ = ["Similar", "find_similar"]

_CLAUSE = re.compile(r"[^，。；！？：、,;!?:\s“”（）()]{6,}")
_MOST_CLAUSES = 12
_MOST_CANDIDATES = 60
_ALIKE = 0.12
"""From this share of common 3-grams on, two letters naming one enterprise are shown as a similar matter."""


@dataclass(frozen=True, slots=True)
class Similar:
    """An earlier letter: ``share`` of the shorter text's 3-grams stands in the longer; ``copy`` when it is one text.

    ``masked`` is its text as it may be shown.
    """

    number: str
    received: dt.date | None
    category: str | None
    share: float
    copy: bool
    masked: str


def find_similar(
    store: Store,
    letter: Letter,
    enterprises: Sequence[str],
    reader: Reader,
    mask: Callable[[str], str],
    *,
    limit: int = 5,
) -> list[Similar]:
    """Give the earlier letters most like this one, the most alike first; that somebody was shown them is audited.

    A letter registered under ``letter.id`` is not its own likeness. Confidential letters are as good as absent for a
    reader who may not see them. A blank letter is like no other.

    >>> from nlp.store import open_store, register
    >>> store = open_store("sqlite://")
    >>> find_similar(store, Letter("内退费从去年九月停发"), [], Reader("甲"), str)
    []
    """
    with store.reading() as connection:
        ids = _candidates(store, connection, letter.text, enterprises, reader)
        others = open_letters(store, connection, letters.c.id.in_(ids), reader=reader)
        opened = [pair for pair in others if pair[1].id != letter.id]
        found = select(letters.c.id, letters.c.category).where(letters.c.id.in_(ids))
        categories = {row.id: row.category for row in connection.execute(found)}
    if not opened:
        return []
    shares = _shares(letter.text, [other.text for _, other in opened])
    alike = [
        Similar(other.id, other.received, categories[id_], share, share >= COPY, mask(other.text))
        for (id_, other), share in zip(opened, shares, strict=True)
        if share >= _ALIKE
    ]
    shown = sorted(alike, key=lambda one: (-one.share, one.number))[:limit]
    if shown:
        with store.writing() as connection:
            record(store, connection, reader.name, "similar", "", {"numbers": [one.number for one in shown]})
    return shown


def _candidates(
    store: Store, connection: Connection, text: str, enterprises: Sequence[str], reader: Reader
) -> list[int]:
    visible = true() if reader.confidential else letters.c.confidential.is_(False)
    ids: dict[int, None] = {}
    for probe in _probes(text, enterprises):
        terms = store.seal.blind(sorted(terms_of(store.fold(probe))))
        if terms:
            newest = select(letters.c.id).where(letters_with(store, terms), visible).order_by(letters.c.id.desc())
            ids |= dict.fromkeys(connection.scalars(newest.limit(_MOST_CANDIDATES)))
        if len(ids) >= _MOST_CANDIDATES:
            break
    return list(ids)


def _probes(text: str, enterprises: Sequence[str]) -> Iterator[str]:
    """Yield what to look up: the longest clauses, which only a copy shares, then the enterprises."""
    clauses = dict.fromkeys(_CLAUSE.findall(text))
    yield from sorted(clauses, key=len, reverse=True)[:_MOST_CLAUSES]
    yield from dict.fromkeys(enterprises)


def _shares(text: str, others: Sequence[str]) -> list[float]:
    sketches = sketch_texts([text, *others])
    share, seen = containment(np.repeat(sketches[:1], len(others), axis=0), sketches[1:])
    equal = (sketches[:1] == sketches[1:]).all(axis=1) & (seen > 0)
    return [float(value) for value in np.where(equal, 1.0, np.where(seen >= 8, share, 0.0))]
