"""The letters of a batch as a table, page by page: filtered, sorted and cut by the database, opened only where shown.

A page of fifty rows costs the same among a hundred letters and a hundred thousand; the browser never holds more.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select

from nlp.letter import Analysis
from nlp.privacy import mask
from nlp.store import Reader, Store, ids_in_parts, open_letters, read_analyses, record
from nlp.store.schema import analyses, batches, files, flags, letters

__all__ = [
    "BatchLine",
    "Counts",
    "Listed",
    "Listing",
    "Only",
    "Order",
    "count_listing",
    "list_batches",
    "list_page",
    "listed_analyses",
]

Order = Literal["number", "received", "category", "probability"]
Only = Literal["", "review", "confidential", "flagged"]
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Listing:
    """Which letters of a batch are listed, and in what order; what is left open filters nothing.

    ``only`` narrows to letters that need a second reader, hold an accusation, or carry a red flag that is open.
    """

    batch: int
    category: str = ""
    only: Only = ""
    order: Order = "number"
    falling: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """One row. ``title`` is masked, and empty for a confidential letter the reader may not see."""

    number: str
    received: dt.date | None
    title: str
    category: str | None
    probability: float | None
    needs_review: bool
    confidential: bool
    flagged: bool
    settled: bool
    source: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many letters a batch has: in all, by category code, to be reviewed, confidential, not analysed yet."""

    letters: int
    categories: dict[str, int]
    review: int
    confidential: int
    waiting: int


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A batch as it is offered for a look: when it began, who ran it, its letters, whether it went to its end."""

    id: int
    started_at: str
    who: str
    letters: int
    finished: bool


def _of_batch(batch: int) -> ColumnElement[bool]:
    return letters.c.file_id.in_(select(files.c.id).where(files.c.batch_id == batch))


def _flagged() -> ColumnElement[bool]:
    return exists().where(flags.c.letter_id == letters.c.id, flags.c.closed_at.is_(None))


_OF_NOW = and_(analyses.c.letter_id == letters.c.id, analyses.c.model == letters.c.model)


def _condition(listing: Listing) -> ColumnElement[bool]:
    wanted = [_of_batch(listing.batch)]
    wanted += [letters.c.category == listing.category] if listing.category else []
    wanted += [analyses.c.needs_review] if listing.only == "review" else []
    wanted += [letters.c.confidential, letters.c.model.is_not(None)] if listing.only == "confidential" else []
    wanted += [_flagged()] if listing.only == "flagged" else []
    return and_(*wanted)


def list_batches(store: Store, most: int = 20) -> list[BatchLine]:
    """List the newest batches.

    >>> from nlp.store import open_store
    >>> list_batches(open_store("sqlite://"))
    []
    """
    newest = select(batches).order_by(batches.c.id.desc()).limit(most)
    held = select(files.c.batch_id, func.count().label("held")).join(letters, letters.c.file_id == files.c.id)
    with store.reading() as connection:
        rows = connection.execute(newest).all()
        mine = held.where(files.c.batch_id.in_([row.id for row in rows])).group_by(files.c.batch_id)
        counts = {row.batch_id: row.held for row in connection.execute(mine)}
    return [
        BatchLine(row.id, row.started_at, row.who, counts.get(row.id, 0), row.finished_at is not None) for row in rows
    ]


def count_listing(store: Store, batch: int) -> Counts:
    """Count the letters of a batch.

    >>> from nlp.store import open_store
    >>> count_listing(open_store("sqlite://"), 1)
    Counts(letters=0, categories={}, review=0, confidential=0, waiting=0)
    """
    unread = letters.c.model.is_(None)
    columns = (letters.c.category, letters.c.confidential, unread.label("unread"), analyses.c.needs_review)
    counted = select(*columns, func.count().label("held")).outerjoin(analyses, _OF_NOW)
    with store.reading() as connection:
        rows = connection.execute(counted.where(_of_batch(batch)).group_by(*columns)).all()
    categories: dict[str, int] = {}
    for row in rows:
        if row.category is not None:
            categories[row.category] = categories.get(row.category, 0) + row.held
    return Counts(
        sum(row.held for row in rows),
        categories,
        sum(row.held for row in rows if row.needs_review),
        sum(row.held for row in rows if row.confidential and not row.unread),
        sum(row.held for row in rows if row.unread),
    )


def _ordered(listing: Listing) -> tuple[Any, ...]:
    columns: dict[Order, ColumnElement[Any]] = {
        "number": letters.c.id,
        "received": letters.c.received,
        "category": letters.c.category,
        "probability": analyses.c.probability,
    }
    by = columns[listing.order]
    empty_last = case((by.is_(None), 1), else_=0)
    turned = by.desc() if listing.falling else by.asc()
    return (turned,) if listing.order == "number" else (empty_last, turned, letters.c.id)


def list_page(
    store: Store, listing: Listing, reader: Reader, *, start: int = 0, size: int = 50
) -> tuple[list[Listed], int]:
    """Give one page of the table, from row ``start`` on, and how many rows there are; that it was shown is audited.

    A page past the end is empty.
    """
    condition = _condition(listing)
    with store.reading() as connection:
        counted = select(func.count()).select_from(letters)
        counted = counted.outerjoin(analyses, _OF_NOW) if listing.only == "review" else counted
        total = connection.scalar(counted.where(condition)) or 0
        found: Select[Any] = select(letters.c.id).outerjoin(analyses, _OF_NOW).where(condition)
        ids = list(connection.scalars(found.order_by(*_ordered(listing)).limit(size).offset(start)))
        shown = and_(letters.c.id.in_(ids))
        lines = select(letters, analyses.c.probability, analyses.c.needs_review, _flagged().label("flagged"))
        rows = {row.id: row for row in connection.execute(lines.outerjoin(analyses, _OF_NOW).where(shown))}
        titles = {id_: letter.title for id_, letter in open_letters(store, connection, shown, reader=reader)}
    if ids:
        with store.writing() as connection:
            details = {"from": start + 1, "to": start + len(ids)}
            record(store, connection, reader.name, "list", f"batch {listing.batch}", details)
    return [_listed(rows[id_], mask(titles.get(id_, ""))) for id_ in ids], total


def _listed(row: Any, title: str) -> Listed:
    return Listed(
        number=row.number,
        received=row.received,
        title=title,
        category=row.category,
        probability=row.probability,
        needs_review=bool(row.needs_review),
        confidential=row.confidential and row.model is not None,
        flagged=row.flagged,
        settled=row.settled,
        source=row.source,
    )


def listed_analyses(store: Store, listing: Listing, reader: Reader) -> Iterator[Analysis]:
    """Yield the analyses of the letters listed, in order of registration, a few hundred held at a time; audited.

    The category is what the program suggested; ``confidential`` is what the register holds. A letter that was not
    analysed yet is left out.
    """
    with store.writing() as connection:
        record(store, connection, reader.name, "export", f"batch {listing.batch}")
    found = select(letters.c.id).outerjoin(analyses, _OF_NOW).where(_condition(listing)).order_by(letters.c.id)
    for ids in ids_in_parts(store, found, _CHUNK):
        with store.reading() as connection:
            opened = list(read_analyses(store, connection, letters.c.id.in_(ids)))
        yield from (replace(analysis, masked_text=mask(analysis.letter.text)) for analysis in opened)
