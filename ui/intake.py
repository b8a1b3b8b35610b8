"""来信登记: paste a letter, see what it is, how sure that is and why."""

import datetime as dt

import streamlit as st

from nlp.letter import Analysis, Letter
from nlp.taxonomy import Taxonomy
from nlp.writing import confidence_word
from ui import text
from ui.marking import COLOURS, marked_html
from ui.state import pipeline_or_stop

__all__ = ["render"]

_RED = ("life_health", "public_safety")


def render() -> None:
    """Show the paste form on the left and the result on the right."""
    st.title(text.INTAKE)
    pipeline = pipeline_or_stop()
    left, right = st.columns([5, 6], gap="large")
    with left:
        letter = _form()
        with st.expander(text.DEFINITIONS):
            _show_definitions(pipeline.taxonomy)
    with right:
        if letter is None:
            st.info(text.EMPTY)
        else:
            _show(pipeline.analyse(letter), pipeline.taxonomy)


def _form() -> Letter | None:
    with st.form("letter", border=False):
        title = st.text_input(text.PASTE_TITLE, key="title")
        body = st.text_area(text.PASTE_TEXT, height=320, placeholder=text.PASTE_HINT, key="body")
        received = st.date_input(text.RECEIVED, value=dt.date.today(), key="received", format="YYYY-MM-DD")
        go, clear = st.columns(2)
        go.form_submit_button(text.ANALYSE, type="primary", width="stretch")
        clear.form_submit_button(text.CLEAR, on_click=_clear, width="stretch")
    if not (body or title).strip():
        return None
    return Letter(body or title, title=title if body else "", received=received)


def _clear() -> None:
    st.session_state.update(title="", body="")


def _show(analysis: Analysis, taxonomy: Taxonomy) -> None:
    prediction = analysis.prediction
    colour = COLOURS[taxonomy.codes.index(prediction.category) % len(COLOURS)]
    word = text.CONFIDENCE[confidence_word(prediction.probability)]
    st.caption(text.CATEGORY)
    st.markdown(
        f'<h2 style="color:{colour};padding:0">{taxonomy.category_names[prediction.category]}'
        f'<span style="font-size:1rem;color:#555;font-weight:400">　{word}（{prediction.probability:.0%}）</span></h2>',
        unsafe_allow_html=True,
    )
    st.caption(text.ADVICE)
    if analysis.confidential:
        st.error(text.CONFIDENTIAL, icon=":material/lock:")
    if prediction.review_reason:
        reason = taxonomy.names.review_reasons.get(prediction.review_reason, prediction.review_reason)
        st.warning(text.REVIEW.format(reason=reason), icon=":material/group:")
    if prediction.secondary:
        names = "、".join(taxonomy.category_names[code] for code in prediction.secondary)
        st.markdown(text.SECONDARY.format(names=names))
    _show_signals(analysis, taxonomy, red=True)
    st.subheader(text.EVIDENCE if prediction.evidence else text.LETTER)
    if not prediction.evidence:
        st.caption(text.NO_EVIDENCE)
    st.html(marked_html(analysis.letter.text, prediction.evidence, colour, text.EVIDENCE))
    _show_signals(analysis, taxonomy, red=False)
    for due in analysis.due:
        line = text.DUE_LINE.format(what=due.what, date=due.date.isoformat(), article=due.article)
        st.markdown(f"**{text.DUE}**　{line}")
    _show_ranking(analysis, taxonomy)


def _show_ranking(analysis: Analysis, taxonomy: Taxonomy) -> None:
    st.subheader(text.RANKING)
    ranked = sorted(analysis.prediction.probabilities.items(), key=lambda item: -item[1])
    for code, probability in ranked:
        st.progress(min(max(probability, 0.0), 1.0), text=f"{taxonomy.category_names[code]}　{probability:.0%}")


def _show_signals(analysis: Analysis, taxonomy: Taxonomy, *, red: bool) -> None:
    """Show the signals of one urgency, kind by kind in the order of the taxonomy."""
    for kind, name in taxonomy.names.signals.items():
        words = dict.fromkeys(signal.text for signal in analysis.signals if signal.kind == kind)
        if not words or (kind in _RED) is not red:
            continue
        line = f"**{name}**　" + "；".join(map(_plain, words))
        if red:
            st.error(line, icon=":material/emergency:")
        else:
            st.markdown(line)


def _plain(words: str) -> str:
    """Keep words of a letter from being read as Markdown."""
    return "".join(f"\\{c}" if c.isascii() and not c.isalnum() and not c.isspace() else c for c in words)


def _show_definitions(taxonomy: Taxonomy) -> None:
    st.markdown(taxonomy.rule_of_thumb)
    for category in taxonomy.categories:
        st.markdown(f"**{category.name}**　{category.definition}{category.excludes}")
