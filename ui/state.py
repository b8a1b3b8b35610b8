"""What a page asks for: who is at it and what they may do, what is shared by all sessions, what outlives a refresh.

Who is at the page is who signed in, or, on this computer alone, who says so beside it.
"""

import getpass
import time

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nlp.errors import LetterError
from nlp.extraction.enterprise_table import EnterpriseTable, load_enterprises
from nlp.roles import ALONE, Deed, Person, Rights, Staff, concerning, load_staff, make_reader, only_here
from nlp.settings import Settings
from nlp.store import Reader, record
from ui import keys, text
from ui.marking import plain
from ui.shared import pipeline_or_stop, rules, store_or_stop
from ui.tab import is_restored, survive

__all__ = [
    "ask_who",
    "enter",
    "may",
    "pipeline_or_stop",
    "reader",
    "rights",
    "rules",
    "store_or_stop",
    "survive",
]

_SIGNED_IN_HOURS = 12
"""A working day; after it people sign in again, so that who has left cannot go on."""


def enter() -> Person | None:
    """Let somebody in: give who signed in, None on this computer alone; anybody else is told what to do, no more."""
    if not _signing_in():
        if not _only_here():
            _stop(text.EXPOSED)
        return None
    if not st.user.is_logged_in:
        with _gate():
            st.write(text.SIGN_IN_FIRST)
            st.button(text.SIGN_IN, type="primary", on_click=st.login, width="stretch")
        st.stop()
    if time.time() - float(str(st.user.get("iat") or 0)) > _SIGNED_IN_HOURS * 3600:
        st.logout()
        st.stop()
    person, staff = _who(), _staff()
    _note_entry(person, staff)
    if person is None:
        _turn_away(staff)
    return person


def _gate() -> DeltaGenerator:
    """Give a place in the middle of an empty page, for who is not in yet."""
    st.html('<div style="height:14vh"></div>')
    place = st.columns([1, 1, 1])[1].container(border=True)
    place.title(text.PRODUCT)
    return place


def _signing_in() -> bool:
    return bool("is_logged_in" in st.user.to_dict())


def _only_here() -> bool:
    return only_here(str(st.get_option("server.address") or "0.0.0.0"))  # noqa: S104


def _staff() -> Staff:
    """Read the roles at every drawing, so that who is struck out is out at once."""
    try:
        return load_staff(Settings.from_environment().roles)
    except LetterError as error:
        _stop(str(error))
        raise


def _who() -> Person | None:
    return _staff().find(st.user.to_dict()) if _signing_in() and st.user.is_logged_in else None


def _stop(sentence: str) -> None:
    st.error(sentence)
    st.stop()


def _called(staff: Staff) -> str:
    """Say what the sign-in calls somebody who is on no list."""
    return str(st.user.get(staff.claim) or st.user.get("sub") or "")[:120]


def _note_entry(person: Person | None, staff: Staff) -> None:
    """Note once a session who came in, and who was turned away."""
    if st.session_state.get("entered"):
        return
    who = person.signature if person else _called(staff) or text.STRANGER
    store = store_or_stop()
    with store.writing() as connection:
        record(store, connection, who, "sign_in" if person else "sign_in_refused", person.role if person else "")
    st.session_state["entered"] = True


def _turn_away(staff: Staff) -> None:
    with _gate():
        st.write(text.NOT_LISTED.format(who=plain(_called(staff)), contact=plain(staff.contact)))
        st.button(text.SIGN_OUT, on_click=st.logout, width="stretch")
    st.stop()


def rights() -> Rights:
    """Give what the person at the page may see and do."""
    person = _who()
    return person.rights if person else ALONE


def may(deed: Deed) -> bool:
    """Say whether the person at the page may do this."""
    return deed in rights().deeds


def reader() -> Reader:
    """Give who is working now, as the store notes it: the signed-in identity wherever people sign in."""
    office = rules().office.names
    if _signing_in():
        person = _who()
        if person is None:
            _stop(text.SIGN_IN_FIRST)
            raise AssertionError("unreachable: the page has stopped")
        return person.reader(office, _enterprises())
    name = str(st.session_state.get("who", "")).strip()
    alone = make_reader(name or _user(), ALONE, concerning((), (), office))
    return Reader(alone.name, bool(st.session_state.get("handler")), concerns=alone.concerns)


def _enterprises() -> EnterpriseTable | None:
    file = Settings.from_environment().enterprises
    return load_enterprises(file) if file.is_file() else None


def ask_who(person: Person | None) -> None:
    """Show beside every page who is working: every look at a letter and every decision is noted with the name."""
    with st.sidebar:
        if person:
            st.text(f"{person.name}　{text.ROLES[person.role]}")
            st.button(text.SIGN_OUT, on_click=st.logout)
        else:
            survive("who", "handler")
            st.text_input(text.WHO, _born("who", _user()), key="who", max_chars=40, help=text.WHO_HELP)
            st.checkbox(text.HANDLER, key="handler", help=text.HANDLER_HELP)
        survive("language")
        tongues, now = text.LANGUAGES, _born("language", "zh") or None
        st.segmented_control(
            text.LANGUAGE, list(tongues), format_func=lambda code: tongues[code], default=now, key="language"
        )
        keys.listen()


def _born(name: str, first: str) -> str:
    """Give what a field is drawn with: what it holds. Set any other way it stays empty where a click comes very early.

    Nothing where a refresh has just filled it: Streamlit takes one or the other.
    """
    return "" if is_restored() else str(st.session_state.get(name) or first)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return text.THIS_COMPUTER
