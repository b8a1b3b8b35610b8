"""Put very many synthetic analyses into a store, in bulk: to measure what counts and lists, not what reads letters.

Only the register, the analyses and what letters name are filled; there is no text behind a number.
"""

import datetime as dt
import json
import random
from collections.abc import Iterator

from invented_office import CHANNELS, MONDAY
from sqlalchemy import func, insert, select

from nlp.receipt import FileCount, Receipt
from nlp.store import Store
from nlp.store.schema import (
    analyses,
    batches,
    counters,
    files,
    letter_subjects,
    letters,
    matter_letters,
    matters,
    texts,
)
from nlp.store.subjects import add_subjects

__all__ = ["add_letters"]

CODES = ("policy", "historical_debts", "anti_corruption", "management_conflict", "other")
_DAYS = 2 * 365
_CHUNK = 20_000
_CLOSED = 0.9
"""Of the letters whose time is up, so many are dealt with."""
_FIRMS, _REGIONS, _MATTERS = 400, 120, 3000
_MODEL = "synthetic"


def add_letters(store: Store, count: int, seed: int = 1) -> int:
    """Add so many letters of the last two years in one batch, and give its number."""
    dice = random.Random(seed)
    with store.writing() as connection:
        start = (connection.scalar(select(func.max(letters.c.id))) or 0) + 1
        whole = Receipt([FileCount("合成.csv", "read", rows=count, letters=count)])
        receipt = json.dumps(whole.as_dict(), ensure_ascii=False)
        ran = {"started_at": store.now(), "finished_at": store.now()}
        batch = connection.execute(insert(batches).values(digest="0" * 64, who="合成", receipt=receipt, **ran))
        (batch_id,) = batch.inserted_primary_key or (0,)
        file = insert(files).values(batch_id=batch_id, name="合成.csv", sha256="0" * 64)
        (file_id,) = connection.execute(file).inserted_primary_key or (0,)
        named = [("enterprise", f"第{n}机械厂") for n in range(_FIRMS)]
        named += [("region", f"合成省第{n}市") for n in range(_REGIONS)]
        # Tied to one letter to give them numbers, whose own rows follow.
        connection.execute(insert(letters), [_letter(dice, start, file_id, store.now())])
        add_subjects(store, connection, {start: named})
        numbers = list(connection.scalars(select(letter_subjects.c.subject_id)))
        _add_matters(store, connection)
        for first in range(start + 1, start + count, _CHUNK):
            ids = range(first, min(first + _CHUNK, start + count))
            connection.execute(insert(letters), [_letter(dice, id_, file_id, store.now()) for id_ in ids])
            connection.execute(insert(texts), [{"letter_id": id_, "body": b"\x00"} for id_ in ids])
            connection.execute(insert(analyses), [_analysis(dice, id_, store.now()) for id_ in ids])
            connection.execute(insert(letter_subjects), list(_subjects(dice, ids, numbers)))
            connection.execute(insert(matter_letters), list(_members(dice, ids, store.now())))
        connection.execute(counters.update().values(value=counters.c.value + count))
    return int(batch_id)


def _letter(dice: random.Random, id_: int, file_id: int, now: str) -> dict[str, object]:
    category = dice.choice(CODES)
    received = MONDAY + dt.timedelta(days=6 - dice.randrange(_DAYS))
    closed = received + dt.timedelta(days=dice.randrange(15, 90))
    ended = closed <= MONDAY and dice.random() < _CLOSED
    return {
        "id": id_,
        "number": f"S-{id_:07d}",
        "file_id": file_id,
        "item": str(id_),
        "source": f"合成.csv 第 {id_} 行",
        "received": received,
        "registered_at": now,
        "channel": dice.choice(CHANNELS),
        "text_sha": f"{id_:064d}",
        "status": "closed" if ended else "analysed",
        "closed_at": f"{closed}T09:00:00.000000+00:00" if ended else None,
        "confidential": category == "anti_corruption",
        "category": category,
        "model": _MODEL,
        "indexed": False,
    }


def _analysis(dice: random.Random, id_: int, now: str) -> dict[str, object]:
    return {
        "letter_id": id_,
        "model": _MODEL,
        "made_at": now,
        "category": "policy",
        "probability": dice.random(),
        "needs_review": dice.random() < 0.1,
        "confidential": False,
        "document": b"\x00" + b"{}" + b" " * 600,
    }


def _subjects(dice: random.Random, ids: range, numbers: list[int]) -> Iterator[dict[str, int]]:
    for id_ in ids:
        for number in {dice.choice(numbers[:_FIRMS]), dice.choice(numbers[_FIRMS:])}:
            yield {"letter_id": id_, "subject_id": number}


def _add_matters(store: Store, connection: object) -> None:
    rows = [
        {
            "id": f"s{n}",
            "born": "2025-01-06",
            "document": store.seal.close('{"headline": "合成事项"}', f"matters.document:s{n}"),
        }
        for n in range(_MATTERS)
    ]
    connection.execute(insert(matters), rows)  # type: ignore[attr-defined]


def _members(dice: random.Random, ids: range, now: str) -> Iterator[dict[str, object]]:
    for id_ in ids:
        if dice.random() < 0.6:
            yield {"letter_id": id_, "matter_id": f"s{dice.randrange(_MATTERS)}", "since": now}
