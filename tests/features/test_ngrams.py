import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.features import HashedNgrams, read_document
from nlp.letter import Letter
from nlp.tokenization import shared_segmenter

TEXTS = ["拖欠工资三年没发", "工资一直没有发", "厂长把设备卖给外甥", "请查厂长卖设备的事", ""]


def read(*letters: str | Letter) -> list:
    return [read_document(letter, shared_segmenter()) for letter in letters]


@pytest.fixture(scope="module")
def ngrams() -> HashedNgrams:
    return HashedNgrams().fit(read(*TEXTS))


def test_an_empty_letter_is_a_row_of_zeros(ngrams: HashedNgrams) -> None:
    matrix = ngrams.transform(read("", "工资"))
    assert matrix.shape == (2, ngrams.n_features_out_)
    assert matrix[0].nnz == 0
    assert matrix[1].nnz > 0


def test_no_letters_give_no_rows(ngrams: HashedNgrams) -> None:
    assert ngrams.transform([]).shape == (0, ngrams.n_features_out_)


def test_a_row_does_not_depend_on_its_neighbours(ngrams: HashedNgrams) -> None:
    together = ngrams.transform(read(*TEXTS)).toarray()
    alone = np.vstack([ngrams.transform(read(text)).toarray() for text in TEXTS])
    np.testing.assert_allclose(together, alone, rtol=1e-6)


def test_an_ngram_of_one_letter_only_has_no_column() -> None:
    few = HashedNgrams(min_df=2).fit(read("工资", "工资", "棉纱"))
    assert few.transform(read("棉纱")).nnz == 0


def test_numbers_look_alike(ngrams: HashedNgrams) -> None:
    fitted = HashedNgrams(min_df=1).fit(read("欠我1200元"))
    same = fitted.transform(read("欠我1200元", "欠我9876元")).toarray()
    np.testing.assert_array_equal(same[0], same[1])


def test_a_title_counts_apart_from_the_body() -> None:
    fitted = HashedNgrams(min_df=1).fit(read(Letter("设备", title="工资"), ""))
    titled, plain = fitted.transform(read(Letter("设备", title="工资"), "工资\n设备")).toarray()
    assert (titled > 0).sum() > (plain > 0).sum()


def test_pickling_keeps_every_value_and_drops_the_lookup_table(ngrams: HashedNgrams) -> None:
    data = pickle.dumps(ngrams)
    assert len(data) < 100_000
    again = pickle.loads(data)
    np.testing.assert_array_equal(again.transform(read(*TEXTS)).toarray(), ngrams.transform(read(*TEXTS)).toarray())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=4))
def test_occurrences_sum_to_the_matrix_and_lie_in_their_letter(texts: list[str]) -> None:
    documents = read(*texts)
    fitted = HashedNgrams(min_df=1).fit(read(*TEXTS, *texts))
    total = np.zeros((len(texts), fitted.n_features_out_))
    firsts = np.cumsum([0] + [len(d.text) + 1 for d in documents])
    counted = fitted.count(documents)
    np.add.at(total, (counted.rows, counted.columns), counted.values)
    assert np.all(counted.starts >= firsts[counted.rows])
    assert np.all(counted.ends < firsts[counted.rows + 1])
    np.testing.assert_allclose(total, counted.matrix.toarray(), rtol=1e-4, atol=1e-6)


def test_a_very_long_word_costs_no_time() -> None:
    fitted = HashedNgrams(min_df=1).fit(read("a" * 200_000, ""))
    assert fitted.transform(read("a" * 200_000)).nnz > 0


def test_what_every_letter_holds_weighs_nothing() -> None:
    ngrams = HashedNgrams(min_df=1).fit(read("工资", "工资"))
    matrix = ngrams.transform(read("工资"))
    assert ngrams.n_features_out_ > 0
    assert matrix.toarray().tolist() == [[0.0] * ngrams.n_features_out_]
