"""Two languages, one page: the same sentences in both, and none outside of them."""

import ast
import re
import string
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest

from nlp.settings import Settings
from nlp.taxonomy import load_taxonomy
from ui import text
from ui.text import en, zh

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted([*ROOT.glob("ui/*.py"), ROOT / "app.py"])
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
AS_DATA = {
    "CHANNELS",
    "TRANSFERRED",
    "PASTED",
    "ACCEPTED_WHY",
    "REVIEWED_WHY",
    "NTH_COLUMN_KEY",
    "LANGUAGE",
    "LANGUAGES",
}
"""What is stored, or is the same in both languages by intent."""


def sentences(words: ModuleType) -> dict[str, object]:
    return {name: value for name, value in vars(words).items() if name.isupper()}


def shape(value: object) -> object:
    """What must be the same in both languages: what is filled in, the keys, how many there are."""
    if isinstance(value, str):
        return sorted(f"{name}:{how}" for _, name, how, _ in string.Formatter().parse(value) if name is not None)
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    return [shape(each) for each in value] if isinstance(value, tuple) else type(value)


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from strings(each)


def test_both_languages_have_the_same_names() -> None:
    assert sentences(zh).keys() == sentences(en).keys()


@pytest.mark.parametrize("name", sorted(sentences(zh).keys() - {"DEFINED", *(n for n in vars(en) if "_NAMES" in n)}))
def test_a_sentence_has_the_same_places_to_fill_in_both(name: str) -> None:
    if name not in ("CATEGORY_DEFINITIONS", "ABOUT_TAXONOMY"):
        assert shape(getattr(en, name)) == shape(getattr(zh, name))


def test_every_definition_stands_in_both() -> None:
    assert {page: len(each) for page, each in en.DEFINED.items()} == {p: len(each) for p, each in zh.DEFINED.items()}


def test_no_english_sentence_holds_chinese() -> None:
    left = {name for name, value in sentences(en).items() if any(map(CHINESE.search, strings(value)))}
    assert left - AS_DATA == {"CHANNEL_NAMES"} & left


def test_the_taxonomy_has_an_english_name_for_every_code() -> None:
    taxonomy = load_taxonomy(Settings().taxonomy)
    assert set(taxonomy.codes) == en.CATEGORY_NAMES.keys() == en.CATEGORY_DEFINITIONS.keys()
    assert set(taxonomy.names.signals) == en.SIGNAL_NAMES.keys()
    assert set(taxonomy.names.checks) == en.CHECK_NAMES.keys()
    assert set(taxonomy.names.review_reasons) == en.REASON_NAMES.keys()


@pytest.mark.parametrize("module", PAGES, ids=lambda path: path.name)
def test_no_page_says_anything_that_is_not_among_the_sentences(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    said = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented
    ]
    assert [words for words in said if re.search("[\u4e00-\u9fff]", words)] == []


@pytest.mark.parametrize("module", PAGES, ids=lambda path: path.name)
def test_no_sentence_is_asked_for_before_the_language_is_known(module: Path) -> None:
    """At import, and so in default arguments and tables at the top, nobody's language is known."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    bodies = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.Lambda)
        for part in (node.body if isinstance(node, ast.FunctionDef) else [node.body])
        for inner in ast.walk(part)
    }
    asked = [
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "text"
        if id(node) not in bodies
    ]
    assert asked == []


def test_a_page_is_in_the_language_its_reader_chose(open_page: Callable[[str], AppTest]) -> None:
    page = open_page("explore")
    assert page.title[0].value == zh.EXPLORE
    page.session_state["language"] = "en"
    assert page.run().title[0].value == en.EXPLORE
    assert text.EXPLORE == zh.EXPLORE  # outside of a session
