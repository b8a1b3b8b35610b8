"""The surnames, given-name characters, titles and cues of ``words.tsv``, as the grammar of names needs them.

The surnames are those of 《百家姓》 and of the census, in three grades: hardly ever another word where a person is
named (PLAIN), frequent as a surname but more often another word (LIKELY), seldom a surname (doubtful).
"""

from importlib.resources import files

__all__ = [
    "COMPOUND",
    "CUES",
    "FORMS",
    "GIVEN",
    "KIN",
    "LIKELY",
    "NOT_NAMES",
    "NOT_SURNAMES",
    "OFFICES",
    "PLAIN",
    "ROLES",
    "SURNAME",
]


def _read() -> dict[str, str]:
    lines = (files("nlp.privacy") / "words.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {use: words for use, _, words in (line.split("\t") for line in lines)}


_WORDS = _read()

PLAIN, LIKELY, GIVEN = _WORDS["plain"], _WORDS["likely"], _WORDS["given"]
SURNAME = PLAIN + LIKELY + _WORDS["doubtful"]
COMPOUND = frozenset(_WORDS["compound"].split())
KIN = frozenset(_WORDS["kin"].split())
CUES = frozenset(_WORDS["cues"].split())
OFFICES = frozenset(_WORDS["offices"].split())
FORMS = frozenset(_WORDS["forms"].split())
ROLES = frozenset(_WORDS["roles"].split())
NOT_SURNAMES = frozenset(_WORDS["not_surnames"].split())
NOT_NAMES = frozenset(_WORDS["not_names"].split())
