"""The office's table of enterprises: every name one goes by, and who carries on after it."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Annotated, Self

from ahocorasick_rs import AhoCorasick, MatchKind
from pydantic import Field, model_validator

from nlp.letter import Signal
from nlp.toml import Frozen, load_toml, parse_toml, wrong_entry

__all__ = ["Enterprise", "EnterpriseTable", "load_enterprises", "parse_enterprises"]

_PATTERN = "corpora/enterprises.toml"
_Name = Annotated[str, Field(min_length=2)]


class Enterprise(Frozen):
    """One enterprise: its full name, the other names it goes or went by, and its successor if it has one."""

    name: _Name
    aliases: tuple[_Name, ...] = ()
    successor: str = ""


class EnterpriseTable(Frozen):
    """All enterprises an office knows; no name may stand for two of them, and every successor must be listed."""

    enterprises: tuple[Enterprise, ...] = ()

    @model_validator(mode="after")
    def _names_are_clear(self) -> Self:
        owners: dict[str, str] = {}
        for enterprise in self.enterprises:
            for name in (enterprise.name, *enterprise.aliases):
                if owners.setdefault(name, enterprise.name) != enterprise.name:
                    raise wrong_entry("名称属于两家企业", name)
        for enterprise in self.enterprises:
            if enterprise.successor and enterprise.successor not in {e.name for e in self.enterprises}:
                raise wrong_entry("承继单位不在表内", enterprise.successor)
            if enterprise.name in _chain(self.enterprises, enterprise.successor):
                raise wrong_entry("承继关系成环", enterprise.name)
        return self

    @cached_property
    def by_name(self) -> dict[str, Enterprise]:
        """The enterprise each name stands for."""
        return {name: e for e in self.enterprises for name in (e.name, *e.aliases)}

    @cached_property
    def _automaton(self) -> AhoCorasick:
        return AhoCorasick(list(self.by_name), matchkind=MatchKind.LeftmostLongest)

    def knows(self, name: str) -> bool:
        """Say whether a name is in the table."""
        return name in self.by_name

    def heir(self, name: str) -> str:
        """Give the last successor of an enterprise; itself where it has none or is not listed."""
        enterprise = self.by_name.get(name)
        if enterprise is None:
            return name
        return _chain(self.enterprises, enterprise.name)[-1]

    def find(self, text: str) -> Iterator[Signal]:
        """Yield every name of the table in a text, the longest where several begin at one place."""
        for _, start, end in self._automaton.find_matches_as_indexes(text):
            enterprise = self.by_name[text[start:end]]
            heir = self.heir(enterprise.name)
            note = f"承继：{heir}" if heir != enterprise.name else ""
            yield Signal(start, end, text[start:end], "enterprises", enterprise.name, note)


def load_enterprises(path: Path) -> EnterpriseTable:
    """Read the office's table; a mistake in it raises ``SettingError`` naming the line."""
    return load_toml(EnterpriseTable, path, _PATTERN)


def parse_enterprises(source: str, where: str = "enterprises.toml") -> EnterpriseTable:
    r"""Check the text of a table.

    >>> table = parse_enterprises('[[enterprises]]\nname = "石湾仪表厂"\naliases = ["石仪"]')
    >>> [(s.text, s.value) for s in table.find("石仪的工人")]
    [('石仪', '石湾仪表厂')]
    """
    return parse_toml(EnterpriseTable, source, where, _PATTERN)


def _chain(enterprises: tuple[Enterprise, ...], name: str) -> list[str]:
    """Follow the successors from a name on; a ring is followed once round."""
    successors = {e.name: e.successor for e in enterprises}
    chain = [name]
    while (following := successors.get(chain[-1], "")) and following not in chain:
        chain.append(following)
    return chain
