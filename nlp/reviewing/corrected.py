"""Letters whose category a person has settled, as labelled letters: what an office teaches its own model with.

They are opened in this process for training. To a file they go only where somebody asks, accusations only where that
is asked for too, and both are in the audit.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, true

from nlp.corpus import LabelledLetter
from nlp.errors import StoreError
from nlp.letter import Letter
from nlp.store import Reader, Store, memberships, open_letters, read_documents, record
from nlp.store.schema import corrections, letters
from nlp.taxonomy import Taxonomy

__all__ = ["Corrected", "corrected_letters", "count_corrected", "export_corrected"]

_CHUNK = 1000
_PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class Corrected:
    """How many letters people have settled, how many of them otherwise than the model, how many are confidential."""

    letters: int
    changed: int
    confidential: int


def _settled(taxonomy: Taxonomy, accusations: bool) -> ColumnElement[bool]:
    open_ = true() if accusations else letters.c.confidential.is_(False)
    return and_(letters.c.settled, letters.c.category.in_(taxonomy.codes), open_)


def count_corrected(store: Store, taxonomy: Taxonomy) -> Corrected:
    """Count the letters that training would use.

    >>> from nlp.store import open_store
    >>> from nlp.taxonomy import Category
    >>> two = (Category(code="a", name="甲"), Category(code="b", name="乙"))
    >>> count_corrected(open_store("sqlite://"), Taxonomy(version=1, name="x", categories=two))
    Corrected(letters=0, changed=0, confidential=0)
    """
    settled = _settled(taxonomy, accusations=True)
    otherwise = (
        select(corrections.c.id)
        .where(corrections.c.letter_id == letters.c.id, corrections.c.field == "category")
        .where(corrections.c.before != corrections.c.after)
    )
    with store.reading() as connection:

        def count(*conditions: ColumnElement[bool]) -> int:
            return connection.scalar(select(func.count()).select_from(letters).where(settled, *conditions)) or 0

        return Corrected(count(), count(otherwise.exists()), count(letters.c.confidential))


def corrected_letters(store: Store, taxonomy: Taxonomy, *, accusations: bool = True) -> list[LabelledLetter]:
    """Give the settled letters with the categories people gave them, in order of registration.

    Further categories are those the model named and nobody objected to: without them training would learn that the
    letter holds no other matter. Letters of one matter share a group and stay on one side of every split. The id of a
    confidential letter is a digest: a model card may list ids. Blank letters are left out.
    """
    kin = memberships(store)
    return list(_labelled(store, _settled(taxonomy, accusations), kin))


def _labelled(
    store: Store, condition: ColumnElement[bool], kin: dict[int, tuple[str, bool]]
) -> Iterator[LabelledLetter]:
    after = 0
    while True:
        page = and_(condition, letters.c.id > after)
        with store.reading() as connection:
            opened = open_letters(store, connection, page, _CHUNK)
            known = letters.c.id.in_([id_ for id_, _ in opened])
            columns = select(letters.c.id, letters.c.category, letters.c.confidential)
            said = {row.id: row for row in connection.execute(columns.where(known))}
            found = dict(read_documents(store, connection, known))
        if not opened:
            return
        for id_, letter in opened:
            if letter.full_text.strip():
                matter = kin[id_][0] if id_ in kin else ""
                yield _as_labelled(store, letter, said[id_], found.get(id_, {}), matter)
        after = opened[-1][0]


def _as_labelled(store: Store, letter: Letter, row: Any, document: dict[str, Any], matter: str) -> LabelledLetter:
    further = document.get("prediction", {}).get("secondary", ())
    name = f"保密件 {store.seal.digest(letter.id)[:8]}" if row.confidential else f"来信 {letter.id}"
    return LabelledLetter(
        id=name,
        title=letter.title,
        text=letter.text,
        label=row.category,
        secondary=tuple(code for code in further if code != row.category),
        pair=f"事项 {matter}" if matter else "",
    )


def export_corrected(store: Store, taxonomy: Taxonomy, path: Path, person: Reader, *, accusations: bool = False) -> int:
    """Write the settled letters as a labelled JSONL file only its owner can read; audited first. Give their number.

    The letters stand there whole. Confidential ones are left out unless ``accusations``, and then the person must be a
    handler of accusations. Raises ``StoreError`` for anybody else, and when the file cannot be written.
    """
    if accusations and not person.confidential:
        raise StoreError("导出更正", "检举控告件只能由承办人导出", "请去掉 --accusations，或由承办人导出")
    found = corrected_letters(store, taxonomy, accusations=accusations)
    with store.writing() as connection:
        details = {"letters": len(found), "accusations": accusations}
        record(store, connection, person.name, "export", path.name, details)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(letter.model_dump_json(exclude_defaults=True) + "\n" for letter in found)
    except OSError as error:
        raise StoreError(str(path), f"写不了（{error.strerror}）", "请核对文件夹和权限，或换一个文件") from None
    return len(found)
