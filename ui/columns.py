"""Which column of each table is what: shown as guessed, and correctable before anything is analysed."""

from collections.abc import Mapping, Sequence

import streamlit as st

from nlp.errors import ReadingError
from nlp.reading.preview import Table
from nlp.reading.templates import FIELDS, Choice, header_key, load_mappings, remember
from nlp.settings import Settings
from ui import text

__all__ = ["Corrections", "ask_columns", "keep_columns", "mappings_of", "remembered_columns"]

Corrections = Mapping[tuple[str, ...], Choice]
"""What was changed, by the header of the table."""


def remembered_columns() -> Mapping[str, Choice]:
    """Give the columns put right before; a memory that cannot be read is said so, and costs the memory alone."""
    try:
        return load_mappings(Settings.from_environment().templates)
    except (ReadingError, OSError) as error:
        st.warning(text.COLUMNS_LOST.format(problem=_problem(error)))
        return {}


def keep_columns(corrections: Corrections) -> str:
    """Remember what was changed for the next table with the same header; say what became of it, "" for no change."""
    try:
        for header, choice in corrections.items():
            remember(Settings.from_environment().templates, header, choice)
    except (ReadingError, OSError) as error:
        return text.COLUMNS_NOT_KEPT.format(problem=_problem(error))
    return text.COLUMNS_KEPT if corrections else ""


def _problem(error: ReadingError | OSError) -> str:
    return str(error) if isinstance(error, ReadingError) else f"{error.strerror}。"


def mappings_of(corrections: Corrections) -> dict[str, Choice]:
    """Give the corrections as ``read_letters`` asks for them."""
    return {header_key(header): choice for header, choice in corrections.items()}


def ask_columns(tables: Sequence[Table]) -> Corrections:
    """Show the columns of each table that has a header; give those that were changed.

    A table without a header is shown as it was understood and cannot be changed here.
    """
    if not tables:
        return {}
    changed: dict[tuple[str, ...], Choice] = {}
    with st.expander(text.COLUMNS, expanded=True):
        for number, table in enumerate(tables):
            st.markdown(f"**{table.place}**" + text.COLUMNS_RECALLED * table.columns.chosen)
            if table.columns.header_row is None:
                st.caption(str(table.columns))
            elif choice := _ask(table, number):
                changed[table.columns.names] = choice
    return changed


def _ask(table: Table, number: int) -> Choice | None:
    """Ask for the columns of one table; None while they are as guessed."""
    columns, boxes = table.columns, st.columns([2, 1, 1, 1, 1])
    places = list(range(len(columns.names)))

    def name(place: int | None) -> str:
        return text.NO_COLUMN if place is None else columns.names[place] or text.NTH_COLUMN.format(number=place + 1)

    guessed = {"text": columns.text, "title": columns.title, "id": columns.id}
    guessed |= {"received": columns.received, "sender": columns.sender}
    chosen: dict[str, tuple[int, ...]] = {}
    for box, (field, place) in zip(boxes, guessed.items(), strict=True):
        key = f"column-{number}-{table.place}-{field}"
        if isinstance(place, tuple):
            chosen[field] = tuple(box.multiselect(text.FIELDS[field], places, list(place), format_func=name, key=key))
            continue
        options: list[int | None] = [None, *places]
        picked = box.selectbox(text.FIELDS[field], options, options.index(place), format_func=name, key=key)
        chosen[field] = () if picked is None else (picked,)
    before = {
        field: place if isinstance(place, tuple) else () if place is None else (place,)
        for field, place in guessed.items()
    }
    if chosen == before or not chosen["text"]:
        return None
    nth = text.NTH_COLUMN_KEY
    return {
        name: "+".join(nth.format(number=place + 1) for place in chosen[field])
        for name, field in FIELDS.items()
        if field in chosen
    }
