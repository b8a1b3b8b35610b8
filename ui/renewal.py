"""Train a new model from what people settled, compare it with the one in use, and use it or not; take one back."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import streamlit as st

from nlp.errors import LetterError
from nlp.renewal import Checked, Deed, Renewal, Version, deeds, follow, promote, refuse, start, verdict_of, versions
from nlp.reviewing import count_corrected
from nlp.roles import Deed as Right
from nlp.settings import Settings
from nlp.store import Reader, Store, shown_time
from nlp.taxonomy import Taxonomy
from ui import text
from ui.marking import plain
from ui.state import may, reader

__all__ = ["show"]

_OFTEN = 2.0
"""Seconds between two looks at a training that runs."""

Act = Callable[[Store, Path, str, Reader, str], None]


def show(store: Store, taxonomy: Taxonomy) -> None:
    """Show what there is to learn from, the training, the models that wait for a decision, then all versions."""
    model = Settings.from_environment().model
    st.caption(text.RENEWAL_NOTE)
    if said := st.session_state.pop("renewal_said", ""):
        st.success(said, icon=":material/task_alt:")
    if said := st.session_state.pop("renewal_error", ""):
        st.warning(said)
    counted = count_corrected(store, taxonomy)
    counts = (counted.letters, counted.changed, counted.confidential)
    names = (text.RENEWAL_OWN, text.RENEWAL_CHANGED, text.RENEWAL_SEALED)
    for box, name, count in zip(st.columns(3), names, counts, strict=True):
        box.metric(name, count)
    if not may(Right.PROMOTE):
        st.info(text.RENEWAL_NOT_YOURS)
    elif not counted.letters:
        st.info(text.RENEWAL_NOTHING)
    else:
        _show_training(model)
    done = deeds(store)
    known = versions(model, done)
    st.subheader(text.RENEWAL_OFFERED)
    offered = [one for one in known if one.state == "offered"]
    for one in offered:
        _show_offer(one, store, model)
    if not offered:
        st.caption(text.RENEWAL_NONE_OFFERED)
    _show_versions(known, store, model)
    _show_history(done)


def _show_training(model: Path) -> None:
    now = follow(model)
    running = now is not None and now.running
    st.button(text.RENEWAL_TRAIN, type="primary", disabled=running, on_click=_train, args=(model,))
    if running:
        st.fragment(_watch, run_every=_OFTEN)(model)
    elif now is not None and now.code:
        st.error(text.RENEWAL_BROKEN.format(said=plain(now.lines[-1] if now.lines else text.DASH)))
    elif now is not None:
        st.caption(text.RENEWAL_DONE)


def _train(model: Path) -> None:
    start(model, reader().name)


def _watch(model: Path) -> None:
    now = follow(model)
    if now is None or not now.running:
        st.rerun()
    else:
        step = now.lines[-1] if now.lines else ""
        st.progress(now.share, text=text.RENEWAL_RUNNING.format(step=step))


def _show_offer(one: Version, store: Store, model: Path) -> None:
    """Show one new model: how it was made, how it compares, and the two buttons."""
    made = one.renewal
    if made is None:
        return
    with st.container(border=True):
        at, who = shown_time(made.made_at)[:16], plain(made.made_by)
        rest = made.model_dump(include={"letters", "own", "changed", "against"})
        st.markdown(text.RENEWAL_MADE.format(version=one.id, at=at, who=who, **rest))
        _show_comparison(made)
        if may(Right.PROMOTE):
            why = f"why-{one.id}"
            st.text_input(text.RENEWAL_WHY, key=why, placeholder=text.RENEWAL_WHY_HINT)
            with st.container(horizontal=True):
                yes = _doer(promote, store, model, one.id, why, text.RENEWAL_PROMOTED)
                no = _doer(refuse, store, model, one.id, why, text.RENEWAL_REFUSED)
                st.button(text.RENEWAL_PROMOTE, key=f"promote-{one.id}", type="primary", on_click=yes)
                st.button(text.RENEWAL_REFUSE, key=f"refuse-{one.id}", on_click=no)


def _show_comparison(made: Renewal) -> None:
    verdict = verdict_of(made.checked)
    tell = {"better": st.success, "worse": st.error, "mixed": st.warning}.get(verdict, st.info)
    tell(text.RENEWAL_VERDICTS[verdict])
    parts = sorted(made.checked, key=lambda part: part.name != "own")
    for box, part in zip(st.columns(max(len(parts), 1), gap="medium"), parts, strict=False):
        with box:
            _show_part(part)
    st.caption(text.RENEWAL_VERDICT_NOTE)


def _show_part(part: Checked) -> None:
    name = text.RENEWAL_SETS[part.name].format(letters=part.letters)
    if not part.figures:
        st.caption(text.RENEWAL_TOO_FEW.format(name=name))
        return
    rows = [
        (
            text.RENEWAL_FIGURES.get(row.figure, row.figure),
            f"{row.first:.3f}",
            f"{row.second:.3f}",
            f"{row.low:+.3f} … {row.high:+.3f}",
            text.YES if row.is_clear else text.NO,
        )
        for row in part.figures
    ]
    st.markdown(f"**{name}**")
    st.dataframe(pd.DataFrame(rows, columns=list(text.RENEWAL_COLUMNS)), hide_index=True)


def _doer(act: Act, store: Store, model: Path, version: str, why: str, said: str) -> Callable[[], None]:
    """Give what a button does: the deed with the reason that stands beside it, and what is said of it."""

    def do() -> None:
        chosen = version or str(st.session_state.get("renewal_which", ""))
        try:
            act(store, model, chosen, reader(), str(st.session_state.get(why, "")))
        except LetterError as error:
            st.session_state["renewal_error"] = text.REVIEW_FAILED.format(problem=error.problem, remedy=error.remedy)
            return
        st.session_state["renewal_said"] = said.format(version=chosen)

    return do


def _show_versions(known: Sequence[Version], store: Store, model: Path) -> None:
    st.subheader(text.RENEWAL_VERSIONS)
    rows = [
        (
            one.id,
            text.RENEWAL_STATES[one.state],
            f"{shown_time(one.renewal.made_at)[:10]} {one.renewal.made_by}"
            if one.renewal
            else text.RENEWAL_WITH_PROGRAM,
            one.renewal.own if one.renewal else 0,
            round(one.manifest.metrics["macro_f1"], 3),
        )
        for one in known
    ]
    st.dataframe(pd.DataFrame(rows, columns=list(text.RENEWAL_VERSION_COLUMNS)), hide_index=True)
    others = [one.id for one in known if one.state in ("earlier", "refused")]
    if others and may(Right.PROMOTE):
        with st.expander(text.RENEWAL_TAKE_BACK):
            st.selectbox(text.RENEWAL_WHICH, others, key="renewal_which", width=260)
            st.text_input(text.RENEWAL_WHY, key="renewal_why")
            back = _doer(promote, store, model, "", "renewal_why", text.RENEWAL_PROMOTED)
            st.button(text.RENEWAL_PROMOTE, key="take-back", on_click=back)


def _show_history(done: Sequence[Deed]) -> None:
    if not done:
        return
    st.subheader(text.RENEWAL_HISTORY)
    rows = [
        (shown_time(deed.at)[:16], text.RENEWAL_DEEDS[deed.kind], deed.version, deed.who, deed.why)
        for deed in reversed(done)
    ]
    st.dataframe(pd.DataFrame(rows, columns=list(text.RENEWAL_HISTORY_COLUMNS)), hide_index=True)
