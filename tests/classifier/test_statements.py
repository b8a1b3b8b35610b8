import numpy as np
import pytest

from nlp.classifier.sentences import Mark, Sentences, marked
from nlp.classifier.statements import StatementFinder
from nlp.classifier.surroundings import rule_hits, surroundings
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
    return StatementFinder().fit(Sentences.of(ngrams.count(documents)), documents, marks, groups, [()] * len(documents))


def find(finder: StatementFinder, ngrams: HashedNgrams, *letters: Letter) -> list[tuple[Signal, ...]]:
    documents = [read_document(letter, shared_segmenter()) for letter in letters]
    found = Sentences.of(ngrams.count(documents))
    margins = finder.judge(finder.margins(found), found, documents, [()] * len(documents))
    return finder.find(margins, found, documents)


def test_a_sentence_like_those_marked_is_found_whole_and_to_be_checked(
    finder: StatementFinder, ngrams: HashedNgrams
) -> None:
    said = Signal(6, 5 + len(HEARD), HEARD.rstrip("。"), "retaliation", check=IMPLIED)
    assert find(finder, ngrams, Letter(f"菜又涨价了。{HEARD}我住9栋。")) == [(said,)]


def test_other_sentences_and_empty_letters_say_nothing(finder: StatementFinder, ngrams: HashedNgrams) -> None:
    assert find(finder, ngrams, Letter(PLAIN), Letter("")) == [(), ()]


def test_the_title_is_no_part_of_the_text(finder: StatementFinder, ngrams: HashedNgrams) -> None:
    assert find(finder, ngrams, Letter(PLAIN, title=HEARD)) == [()]


def test_words_are_learnt_from_single_sentences_too(ngrams: HashedNgrams) -> None:
    documents = read(*LETTERS)
    marks: list[list[Mark]] = [[(len(PLAIN), len(PLAIN) + 6, "retaliation")] if HEARD in x else [] for x in LETTERS]
    found, groups = Sentences.of(ngrams.count(documents)), list(map(str, range(len(LETTERS))))
    alone = Sentences.of(ngrams.count(read(*[PLAIN] * 60))), [{"retaliation", "coercion"}] * 60
    without = StatementFinder().fit(found, documents, marks, groups, [()] * len(documents))
    learnt = StatementFinder().fit(found, documents, marks, groups, [()] * len(documents), alone)
    asked = Sentences.of(ngrams.count(read(PLAIN)))
    assert learnt.margins(asked)[0, 0] > without.margins(asked)[0, 0]
    assert learnt.kinds_ == ("retaliation",)  # a kind no letter is marked with is not learnt


def test_a_kind_marked_too_rarely_is_not_learnt(ngrams: HashedNgrams) -> None:
    documents = read(*LETTERS)
    marks: list[list[Mark]] = [[(0, 6, "coercion")] if n < 5 else [] for n in range(len(LETTERS))]
    found = Sentences.of(ngrams.count(documents))
    learnt = StatementFinder().fit(found, documents, marks, ["a", "b", "c"] * 40, [()] * len(documents))
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


def test_a_sentence_without_an_end_is_cut_on_at_its_pauses(ngrams: HashedNgrams) -> None:
    text = "厂里三年没有发工资，" * 30
    found = Sentences.of(ngrams.count(read(text)))
    assert [text[start:end][-1] for start, end in zip(found.starts, found.ends, strict=True)] == ["，"] * len(
        found.rows
    )
    assert max(found.ends - found.starts) <= 120
    assert found.starts.tolist() == [0, *found.ends[:-1].tolist()]
    assert found.ends[-1] == len(text)


def test_what_rules_found_is_marked_on_the_sentences_it_touches(ngrams: HashedNgrams) -> None:
    letter = Letter("再<b>写信</b>就调走。送到山里去。", title="标题")
    documents = [read_document("没有。", shared_segmenter()), read_document(letter, shared_segmenter())]
    found = Sentences.of(ngrams.count(documents))
    reprisal = Signal(4, 6, "写信", "retaliation")
    signals = [(), (reprisal, Signal(11, 17, "调走。送到山", "coercion", check="past"))]
    hits = rule_hits(found, documents, signals, ("retaliation", "coercion"))
    spans = zip((found.starts - found.firsts)[-2:], (found.ends - found.firsts)[-2:], strict=True)
    assert [documents[1].text[start:end] for start, end in spans] == ["再写信就调走", "送到山里去"]
    assert hits[-2:].tolist() == [[1, 1, 0, 1], [0, 1, 0, 1]]


def test_a_sentence_is_judged_beside_its_neighbours_and_never_those_of_another_letter(ngrams: HashedNgrams) -> None:
    found = Sentences.of(ngrams.count(read("第一句话说的事。第二句话说的事。", "别的来信一句话。")))
    margins = np.array([[1.0], [2.0], [9.0]])
    around = surroundings(found, margins, np.zeros((3, 2), dtype=np.float32))
    own, before, after, largest, mean = around[:, :5].T
    assert own.tolist() == [1, 2, 9]
    assert (before[1], after[0]) == (1, 2)
    assert before[0] == after[1] == before[2] == after[2] < 0
    assert largest.tolist() == [2, 2, 9]
    assert mean.tolist() == [1.5, 1.5, 9]


def test_nothing_stands_around_no_sentence(ngrams: HashedNgrams) -> None:
    none, some = (Sentences.of(ngrams.count(read(text))) for text in ("", PLAIN))
    hits = [rule_hits(found, read(PLAIN), [()], ("coercion",)) for found in (none, some)]
    wide, narrow = (
        surroundings(x, np.zeros((len(x.rows), 1)), y) for x, y in zip((some, none), hits[::-1], strict=True)
    )
    assert narrow.shape == (0, wide.shape[1])


def test_what_no_statement_bears_out_goes_unless_it_must_be_seen_at_once() -> None:
    court, danger = Signal(0, 2, "法院", "litigated"), Signal(3, 5, "断药", "life_health")
    judged = ("litigated", "life_health")
    assert add_statements((court, danger), [], judged=judged) == (danger,)
    assert add_statements((court,), [Signal(0, 9, "法院判了不给", "litigated", check=IMPLIED)], judged=judged) == (
        court,
    )
