"""Which column of each table is what: shown as guessed, and correctable before anything is analysed."""

from collections.abc import Sequence

import streamlit as st

from nlp.reading.preview import Table
from nlp.reading.templates import FIELDS, Choice, header_key
from ui import text

__all__ = ["ask_columns"]


def ask_columns(tables: Sequence[Table]) -> dict[str, Choice]:
    """Show the columns of each table that has a header; give those that were changed, keyed as ``read_letters`` asks.

    A table without a header is shown as it was understood and cannot be changed here.
    """
    if not tables:
        return {}
    changed: dict[str, Choice] = {}
    with st.expander(text.COLUMNS, expanded=True):
        for number, table in enumerate(tables):
            st.markdown(f"**{table.place}**")
            if table.columns.header_row is None:
                st.caption(str(table.columns))
            elif choice := _ask(table, number):
                changed[header_key(table.columns.names)] = choice
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
        name: "+".join(nth.format(number=p + 1) for p in chosen[field])
        for name, field in FIELDS.items()
        if chosen.get(field)
    }
