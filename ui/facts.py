"""The facts of a letter as a compact table: people, amounts, dates, enterprises and what else a clerk copies out."""

import html
from collections.abc import Sequence

from nlp.letter import Signal
from nlp.taxonomy import Taxonomy
from ui import text

__all__ = ["STYLE", "facts_html", "signal_line"]

_LONGEST = 48

STYLE = """<style>
.facts{border-collapse:collapse;width:100%;font-size:.93rem}.facts th{text-align:left;white-space:nowrap;
font-weight:600;padding:.22rem .8rem .22rem 0;vertical-align:top;width:6.5rem}
.facts td{padding:.22rem 0;overflow-wrap:anywhere}.facts tr+tr>*{border-top:1px solid #e6e6e6}
.facts small{color:#555}.facts .doubt{color:#8a4b00;font-weight:600}
</style>"""


def _value(signal: Signal) -> str:
    """Say the value where it tells more than the words do."""
    if isinstance(signal.value, int | float):
        said = f"{signal.value:,.10g}{text.UNITS.get(signal.kind, '')}"
        return said if said.replace(",", "") not in signal.text.replace(",", "") else ""
    return signal.value if signal.value and signal.value not in signal.text else ""


def _words(signal: Signal) -> str:
    """Give a signal's words on one line, a long sentence cut short: the letter stands beside it."""
    words = " ".join(signal.text.split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


def _said(signal: Signal, taxonomy: Taxonomy) -> str:
    more = "，".join(filter(None, (_value(signal), signal.note)))
    words, whole = _words(signal), signal.text.strip()
    shown = html.escape(words) if words == whole else f'<span title="{html.escape(whole)}">{html.escape(words)}</span>'
    shown += f" <small>{html.escape(more)}</small>" if more else ""
    if signal.check:
        doubt = text.TO_VERIFY.format(check=taxonomy.names.checks.get(signal.check, signal.check))
        shown += f' <span class="doubt">〔{html.escape(doubt)}〕</span>'
    return shown


def facts_html(signals: Sequence[Signal], taxonomy: Taxonomy, left_out: frozenset[str]) -> str:
    """Give the table, kind by kind in the order of the taxonomy, without the kinds left out; no facts, no table.

    The same words of a kind stand once.
    """
    rows = []
    for kind, name in taxonomy.names.signals.items():
        said = dict.fromkeys(_said(signal, taxonomy) for signal in signals if signal.kind == kind)
        if said and kind not in left_out:
            rows.append(f"<tr><th scope='row'>{html.escape(name)}</th><td>{'；'.join(said)}</td></tr>")
    return f'<table class="facts"><tbody>{"".join(rows)}</tbody></table>' if rows else ""


def signal_line(signal: Signal, taxonomy: Taxonomy) -> str:
    """Say one signal in plain words, with why it must be verified where it must."""
    check = taxonomy.names.checks.get(signal.check, signal.check)
    return _words(signal) + (f"〔{text.TO_VERIFY.format(check=check)}〕" if signal.check else "")
