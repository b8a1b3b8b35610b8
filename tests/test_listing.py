"""The letters of a batch, page by page."""

import datetime as dt
from pathlib import Path

import pytest

from nlp.letter import Analysis, Letter, Prediction, Signal
from nlp.listing import Listing, Order, count_listing, list_batches, list_page, listed_analyses
from nlp.store import (
    Reader,
    Store,
    audit_lines,
    correct,
    fingerprint,
    make_study,
    open_batch,
    open_file,
    open_store,
    register,
    save_studies,
)

DAY, NAMES = dt.date(2026, 11, 9), "甲乙丙丁戊己庚"
CLERK, HANDLER = Reader("甲"), Reader("乙", confidential=True)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Seven letters of one file: five analysed, one of these an accusation, one urgent, one unsure; two not."""
    store = open_store("sqlite://")
    file = tmp_path / "来信.csv"
    file.write_text("x", encoding="utf-8")
    source = fingerprint(file, file.name)
    batch = open_batch(store, [source], "甲")
    opened = open_file(store, batch, source)
    letters = [
        Letter(
            f"第{n}封，电话13800001234",
            id=str(n),
            title=f"{NAMES[n]}车间停发工资 13800001234",
            received=DAY - dt.timedelta(days=n),
        )
        for n in range(7)
    ]
    for n, (letter, registered) in enumerate(zip(letters, register(store, letters, file_id=opened.id), strict=True)):
        if n >= 5:
            continue
        shares = {"policy": 0.9 - n / 10, "other": 0.1 + n / 10}
        prediction = Prediction(
            "other" if n == 4 else "policy", shares, review_reason="low_confidence" if n == 3 else None
        )
        signals = (Signal(0, 2, "断药", "life_health"),) if n == 2 else ()
        found = Analysis(letter, prediction, confidential=n == 1, signals=signals)
        study = make_study(registered.id, found, "m", store.seal, str.lower, {"life_health"})
        save_studies(store, "m", [study])
    return store


def numbers(store: Store, listing: Listing, reader: Reader = HANDLER, **page: int) -> list[int]:
    rows, _ = list_page(store, listing, reader, **page)
    return [int(row.number[-6:]) for row in rows]


def test_a_page_holds_its_rows_and_says_how_many_there_are(store: Store) -> None:
    rows, total = list_page(store, Listing(1), CLERK, start=3, size=2)
    assert ([row.number[-1] for row in rows], total) == (["4", "5"], 7)


def test_a_page_past_the_end_is_empty(store: Store) -> None:
    assert list_page(store, Listing(1), CLERK, start=100) == ([], 7)


@pytest.mark.parametrize(
    ("order", "falling", "expected"),
    [
        ("number", True, [7, 6, 5, 4, 3, 2, 1]),
        ("received", False, [7, 6, 5, 4, 3, 2, 1]),
        ("probability", False, [5, 4, 3, 2, 1, 6, 7]),
        ("probability", True, [1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_the_whole_batch_is_sorted_with_what_is_unknown_last(
    store: Store, order: Order, falling: bool, expected: list[int]
) -> None:
    assert numbers(store, Listing(1, order=order, falling=falling)) == expected


@pytest.mark.parametrize(
    ("listing", "expected"),
    [
        (Listing(1, category="other"), [5]),
        (Listing(1, only="review"), [4]),
        (Listing(1, only="confidential"), [2]),
        (Listing(1, only="flagged"), [3]),
        (Listing(2), []),
    ],
)
def test_the_whole_batch_is_filtered(store: Store, listing: Listing, expected: list[int]) -> None:
    assert numbers(store, listing) == expected


def test_turning_the_pages_shows_every_letter_once(store: Store) -> None:
    shown = [n for start in range(0, 8, 2) for n in numbers(store, Listing(1, order="category"), start=start, size=2)]
    assert sorted(shown) == [1, 2, 3, 4, 5, 6, 7]


def test_titles_are_masked_and_those_of_accusations_are_for_their_handler(store: Store) -> None:
    clerk, handler = (
        {row.number[-1]: row.title for row in list_page(store, Listing(1), who)[0]} for who in (CLERK, HANDLER)
    )
    assert "13800001234" not in "".join(handler.values())
    assert (clerk["2"], handler["2"][:3], clerk["1"][:3]) == ("", "乙车间", "甲车间")


def test_looking_at_a_page_is_noted_with_its_rows(store: Store) -> None:
    list_page(store, Listing(1), CLERK, start=2, size=2)
    last = list(audit_lines(store))[-1]
    assert (last.who, last.action, dict(last.details)) == ("甲", "list", {"from": 3, "to": 4})


def test_the_counts_are_of_the_whole_batch(store: Store) -> None:
    counts = count_listing(store, 1)
    assert (counts.letters, counts.categories, counts.review) == (7, {"policy": 4, "other": 1}, 1)
    assert (counts.confidential, counts.waiting) == (1, 2)


def test_a_correction_counts_at_once(store: Store) -> None:
    correct(store, list_page(store, Listing(1), CLERK)[0][0].number, CLERK, "category", "other", "问的是别的")
    assert count_listing(store, 1).categories == {"policy": 3, "other": 2}


def test_batches_are_listed_with_their_letters_and_whether_they_went_to_the_end(store: Store) -> None:
    (line,) = list_batches(store)
    assert (line.id, line.who, line.letters, line.finished) == (1, "甲", 7, False)


def test_what_goes_to_excel_is_what_was_analysed_masked_and_noted(store: Store) -> None:
    analyses = list(listed_analyses(store, Listing(1), CLERK))
    assert [int(one.letter.id[-6:]) for one in analyses] == [1, 2, 3, 4, 5]
    assert [one.confidential for one in analyses] == [False, True, False, False, False]
    assert not any("13800001234" in one.masked_text for one in analyses)
    assert list(audit_lines(store))[-1].action == "export"
