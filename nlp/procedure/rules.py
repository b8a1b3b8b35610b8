"""The office's own rules of procedure, ``corpora/procedure.toml``; without it the Regulation's own numbers hold."""

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nlp.errors import LetterError
from nlp.taxonomy import line_of

__all__ = ["Counting", "Days", "Office", "ProcedureRules", "Weights", "load_rules", "parse_rules"]

_Text = Annotated[str, Field(min_length=1)]
_Points = Annotated[int, Field(ge=0, le=1000)]
_MESSAGES = {
    "extra_forbidden": "没有这个项目名",
    "less_than_equal": "超过了条例规定的期限",
    "greater_than_equal": "太小",
    "literal_error": "不是可用的写法",
    "bool_type": "应写 true 或 false",
    "string_too_short": "不能为空",
}


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Counting(_Frozen):
    """How days are counted; the Regulation says nothing of it, the local petition bureau does."""

    start: Literal["next_day", "same_day"] = "next_day"
    roll_over: bool = False
    warn_days: Annotated[int, Field(ge=0, le=15)] = 2


class Days(_Frozen):
    """The periods of 《信访工作条例》; an office may promise less, never take more."""

    notice: Annotated[int, Field(ge=1, le=15)] = 15
    objection: Annotated[int, Field(ge=1, le=5)] = 5
    handling: Annotated[int, Field(ge=1, le=60)] = 60
    extension: Annotated[int, Field(ge=1, le=30)] = 30
    review_request: Annotated[int, Field(ge=30, le=30)] = 30
    review: Annotated[int, Field(ge=1, le=30)] = 30


class Office(_Frozen):
    """What this office is called, and where letters go that accuse it."""

    names: tuple[_Text, ...] = ()
    superior: str = ""


class Weights(_Frozen):
    """The points of the priority formula. What is not here does not count: no name, no number of letters, no tone."""

    life_health: _Points = 100
    life_health_unsure: _Points = 60
    overdue: _Points = 40
    a_day_short: _Points = 2
    days_watched: _Points = 15
    people: tuple[tuple[int, _Points], ...] = ((6, 5), (21, 10), (51, 20))
    fulfilment: _Points = 10
    fulfilment_categories: tuple[_Text, ...] = ("historical_debts",)


class ProcedureRules(_Frozen):
    """All the rules of one office."""

    version: Literal[1] = 1
    counting: Counting = Counting()
    days: Days = Days()
    office: Office = Office()
    priority: Weights = Weights()


def load_rules(path: Path) -> ProcedureRules:
    """Read a rules file; a mistake in it raises ``LetterError`` naming the line."""
    try:
        source = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LetterError(
            str(path), f"读不了程序规则文件（{type(error).__name__}）", "请检查路径，并存为 UTF-8"
        ) from error
    return parse_rules(source, path.name)


def parse_rules(source: str, where: str = "procedure.toml") -> ProcedureRules:
    r"""Check the text of a rules file; an empty one is the Regulation itself.

    >>> parse_rules('[days]\nnotice = 10').days.notice
    10
    >>> parse_rules('[days]\nnotice = 20')
    Traceback (most recent call last):
    nlp.errors.LetterError: procedure.toml 第 2 行：days.notice 超过了条例规定的期限。请对照 ...
    """
    try:
        return ProcedureRules.model_validate(tomllib.loads(source))
    except tomllib.TOMLDecodeError as error:
        raise LetterError(where, "不是合法的 TOML", "请检查引号、括号和等号") from error
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        name = ".".join(str(part) for part in first["loc"] if isinstance(part, str))
        problem = f"{name} {_MESSAGES.get(first['type'], '写法不对')}"
        at = f"{where} 第 {line_of(source, first['loc'])} 行"
        raise LetterError(at, problem, "请对照 corpora/procedure.toml 改正") from error
