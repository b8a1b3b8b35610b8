"""Mask what identifies a person, for the page and for exports; take it out of what the classifier sees.

Both keep the length of the text, so that offsets into the original hold. The originals stay in the store alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.letter import Span
from nlp.privacy import names, numbers, places
from nlp.privacy.lookout import Lookout, Places
from nlp.privacy.names import find_names
from nlp.privacy.numbers import find_numbers
from nlp.privacy.places import find_addresses, find_posts

__all__ = [
    "PLACEHOLDER",
    "PersonalSpan",
    "mask",
    "mask_many",
    "mask_neutral",
    "neutralize",
    "neutralize_many",
    "personal_spans",
]

PLACEHOLDER = "\ue000"
"""What stands for a personal character in a neutral text: a private-use character, which no letter uses."""

_LOOKOUT = Lookout({**names.BEGINNINGS, **numbers.BEGINNINGS, **places.BEGINNINGS})
_NOT_A_BREAK = re.compile("[^\n]")


@dataclass(frozen=True, slots=True)
class PersonalSpan(Span):
    """A piece of the letter that identifies a person, and what kind of thing it is.

    The kinds: name, identity, phone, account (cards and long numbers), online (QQ, WeChat), email, plate, staff_number
    (and other certificates), address, post (a post in a workshop).
    """

    kind: str


def personal_spans(text: str) -> tuple[PersonalSpan, ...]:
    """Find what identifies a person, in order of place; spans may overlap. An empty text has none.

    >>> [(span.text, span.kind) for span in personal_spans("我叫段长喜，电话138-0000-1234，找江厂长")]
    [('段长喜', 'name'), ('138-0000-1234', 'phone'), ('江', 'name')]
    """
    found = {*_identifying(text, _LOOKOUT.places([text])[0]), *find_posts(text)}
    return tuple(PersonalSpan(start, end, text[start:end], kind) for start, end, kind in sorted(found))


def mask(text: str) -> str:
    """Replace what identifies a person by ``*``, one for each character; line breaks are never touched.

    >>> mask("我的电话 138-0000-1234，身份证 11010519491231002X")
    '我的电话 *************，身份证 ******************'
    >>> mask("欠我 12000 元，文号〔2003〕12 号")
    '欠我 12000 元，文号〔2003〕12 号'
    """
    return mask_many([text])[0]


def mask_many(texts: Sequence[str]) -> list[str]:
    """Mask many texts, each as ``mask`` does, sooner than one by one."""
    found = zip(texts, _LOOKOUT.places(texts), strict=True)
    return [_cover(text, [*_identifying(text, where), *find_posts(text)], "*") for text, where in found]


def neutralize(text: str) -> str:
    """Replace names, numbers and addresses by ``PLACEHOLDER``, one for each character.

    Two letters that differ only in whom they name read the same but for the length of the names. Posts stay: what
    somebody works as is part of the matter.

    >>> neutralize("我叫段长喜，要求补发工资") == neutralize("我叫马桂英，要求补发工资")
    True
    """
    return neutralize_many([text])[0]


def neutralize_many(texts: Sequence[str]) -> list[str]:
    """Make many texts neutral, each as ``neutralize`` does."""
    found = zip(texts, _LOOKOUT.places(texts), strict=True)
    return [_cover(text, _identifying(text, where), PLACEHOLDER) for text, where in found]


def mask_neutral(text: str, neutral: str) -> str:
    """Mask a text whose ``neutral`` form is known, which spares searching it again.

    >>> text = "我叫段长喜，电话 138-0000-1234"
    >>> mask_neutral(text, neutralize(text)) == mask(text)
    True
    """
    return _cover(neutral.replace(PLACEHOLDER, "*"), find_posts(text), "*")


def _identifying(text: str, where: Places) -> list[tuple[int, int, str]]:
    named = ((*span, "name") for span in find_names(text, where))
    return [*named, *find_numbers(text, where), *find_addresses(text, where)]


def _cover(text: str, found: list[tuple[int, int, str]], sign: str) -> str:
    pieces: list[str] = []
    done = 0
    for start, end, _ in sorted(found):
        if end > done:
            start = max(start, done)
            pieces += (text[done:start], _NOT_A_BREAK.sub(sign, text[start:end]))
            done = end
    return "".join((*pieces, text[done:]))
