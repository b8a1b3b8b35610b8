"""What letters name, kept beside the register."""

import datetime as dt

from sqlalchemy import func, select

from nlp.letter import Analysis, Letter, Prediction
from nlp.store import Reader, Store, close_letter, letters_naming, make_study, purge, register, save_studies
from nlp.store.schema import letter_subjects, letters, subjects
from nlp.store.subjects import subject_names

FIRM = ("enterprise", "石湾仪表厂")


def take_in(store: Store, *named: tuple[str, str]) -> str:
    (registered,) = register(store, [Letter("欠薪三年", received=dt.date(2026, 11, 9))])
    found = Analysis(Letter("欠薪三年"), Prediction("policy", {"policy": 1.0}), confidential=False)
    save_studies(store, "m", [make_study(registered.id, found, "m", store.seal, store.fold, subjects=named)])
    return registered.number


def count(store: Store, table: object) -> int:
    with store.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0  # type: ignore[arg-type]


def test_a_name_stands_once_and_letters_are_found_by_it(store: Store) -> None:
    numbers = [take_in(store, FIRM), take_in(store, FIRM, ("region", "献县")), take_in(store)]
    assert count(store, subjects) == 2
    with store.reading() as connection:
        found = list(connection.scalars(select(letters.c.number).where(letters_naming(store, *FIRM))))
    assert found == numbers[:2]


def test_a_name_of_another_kind_is_another_name(store: Store) -> None:
    take_in(store, ("region", FIRM[1]))
    with store.reading() as connection:
        assert connection.execute(select(letters.c.id).where(letters_naming(store, *FIRM))).first() is None


def test_names_are_read_back_by_number_and_are_sealed_where_the_store_is(store: Store) -> None:
    take_in(store, FIRM)
    with store.reading() as connection:
        row = connection.execute(select(subjects)).one()
        assert subject_names(store, connection, [row.id]) == {row.id: FIRM[1]}
        assert (FIRM[1].encode() in row.name) == (not store.seal.fingerprint)


def test_purging_a_letter_unties_it_from_what_it_names(store: Store) -> None:
    close_letter(store, take_in(store, FIRM), Reader("甲"))
    purge(store, "甲", days=0)
    assert count(store, letter_subjects) == 0
