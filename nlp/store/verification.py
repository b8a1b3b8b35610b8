"""Look over the whole store: is every letter there, once, and as it was registered?"""

from collections.abc import Iterator

from sqlalchemy import Connection, and_, func, select, text

from nlp.errors import StoreError
from nlp.store.audit import Head, verify_audit
from nlp.store.connection import Store
from nlp.store.numbering import count_of
from nlp.store.schema import analyses, counters, letters, texts
from nlp.store.viewing import open_letters

__all__ = ["verify_store"]

_PAGE = 1000


def verify_store(store: Store, known: Head | None = None) -> list[str]:
    """Say what is wrong with the store, a sentence each; an empty list when all is well.

    Checked are the database file, the numbers, the text of every letter against its digest, every letter's analysis,
    and the audit (against ``known``, if given).
    """
    with store.reading() as connection:
        faults = [*_check_database(store, connection), *_check_numbers(connection), *_check_links(connection)]
        faults += _check_texts(store, connection)
    return faults + [f"审计：{fault}" for fault in verify_audit(store, known)]


def _check_database(store: Store, connection: Connection) -> Iterator[str]:
    if store.postgresql:
        return  # PostgreSQL checks its pages and foreign keys itself
    for (said,) in connection.execute(text("PRAGMA integrity_check(20)")):
        if said != "ok":
            yield "数据库文件：内部结构损坏"
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield f"数据库文件：{row[0]} 表第 {row[1]} 行指向不存在的记录"


def _check_numbers(connection: Connection) -> Iterator[str]:
    """Compare what was given out with what is there: every id, and every running number of every year."""
    held = connection.scalar(select(func.count()).select_from(letters)) or 0
    highest = connection.scalar(select(func.max(letters.c.id))) or 0
    given = count_of(connection, "letter")
    if not held == highest == given:
        yield f"登记簿：已发出 {given} 个号，实有 {held} 封，最后一封是第 {highest} 封"
    for name, value in connection.execute(select(counters.c.name, counters.c.value)).fetchall():
        if name.startswith("number:"):
            year = name.removeprefix("number:")
            count = connection.scalar(select(func.count()).where(letters.c.number.startswith(f"{year}-"))) or 0
            if count != value:
                yield f"登记簿：{year} 年已发出 {value} 个号，实有 {count} 封"


def _check_links(connection: Connection) -> Iterator[str]:
    bare = select(func.count()).select_from(letters.outerjoin(texts)).where(texts.c.letter_id.is_(None))
    if count := connection.scalar(bare):
        yield f"登记簿：{count} 封来信没有正文记录"
    analysed = letters.outerjoin(
        analyses, and_(analyses.c.letter_id == letters.c.id, analyses.c.model == letters.c.model)
    )
    missing = and_(letters.c.model.is_not(None), letters.c.purged_at.is_(None), analyses.c.letter_id.is_(None))
    if count := connection.scalar(select(func.count()).select_from(analysed).where(missing)):
        yield f"研判：{count} 封来信的研判结果缺失"


def _check_texts(store: Store, connection: Connection) -> Iterator[str]:
    after = 0
    while True:
        wanted = select(letters.c.id, letters.c.number, letters.c.text_sha).where(letters.c.id > after)
        page = connection.execute(wanted.order_by(letters.c.id).limit(_PAGE)).fetchall()
        if not page:
            return
        after = page[-1].id
        opened = _opened(store, connection, page[0].id, after)
        for row in page:
            if opened.get(row.id) != row.text_sha:
                yield f"{row.number}：正文与登记时不符"


def _opened(store: Store, connection: Connection, first: int, last: int) -> dict[int, str]:
    """Give the digests of the letters of a page; where one does not open, they are opened one by one."""
    try:
        opened = open_letters(store, connection, letters.c.id.between(first, last))
    except StoreError:
        return {} if first == last else _halves(store, connection, first, last)
    return {id_: store.seal.digest(letter.text) for id_, letter in opened}


def _halves(store: Store, connection: Connection, first: int, last: int) -> dict[int, str]:
    middle = (first + last) // 2
    return _opened(store, connection, first, middle) | _opened(store, connection, middle + 1, last)
