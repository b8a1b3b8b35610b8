import numpy as np
import pytest

from nlp.classifier.sentences import Mark, Sentences, marked
from nlp.classifier.statements import StatementFinder
from nlp.extraction import IMPLIED, add_statements
from nlp.features import Document, HashedNgrams, read_document
from nlp.letter import Letter, Signal
from nlp.tokenization import shared_segmenter

PLAIN = "食堂的菜涨价了。"
HEARD = "他说我再写信就把我调到山里去。"
LETTERS = [PLAIN + ("" if n % 2 else HEARD) + f"我住{n}栋。" for n in range(120)]


def read(*texts: str) -> list[Document]:
    return [read_document(text, shared_segmenter()) for text in texts]


@pytest.fixture(scope="module")
def ngrams() -> HashedNgrams:
    return HashedNgrams().fit(read(*LETTERS))


@pytest.fixture(scope="module")
def finder(ngrams: HashedNgrams) -> StatementFinder:
    marks: list[list[Mark]] = [
        [(len(PLAIN), len(PLAIN) + 6, "retaliation")] if HEARD in letter else [] for letter in LETTERS
    ]
    documents = read(*LETTERS)
    groups = list(map(str, range(len(LETTERS))))
    return StatementFinder().fit(Sentences.of(ngrams.count(documents)), documents, marks, groups)


def find(finder: StatementFinder, ngrams: HashedNgrams, *letters: Letter) -> list[tuple[Signal, ...]]:
    documents = [read_document(letter, shared_segmenter()) for letter in letters]
    found = Sentences.of(ngrams.count(documents))
    return finder.find(finder.margins(found), found, documents)


def test_a_sentence_like_those_marked_is_found_whole_and_to_be_checked(
    finder: StatementFinder, ngrams: HashedNgrams
) -> None:
    said = Signal(6, 5 + len(HEARD), HEARD.rstrip("。"), "retaliation", check=IMPLIED)
    assert find(finder, ngrams, Letter(f"菜又涨价了。{HEARD}我住9栋。")) == [(said,)]


def test_other_sentences_and_empty_letters_say_nothing(finder: StatementFinder, ngrams: HashedNgrams) -> None:
    assert find(finder, ngrams, Letter(PLAIN), Letter("")) == [(), ()]


def test_the_title_is_no_part_of_the_text(finder: StatementFinder, ngrams: HashedNgrams) -> None:
    assert find(finder, ngrams, Letter(PLAIN, title=HEARD)) == [()]


def test_a_kind_marked_too_rarely_is_not_learnt(ngrams: HashedNgrams) -> None:
    documents = read(*LETTERS)
    marks: list[list[Mark]] = [[(0, 6, "coercion")] if n < 5 else [] for n in range(len(LETTERS))]
    learnt = StatementFinder().fit(Sentences.of(ngrams.count(documents)), documents, marks, ["a", "b", "c"] * 40)
    assert learnt.kinds_ == ()
    assert find(learnt, ngrams, Letter(HEARD)) == [()]


def test_a_mark_belongs_to_every_sentence_it_touches(ngrams: HashedNgrams) -> None:
    documents = read("再写信就调走。送到山里去。")
    said = marked(Sentences.of(ngrams.count(documents)), documents, [[(4, 9, "retaliation")]], 1)
    assert said == [{"retaliation"}, {"retaliation"}]


def test_what_a_rule_found_is_not_said_twice() -> None:
    ruled = Signal(3, 5, "调走", "retaliation")
    inferred = [Signal(0, 6, "再写信就调走", kind, check=IMPLIED) for kind in ("coercion", "retaliation")]
    assert add_statements((ruled,), inferred) == (inferred[0], ruled)


def test_scores_are_the_product_of_matrix_and_weights(ngrams: HashedNgrams) -> None:
    found = Sentences.of(ngrams.count(read(*LETTERS[:4])))
    weights = np.random.default_rng(0).normal(size=(found.matrix().shape[1], 3)).astype(np.float32)
    np.testing.assert_allclose(found.scores(weights), found.matrix() @ weights, rtol=1e-4)
