"""The page: a router and nothing else. Start it with ``petitions serve``."""

import streamlit as st

from ui.doors import doors
from ui.frame import set_up
from ui.state import ask_who, enter
from ui.tab import kept


def main() -> None:
    """Show the page the address asks for to whom it is for."""
    set_up()
    person = enter()
    page = st.navigation(doors(person))
    ask_who(person)
    with kept(person):
        page.run()


main()
