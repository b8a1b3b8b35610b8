"""The office's own rules of procedure, ``corpora/procedure.toml``; without it the Regulation's own numbers hold."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from nlp.toml import Frozen, load_toml, parse_toml

__all__ = ["Counting", "Days", "Flags", "Office", "ProcedureRules", "Weights", "load_rules", "parse_rules"]

_Text = Annotated[str, Field(min_length=1)]
_Points = Annotated[int, Field(ge=0, le=1000)]
_PATTERN = "corpora/procedure.toml"


class Counting(Frozen):
    """How days are counted; the Regulation says nothing of it, the local petition bureau does."""

    start: Literal["next_day", "same_day"] = "next_day"
    roll_over: bool = False
    warn_days: Annotated[int, Field(ge=0, le=15)] = 2


class Days(Frozen):
    """The periods of 《信访工作条例》; an office may promise less, never take more."""

    notice: Annotated[int, Field(ge=1, le=15)] = 15
    objection: Annotated[int, Field(ge=1, le=5)] = 5
    handling: Annotated[int, Field(ge=1, le=60)] = 60
    extension: Annotated[int, Field(ge=1, le=30)] = 30
    review_request: Annotated[int, Field(ge=30, le=30)] = 30
    review: Annotated[int, Field(ge=1, le=30)] = 30


class Flags(Frozen):
    """How many hours a red flag may stay open before it goes up; at most the three days of a holiday (第四十六条)."""

    verify_hours: Annotated[int, Field(ge=1, le=72)] = 24


class Office(Frozen):
    """What this office is called, and where letters go that accuse it."""

    names: tuple[_Text, ...] = ()
    superior: str = ""


class Weights(Frozen):
    """The points of the priority formula. What is not here does not count: no name, no number of letters, no tone."""

    life_health: _Points = 100
    life_health_unsure: _Points = 60
    overdue: _Points = 40
    a_day_short: _Points = 2
    days_watched: _Points = 15
    people: tuple[tuple[int, _Points], ...] = ((6, 5), (21, 10), (51, 20))
    fulfilment: _Points = 10
    fulfilment_categories: tuple[_Text, ...] = ("historical_debts",)


class ProcedureRules(Frozen):
    """All the rules of one office."""

    version: Literal[1] = 1
    counting: Counting = Counting()
    days: Days = Days()
    flags: Flags = Flags()
    office: Office = Office()
    priority: Weights = Weights()


def load_rules(path: Path) -> ProcedureRules:
    """Read a rules file, the Regulation itself where there is none; ``SettingError`` names the line of a mistake."""
    return load_toml(ProcedureRules, path, _PATTERN) if path.is_file() else ProcedureRules()


def parse_rules(source: str, where: str = "procedure.toml") -> ProcedureRules:
    r"""Check the text of a rules file; an empty one is the Regulation itself.

    >>> parse_rules('[days]\nnotice = 10').days.notice
    10
    >>> parse_rules('[days]\nnotice = 20')
    Traceback (most recent call last):
    nlp.errors.SettingError: procedure.toml 第 2 行：days.notice 超过了规定的上限。请对照 ...
    """
    return parse_toml(ProcedureRules, source, where, _PATTERN)
