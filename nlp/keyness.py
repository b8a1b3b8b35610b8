"""The words that set some letters apart from the rest, and what these words occur with.

Both are log-likelihood: of the letters that hold a word here and elsewhere, and of the sentences that hold two words
together. Letters are counted, not occurrences, so that one letter that repeats a word a hundred times counts once.
Reference: T. Dunning, Accurate Methods for the Statistics of Surprise and Coincidence, Computational Linguistics
19(1), 1993.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, not_, select, true

from nlp.clustering import log_likelihood
from nlp.exploring import Choice
from nlp.privacy import PLACEHOLDER, neutralize
from nlp.store import Reader, Store, open_letters, record
from nlp.store.schema import letters
from nlp.tokenization import normalize, shared_segmenter

__all__ = ["MOST_LETTERS", "KeyTerm", "KeyTerms", "companions", "find_key_terms"]

MOST_LETTERS = 3000
"""The newest letters on each side are read; more would change little and keep people waiting."""

_FEWEST = 2
_SIGNIFICANT = 10.83
"""Chi-square with one degree of freedom at p = 0.001; what is below may be chance."""

_COMPANIONS = 5
_SENTENCE = re.compile(r"[。！？!?；;\n]+")

Sentences = list[frozenset[str]]


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """A word, the letters holding it here and in the rest, its G², and what it occurs with in a sentence here."""

    term: str
    here: int
    rest: int
    score: float
    companions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyTerms:
    """The words, the most telling first, and how many letters were read here and of the rest."""

    terms: tuple[KeyTerm, ...]
    here: int
    rest: int


def find_key_terms(
    store: Store, choice: Choice, reader: Reader, *, count: int = 40, tell: Callable[[int], object] = lambda _: None
) -> KeyTerms:
    """Give the words that set the letters of a choice apart from all other letters; the look is audited.

    Names, numbers and addresses are taken out before counting, and a word must stand in two letters. Confidential
    letters are left out for a reader who may not see them. ``tell`` is called with the letters read so far.

    >>> from nlp.store import open_store
    >>> find_key_terms(open_store("sqlite://"), Choice("2026-W47"), Reader("甲"))
    KeyTerms(terms=(), here=0, rest=0)
    """
    visible = true() if reader.confidential else letters.c.confidential.is_(False)
    condition = choice.condition(store)
    here, size, sentences = _count(store, and_(visible, condition), reader, tell)
    rest, rest_size, _ = _count(store, and_(visible, not_(condition)), reader, tell)
    scored = [
        (term, seen, rest[term], log_likelihood(seen, size, rest[term], rest_size))
        for term, seen in here.items()
        if seen >= _FEWEST
    ]
    best = sorted((one for one in scored if one[3] >= _SIGNIFICANT), key=lambda one: (-one[3], one[0]))[:count]
    beside = companions(sentences, [term for term, *_ in best])
    with store.writing() as connection:
        record(store, connection, reader.name, "terms", "", choice.said)
    return KeyTerms(tuple(KeyTerm(*one, beside[one[0]]) for one in best), size, rest_size)


def _count(
    store: Store, condition: ColumnElement[bool], reader: Reader, tell: Callable[[int], object]
) -> tuple[Counter[str], int, Sentences]:
    """Count the letters that hold each word among the newest ones the reader may see; give their sentences as well."""
    held, size, sentences = Counter[str](), 0, Sentences()
    with store.reading() as connection:
        ids = list(
            connection.scalars(select(letters.c.id).where(condition).order_by(letters.c.id.desc()).limit(MOST_LETTERS))
        )
        for start in range(0, len(ids), 200):
            opened = open_letters(store, connection, letters.c.id.in_(ids[start : start + 200]), reader=reader)
            for _, letter in opened:
                own = _sentences(letter.full_text)
                held.update(frozenset().union(*own))
                sentences += own
            size += len(opened)
            tell(size)
    return held, size, sentences


def _sentences(text: str) -> Sentences:
    """Give the words of each sentence, each once, without anything that tells of a person."""
    plain, segmenter = normalize(neutralize(text)).text, shared_segmenter()
    found = Sentences()
    for sentence in _SENTENCE.split(plain):
        cut = (sentence[start:end] for start, end in segmenter.spans(sentence) if end - start >= 2)
        words = frozenset(word for word in cut if PLACEHOLDER not in word and _is_chinese(word))
        if words:
            found.append(words)
    return found


def _is_chinese(word: str) -> bool:
    return all("\u4e00" <= sign <= "\u9fff" for sign in word)


def companions(sentences: Sequence[Iterable[str]], terms: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Give for each term the words that stand in one sentence with it more often than chance, the surest first.

    A sentence is a collection of different words. A term that never occurs has no companions.

    >>> companions([{"内退费", "停发"}] * 8 + [{"房产证", "办理"}] * 8, ["内退费", "没有"])
    {'内退费': ('停发',), '没有': ()}
    """
    everywhere = Counter(word for sentence in sentences for word in sentence)
    found = {}
    for term in terms:
        own = [sentence for sentence in sentences if term in sentence]
        near = Counter(word for sentence in own for word in sentence if word not in term and term not in word)
        scored = [
            (log_likelihood(count, len(own), everywhere[word] - count, len(sentences) - len(own)), word)
            for word, count in near.items()
            if count >= _FEWEST
        ]
        best = sorted((one for one in scored if one[0] >= _SIGNIFICANT), key=lambda one: (-one[0], one[1]))
        found[term] = tuple(word for _, word in best[:_COMPANIONS])
    return found
