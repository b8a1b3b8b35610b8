"""What a model found in the letters: kept beside the register, one analysis a letter and model."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Connection, String, Update, and_, bindparam, case, func, or_, select

from nlp.letter import Analysis, Letter
from nlp.store.connection import Store
from nlp.store.documents import analysis_from, document_of
from nlp.store.index import add_terms
from nlp.store.schema import analyses, files, flags, letters
from nlp.store.seal import Seal
from nlp.store.subjects import Subject, add_subjects, drop_subjects
from nlp.store.terms import terms_of
from nlp.store.viewing import ids_in_parts, open_letters

__all__ = ["Study", "count_pending", "latest_analysis", "make_study", "pending"]
__all__ += ["read_analyses", "read_documents", "save_studies"]


@dataclass(frozen=True, slots=True)
class Study:
    """An analysis ready to be stored: sealed, with its terms for the index. Small, to cross process boundaries."""

    letter_id: int
    category: str
    probability: float
    needs_review: bool
    confidential: bool
    document: bytes
    terms: str
    flags: tuple[str, ...]
    subjects: tuple[Subject, ...] = ()


def make_study(
    letter_id: int,
    analysis: Analysis,
    model: str,
    seal: Seal,
    fold: Callable[[str], str],
    red: Collection[str] = (),
    subjects: Iterable[Subject] = (),
    *,
    folded: str | None = None,
) -> Study:
    """Make what is stored of an analysis.

    ``red`` are the kinds of signal that raise a red flag, ``subjects`` the enterprises and regions the letter names;
    ``folded`` is its full text as ``fold`` would bring it, where somebody has it already.
    """
    if folded is None:
        folded = fold(analysis.letter.full_text)
    prediction = analysis.prediction
    return Study(
        letter_id=letter_id,
        category=prediction.category,
        probability=prediction.probability,
        needs_review=prediction.needs_review,
        confidential=analysis.confidential,
        document=seal.close(document_of(analysis), _place(letter_id, model)),
        terms=" ".join(seal.blind(terms_of(folded))),
        flags=tuple(sorted({signal.kind for signal in analysis.signals} & set(red))),
        subjects=tuple(sorted(set(subjects))),
    )


def _place(letter_id: int, model: str) -> str:
    return f"analyses.document:{letter_id}:{model}"


def _waiting(model: str, batch_id: int | None, renew: bool) -> ColumnElement[bool]:
    seen_by_none = letters.c.model.is_(None)
    unseen = or_(seen_by_none, letters.c.model != model) if renew else seen_by_none
    waiting = and_(unseen, letters.c.status != "closed")
    if batch_id is None:
        return waiting
    return and_(waiting, letters.c.file_id.in_(select(files.c.id).where(files.c.batch_id == batch_id)))


def count_pending(store: Store, model: str, *, batch_id: int | None = None, renew: bool = False) -> int:
    """Count the letters that ``pending`` would give."""
    with store.reading() as connection:
        counted = select(func.count()).select_from(letters).where(_waiting(model, batch_id, renew))
        return connection.scalar(counted) or 0


def pending(
    store: Store, model: str, *, batch_id: int | None = None, renew: bool = False, chunk: int = 1000
) -> Iterator[list[tuple[int, Letter]]]:
    """Yield the open letters nobody has analysed, with their ids, chunk by chunk in order of registration.

    With ``batch_id``, those of one batch; with ``renew``, also those another model has analysed. Each chunk is read
    on its own, so that what is stored meanwhile does not wait; what another process has analysed by then is left out.
    """
    wanted = select(letters.c.id).where(_waiting(model, batch_id, renew)).order_by(letters.c.id)
    for ids in ids_in_parts(store, wanted, chunk):
        with store.reading() as connection:
            found = open_letters(store, connection, and_(letters.c.id.in_(ids), _waiting(model, None, renew)))
        if found:
            yield found


def save_studies(store: Store, model: str, studies: Sequence[Study]) -> int:
    """Store what a model found, in one transaction; letters it was stored for already are left alone.

    A person's word outlives the model's: a settled category stays. A letter that was confidential stays so, except
    that until its first analysis every letter is. Returns how many were new.
    """
    with store.writing() as connection:
        ids = [study.letter_id for study in studies]
        rows = select(letters.c.id, letters.c.indexed).where(letters.c.id.in_(ids)).order_by(letters.c.id)
        indexed = {row.id for row in connection.execute(rows.with_for_update()) if row.indexed}
        done = select(analyses.c.letter_id).where(analyses.c.letter_id.in_(ids), analyses.c.model == model)
        seen = set(connection.scalars(done))
        new = [study for study in studies if study.letter_id not in seen]
        if new:
            now = store.now()
            connection.execute(analyses.insert().values(model=model, made_at=now), list(map(_analysis_row, new)))
            connection.execute(_letter_update(model), [_letter_row(study) for study in new])
            add_terms(store, connection, [(s.letter_id, s.terms) for s in new if s.letter_id not in indexed])
            drop_subjects(connection, [study.letter_id for study in new])  # those an earlier model found
            add_subjects(store, connection, {study.letter_id: study.subjects for study in new})
            _raise_flags(connection, new, now)
    return len(new)


def _analysis_row(study: Study) -> dict[str, object]:
    keys = ("letter_id", "category", "probability", "needs_review", "confidential", "document")
    return {key: getattr(study, key) for key in keys}


def _letter_update(model: str) -> Update:
    first = letters.c.model.is_(None)
    said, secret = bindparam("said", type_=String), bindparam("secret", type_=Boolean)
    return (
        letters.update()
        .where(letters.c.id == bindparam("letter"))
        .values(
            model=model,
            indexed=True,
            status=case((letters.c.status == "registered", "analysed"), else_=letters.c.status),
            category=case((letters.c.settled, letters.c.category), else_=said),
            confidential=case((first, secret), else_=or_(letters.c.confidential, secret)),
        )
    )


def _letter_row(study: Study) -> dict[str, object]:
    return {"letter": study.letter_id, "said": study.category, "secret": study.confidential}


def _raise_flags(connection: Connection, studies: Sequence[Study], now: str) -> None:
    """Raise the flags that were never raised for these letters; one that was closed is not raised again."""
    wanted = {(study.letter_id, kind) for study in studies for kind in study.flags}
    if not wanted:
        return
    ids = {letter_id for letter_id, _ in wanted}
    known = connection.execute(select(flags.c.letter_id, flags.c.kind).where(flags.c.letter_id.in_(ids)))
    new = sorted(wanted - {(row.letter_id, row.kind) for row in known})
    if new:
        rows = [{"letter_id": letter_id, "kind": kind} for letter_id, kind in new]
        connection.execute(flags.insert().values(raised_at=now), rows)


def read_documents(
    store: Store, connection: Connection, condition: ColumnElement[bool]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the analyses that letters have now, by letter id, as plain values that quote nothing."""
    found = (
        select(analyses.c.letter_id, analyses.c.model, analyses.c.document)
        .join(letters, and_(letters.c.id == analyses.c.letter_id, letters.c.model == analyses.c.model))
        .where(condition)
    )
    for row in connection.execute(found):
        yield row.letter_id, json.loads(store.seal.open(row.document, _place(row.letter_id, row.model)))


def read_analyses(store: Store, connection: Connection, condition: ColumnElement[bool]) -> Iterator[Analysis]:
    """Yield the analyses that letters have now, in order of registration, as secret as the register says.

    A letter without one is left out. Nothing is noted in the audit: that is for who shows them.
    """
    found = select(letters.c.id, letters.c.confidential, analyses.c.model, analyses.c.document).join(
        analyses, and_(letters.c.id == analyses.c.letter_id, letters.c.model == analyses.c.model)
    )
    rows = {row.id: row for row in connection.execute(found.where(condition))}
    for id_, letter in open_letters(store, connection, condition):
        if row := rows.get(id_):
            found_then = analysis_from(store.seal.open(row.document, _place(id_, row.model)), letter)
            yield replace(found_then, confidential=row.confidential)


def latest_analysis(store: Store, letter_id: int, letter: Letter) -> Analysis | None:
    """Read the analysis a letter has now, or None before the first and after the derived data were purged."""
    found = (
        select(analyses.c.model, analyses.c.document)
        .join(letters, and_(letters.c.id == analyses.c.letter_id, letters.c.model == analyses.c.model))
        .where(letters.c.id == letter_id)
    )
    with store.reading() as connection:
        row = connection.execute(found).first()
    if row is None:
        return None
    return analysis_from(store.seal.open(row.document, _place(letter_id, row.model)), letter)
