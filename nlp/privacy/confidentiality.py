"""Who may see what of a letter: the roles, and the view each has of an analysis.

An accusation, even a second label, even a rhetorical one, is confidential from the first second: its text, the
enterprise and the evidence are for its handler alone (《信访工作条例》第三十条第三款、第四十六条第五项). A letter that
accuses the office itself is for nobody in it: it goes up. Managers see masked matters, administrators none.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from nlp.letter import Analysis, Due, Signal, Span
from nlp.privacy.accused import accuses_office

__all__ = ["Role", "View", "view_of", "visible_views"]


class Role(StrEnum):
    """What somebody in the office is to a letter; a handler is one only for the letters given to them."""

    INTAKE = "intake"
    HANDLER = "handler"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class View:
    """What a role is shown of one letter; what is withheld is empty, and ``withheld`` says why.

    ``red`` names the kinds of danger a letter speaks of. Every role sees them: an urgent matter is never hidden
    (《信访工作条例》第四十六条第四项), and a kind says nothing of the content.
    """

    id: str
    received: dt.date | None
    confidential: bool
    red: tuple[str, ...] = ()
    due: tuple[Due, ...] = ()
    category: str = ""
    masked_text: str = ""
    text: str = ""
    evidence: tuple[Span, ...] = ()
    signals: tuple[Signal, ...] = ()
    withheld: str = ""


_RED = ("life_health", "public_safety")
_READS_TEXT = frozenset({Role.INTAKE, Role.HANDLER})


def view_of(analysis: Analysis, role: Role, office_names: Iterable[str] = ()) -> View | None:
    """Give what ``role`` may see of a letter; None when nobody here may see it, because it accuses this office.

    ``office_names`` are the office's own names (``corpora/procedure.toml``).
    """
    letter = analysis.letter
    if analysis.confidential and accuses_office(letter.full_text, office_names):
        return None
    kinds = {signal.kind for signal in analysis.signals}
    red = tuple(kind for kind in _RED if kind in kinds)
    bare = View(letter.id, letter.received, analysis.confidential, red, analysis.due)
    if analysis.confidential and role is not Role.HANDLER:
        return replace(bare, withheld="检举控告件，只有承办人可以查看")
    if role is Role.ADMINISTRATOR:
        return replace(bare, withheld="系统管理不需要查看来信")
    matter = replace(bare, category=analysis.prediction.category, masked_text=analysis.masked_text)
    if role not in _READS_TEXT:
        return replace(matter, withheld="只显示遮蔽后的内容")
    return replace(matter, text=letter.text, evidence=analysis.prediction.evidence, signals=analysis.signals)


def visible_views(analyses: Iterable[Analysis], role: Role, office_names: Iterable[str] = ()) -> Iterator[View]:
    """Yield the views of the letters a role may know of at all; those that accuse the office are not among them."""
    names = tuple(office_names)
    for analysis in analyses:
        if view := view_of(analysis, role, names):
            yield view
