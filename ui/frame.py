"""What stands around every page: its measures, its styles, its icon; and Streamlit's own words put into Chinese."""

import streamlit as st

from ui import facts, marking, text

__all__ = ["set_up"]

_ICON = "ui/icon.svg"
_SIDEBAR = 230
"""Pixels."""

_STYLE = """
.block-container{padding:1.8rem 2.2rem 2rem}
[data-testid="InputInstructions"],[data-testid="stHeaderActionElements"]{display:none}
[data-testid^="stBaseButton-primary"] kbd{color:#fff!important;opacity:1}
a:focus-visible,button:focus-visible,summary:focus-visible,[role=tab]:focus-visible,[tabindex]:focus-visible{
outline:3px solid #1f6f8b!important;outline-offset:2px}
@media (max-width:60rem){.block-container{padding:3.4rem 1rem 2rem}}
"""
_UPLOADER = '[data-testid="stFileUploaderDropzone"]'


def set_up() -> None:
    """Draw what surrounds every page. No icon by name: Streamlit would fetch it from the web."""
    st.set_page_config(page_title=text.PRODUCT, page_icon=_ICON, layout="wide", initial_sidebar_state=_SIDEBAR)
    st.html(f"<style>{_STYLE}{_words()}</style>" + marking.STYLE + facts.STYLE)
    st.logo(text.LOGO, size="large")


def _words() -> str:
    """Cover the words of Streamlit's uploader, which speaks English only, by ours."""
    limit = f"{_UPLOADER} [data-testid=stFileUploaderDropzoneInstructions] span"
    button = f"{_UPLOADER} button p"
    return (
        f"{limit}{{font-size:0}}{limit}:last-child::after{{font-size:.875rem;content:'{text.UPLOAD_LIMIT}'}}"
        f"{button}{{font-size:0}}{button}::after{{font-size:.875rem;content:'{text.UPLOAD_BUTTON}'}}"
    )
