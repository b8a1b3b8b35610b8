import numpy as np
import pytest
from scipy import sparse

from nlp.classifier.subtypes import SubtypeNamer
from nlp.features import HashedNgrams, read_document
from nlp.tokenization import shared_segmenter

ROOF, WAGE = "房顶漏水没有人修", "拖欠工资没有补发"
TEXTS = [f"{sentence}{end}" for end in "甲乙丙丁戊己庚辛壬癸子丑" for sentence in (ROOF, WAGE)]
CATEGORIES = np.array(["debt"] * len(TEXTS))
SUBTYPES = np.array(["H-roof", "H-wage"] * (len(TEXTS) // 2))


@pytest.fixture(scope="module")
def ngrams() -> HashedNgrams:
    return HashedNgrams().fit(read(*TEXTS))


def read(*texts: str) -> list:
    return [read_document(text, shared_segmenter()) for text in texts]


@pytest.fixture(scope="module")
def namer(ngrams: HashedNgrams) -> SubtypeNamer:
    groups = np.array(list(map(str, range(len(TEXTS)))))
    return SubtypeNamer().fit(ngrams.transform(read(*TEXTS)), CATEGORIES, SUBTYPES, groups)


def test_a_letter_like_one_subtype_gets_its_name(namer: SubtypeNamer, ngrams: HashedNgrams) -> None:
    found = namer.find(ngrams.count(read(ROOF, WAGE)), np.array(["debt", "other"]))
    assert found == [{"debt": "H-roof"}, {"debt": "H-wage"}]


def test_a_letter_that_could_be_either_gets_none(namer: SubtypeNamer, ngrams: HashedNgrams) -> None:
    assert namer.find(ngrams.count(read("", "没有")), np.array(["debt"])) == [{}, {}]


def test_a_subtype_of_few_letters_is_not_learnt() -> None:
    few = np.array(["H-roof"] * (len(TEXTS) - 3) + ["H-rare"] * 3)
    matrix = sparse.csr_matrix(np.eye(len(TEXTS), dtype=np.float32))
    learnt = SubtypeNamer().fit(matrix, CATEGORIES, few, np.array(list(map(str, range(len(TEXTS))))))
    assert list(learnt.codes_) == ["H-roof"]
