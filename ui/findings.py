"""What the program found in the letter on the screen, part by part; the page puts the parts in their places."""

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from nlp.extraction import IMPLIED, RED_KINDS
from nlp.letter import Analysis, Due, Signal
from nlp.procedure import ADVISORY, priority, ways_of
from nlp.taxonomy import Taxonomy
from nlp.writing import confidence_word
from ui import text
from ui.facts import facts_html, signal_line
from ui.marking import COLOURS, RED, Mark, legend_html, marked_html, plain
from ui.state import rules

__all__ = [
    *("colour_of", "red_signals", "show_category", "show_demands", "show_facts", "show_letter", "show_ranking"),
    *("show_red", "show_ways"),
]


_MENTIONS = 3
"""More than so many sentences at once are read by nobody; all are marked in the letter below."""


def colour_of(category: str, taxonomy: Taxonomy) -> str:
    """Give the colour of a category, grey for one the taxonomy does not have."""
    codes = taxonomy.codes
    return COLOURS[codes.index(category) % len(COLOURS)] if category in codes else COLOURS[-1]


def red_signals(signals: Sequence[Signal]) -> list[Signal]:
    """Give what a person must look at now; a danger only inferred from a sentence that plainly says one is left out.

    >>> said = Signal(4, 8, "已经断药", "life_health"), Signal(0, 8, "停电三天已经断药", "public_safety", check=IMPLIED)
    >>> [signal.kind for signal in red_signals(said)], len(red_signals(said[1:]))
    (['life_health'], 1)
    """
    red = [signal for signal in signals if signal.kind in RED_KINDS]
    told = [signal for signal in red if not signal.check]
    return [
        signal
        for signal in red
        if signal.check != IMPLIED or not any(one.start < signal.end and signal.start < one.end for one in told)
    ]


def show_red(analysis: Analysis, taxonomy: Taxonomy) -> None:
    """Show what a person must look at now: every plain mention, in red, then doubtful ones, of many the number."""
    red = red_signals(analysis.signals)
    for kind, name in taxonomy.names.signals.items():
        found = sorted((signal for signal in red if signal.kind == kind), key=lambda signal: bool(signal.check))
        if not found:
            continue
        told = sum(not signal.check for signal in found)
        first, rest = found[: max(told, _MENTIONS)], found[max(told, _MENTIONS) :]
        lines = dict.fromkeys(plain(signal_line(signal, taxonomy)) for signal in first)
        said = "；".join([*lines, text.MORE_DOUBTFUL.format(count=len(rest))] if rest else lines)
        if not told:
            st.warning(f"**{name}**　{said}", icon=":material/help:")
        else:
            st.error(f"**{name}**　{said}　{text.AT_ONCE}", icon=":material/emergency:")
    if analysis.confidential:
        st.error(text.CONFIDENTIAL, icon=":material/lock:")


def show_category(analysis: Analysis, taxonomy: Taxonomy) -> None:
    """Show the suggestion, how sure it is in words, and whether a second reader is wanted."""
    prediction = analysis.prediction
    word, share = text.CONFIDENCE[confidence_word(prediction.probability)], _share(prediction.probability)
    st.markdown(
        f'<h2 style="color:{colour_of(prediction.category, taxonomy)};padding:0">'
        f'<span style="font-size:.9rem;color:#555;font-weight:400">{text.CATEGORY}　</span>'
        f"{taxonomy.category_names[prediction.category]}"
        f'<span style="font-size:1rem;color:#555;font-weight:400">　{word}（{share}）</span></h2>',
        unsafe_allow_html=True,
    )
    said = [text.ADVICE]
    if prediction.subtype:
        names = {subtype.code: subtype.name for subtype in taxonomy.subtypes}
        said.append(text.SUBTYPE.format(name=names.get(prediction.subtype, prediction.subtype)))
    if prediction.secondary:
        said.append(text.SECONDARY.format(names="、".join(taxonomy.category_names[c] for c in prediction.secondary)))
    st.caption("　".join(said))
    if prediction.review_reason:
        reason = taxonomy.names.review_reasons.get(prediction.review_reason, prediction.review_reason)
        st.warning(text.REVIEW.format(reason=reason), icon=":material/group:")


def _share(probability: float) -> str:
    """Say a probability; never that something is certain."""
    return text.SURE if probability > 0.99 else f"{probability:.0%}"


def show_demands(analysis: Analysis, taxonomy: Taxonomy) -> None:
    """Show what is asked, one line each, in the colour and with the name of its category."""
    if not analysis.prediction.demands:
        return
    st.subheader(text.DEMANDS)
    for place, demand in enumerate(analysis.prediction.demands, 1):
        colour = colour_of(demand.category, taxonomy)
        badge = f'<span style="border:1px solid {colour};color:{colour};border-radius:4px;padding:0 .35rem">'
        name = taxonomy.category_names[demand.category]
        st.markdown(f"{place}. {badge}{name}</span>　{plain(demand.text.strip())}", unsafe_allow_html=True)


def show_letter(analysis: Analysis, taxonomy: Taxonomy) -> None:
    """Show the letter with its evidence and red signals marked, and what the marks mean."""
    marks = _marks(analysis, taxonomy)
    st.subheader(text.LETTER_MARKED if marks else text.LETTER)
    if not analysis.prediction.evidence:
        st.caption(text.NO_EVIDENCE)
    st.html(legend_html(marks) + marked_html(analysis.letter.text, marks))


def _marks(analysis: Analysis, taxonomy: Taxonomy) -> list[Mark]:
    marks = []
    for reason in analysis.prediction.evidence:
        name = taxonomy.category_names.get(reason.category, reason.category)
        label = text.EVIDENCE_FOR.format(name=name)
        marks.append(Mark(reason, colour_of(reason.category, taxonomy), name[:1], label))
    for signal in red_signals(analysis.signals):
        name = taxonomy.names.signals.get(signal.kind, signal.kind)
        doubt = f"（{taxonomy.names.checks.get(signal.check, signal.check)}）" if signal.check else ""
        marks.append(Mark(signal, RED, text.URGENT_TAG, f"{name}{doubt}", urgent=True))
    return marks


def show_facts(analysis: Analysis, unknown: Sequence[str], taxonomy: Taxonomy) -> None:
    """Show the dates by which somebody must act, the facts, and how urgent the matter is and why."""
    st.subheader(text.DUE)
    for due in analysis.due:
        st.markdown(_due_line(due))
    for line in unknown:
        st.caption(text.DUE_UNKNOWN.format(why=line))
    if table := facts_html(analysis.signals, taxonomy, RED_KINDS):
        st.subheader(text.FACTS)
        st.html(table)
    order = priority(analysis, dt.date.today(), rules().priority)
    with st.expander(text.PRIORITY.format(total=order.total)):
        for term in order.terms:
            st.markdown(f"**{term.points:+d}**　{term.why}")


def _due_line(due: Due) -> str:
    line = text.DUE_LINE.format(what=due.what, date=due.date.isoformat(), article=due.article)
    return line + (f"（{due.note}）" if due.note else "")


def show_ways(analysis: Analysis) -> None:
    """Show the lawful ways the letter points to, each with the sentence it rests on, as hints."""
    ways = ways_of(analysis)
    if not ways:
        return
    with st.expander(text.WAYS.format(names="、".join(dict.fromkeys(way.name for way in ways)))):
        st.caption(ADVISORY)
        for way in ways:
            st.markdown(f"**{way.name}**　{way.article}　“{plain(way.text.strip())}”　{way.advice}")


def show_ranking(analysis: Analysis, taxonomy: Taxonomy) -> None:
    """Show how likely each category is, the likeliest first."""
    with st.expander(text.RANKING):
        for code, share in sorted(analysis.prediction.probabilities.items(), key=lambda item: -item[1]):
            st.progress(min(max(share, 0.0), 1.0), text=f"{taxonomy.category_names[code]}　{_share(share)}")
