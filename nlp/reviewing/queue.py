"""The letters that want a person's reading: who may see which, urgent ones first, then what teaches most."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, and_, exists, func, select, true

from nlp.classifier import LetterClassifier
from nlp.copies import join_copies
from nlp.corpus import LabelledLetter
from nlp.letter import Letter
from nlp.reviewing.teaching_order import teaching_order, uncertainty
from nlp.store import Reader, Store, open_letters, read_documents
from nlp.store.schema import analyses, flags, letters, readings

__all__ = ["MOST", "Doubt", "Waiting", "count_waiting", "doubtful_letters"]

MOST = 400
"""So many letters are put in order at a time: the least sure, and those with an open red flag."""

_READERS = 2


@dataclass(frozen=True, slots=True)
class Doubt:
    """A letter of the queue, without a word of it.

    ``reason`` is the code of why a person is asked; ``copies`` counts the letters of the queue of the same or nearly
    the same text, this one included, and ``again`` marks those that follow the first of them.
    """

    number: str
    received: dt.date | None
    reason: str
    urgent: bool
    uncertainty: float
    worth: float
    copies: int = 1
    again: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many letters wait: for this person, for a second reader, at odds, and for the handlers of accusations alone.

    ``sealed`` is the total of confidential letters, which says nothing of any one of them.
    """

    mine: int
    second: int
    at_odds: int
    sealed: int


def _now_analysed() -> ColumnElement[bool]:
    return and_(analyses.c.letter_id == letters.c.id, analyses.c.model == letters.c.model)


def _doubtful() -> ColumnElement[bool]:
    return and_(analyses.c.needs_review, letters.c.settled.is_(False), letters.c.status != "closed")


def _read_by(person: Reader) -> ColumnElement[bool]:
    return exists().where(readings.c.letter_id == letters.c.id, readings.c.who == person.name.strip())


def _readings() -> Any:
    counted = select(func.count()).select_from(readings).where(readings.c.letter_id == letters.c.id)
    return counted.correlate(letters).scalar_subquery()


def _for(person: Reader, *, twice: bool) -> ColumnElement[bool]:
    """Select what this person may be asked: nothing confidential but its handler; alone, nothing another has begun."""
    visible = true() if person.confidential else letters.c.confidential.is_(False)
    if not twice:
        return and_(_doubtful(), visible, _readings() == 0)
    return and_(_doubtful(), visible, _readings() < _READERS, ~_read_by(person))


def count_waiting(store: Store, person: Reader, *, twice: bool = False) -> Waiting:
    """Count what waits; ``twice`` for a person who reads as one of two."""
    joined = select(func.count()).select_from(letters.join(analyses, _now_analysed()))
    visible = true() if person.confidential else letters.c.confidential.is_(False)
    with store.reading() as connection:

        def count(*conditions: ColumnElement[bool]) -> int:
            return connection.scalar(joined.where(*conditions)) or 0

        return Waiting(
            mine=count(_for(person, twice=twice)),
            second=count(_doubtful(), visible, _readings() == 1),
            at_odds=count(letters.c.settled.is_(False), visible, _readings() >= _READERS),
            sealed=count(_doubtful(), letters.c.confidential),
        )


def doubtful_letters(
    store: Store, classifier: LetterClassifier, person: Reader, *, twice: bool = False, most: int = MOST
) -> list[Doubt]:
    """Give the queue of a person: open red flags first, then the order that teaches most, copies side by side.

    With ``twice`` a letter somebody else has read comes before those nobody has, so that readings become pairs; the
    queue does not say which those are. At most ``most`` letters, the least sure of all that wait. Letters that accuse
    the person or the office are nobody's to see here.
    """
    with store.reading() as connection:
        rows = _least_sure(connection, _for(person, twice=twice), most)
        known = letters.c.id.in_(list(rows))
        opened = open_letters(store, connection, known, reader=person)
        documents = dict(read_documents(store, connection, known))
    return _in_order(classifier, [letter for _, letter in opened], [rows[id_] for id_, _ in opened], documents, twice)


def _least_sure(connection: Connection, condition: ColumnElement[bool], most: int) -> dict[int, Any]:
    flagged = exists().where(flags.c.letter_id == letters.c.id, flags.c.closed_at.is_(None))
    found = (
        select(letters.c.id, letters.c.received, flagged.label("urgent"), _readings().label("read"))
        .join(analyses, _now_analysed())
        .where(condition)
        .order_by(flagged.desc(), _readings().desc(), analyses.c.probability, letters.c.id)
        .limit(most)
    )
    return {row.id: row for row in connection.execute(found)}


def _in_order(
    classifier: LetterClassifier, known: Sequence[Letter], rows: Sequence[Any], documents: dict[int, Any], twice: bool
) -> list[Doubt]:
    if not known:
        return []
    groups = _copies_of(known)
    predictions = [documents[row.id]["prediction"] for row in rows]
    codes = sorted({code for prediction in predictions for code in prediction["probabilities"]})
    shares = np.array([[prediction["probabilities"].get(code, 0.0) for code in codes] for prediction in predictions])
    weights = classifier.ngrams_.transform(classifier.read(known))
    placed = teaching_order(uncertainty(shares), weights, groups)
    seen, found = set[str](), list[tuple[tuple[bool, bool], Doubt]]()
    for place in placed:
        letter, row, group = known[place.row], rows[place.row], groups[place.row]
        doubt = Doubt(
            number=letter.id,
            received=letter.received,
            reason=predictions[place.row]["review_reason"] or "",
            urgent=bool(row.urgent),
            uncertainty=round(place.uncertainty, 4),
            worth=round(place.worth, 4),
            copies=groups.count(group),
            again=group in seen,
        )
        seen.add(group)
        found.append(((not row.urgent, twice and not row.read), doubt))
    return [doubt for _, doubt in sorted(found, key=lambda pair: pair[0])]


def _copies_of(known: Sequence[Letter]) -> list[str]:
    """Name the set of copies each letter belongs to."""
    bare = [LabelledLetter(id=letter.id, title=letter.title, text=letter.text, label="-") for letter in known]
    return [letter.group for letter in join_copies(bare)[0]]
