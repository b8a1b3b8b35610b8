"""What 检索 finds and shows."""

import datetime as dt
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from nlp.letter import Analysis, Letter, Prediction
from nlp.store import Found, Store, audit_lines, make_study, register, save_studies
from nlp.studying import fold_text
from tests.ui.conftest import shown
from ui import text
from ui.found import context_of

DAY = dt.date(2026, 11, 9)


@pytest.fixture
def filled(store: Store) -> Store:
    """Forty letters: twenty of one week about 内退费, twenty of an earlier one about 房产证, one confidential."""
    arrivals = [Letter(f"内退费停发{n}个月。请帮助，电话13800001234。", received=DAY) for n in range(20)]
    arrivals += [Letter(f"房产证{n}年没有办。", received=DAY - dt.timedelta(days=30)) for n in range(20)]
    arrivals.append(Letter("厂长贪污内退费。", received=DAY))
    for letter, registered in zip(arrivals, register(store, arrivals), strict=True):
        secret = "贪污" in letter.text
        found = Analysis(letter, Prediction("historical_debts", {"historical_debts": 1.0}), confidential=secret)
        named = [("enterprise", "石湾仪表厂")] if "内退费" in letter.text else []
        save_studies(store, "m", [make_study(registered.id, found, "m", store.seal, fold_text, subjects=named)])
    return store


@pytest.fixture
def page(filled: Store, open_page: Callable[[str], AppTest]) -> AppTest:
    return open_page("explore")


def compare(page: AppTest, **choice: str) -> AppTest:
    page.session_state["explore_tab"] = text.EXPLORE_TABS[1]
    page.run()
    for name, value in choice.items():
        page.selectbox(key=f"terms_{name}").select(value)
    return next(button for button in page.button if button.label == text.COMPARE).click().run()


def search(page: AppTest, words: str) -> AppTest:
    page.text_input(key="search_words").input(words)
    return next(button for button in page.button if button.label == text.SEARCH).click().run()


def test_a_word_of_two_characters_is_found_in_its_context(page: AppTest) -> None:
    table = search(page, "退费").dataframe[0].value
    assert len(table) == 20
    assert (table["上文"].iloc[0], table["检索词"].iloc[0]) == ("内", "退费")


def test_confidential_letters_are_found_by_their_handler_alone(page: AppTest) -> None:
    assert not search(page, "贪污").dataframe
    page.checkbox(key="handler").check()
    assert len(search(page, "贪污").dataframe[0].value) == 1


def test_what_is_masked_is_not_found(page: AppTest) -> None:
    assert text.FOUND_LETTERS.format(count=0) in shown(search(page, "13800001234"))


def test_a_word_of_one_character_says_what_to_do(page: AppTest) -> None:
    assert "两个字" in search(page, "退").warning[0].value


def test_a_week_narrows_the_search(page: AppTest) -> None:
    page.selectbox(key="search_week").select("2026-W41")
    assert text.FOUND_LETTERS.format(count=0) in shown(search(page, "退费"))


@pytest.mark.parametrize(
    ("name", "value", "words", "count"),
    [
        ("enterprise", "石湾仪表厂", "退费", 20),
        ("enterprise", "石湾仪表厂", "房产证", 0),
        ("category", "policy", "退费", 0),
        ("category", "historical_debts", "房产证", 20),
    ],
)
def test_an_enterprise_or_a_category_narrows_the_search(
    page: AppTest, name: str, value: str, words: str, count: int
) -> None:
    page.selectbox(key=f"search_{name}").select(value)
    assert text.FOUND_LETTERS.format(count=count) in shown(search(page, words))


def test_a_letter_found_is_opened_masked_and_the_look_is_noted(page: AppTest, filled: Store) -> None:
    search(page, "退费")
    page.session_state["found-search-退费"] = {"selection": {"rows": [0], "columns": []}}
    page.run()
    said = shown(page)
    assert "请帮助" in said
    assert "13800001234" not in said
    assert [line.action for line in audit_lines(filled)][-1] == "view"


def test_every_search_is_noted(page: AppTest, filled: Store) -> None:
    search(page, "退费")
    assert [line.action for line in audit_lines(filled)][-1] == "search"


def test_the_words_of_a_week_set_it_apart(page: AppTest) -> None:
    page = compare(page, week="2026-W46")
    assert not page.exception
    words = set(page.dataframe[0].value["词"])
    assert "停发" in words
    assert "房产证" not in words


def test_comparing_nothing_asks_for_a_choice(page: AppTest) -> None:
    assert compare(page).warning[0].value == text.CHOOSE_SOMETHING


def test_an_enterprise_is_compared_with_the_rest(page: AppTest) -> None:
    table = compare(page, enterprise="石湾仪表厂").dataframe[0].value
    assert "停发" in set(table["词"])
    assert text.COMPARED.format(here=20, rest=20) in shown(page)


def test_what_words_occur_with_stands_beside_them(page: AppTest) -> None:
    table = compare(page, week="2026-W46").dataframe[0].value
    beside = dict(zip(table["词"], table["常与它同句的词"], strict=True))
    assert "停发" in beside["退费"]


def test_a_snippet_without_the_word_is_shown_whole() -> None:
    assert context_of(Found("1", None, "厂里欠薪"), "工资") == ("", "", "厂里欠薪")
