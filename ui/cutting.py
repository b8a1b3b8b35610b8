"""By which rule a file of running text is cut into letters: shown with how each begins, and correctable beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from nlp.reading import NO_SPLIT, SplitRule
from nlp.reading.cells import INVISIBLE
from nlp.reading.preview import Document, Preview
from nlp.reading.splitting import OPENING, RULES
from ui import text
from ui.marking import plain

__all__ = ["Look", "ask_rules", "rule_asked"]

_FEW = 5
"""Files that are all shown; of more, those read as one letter are only counted, and can be picked."""

_LINES, _HEIGHT = 8, 200
_FOUND = ""
_CHOICES = (_FOUND, NO_SPLIT.name, *(rule.name for rule in RULES), OPENING)


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at one file gave: cut by the rule that was found, and by the one asked for, which may be the same."""

    file: str
    name: str
    found: Preview
    now: Preview


def rule_asked(file: str) -> SplitRule | None:
    """Give the rule somebody chose for a file, by its id; None while the one that is found will do."""
    name = str(st.session_state.get(_key(file), _FOUND))
    if name == OPENING:
        words = str(st.session_state.get(f"cut-words-{file}", "")).strip(INVISIBLE)
        name = f"{OPENING}={words}" if words else _FOUND
    return SplitRule.named(name) if name else None


def _key(file: str) -> str:
    """Name the box of a file; one a language, for a box gives back the words it showed, not what they stand for."""
    return f"cut-{st.session_state.get('language')}-{file}"


def ask_rules(looks: Sequence[Look]) -> None:
    """Show how each file of running text is cut, and ask whether that is right; ``rule_asked`` has the answer."""
    looks = [look for look in looks if look.found.documents]
    if not looks:
        return
    with st.expander(text.CUTS, expanded=True):
        whole = [look for look in looks if len(looks) > _FEW and not _is_cut(look.found)]
        for look in looks:
            if look not in whole:
                _ask(look)
        if whole:
            for look in _pick(whole):
                _ask(look)


def _pick(looks: Sequence[Look]) -> list[Look]:
    """Ask which of the files read as one letter are to be cut after all."""

    def name(place: int) -> str:
        return f"{place + 1}. {looks[place].name}"  # two files may have one name

    label = text.CUT_WHOLE.format(count=len(looks))
    places = st.multiselect(label, range(len(looks)), format_func=name, placeholder=text.CUT_PICK)
    return [looks[place] for place in places]


def _is_cut(preview: Preview) -> bool:
    return any(document.letters != 1 for document in preview.documents)


def _ask(look: Look) -> None:
    """Say in a line how one file is cut, and offer the other rules; below, how the letters begin."""
    left, right = st.columns([5, 4], vertical_alignment="center")
    left.markdown(f"**{plain(look.name)}** · {plain(_say(look))}")
    chosen = right.selectbox(
        text.CUT_HOW, _CHOICES, format_func=_offer, key=_key(look.file), label_visibility="collapsed"
    )
    if chosen == OPENING:
        right = st.columns([5, 4])[1]
        right.text_input(text.CUT_WORDS, key=f"cut-words-{look.file}", placeholder=text.CUT_WORDS_EXAMPLE)
    _show_starts(look.now.documents)


def _offer(name: str) -> str:
    short, example = text.CUT_RULES[name]
    return text.CUT_OFFER.format(rule=short, example=example) if example else short


def _named(rule: str) -> str:
    """Name a rule in the reader's language; one a person worded keeps the words."""
    kind, sign, words = rule.partition("=")
    return text.CUT_RULES[kind][0] + sign + words


def _say(look: Look) -> str:
    documents, asked = look.now.documents, rule_asked(look.file)
    letters = sum(document.letters for document in documents)
    if not letters:
        return text.CUT_NONE
    rules = {document.rule for document in documents} - {NO_SPLIT.name}
    if asked and asked != NO_SPLIT and not rules:
        return text.CUT_NOT_FOUND.format(rule=_named(asked.name), letters=letters)
    if not rules:
        return text.CUT_NOT.format(letters=f"{letters:,}")
    names = text.CUT_AND.join(_named(rule) for rule in sorted(rules))
    return text.CUT.format(rule=names, letters=f"{letters:,}")


def _show_starts(documents: Sequence[Document]) -> None:
    """Show how the letters of each document that is cut begin, for that is where a wrong cut is seen."""
    lines: list[str] = []
    for document in documents:
        if document.letters < 2:
            continue
        if len(documents) > 1:
            lines.append(text.CUT_PLACE.format(place=document.place, rule=_named(document.rule)))
        for number, start in enumerate(document.starts, 1):
            lines.append(text.CUT_START.format(number=number, words=start.words, length=f"{start.length:,}"))
        if more := document.letters - len(document.starts):
            lines.append(text.CUT_MORE.format(count=f"{more:,}"))
    if lines:
        with st.container(height=_HEIGHT if len(lines) > _LINES else "content", border=True):
            st.text("\n".join(lines))
