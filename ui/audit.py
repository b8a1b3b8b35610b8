"""审计与名单: who looked at what and when, whether the audit is whole, who works here and what each role may."""

import pandas as pd
import streamlit as st

from nlp.privacy import Role
from nlp.roles import RIGHTS, Deed, Rights, load_staff
from nlp.settings import Settings
from nlp.store import Store, audit_lines, head_of, shown_time, verify_audit
from ui import text
from ui.state import store_or_stop

__all__ = ["render"]

_MOST_LINES = 2000


def render() -> None:
    """Show the newest lines of the audit and the table of roles; words that were searched or written are not shown."""
    st.title(text.AUDIT)
    lines, roles = st.tabs(text.AUDIT_TABS)
    with lines:
        _show_lines(store_or_stop())
    with roles:
        _show_roles()


def _show_lines(store: Store) -> None:
    with store.reading() as connection:
        last = head_of(connection).line
    read = [
        (shown_time(line.at), line.who, text.ACTIONS.get(line.action, line.action), _subject(line.subject))
        for line in audit_lines(store, max(last - _MOST_LINES, 0))
    ]
    frame = pd.DataFrame(reversed(read), columns=list(text.AUDIT_COLUMNS))
    who_column, what_column = text.AUDIT_COLUMNS[1:3]
    boxes = st.columns([2, 2, 1.4, 3], vertical_alignment="bottom")
    who = boxes[0].multiselect(who_column, sorted(set(frame[who_column])), placeholder=text.ALL)
    what = boxes[1].multiselect(what_column, sorted(set(frame[what_column])), placeholder=text.ALL)
    if boxes[2].button(text.AUDIT_CHECK, width="stretch"):
        _check(store)
    chosen = frame[frame[who_column].isin(who or set(frame[who_column]))]
    chosen = chosen[chosen[what_column].isin(what or set(chosen[what_column]))]
    st.caption(text.AUDIT_COUNT.format(shown=len(chosen), count=last))
    if len(chosen):
        st.dataframe(chosen, hide_index=True, height=min(len(chosen) * 35 + 40, 560))


def _subject(subject: str) -> str:
    """Say which letter, file or batch a line is about."""
    batch = subject.removeprefix("batch ")
    return subject if batch == subject else text.AUDIT_BATCH.format(id=batch)


def _check(store: Store) -> None:
    faults = verify_audit(store)
    if not faults:
        with store.reading() as connection:
            st.success(text.AUDIT_WHOLE.format(head=head_of(connection)))
    for fault in faults[:20]:
        st.error(fault)


def _show_roles() -> None:
    st.subheader(text.WHAT_ROLES_MAY)
    rows = [(text.ROLES[role], *_said(rights)) for role, rights in RIGHTS.items()]
    st.dataframe(pd.DataFrame(rows, columns=list(text.RIGHTS_COLUMNS)), hide_index=True)
    st.subheader(text.PEOPLE_LISTED)
    people = load_staff(Settings.from_environment().roles).people
    if not people:
        st.info(text.NOBODY_LISTED)
        return
    listed = [(one.name, one.id, text.ROLES[Role(one.role)], "、".join(one.units)) for one in people]
    st.dataframe(pd.DataFrame(listed, columns=list(text.PEOPLE_COLUMNS)), hide_index=True)


def _said(rights: Rights) -> tuple[str, str, str, str]:
    pages = "、".join(text.PAGES[path] for path in rights.pages)
    deeds = "、".join(text.DEEDS[deed] for deed in Deed if deed in rights.deeds)
    return pages, text.READS[rights.letters], text.ACCUSATIONS[rights.accusations], deeds
