"""The full-text index: which terms stand in which letter (see ``terms``).

In SQLite it is an FTS5 table that keeps neither text nor positions, in PostgreSQL a ``tsvector`` without positions.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, literal_column, select, table, text

from nlp.store.connection import Store
from nlp.store.schema import letters

__all__ = ["add_terms", "clear_terms", "drop_terms", "letters_with"]

Rows = Sequence[tuple[int, str]]
"""Letters' ids, each with its terms joined by spaces."""


def _execute(store: Store, connection: Connection, rows: Rows, postgresql: str, sqlite: str) -> None:
    if rows:
        statement = text(postgresql if store.postgresql else sqlite)
        connection.execute(statement, [{"id": id_, "terms": terms} for id_, terms in rows])


def add_terms(store: Store, connection: Connection, rows: Rows) -> None:
    """Put letters into the index."""
    _execute(
        store,
        connection,
        rows,
        "INSERT INTO letter_terms (letter_id, terms) VALUES (:id, array_to_tsvector(string_to_array(:terms, ' ')))",
        "INSERT INTO letter_terms (rowid, terms) VALUES (:id, :terms)",
    )


def drop_terms(store: Store, connection: Connection, rows: Rows) -> None:
    """Take letters out of the index; their terms must be those they were put in with."""
    _execute(
        store,
        connection,
        rows,
        "DELETE FROM letter_terms WHERE letter_id = :id AND CAST(:terms AS text) IS NOT NULL",
        "INSERT INTO letter_terms (letter_terms, rowid, terms) VALUES ('delete', :id, :terms)",
    )


def clear_terms(store: Store, connection: Connection) -> None:
    """Empty the index, before it is built anew."""
    if store.postgresql:
        connection.execute(text("DELETE FROM letter_terms"))
    else:
        connection.execute(text("INSERT INTO letter_terms (letter_terms) VALUES ('delete-all')"))


def letters_with(store: Store, terms: Sequence[str]) -> ColumnElement[bool]:
    """Select the letters that hold every one of the terms, which are letters and digits only and need no quoting."""
    if store.postgresql:
        query = " & ".join(f"'{term}'" for term in terms)
        id_, matches = "letter_id", text("terms @@ CAST(:query AS tsquery)")
    else:
        query = " AND ".join(f'"{term}"' for term in terms)
        id_, matches = "rowid", text("letter_terms MATCH :query")
    return letters.c.id.in_(
        select(literal_column(id_)).select_from(table("letter_terms")).where(matches.bindparams(query=query))
    )
