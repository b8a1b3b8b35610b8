"""Who works in the office, and what each role may see and do: one table, asked by the page and the store alike.

An accusation is for its handler alone, and not for one it accuses (《信访工作条例》第二十八条、第三十条). Managers
see aggregates and masked matters, administrators keep models and settings and read no letters. People and their roles
are in ``corpora/roles.toml``; on one computer without sign-in there is one person, who says by a box to be a handler.
"""

import ipaddress
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from nlp.errors import SettingError
from nlp.extraction.enterprise_table import EnterpriseTable
from nlp.letter import Letter
from nlp.privacy import Role, accuses_any, accuses_office
from nlp.store import Reader
from nlp.toml import Frozen, load_toml, parse_toml, wrong_entry

__all__ = [
    *("ALONE", "RIGHTS", "Deed", "Person", "Rights", "Staff", "check_exposure", "concerning", "load_sign_in"),
    *("load_staff", "make_reader", "only_here", "parse_staff"),
]

_PATTERN = "corpora/roles.toml"
_Text = Annotated[str, Field(min_length=1)]
_LONGEST_NAME = 40
_PAGES = ("intake", "batch", "trends", "explore", "review", "model")


class Deed(StrEnum):
    """What somebody may do, besides looking."""

    REGISTER = "register"
    DECIDE = "decide"
    JUDGE = "judge"
    PROMOTE = "promote"


@dataclass(frozen=True, slots=True)
class Rights:
    """What one role may: the pages it has, the first of them shown first, how it sees letters, what it may do.

    ``accusations`` are confidential letters: everybody but their handler sees them as totals only.
    """

    pages: tuple[str, ...]
    letters: Literal["whole", "masked", "nothing"]
    accusations: bool = False
    deeds: frozenset[Deed] = frozenset()


RIGHTS: Mapping[Role, Rights] = {
    Role.INTAKE: Rights(_PAGES, "whole", deeds=frozenset({Deed.REGISTER, Deed.DECIDE, Deed.JUDGE})),
    Role.HANDLER: Rights(_PAGES, "whole", accusations=True, deeds=frozenset({Deed.REGISTER, Deed.DECIDE, Deed.JUDGE})),
    Role.MANAGER: Rights(("trends", "explore", "model"), "masked", deeds=frozenset({Deed.JUDGE})),
    Role.ADMINISTRATOR: Rights(("model", "audit"), "nothing", deeds=frozenset({Deed.PROMOTE})),
}

ALONE = Rights((*_PAGES, "audit"), "whole", deeds=frozenset(Deed))
"""One person on one computer, who is everything but a handler of accusations until the box is ticked."""


class Person(Frozen):
    """Somebody of the office, by what the sign-in calls them; ``units`` are where they work or worked."""

    id: _Text
    name: Annotated[str, Field(min_length=1, max_length=_LONGEST_NAME)]
    role: Role
    units: tuple[_Text, ...] = ()

    @property
    def rights(self) -> Rights:
        """What the role of this person may."""
        return RIGHTS[self.role]

    @property
    def signature(self) -> str:
        """How the audit names this person: two of one name stay two.

        >>> Person(id="wang@xinfang.example", name="王工", role=Role.INTAKE).signature
        '王工〔wang@xinfang.example〕'
        """
        return f"{self.name}〔{self.id}〕"

    def reader(self, office_names: Collection[str] = (), table: EnterpriseTable | None = None) -> Reader:
        """Give this person as the store knows a reader; ``table`` tells the other names of their units."""
        mine = {name for unit in self.units for name in _names_of(unit, table)}
        return make_reader(self.signature, self.rights, concerning({self.name}, mine, office_names))


def _names_of(unit: str, table: EnterpriseTable | None) -> tuple[str, ...]:
    known = table.by_name.get(unit) if table else None
    return (unit, known.name, *known.aliases) if known else (unit,)


def make_reader(signature: str, rights: Rights, concerns: Callable[[Letter], bool]) -> Reader:
    """Give the reader somebody with these rights is."""
    return Reader(signature, rights.accusations, rights.letters, Deed.DECIDE in rights.deeds, concerns)


def concerning(
    names: Collection[str], units: Collection[str], office_names: Collection[str]
) -> Callable[[Letter], bool]:
    """Make what says whether a confidential letter concerns a person: by name, by unit, or by accusing the office.

    >>> of_wang = concerning({"王建设"}, {"容坡锅炉厂"}, {"国资委"})
    >>> of_wang(Letter("容坡锅炉厂厂长卖设备。")), of_wang(Letter("乐店纸厂厂长卖设备。"))
    (True, False)
    """

    def concerns(letter: Letter) -> bool:
        written = letter.full_text
        named = any(len(name) > 1 and name in written for name in names)
        return named or accuses_any(written, units) or accuses_office(written, office_names)

    return concerns


class Staff(Frozen):
    """Everybody who may sign in; ``contact`` is whom to ask for those who may not (yet).

    ``claim`` is the claim of the identity token by which a person is known.
    """

    version: Literal[1] = 1
    contact: str = ""
    claim: Literal["email", "preferred_username", "sub"] = "email"
    people: tuple[Person, ...] = ()

    @model_validator(mode="after")
    def _everybody_stands_once(self) -> Self:
        seen = set[str]()
        for person in self.people:
            if person.id.casefold() in seen:
                raise wrong_entry("同一个人写了两次", person.id)
            seen.add(person.id.casefold())
        return self

    @cached_property
    def _by_id(self) -> dict[str, Person]:
        return {person.id.casefold(): person for person in self.people}

    def find(self, claims: Mapping[str, object]) -> Person | None:
        r"""Give the person an identity token speaks of; None for a stranger or an address nobody has verified.

        >>> staff = parse_staff('[[people]]\nid = "wang@xinfang.example"\nname = "王工"\nrole = "intake"')
        >>> staff.find({"email": "Wang@xinfang.example"}).name, staff.find({"email": "li@xinfang.example"})
        ('王工', None)
        >>> staff.find({"email": "wang@xinfang.example", "email_verified": False})
        """
        if self.claim == "email" and claims.get("email_verified") is False:
            return None
        said = claims.get(self.claim)
        return self._by_id.get(said.casefold()) if isinstance(said, str) else None


def load_staff(path: Path) -> Staff:
    """Read the roles file, nobody where there is none; ``SettingError`` names the line of a mistake."""
    return load_toml(Staff, path, _PATTERN) if path.is_file() else Staff()


def parse_staff(source: str, where: str = "roles.toml") -> Staff:
    r"""Check the text of a roles file.

    >>> parse_staff('[[people]]\nid = "a"\nname = "王工"\nrole = "boss"')
    Traceback (most recent call last):
    nlp.errors.SettingError: roles.toml 第 4 行：people.role 不是可用的写法。请对照 corpora/roles.toml 改正。
    """
    return parse_toml(Staff, source, where, _PATTERN)


def load_sign_in(path: Path) -> dict[str, object] | None:
    """Read the ``[auth]`` table of Streamlit's secrets, None without one; ``SettingError`` for a broken file."""
    if not path.is_file():
        return None
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("auth")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingError(str(path), "读不了登录配置", "请检查引号、括号和等号，并存为 UTF-8") from error
    return table if isinstance(table, dict) else None


def only_here(address: str) -> bool:
    """Say whether only this computer can reach an address.

    >>> [only_here(address) for address in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "10.0.0.8", "xinfang.local")]
    [True, True, True, False, False, False]
    """
    try:
        return ipaddress.ip_network(address).is_loopback
    except ValueError:
        return address == "localhost"


def check_exposure(staff: Staff, sign_in: Mapping[str, object] | None, where: str) -> None:
    """Raise ``SettingError`` unless other computers may be let in: people must sign in, and have roles.

    ``sign_in`` is the ``[auth]`` table of the file at ``where`` (``docs/operations.md``), None where there is none.

    >>> check_exposure(Staff(), None, "secrets.toml")
    Traceback (most recent call last):
    nlp.errors.SettingError: secrets.toml：还没有配置登录，别的电脑不能访问。请先...
    """
    remedy = "请先按 docs/operations.md“几台电脑一起用”一章配置登录和角色，或不写 --address，只在本机使用"
    if sign_in is None:
        raise SettingError(where, "还没有配置登录，别的电脑不能访问", remedy)
    wanted = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
    if missing := [name for name in wanted if not sign_in.get(name)]:
        raise SettingError(where, f"登录配置不全，缺少 {'、'.join(missing)}", remedy)
    if not staff.people:
        raise SettingError(_PATTERN, "还没有写谁是什么角色，登录了也没有人能用", remedy)
    if not staff.contact:
        raise SettingError(_PATTERN, "没有写 contact，名单以外的人登录后不知道该找谁", remedy)
