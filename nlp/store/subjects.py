"""What letters name, an enterprise or a region: kept beside the register, so that letters are counted unopened.

The name itself is sealed and stands once; a letter is tied to its number. The digest by which a name is found again is
keyed where the store is.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select, tuple_

from nlp.store.connection import Store, hold
from nlp.store.schema import letter_subjects, letters, subjects

__all__ = ["Subject", "add_subjects", "drop_subjects", "letters_naming", "subject_names"]

Subject = tuple[str, str]
"""A kind (``enterprise``, ``region``) and a name."""

_CHUNK = 400


def add_subjects(store: Store, connection: Connection, named: Mapping[int, Iterable[Subject]]) -> None:
    """Tie letters, which name nothing yet, to what they name; a name that is new is kept first."""
    wanted = {letter_id: dict.fromkeys(found) for letter_id, found in named.items()}
    numbers = _numbers(store, connection, list(dict.fromkeys(one for found in wanted.values() for one in found)))
    rows = [{"letter_id": id_, "subject_id": numbers[one]} for id_, found in wanted.items() for one in found]
    if rows:
        connection.execute(letter_subjects.insert(), rows)


def _numbers(store: Store, connection: Connection, wanted: Sequence[Subject]) -> dict[Subject, int]:
    """Give the number of each subject, keeping those that are new."""
    digests = {_digest(store, one): one for one in wanted}
    numbers = _known(connection, list(digests))
    if len(numbers) < len(digests):
        hold(connection, subjects)
        numbers = _known(connection, list(digests))
        rows = [_row(store, key, name) for key, (_, name) in digests.items() if key not in numbers]
        if rows:
            connection.execute(subjects.insert(), rows)
            numbers |= _known(connection, [(row["kind"], row["digest"]) for row in rows])
    return {digests[key]: number for key, number in numbers.items()}


def _row(store: Store, key: tuple[str, str], name: str) -> dict[str, Any]:
    kind, digest = key
    return {"kind": kind, "digest": digest, "name": store.seal.close(name, f"subjects.name:{kind}:{digest}")}


def _digest(store: Store, subject: Subject) -> tuple[str, str]:
    kind, name = subject
    return kind, store.seal.digest(kind, name)


def _known(connection: Connection, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    known: dict[tuple[str, str], int] = {}
    for start in range(0, len(keys), _CHUNK):
        same = tuple_(subjects.c.kind, subjects.c.digest).in_(keys[start : start + _CHUNK])
        known |= {(row.kind, row.digest): row.id for row in connection.execute(select(subjects).where(same))}
    return known


def drop_subjects(connection: Connection, ids: Sequence[int]) -> None:
    """Untie letters from what they name; the names stay, as those of other letters."""
    connection.execute(delete(letter_subjects).where(letter_subjects.c.letter_id.in_(ids)))


def letters_naming(store: Store, kind: str, name: str) -> ColumnElement[bool]:
    """Select the letters that name this."""
    _, digest = _digest(store, (kind, name))
    number = select(subjects.c.id).where(subjects.c.kind == kind, subjects.c.digest == digest).scalar_subquery()
    return letters.c.id.in_(select(letter_subjects.c.letter_id).where(letter_subjects.c.subject_id == number))


def subject_names(store: Store, connection: Connection, ids: Iterable[int]) -> dict[int, str]:
    """Give the names of subjects by number."""
    wanted, names = list(dict.fromkeys(ids)), dict[int, str]()
    for start in range(0, len(wanted), _CHUNK):
        found = select(subjects).where(subjects.c.id.in_(wanted[start : start + _CHUNK]))
        for row in connection.execute(found):
            names[row.id] = store.seal.open(row.name, f"subjects.name:{row.kind}:{row.digest}")
    return names
