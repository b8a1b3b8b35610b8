"""The categories and their sub-types, as data: what an office may change without touching code."""

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from nlp.toml import Frozen, load_toml, parse_toml, wrong_entry

__all__ = ["Category", "Names", "Subtype", "Taxonomy", "load_taxonomy", "parse_taxonomy"]

_Text = Annotated[str, Field(min_length=1)]
_PATTERN = "corpora/taxonomy.toml"


class Category(Frozen):
    """One category: its code in the data and its name for people.

    A confidential category's ``alert_words`` hint that a letter may be of it, the more of them the more.
    """

    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9_一-鿿]+$")]
    name: _Text
    definition: str = ""
    rule: str = ""
    excludes: str = ""
    confidential: bool = False
    alert_words: tuple[_Text, ...] = ()
    outside: bool = False


class Subtype(Frozen):
    """A finer kind of matter inside a category."""

    code: _Text
    category: _Text
    name: _Text
    definition: str = ""


class Names(Frozen):
    """What codes other than categories are called on the page and in exports."""

    review_reasons: Mapping[str, str] = {}
    signals: Mapping[str, str] = {}
    checks: Mapping[str, str] = {}


class Taxonomy(Frozen):
    """A whole classification: at least two categories, at most one of them ``outside``.

    ``trust`` says how far a model's margins are believed: 1 where it learns from letters like those it will read. The
    letters written for this project are plainer than what people send, and what is certain of them is not of those.
    """

    version: Literal[1]
    name: _Text
    trust: Annotated[float, Field(gt=0, le=1)] = 1.0
    rule_of_thumb: str = ""
    categories: Annotated[tuple[Category, ...], Field(min_length=2)]
    subtypes: tuple[Subtype, ...] = ()
    names: Names = Names()

    @model_validator(mode="after")
    def _codes_fit_together(self) -> Self:
        for kind, codes in (("类别", self.codes), ("子类", tuple(s.code for s in self.subtypes))):
            for code in codes:
                if codes.count(code) > 1:
                    raise wrong_entry(f"{kind}代码重复", code)
        for subtype in self.subtypes:
            if subtype.category not in self.codes:
                raise wrong_entry("子类所属类别不存在", subtype.category)
        outside = [c.code for c in self.categories if c.outside]
        if len(outside) > 1:
            raise wrong_entry("outside = true 的类别只能有一个", outside[-1])
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
    """Read a taxonomy file; a mistake in it raises ``SettingError`` naming the line."""
    return load_toml(Taxonomy, path, _PATTERN)


def parse_taxonomy(source: str, where: str = "taxonomy.toml") -> Taxonomy:
    r"""Check the text of a taxonomy file.

    >>> parse_taxonomy('version = 1\nname = "x"\n[[categories]]\ncode = "a"\nname = ""')
    Traceback (most recent call last):
    nlp.errors.SettingError: taxonomy.toml 第 5 行：categories.name 太短或为空...
    """
    return parse_toml(Taxonomy, source, where, _PATTERN)
