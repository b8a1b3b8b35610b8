"""What 审计与名单 shows: who did what, whether the audit is whole, and never what was written or searched for."""

from collections.abc import Callable

import pytest
from sqlalchemy import text as sql
from streamlit.testing.v1 import AppTest

from nlp.letter import Letter
from nlp.privacy import mask
from nlp.roles import RIGHTS
from nlp.store import Reader, Store, register, search, view
from tests.ui.conftest import shown
from ui import text


@pytest.fixture
def looked(store: Store) -> Store:
    """A store one of whose letters was looked at and searched for."""
    (registered,) = register(store, [Letter("内退费停发。")], who="王工")
    view(store, registered.number, Reader("李工", confidential=True), mask)
    search(store, "内退费", Reader("周工"), mask)
    return store


@pytest.fixture
def page(looked: Store, open_page: Callable[[str], AppTest]) -> AppTest:
    return open_page("audit")


def check(page: AppTest) -> AppTest:
    return next(button for button in page.button if button.label == text.AUDIT_CHECK).click().run()


def test_who_looked_at_which_letter_stands_there_the_newest_first(page: AppTest) -> None:
    assert not page.exception
    rows = page.dataframe[0].value[list(text.AUDIT_COLUMNS[1:])].values.tolist()
    assert rows[0][:2] == ["周工", text.ACTIONS["search"]]
    assert rows[1] == ["李工", text.ACTIONS["view"], "2026-000001"]


def test_neither_what_was_searched_for_nor_a_letter_stands_there(page: AppTest) -> None:
    assert "内退费" not in page.dataframe[0].value.to_string() + shown(page)


def test_the_lines_are_narrowed_to_a_person(page: AppTest) -> None:
    page.multiselect[0].select("李工").run()
    assert set(page.dataframe[0].value[text.AUDIT_COLUMNS[1]]) == {"李工"}


def test_an_untouched_audit_is_said_to_be_whole(page: AppTest) -> None:
    assert text.AUDIT_WHOLE.split("{")[0] in check(page).success[0].value


def test_a_line_somebody_changed_is_named(page: AppTest, looked: Store) -> None:
    with looked.engine.begin() as connection:
        for name in connection.scalars(sql("select name from sqlite_master where type='trigger'")).all():
            connection.execute(sql(f'drop trigger "{name}"'))
        connection.execute(sql("update audit set who = '别人' where action = 'view'"))
    assert not check(page).success
    assert page.error


def test_the_table_of_roles_is_that_of_the_program(page: AppTest) -> None:
    roles = page.dataframe[1].value
    assert roles.iloc[:, 0].tolist() == [text.ROLES[role] for role in RIGHTS]
