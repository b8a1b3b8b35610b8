"""The page: a router and nothing else. Start it with ``petitions serve``."""

import streamlit as st

from ui import batch, intake, text


def main() -> None:
    """Show the page the address asks for. No icon by name: Streamlit would fetch it from the web."""
    st.set_page_config(page_title=text.PRODUCT, page_icon=text.ICON, layout="wide")
    st.html(text.STYLE)
    st.logo(text.LOGO, size="large")
    pages = [
        st.Page(intake.render, title=text.INTAKE, url_path="intake", default=True),
        st.Page(batch.render, title=text.BATCH, url_path="batch"),
    ]
    st.navigation(pages).run()


main()
