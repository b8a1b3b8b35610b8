from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.letter import Analysis, Evidence, Letter, Prediction, Signal
from nlp.store import (
    Reader,
    SourceFile,
    Store,
    close_letter,
    correct,
    count_pending,
    find,
    latest_analysis,
    open_batch,
    open_file,
    open_store,
    pending,
    register,
    save_studies,
)
from nlp.store.documents import analysis_from, document_of
from nlp.store.studies import make_study
from tests.store.conftest import MODEL, analyse, analyse_all

HANDLER = Reader("柏舟", confidential=True)


def row(store: Store, number: str) -> tuple[str | None, str, bool]:
    with store.reading() as connection:
        found = find(connection, number)
    return found.category, found.status, found.confidential


@given(text=st.text(min_size=1), data=st.data())
def test_an_analysis_comes_back_as_it_was(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    value = data.draw(st.none() | st.text(max_size=3) | st.floats(allow_nan=False, allow_infinity=False))
    evidence = Evidence(start, end, text[start:end], "policy", data.draw(st.floats(-9, 9)))
    prediction = Prediction("policy", {"policy": 0.75, "other": 0.25}, ("other",), "short", (evidence,))
    signal = Signal(start, end, text[start:end], "money", value, "补差", "past")
    letter = Letter(text)
    analysis = Analysis(letter, prediction, confidential=True, signals=(signal,))
    assert analysis_from(document_of(analysis), letter) == analysis


def test_letters_wait_until_they_are_analysed(keyed_store: Store) -> None:
    register(keyed_store, [Letter(f"第 {number} 封来信") for number in range(7)])
    assert [len(chunk) for chunk in pending(keyed_store, MODEL, chunk=3)] == [3, 3, 1]
    assert (analyse_all(keyed_store), count_pending(keyed_store, MODEL)) == (7, 0)
    assert row(keyed_store, "2026-000003") == ("historical_debts", "analysed", False)


def steps_of_waiting(letters: int) -> int:
    """Count what SQLite does, in units of a hundred steps, while the letters of a batch are fetched by tens."""
    store = open_store("sqlite://")
    batch = open_batch(store, [SourceFile("a.csv", "0" * 64)], "甲")
    file = open_file(store, batch, SourceFile("a.csv", "0" * 64))
    register(store, [Letter("欠薪", id=str(number)) for number in range(letters)], file_id=file.id)
    counted = 0

    def count() -> None:
        nonlocal counted
        counted += 1

    connection = store.engine.raw_connection()
    connection.driver_connection.set_progress_handler(count, 100)  # type: ignore[union-attr]
    assert sum(map(len, pending(store, MODEL, batch_id=batch.id, chunk=10))) == letters
    return counted


def test_the_letters_of_a_batch_cost_no_more_each_the_more_there_are() -> None:
    assert steps_of_waiting(2000) < 5 * steps_of_waiting(500)


def test_the_stored_analysis_is_read_back_whole(keyed_store: Store) -> None:
    (arrival,) = register(keyed_store, [Letter("举报厂长卖设备，再不管就自杀")])
    analyse_all(keyed_store)
    letter = Letter("举报厂长卖设备，再不管就自杀", id=arrival.number)
    assert latest_analysis(keyed_store, arrival.id, letter) == analyse(letter)


def test_a_letter_is_confidential_until_somebody_has_looked(store: Store) -> None:
    (arrival,) = register(store, [Letter("三年没发工资")])
    assert row(store, arrival.number) == (None, "registered", True)


def test_storing_the_same_analyses_twice_changes_nothing(store: Store) -> None:
    register(store, [Letter("三年没发工资")])
    ((pair,),) = list(pending(store, MODEL))
    study = make_study(pair[0], analyse(pair[1]), MODEL, store.seal, store.fold)
    assert [save_studies(store, MODEL, [study]), save_studies(store, MODEL, [study])] == [1, 0]


def test_another_model_looks_again_only_when_asked(store: Store) -> None:
    register(store, [Letter("三年没发工资")])
    analyse_all(store)
    assert count_pending(store, "new-4567") == 0
    assert analyse_all(store, "new-4567", renew=True) == 1


def test_a_persons_word_outlives_the_next_model(store: Store) -> None:
    (arrival,) = register(store, [Letter("三年没发工资")])
    analyse_all(store)
    correct(store, arrival.number, HANDLER, "category", "policy", "说的是标准")
    analyse_all(store, "new-4567", renew=True)
    assert row(store, arrival.number)[0] == "policy"


def test_a_second_model_never_lifts_confidentiality(store: Store) -> None:
    (arrival,) = register(store, [Letter("举报厂长")])
    analyse_all(store)
    other = Analysis(Letter("举报厂长"), Prediction("other", {"other": 1.0}), confidential=False)
    save_studies(store, "new-4567", [make_study(arrival.id, other, "new-4567", store.seal, store.fold)])
    assert row(store, arrival.number) == ("other", "analysed", True)


def test_a_closed_letter_is_not_analysed_again(store: Store) -> None:
    (arrival,) = register(store, [Letter("三年没发工资")])
    analyse_all(store)
    close_letter(store, arrival.number, HANDLER)
    assert count_pending(store, "new-4567", renew=True) == 0


def test_a_document_quotes_nothing() -> None:
    text = "举报厂长卖设备，再不管就自杀"
    document = document_of(analyse(Letter(text)))
    assert not [pair for pair in map("".join, pairwise(text)) if pair in document]


@pytest.mark.parametrize("text", ["\ud800欠薪", "欠\x00薪"])
def test_a_broken_text_is_analysed_and_stored(keyed_store: Store, text: str) -> None:
    register(keyed_store, [Letter(text)])
    assert analyse_all(keyed_store) == 1
