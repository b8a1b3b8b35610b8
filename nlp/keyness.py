"""The words that set some letters apart from the rest: log-likelihood of the letters that hold each word.

Reference: T. Dunning, Accurate Methods for the Statistics of Surprise and Coincidence, Computational Linguistics
19(1), 1993. Letters are counted, not occurrences, so that one letter that repeats a word a hundred times counts once.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import and_, not_, select, true

from nlp.clustering import log_likelihood
from nlp.exploring import Choice
from nlp.privacy import PLACEHOLDER, neutralize
from nlp.store import Reader, Store, open_letters, record
from nlp.store.schema import letters
from nlp.tokenization import normalize, shared_segmenter

__all__ = ["KeyTerm", "KeyTerms", "find_key_terms"]

MOST_LETTERS = 3000
"""The newest letters on each side are read; more would change little and keep people waiting."""

_FEWEST = 2
_SIGNIFICANT = 10.83
"""Chi-square with one degree of freedom at p = 0.001; what is below may be chance."""


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """A word, the letters holding it here and in the rest, and its G²."""

    term: str
    here: int
    rest: int
    score: float


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
    (here, size), (rest, rest_size) = (
        _count(store, and_(visible, condition), tell) for condition in (choice.condition, not_(choice.condition))
    )
    scored = [
        KeyTerm(term, seen, rest[term], log_likelihood(seen, size, rest[term], rest_size))
        for term, seen in here.items()
        if seen >= _FEWEST
    ]
    best = sorted((one for one in scored if one.score >= _SIGNIFICANT), key=lambda one: (-one.score, one.term))
    with store.writing() as connection:
        details = {"week": choice.week, "category": choice.category}
        record(store, connection, reader.name, "terms", "", details)
    return KeyTerms(tuple(best[:count]), size, rest_size)


def _count(store: Store, condition: object, tell: Callable[[int], object]) -> tuple[Counter[str], int]:
    """Count the letters that hold each word among the newest ones of a condition."""
    held, size = Counter[str](), 0
    with store.reading() as connection:
        newest = select(letters.c.id).where(condition).order_by(letters.c.id.desc()).limit(MOST_LETTERS)  # type: ignore[arg-type]
        ids = list(connection.scalars(newest))
        for start in range(0, len(ids), 200):
            opened = open_letters(store, connection, letters.c.id.in_(ids[start : start + 200]))
            for _, letter in opened:
                held.update(_words(letter.full_text))
            size += len(opened)
            tell(size)
    return held, size


def _words(text: str) -> Iterable[str]:
    plain = normalize(neutralize(text)).text
    cut = (plain[start:end] for start, end in shared_segmenter().spans(plain) if end - start >= 2)
    return {word for word in cut if PLACEHOLDER not in word and all("\u4e00" <= sign <= "\u9fff" for sign in word)}
