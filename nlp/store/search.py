"""Find letters by words of two characters or more, showing only what masking leaves.

The index names the candidates; each is opened, masked, and kept only if the words stand in the **masked** text. So a
search can never tell whose number or name is in a letter: what masking hides is not found.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, false, select, true

from nlp.errors import StoreError
from nlp.store.audit import record
from nlp.store.connection import Store
from nlp.store.index import letters_with
from nlp.store.schema import letters
from nlp.store.terms import terms_of
from nlp.store.viewing import Reader, open_letters

__all__ = ["Found", "search"]

_PAGE = 200
_AROUND = 24


@dataclass(frozen=True, slots=True)
class Found:
    """A letter that holds the words; ``snippet`` is masked."""

    number: str
    category: str | None
    snippet: str


def search(
    store: Store,
    words: str,
    reader: Reader,
    mask: Callable[[str], str],
    *,
    where: ColumnElement[bool] | None = None,
    limit: int = 50,
) -> list[Found]:
    """Find the newest letters that hold every one of the words, which are parted by spaces; the search is audited.

    Confidential letters are as good as absent for a reader who may not see them: neither shown nor counted. ``where``
    narrows the search further (``schema.letters.c.category == …``). Raises ``StoreError`` when no word has two
    characters.
    """
    wanted = store.fold(words).split()
    terms = store.seal.blind(sorted({term for word in wanted for term in terms_of(word)}))
    if not terms:
        raise StoreError("检索", "检索词太短", "请输入至少两个字的词，多个词用空格隔开")
    visible = true() if reader.confidential else letters.c.confidential.is_(false())
    condition = and_(letters_with(store, terms), visible, true() if where is None else where)
    found: list[Found] = []
    with store.reading() as connection:
        for match in _matches(store, connection, condition, wanted, mask, reader):
            found.append(match)
            if len(found) == limit:
                break
    with store.writing() as connection:
        record(store, connection, reader.name, "search", "", {"words": wanted, "found": len(found)})
    return found


def _matches(
    store: Store,
    connection: Connection,
    condition: ColumnElement[bool],
    wanted: Sequence[str],
    mask: Callable[[str], str],
    reader: Reader,
) -> Iterator[Found]:
    """Yield the candidates that really hold the words, newest first."""
    newest = select(letters.c.id, letters.c.category).where(condition).order_by(letters.c.id.desc())
    page = connection.execute(newest.limit(_PAGE)).fetchall()
    while page:
        categories = {row.id: row.category for row in page}
        opened = open_letters(store, connection, letters.c.id.in_(categories), reader=reader)
        for id_, letter in reversed(opened):
            shown = store.fold(mask(letter.full_text))
            if all(word in shown for word in wanted):
                yield Found(letter.id, categories[id_], _snippet(shown, wanted[0]))
        page = connection.execute(newest.where(letters.c.id < page[-1].id).limit(_PAGE)).fetchall()


def _snippet(text: str, word: str) -> str:
    """Cut the surroundings of the first place of a word, on one line."""
    at = text.index(word)
    start, end = max(0, at - _AROUND), at + len(word) + _AROUND
    cut = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{cut}{'…' if end < len(text) else ''}"
