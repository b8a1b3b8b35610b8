"""The letters of one batch: counts, a table of fifty rows a page, Excel and the receipt. The database does the work."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import pandas as pd
import streamlit as st

from nlp.intake import batch_receipt
from nlp.listing import BatchLine, Counts, Listed, Listing, Only, Order, count_listing, list_page, listed_analyses
from nlp.store import Reader, Store
from nlp.taxonomy import Taxonomy
from nlp.writing import Names, confidence_word, write_analyses
from ui import running, text
from ui.reading import show_letter
from ui.scan import offer_scan
from ui.state import reader

__all__ = ["show"]

_ROWS = 50


def show(store: Store, batch: BatchLine, taxonomy: Taxonomy) -> None:
    """Show one batch."""
    counts = _counts(store, batch)
    boxes = st.columns(len(taxonomy.categories) + 2)
    for box, category in zip(boxes, taxonomy.categories, strict=False):
        box.metric(category.name, f"{counts.categories.get(category.code, 0):,}")
    boxes[-2].metric(text.NEEDS_REVIEW, f"{counts.review:,}")
    boxes[-1].metric(text.MARKED_CONFIDENTIAL, f"{counts.confidential:,}")
    if counts.waiting:
        _offer_rest(store, batch, counts)
    elif not batch.finished:
        st.warning(text.DROP_AGAIN, icon=":material/pending:")
    table, receipt = st.tabs([text.TABLE, text.RECEIPT])
    with table:
        _show_table(store, _ask(batch, taxonomy), taxonomy)
        _offer_excel(store, batch, taxonomy, reader())
        st.caption(text.ADVICE)
    with receipt:
        for line in batch_receipt(store, batch.id).lines():
            st.text(line)


def _counts(store: Store, batch: BatchLine) -> Counts:
    """Count the letters of a batch; of one that is finished once a session."""
    kept = st.session_state.setdefault("batch_counts", {})
    if batch.id not in kept:
        counts = count_listing(store, batch.id)
        if not batch.finished or counts.waiting:
            return counts
        kept[batch.id] = counts
    counted: Counts = kept[batch.id]
    return counted


def _offer_rest(store: Store, batch: BatchLine, counts: Counts) -> None:
    left, right = st.columns([5, 2], vertical_alignment="center")
    left.warning(text.WAITING.format(count=f"{counts.waiting:,}"), icon=":material/pending:")
    if right.button(text.GO_ON, type="primary", width="stretch"):
        running.start_rest(running.Order(store, reader().name), batch.id)
        st.rerun()


def _ask(batch: BatchLine, taxonomy: Taxonomy) -> Listing:
    """Ask what to list and in what order."""
    names = {"": text.ALL, **taxonomy.category_names}
    boxes = st.columns([3, 5, 3, 2], vertical_alignment="bottom")
    category = boxes[0].selectbox(text.CATEGORY_COLUMN, list(names), format_func=names.__getitem__, key="list_category")
    only = boxes[1].segmented_control(
        text.ONLY, get_args(Only), default="", format_func=lambda kind: text.ONLY_KINDS[kind], key="list_only"
    )
    order = boxes[2].selectbox(
        text.ORDER, get_args(Order), format_func=lambda kind: text.ORDERS[kind], key="list_order"
    )
    falling = boxes[3].toggle(text.FALLING, key="list_falling")
    return Listing(batch.id, category, only or "", order, falling)


def _show_table(store: Store, listing: Listing, taxonomy: Taxonomy) -> None:
    if st.session_state.get("listing") != listing:
        st.session_state.update(listing=listing, list_page=1)
    place = int(st.session_state.get("list_page", 1))
    rows, total = _page(store, listing, place)
    if not total:
        st.info(text.NOTHING_LISTED)
        return
    shown = pd.DataFrame([_row(row, taxonomy) for row in rows], columns=list(text.LIST_COLUMNS))
    _, _, title, _, probability, _, marks, _ = text.LIST_COLUMNS
    columns = {title: st.column_config.TextColumn(width=250), marks: st.column_config.TextColumn(width=125)}
    share = st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1, width=110)
    picked = st.dataframe(
        shown,
        hide_index=True,
        height=35 * (min(len(rows), 15) + 1) + 3,
        on_select="rerun",
        selection_mode="single-row",
        column_config={**columns, probability: share},
        key=f"listed-{listing.batch}-{place}",
    )
    _turn(total)
    if chosen := picked["selection"]["rows"]:
        letter = show_letter(store, rows[chosen[0]].number)
        if letter:
            offer_scan(store, letter)


def _page(store: Store, listing: Listing, place: int) -> tuple[list[Listed], int]:
    """Fetch a page once, however often it is drawn: each look is noted."""
    wanted = (listing, place, reader())
    kept = st.session_state.get("listed")
    if not kept or kept[0] != wanted:
        kept = (wanted, list_page(store, listing, reader(), start=(place - 1) * _ROWS, size=_ROWS))
        st.session_state["listed"] = kept
    page: tuple[list[Listed], int] = kept[1]
    return page


def _row(row: Listed, taxonomy: Taxonomy) -> tuple[object, ...]:
    marks = [text.NEEDS_REVIEW] * row.needs_review + [text.MARKED_CONFIDENTIAL] * row.confidential
    marks += [text.FLAGS] * row.flagged + [text.SETTLED] * row.settled
    title = row.title or (text.HIDDEN_TITLE if row.confidential else "")
    day = row.received.isoformat() if row.received else text.NO_DATE_CELL
    category = taxonomy.category_names.get(row.category or "", text.NO_CATEGORY)
    word = confidence_word(row.probability) if row.probability is not None else ""
    return row.number, day, title, category, row.probability, word, "、".join(marks), row.source


def _turn(total: int) -> None:
    """Show which page this is, and let it be turned."""
    pages = -(-total // _ROWS)
    boxes = st.columns([2, 1, 1.4, 1, 3], vertical_alignment="bottom")
    place = min(int(st.session_state.get("list_page", 1)), pages)
    first = (place - 1) * _ROWS + 1
    boxes[0].markdown(text.ROWS.format(first=f"{first:,}", last=f"{min(place * _ROWS, total):,}", total=f"{total:,}"))
    boxes[1].button(text.PAGE_BACK, disabled=place == 1, on_click=_go, args=(place - 1,), width="stretch")
    boxes[2].number_input(text.PAGE.format(pages=f"{pages:,}"), 1, pages, key="list_page")
    boxes[3].button(text.PAGE_ON, disabled=place == pages, on_click=_go, args=(place + 1,), width="stretch")


def _go(place: int) -> None:
    st.session_state["list_page"] = place


def _offer_excel(store: Store, batch: BatchLine, taxonomy: Taxonomy, who: Reader) -> None:
    """Offer the whole batch as a workbook, which is written when somebody asks for it."""

    def workbook() -> bytes:
        with TemporaryDirectory() as folder:
            target, names = Path(folder, text.RESULT_FILE), Names.of(taxonomy)
            write_analyses(
                listed_analyses(store, Listing(batch.id), who), target, names, batch_receipt(store, batch.id)
            )
            return target.read_bytes()

    file_name = text.BATCH_FILE.format(id=batch.id)
    st.download_button(text.DOWNLOAD, workbook, file_name=file_name, type="primary", on_click="ignore")
