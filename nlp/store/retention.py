"""Retention: what was derived from closed letters goes after a time; the letters themselves stay.

《个人信息保护法》第十九条（保存期限为实现处理目的所必要的最短时间）、第四十七条；原件的期限由档案制度定，本程序不删原件。
"""

import datetime as dt

from sqlalchemy import and_, delete, select

from nlp.store.audit import record
from nlp.store.connection import Store, hold
from nlp.store.index import drop_terms
from nlp.store.schema import analyses, letters, meta, purges, vectors
from nlp.store.subjects import drop_subjects
from nlp.store.terms import terms_of
from nlp.store.viewing import open_letters

__all__ = ["DAYS", "purge", "purge_if_due"]

DAYS = 180
"""How long derived data outlive the closing of a letter, in days, unless the office says otherwise."""

_CHUNK = 500
_LAST = "purged_on"


def purge(store: Store, who: str, days: int = DAYS) -> int:
    """Delete what was derived from letters closed over ``days`` days ago; return how many letters.

    The register, the letters, their contacts, corrections and audit stay, and so does the category in the register.
    Each purge is recorded with its counts. Raises ``ValueError`` for fewer than 0 days.
    """
    if days < 0:
        raise ValueError(f"purge: days must be 0 or more, {days}. Pass how long derived data are kept.")
    before = store.ago(dt.timedelta(days=days))
    total = 0
    while count := _purge_some(store, who, before):
        total += count
    return total


def purge_if_due(store: Store, who: str, days: int = DAYS) -> int:
    """Purge unless that was done today; every batch calls this, so that nobody has to remember."""
    today = store.now()[:10]
    with store.writing() as connection:
        hold(connection, meta)
        if connection.scalar(select(meta.c.value).where(meta.c.name == _LAST)) == today:
            return 0
        connection.execute(delete(meta).where(meta.c.name == _LAST))
        connection.execute(meta.insert().values(name=_LAST, value=today))
    return purge(store, who, days)


def _purge_some(store: Store, who: str, before: str) -> int:
    old = and_(letters.c.closed_at < before, letters.c.purged_at.is_(None))
    with store.writing() as connection:
        hold(connection, purges)
        ids = list(connection.scalars(select(letters.c.id).where(old).order_by(letters.c.id).limit(_CHUNK)))
        if not ids:
            return 0
        indexed = open_letters(store, connection, and_(letters.c.id.in_(ids), letters.c.indexed))
        folded = [(id_, terms_of(store.fold(letter.full_text))) for id_, letter in indexed]
        drop_terms(store, connection, [(id_, " ".join(store.seal.blind(terms))) for id_, terms in folded])
        counts = {
            "letters": len(ids),
            "analyses": connection.execute(delete(analyses).where(analyses.c.letter_id.in_(ids))).rowcount,
            "vectors": connection.execute(delete(vectors).where(vectors.c.letter_id.in_(ids))).rowcount,
            "indexed": len(indexed),
        }
        drop_subjects(connection, ids)
        now = store.now()
        connection.execute(letters.update().where(letters.c.id.in_(ids)).values(purged_at=now, indexed=False))
        connection.execute(purges.insert().values(at=now, closed_before=before, **counts))
        record(store, connection, who, "purge", "", {"closed_before": before, **counts})
    return len(ids)
