"""jieba itself, to compare with, and the office's word list."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from nlp.tokenization import Segmenter, Term, Word, parse_lexicon, user_words

LEXICON = Path(__file__).resolve().parents[2] / "corpora" / "lexicons" / "terms.tsv"
Reference = Callable[..., Callable[[str], list[str]]]


@pytest.fixture(scope="session")
def terms() -> tuple[Term, ...]:
    return parse_lexicon(LEXICON.read_text(encoding="utf-8"), LEXICON.name)


@pytest.fixture(scope="session")
def words(terms: tuple[Term, ...]) -> tuple[Word, ...]:
    return user_words(terms)


@pytest.fixture(scope="session")
def jieba_cut(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    """Give the cut of a tokenizer of jieba's own, with its default dictionary and the words asked for."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    folder = str(tmp_path_factory.mktemp("jieba"))

    def make(words: tuple[Word, ...] = ()) -> Callable[[str], list[str]]:
        tokenizer = jieba.Tokenizer()
        tokenizer.tmp_dir = folder
        tokenizer.initialize()
        for word in words:
            tokenizer.add_word(*word)
        cut: Callable[[str], list[str]] = tokenizer.lcut
        return cut

    return make


@pytest.fixture(scope="session")
def plain() -> Segmenter:
    return Segmenter()


@pytest.fixture(scope="session")
def office(words: tuple[Word, ...]) -> Segmenter:
    return Segmenter(words)
