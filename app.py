"""The page: a router and nothing else. Start it with ``petitions serve``."""

import streamlit as st

from ui import batch, explore, facts, intake, marking, text, trends
from ui.state import ask_who


def main() -> None:
    """Show the page the address asks for. No icon by name: Streamlit would fetch it from the web."""
    st.set_page_config(page_title=text.PRODUCT, page_icon=text.ICON, layout="wide", initial_sidebar_state=text.SIDEBAR)
    st.html(text.STYLE + marking.STYLE + facts.STYLE)
    st.logo(text.LOGO, size="large")
    shown = {"intake": intake, "batch": batch, "trends": trends, "explore": explore}
    pages = [st.Page(page.render, title=text.PAGES[path], url_path=path) for path, page in shown.items()]
    page = st.navigation(pages)
    ask_who()
    page.run()


main()
