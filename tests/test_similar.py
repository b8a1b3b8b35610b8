"""Earlier letters that may be of the same matter."""

import pytest

from nlp.letter import Analysis, Letter, Prediction
from nlp.privacy import mask
from nlp.similar import Similar, find_similar
from nlp.store import Reader, Store, audit_lines, make_study, open_store, register, save_studies

TEXT = "石湾仪表厂内退费从去年九月停发至今，厂里说没有钱，请把欠的补发给我们。"
KIN = "我在石湾仪表厂二十六年，内退费从去年九月起没有发过，请求补发。"
OTHER = "青坪水泥厂家属区的房产证一直没有办下来，请督促办理。"
SECRET = f"{TEXT}厂长还贪污。"


@pytest.fixture
def store() -> Store:
    store = open_store("sqlite://")
    arrivals = [Letter(text) for text in (f"{TEXT}电话13800001234。", KIN, OTHER, SECRET)]
    for letter, registered in zip(arrivals, register(store, arrivals), strict=True):
        found = Analysis(letter, Prediction("other", {"other": 1.0}), confidential="贪污" in letter.text)
        save_studies(store, "m", [make_study(registered.id, found, "m", store.seal, str.lower)])
    return store


def similar(store: Store, text: str, who: Reader | None = None) -> list[Similar]:
    return find_similar(store, Letter(text), ["石湾仪表厂"], who or Reader("甲"), mask)


def test_a_copy_comes_first_and_is_called_one(store: Store) -> None:
    first, *rest = similar(store, TEXT)
    assert first.copy
    assert first.share >= max(one.share for one in rest)


def test_another_letter_about_the_matter_is_shown_as_alike(store: Store) -> None:
    assert [one.copy for one in similar(store, TEXT) if "二十六年" in one.masked] == [False]


def test_a_letter_about_something_else_is_not_shown(store: Store) -> None:
    assert not [one for one in similar(store, TEXT) if "房产证" in one.masked]


def test_what_is_shown_is_masked(store: Store) -> None:
    assert not [one for one in similar(store, TEXT) if "13800001234" in one.masked]


def test_a_confidential_letter_is_shown_to_its_handler_alone(store: Store) -> None:
    assert not [one for one in similar(store, TEXT) if "贪污" in one.masked]
    assert [one for one in similar(store, TEXT, Reader("乙", confidential=True)) if "贪污" in one.masked]


def test_a_registered_letter_is_not_its_own_likeness(store: Store) -> None:
    again = find_similar(store, Letter(TEXT, id="2026-000001"), [], Reader("甲"), mask)
    assert "2026-000001" not in [one.number for one in again]


def test_showing_is_noted_with_the_numbers(store: Store) -> None:
    numbers = [one.number for one in similar(store, TEXT)]
    last = audit_lines(store)
    assert dict([*last][-1].details)["numbers"] == numbers


def test_a_blank_letter_is_like_none(store: Store) -> None:
    assert find_similar(store, Letter(""), [], Reader("甲"), mask) == []
