"""The files an office may edit: TOML, checked by a model; a mistake is named with its line, in a clerk's words."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from nlp.errors import SettingError

__all__ = ["Frozen", "load_toml", "parse_toml", "wrong_entry"]

_MESSAGES = {
    "missing": "缺少这一项",
    "string_too_short": "太短或为空",
    "extra_forbidden": "没有这个项目名",
    "less_than_equal": "超过了规定的上限",
    "greater_than_equal": "太小",
    "literal_error": "不是可用的写法",
    "enum": "不是可用的写法",
    "bool_type": "应写 true 或 false",
}
_HEADER = re.compile(r"^\s*\[\[?\s*([\w.]+)\s*\]\]?")
_KEY = re.compile(r"^\s*([\w-]+)\s*=")


class Frozen(BaseModel):
    """The base of what is read from such a file: it does not change, and has no item nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __reduce__(self) -> tuple[Callable[..., Self], tuple[dict[str, Any]]]:
        """Pickle as plain data: what pydantic adds holds sets, in an order that differs by run."""
        return type(self).model_validate, (self.model_dump(),)


Model = TypeVar("Model", bound=Frozen)


def load_toml(model: type[Model], path: Path, pattern: str) -> Model:
    """Read a file; ``SettingError`` names the line of a mistake and ``pattern``, the file to compare it with."""
    try:
        source = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(
            str(path), f"读不了这个文件（{type(error).__name__}）", "请检查路径，并存为 UTF-8"
        ) from error
    return parse_toml(model, source, str(path), pattern)


def parse_toml(model: type[Model], source: str, where: str, pattern: str) -> Model:
    r"""Check the text of a file.

    >>> class Days(Frozen):
    ...     notice: int
    >>> parse_toml(Days, "notice = 15", "days.toml", "days.toml").notice
    15
    >>> parse_toml(Days, "# days\ntone = 3", "days.toml", "days.toml")
    Traceback (most recent call last):
    nlp.errors.SettingError: days.toml 第 1 行：notice 缺少这一项。请对照 days.toml 改正。
    """
    try:
        return model.model_validate(tomllib.loads(source))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        at = f"{where} 第 {line[1]} 行" if line else where
        raise SettingError(at, "不是合法的 TOML", "请检查引号、括号和等号") from error
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        number = _line_of(source, first["loc"], first.get("ctx", {}).get("code", ""))
        name = ".".join(str(part) for part in first["loc"] if isinstance(part, str))
        problem = first["msg"] if first["type"] == _WRONG else _MESSAGES.get(first["type"], "写法不对")
        raise SettingError(f"{where} 第 {number} 行", f"{name} {problem}".strip(), f"请对照 {pattern} 改正") from None


_WRONG = "wrong_entry"


def wrong_entry(problem: str, code: str) -> PydanticCustomError:
    """Make the error a model raises when its entries do not fit together; ``code`` is what the wrong line quotes."""
    return PydanticCustomError(_WRONG, "{problem}：{code}", {"problem": problem, "code": code})


def _line_of(source: str, loc: tuple[int | str, ...], code: str) -> int:
    r"""Find the line a mistake is on: the last that quotes ``code``, else the key, else its table's header.

    >>> _line_of('a = 1\n[[t]]\nb = 1\n[[t]]\nb = 2', ('t', 1, 'b'), '')
    5
    """
    lines = source.splitlines()
    quoting = [n for n, line in enumerate(lines, 1) if code and code in re.findall(r"[\"']([^\"']*)[\"']", line)]
    if quoting or not loc:
        return quoting[-1] if quoting else 1
    table, key = (str(loc[0]), str(loc[-1])) if len(loc) > 1 else ("", str(loc[-1]))
    nth = next((part for part in loc if isinstance(part, int)), 0)
    seen, inside, best = -1, not table, 1
    for number, line in enumerate(lines, 1):
        if header := _HEADER.match(line):
            if header[1] == ".".join(map(str, loc)):
                return number
            seen += header[1] == table
            inside = header[1].split(".")[0] == table and seen in (nth, -1)
            best = number if inside else best
        elif inside and (written := _KEY.match(line)) and written[1] == key:
            return number
    return best
