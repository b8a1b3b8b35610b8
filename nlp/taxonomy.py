"""The categories and their sub-types, as data: what an office may change without touching code."""

import re
import tomllib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from nlp.errors import TaxonomyError

__all__ = ["Category", "Names", "Subtype", "Taxonomy", "load_taxonomy", "parse_taxonomy"]

_Text = Annotated[str, Field(min_length=1)]
_MESSAGES = {"missing": "缺少这一项", "string_too_short": "不能为空", "extra_forbidden": "没有这个项目名"}
_HEADER = re.compile(r"^\s*\[\[?\s*([\w.]+)\s*\]\]?")
_KEY = re.compile(r"^\s*([\w-]+)\s*=")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Category(_Frozen):
    """One category: its code in the data and its name for people.

    One of a confidential category's ``alert_words`` is enough to treat a letter as possibly of that category.
    """

    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9_一-鿿]+$")]
    name: _Text
    definition: str = ""
    rule: str = ""
    excludes: str = ""
    confidential: bool = False
    alert_words: tuple[_Text, ...] = ()
    outside: bool = False


class Subtype(_Frozen):
    """A finer kind of matter inside a category."""

    code: _Text
    category: _Text
    name: _Text
    definition: str = ""


class Names(_Frozen):
    """What codes other than categories are called on the page and in exports."""

    review_reasons: Mapping[str, str] = {}
    signals: Mapping[str, str] = {}
    checks: Mapping[str, str] = {}


class Taxonomy(_Frozen):
    """A whole classification: at least two categories, at most one of them ``outside``."""

    version: Literal[1]
    name: _Text
    rule_of_thumb: str = ""
    categories: Annotated[tuple[Category, ...], Field(min_length=2)]
    subtypes: tuple[Subtype, ...] = ()
    names: Names = Names()

    @model_validator(mode="after")
    def _codes_fit_together(self) -> Self:
        for kind, codes in (("类别", self.codes), ("子类", tuple(s.code for s in self.subtypes))):
            for code in codes:
                if codes.count(code) > 1:
                    raise _wrong_code(f"{kind}代码重复", code)
        for subtype in self.subtypes:
            if subtype.category not in self.codes:
                raise _wrong_code("子类所属类别不存在", subtype.category)
        outside = [c.code for c in self.categories if c.outside]
        if len(outside) > 1:
            raise _wrong_code("outside = true 的类别只能有一个", outside[-1])
        return self

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The category codes in the file's order."""
        return tuple(c.code for c in self.categories)

    @cached_property
    def category_names(self) -> dict[str, str]:
        """The Chinese name of each category code."""
        return {c.code: c.name for c in self.categories}

    @cached_property
    def confidential_codes(self) -> frozenset[str]:
        """The categories whose letters only their handler may see."""
        return frozenset(c.code for c in self.categories if c.confidential)

    @cached_property
    def alert_pattern(self) -> re.Pattern[str] | None:
        """What finds the alert words of the confidential categories, None if there are none."""
        words = [word for c in self.categories if c.confidential for word in c.alert_words]
        return re.compile("|".join(map(re.escape, words))) if words else None

    @cached_property
    def outside_code(self) -> str | None:
        """The category that means “none of the others”, if there is one."""
        return next((c.code for c in self.categories if c.outside), None)


def load_taxonomy(path: Path) -> Taxonomy:
    """Read a taxonomy file; a mistake in it raises ``TaxonomyError`` naming the line."""
    try:
        source = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise TaxonomyError(
            str(path), f"读不了分类口径文件（{type(error).__name__}）", "请检查路径，并存为 UTF-8"
        ) from error
    return parse_taxonomy(source, str(path))


def parse_taxonomy(source: str, where: str = "taxonomy.toml") -> Taxonomy:
    r"""Check the text of a taxonomy file.

    >>> parse_taxonomy('version = 1\nname = "x"\n[[categories]]\ncode = "a"\nname = ""')
    Traceback (most recent call last):
    nlp.errors.TaxonomyError: taxonomy.toml 第 5 行：categories.name 不能为空...
    """
    try:
        return Taxonomy.model_validate(tomllib.loads(source))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        at = f"{where} 第 {line[1]} 行" if line else where
        raise TaxonomyError(at, "不是合法的 TOML", "请检查引号、括号和等号") from error
    except ValidationError as error:
        first = error.errors()[0]
        number = line_of(source, first["loc"], first.get("ctx", {}).get("code", ""))
        name = ".".join(str(part) for part in first["loc"] if isinstance(part, str))
        problem = f"{name} {_MESSAGES.get(first['type'], first['msg'])}".strip()
        raise TaxonomyError(f"{where} 第 {number} 行", problem, "请对照 corpora/taxonomy.toml 改正") from error


def _wrong_code(problem: str, code: str) -> PydanticCustomError:
    return PydanticCustomError("wrong_code", "{problem}：{code}", {"problem": problem, "code": code})


def line_of(source: str, loc: tuple[int | str, ...], code: str = "") -> int:
    r"""Find the line a mistake is on: the last that quotes ``code``, else the key, else its table's header.

    >>> line_of('a = 1\n[[t]]\nb = 1\n[[t]]\nb = 2', ('t', 1, 'b'))
    5
    """
    lines = source.splitlines()
    if code:
        return max(n for n, line in enumerate(lines, 1) if f'"{code}"' in line)
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
