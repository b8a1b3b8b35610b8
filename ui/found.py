"""Letters found by a word: the word in the middle, what stands before and after it, masked; a row opens the letter."""

import pandas as pd
import streamlit as st

from nlp.store import Found, Store, note_export
from nlp.studying import fold_text
from nlp.taxonomy import Taxonomy
from nlp.writing.listing import listing_workbook
from ui import text
from ui.reading import show_letter
from ui.state import reader

__all__ = ["MOST_FOUND", "context_of", "show_found"]

MOST_FOUND = 200
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def context_of(found: Found, word: str) -> tuple[str, str, str]:
    """Part a snippet at the word found: what stands before it, the word, what follows.

    >>> context_of(Found("1", None, "厂里拖欠工资三年"), "拖欠")
    ('厂里', '拖欠', '工资三年')
    """
    before, held, after = found.snippet.partition(word)
    return (before, held, after) if held else ("", "", found.snippet)


def show_found(store: Store, words: str, found: list[Found], taxonomy: Taxonomy, key: str) -> None:
    """Show letters found with the word in the middle, in a table that goes to Excel; a row chosen is shown whole."""
    more = text.MORE_FOUND if len(found) == MOST_FOUND else ""
    st.markdown(text.FOUND_LETTERS.format(count=len(found)) + more)
    if not found:
        return
    first = fold_text(words).split()[0]
    rows = [
        (*context_of(one, first), taxonomy.category_names.get(one.category or "", text.NO_CATEGORY), one.number)
        for one in found
    ]
    picked = st.dataframe(
        pd.DataFrame(rows, columns=list(text.FOUND_COLUMNS)),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            text.FOUND_COLUMNS[0]: st.column_config.TextColumn(alignment="right", width=330),
            text.FOUND_COLUMNS[1]: st.column_config.TextColumn(alignment="center", width="small"),
            text.FOUND_COLUMNS[2]: st.column_config.TextColumn(width=330),
        },
        key=f"found-{key}-{words}",
    )
    who = reader().name

    def table() -> bytes:
        note_export(store, who, text.FOUND_FILE, {"words": words, "letters": len(rows)})
        return listing_workbook(text.EXPLORE, text.FOUND_COLUMNS, rows)

    st.download_button(
        text.TO_EXCEL, table, file_name=text.FOUND_FILE, mime=_EXCEL, key=f"excel-{key}", on_click="ignore"
    )
    if chosen := picked["selection"]["rows"]:
        show_letter(store, found[chosen[0]].number)
