"""Two readers of one letter, each without the other's answer; where they agree the category is settled.

Agreement measured after an answer was seen says nothing (Krippendorff 2004, Content Analysis, ch. 11), so the store
gives readings out only through ``readings_of``, for letters that two people have read.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from nlp.errors import StoreError
from nlp.store.audit import record
from nlp.store.connection import Store, hold
from nlp.store.decisions import find_decidable, put_correction
from nlp.store.schema import letters, readings
from nlp.store.viewing import Reader, open_letters

__all__ = ["Reading", "read_twice", "readings_of"]

_READERS = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """What one person made of a letter, and why; ``settled`` once the letter's category is."""

    letter_id: int
    number: str
    who: str
    at: str
    category: str
    why: str
    settled: bool


def read_twice(store: Store, number: str, person: Reader, category: str, why: str = "") -> bool:
    """Keep what a person makes of a letter; True once two have read it and agree, which settles the category.

    Raises ``StoreError`` for a letter that the person may not decide about or has read before, that nobody has analysed
    yet, that is settled, or that two others have read.
    """
    who = person.name.strip()
    with store.writing() as connection:
        hold(connection, readings)
        row = find_decidable(store, connection, number, person)
        if row.model is None:
            raise StoreError(number, "还没有研判，不能复核", "请先运行 petitions ingest 完成研判")
        read = select(readings.c.who, readings.c.category).where(readings.c.letter_id == row.id)
        before = {one.who: one.category for one in connection.execute(read)}
        if who in before:
            raise StoreError(number, "您已经读过这封信", "请由另一个人读第二遍")
        if row.settled or len(before) >= _READERS:
            raise StoreError(number, "这封信已有结果，或已有两个人读过", "请刷新后看下一封")
        box = store.seal.close(why, f"readings.why:{row.id}:{who}")
        entry = {"letter_id": row.id, "who": who, "at": store.now(), "category": category, "why": box}
        connection.execute(readings.insert().values(entry))
        record(store, connection, person.name, "read", number, {"category": category, "why": why})
        agreed = list(before.values()) == [category]
        if agreed:
            names = "、".join([*before, who])
            put_correction(store, connection, row, person, "category", category, f"两人各自判读一致：{names}")
    return agreed


def readings_of(store: Store, connection: Connection, *, person: Reader) -> list[tuple[Reading, Reading]]:
    """Give the readings of the letters two people have read, first reader first, in order of registration.

    Letters of which the person may see nothing are left out.
    """
    twice = select(readings.c.letter_id).group_by(readings.c.letter_id).having(func.count() >= _READERS)
    found = (
        select(readings, letters.c.number, letters.c.settled)
        .join(letters, letters.c.id == readings.c.letter_id)
        .where(readings.c.letter_id.in_(twice))
        .order_by(readings.c.letter_id, readings.c.at)
    )
    visible = {letter_id for letter_id, _ in open_letters(store, connection, letters.c.id.in_(twice), reader=person)}
    read = [
        Reading(
            row.letter_id,
            row.number,
            row.who,
            row.at,
            row.category,
            store.seal.open(row.why, f"readings.why:{row.letter_id}:{row.who}"),
            row.settled,
        )
        for row in connection.execute(found)
        if row.letter_id in visible
    ]
    return list(zip(read[::2], read[1::2], strict=True))
