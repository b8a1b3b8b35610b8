"""One way to write a letter: the text as the tokenizer, the rules and the classifier want to see it.

- Remains of HTML go: a block tag is a line break, an inline tag nothing, an entity its character.
- Control, zero-width and bidirectional characters, byte order marks, NUL and lone surrogates go.
- Full-width letters, digits and ASCII signs become half-width; ，。！？：；（） stay Chinese, and half-width ``,!?:;``
  between two Chinese characters become Chinese. Radicals and compatibility forms (⼯, from PDF files) become ordinary.
- Traditional characters become simplified, frequent slips of the pen are corrected (``variants.tsv``).
- A run of white space with a line break becomes one line break. A space stays, as one, between two words that are not
  Chinese and between two Chinese words of two or more characters; elsewhere (改 制 办, 2020 年) it goes.

The result is the same when it is normalized again. A clean letter costs two searches.
"""

import re
import unicodedata
from functools import cache

from nlp.tokenization.markup import strip_markup
from nlp.tokenization.normalized import Edits, Normalized, substitute
from nlp.tokenization.script import simplify, traditional_characters
from nlp.tokenization.variants import correct_variants, variant_pattern

__all__ = ["Normalized", "normalize"]

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PUNCTUATION = "、。〃《》「」『』【】〔〕，！？：；（）"
_BREAK = re.compile("[\n\r\v\f\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
_BETWEEN_HAN = re.compile(f"[,!?:;](?<=[{_HAN}].)(?=[{_HAN}])")
_CHINESE_SIGNS = str.maketrans(",!?:;", "，！？：；")
_SPACES = re.compile(r"\s+")
_WHITE = re.compile("[\t\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_LOOSE_BREAK = re.compile(r"\n\n|\A\n|\n\Z")
_CHINESE = f"[{_HAN}{_PUNCTUATION}]"
_WORD_GAP = re.compile(rf"(?<!{_CHINESE})\s+(?!{_CHINESE}|\s)|(?<=[{_HAN}]{{2}})\s+(?=[{_HAN}]{{2}})")


def _forms() -> dict[int, str]:
    """Return the full-width forms, radicals and compatibility ideographs, each with its usual character."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _PUNCTUATION}
    for code in (*range(0x2E80, 0x2FD6), *range(0xF900, 0xFB00)):
        usual = unicodedata.normalize("NFKC", chr(code))
        if len(usual) == 1 and usual != chr(code):
            table[code] = usual
    return table


_FORMS = _forms()
_FORM = re.compile(f"[{''.join(map(re.escape, map(chr, _FORMS)))}]")


@cache
def _suspect() -> re.Pattern[str]:
    """Return one class of every character that a step may act on, but for the line break."""
    invisible, forms, white = _INVISIBLE.pattern[1:-1], _FORM.pattern[1:-1], _WHITE.pattern[1:-1]
    return re.compile(f"[{invisible}{forms}{white}{traditional_characters()}<&,!?:;]")


def _is_clean(text: str) -> bool:
    """Say whether no step has anything to do; two searches for a letter without line breaks."""
    if _suspect().search(text) or ("\n" in text and _LOOSE_BREAK.search(text)):
        return False
    return not variant_pattern().search(text)


def _space(match: re.Match[str]) -> str:
    """Return what a run of white space becomes, from its neighbours."""
    start, end = match.span()
    text = match.string
    if start == 0 or end == len(text):
        return ""
    if _BREAK.search(match[0]):
        return "\n"
    return " " if _WORD_GAP.match(text, start) else ""


def _clean(text: str) -> tuple[str, tuple[Edits, ...]]:
    """Run every step once, in order."""
    text, steps = substitute(_INVISIBLE, lambda match: "", text)
    if _FORM.search(text):
        text = text.translate(_FORMS)
    if "<" in text or "&" in text:
        text, edits = strip_markup(text)
        steps += edits
    text = simplify(text)
    text, edits = substitute(_SPACES, _space, text)
    text = _BETWEEN_HAN.sub(lambda match: match[0].translate(_CHINESE_SIGNS), text)
    return correct_variants(text), steps + edits


def normalize(text: str) -> Normalized:
    """Return the text in normal form, with the way back to the original; an empty text stays empty.

    >>> normalize("<p>历史欠帐　１２万元,至今未还</p>").text
    '历史欠账12万元，至今未还'
    >>> normalize("").text
    ''
    """
    if _is_clean(text):
        return Normalized(text, text)
    original, (text, steps) = text, _clean(text)
    while ("<" in text or "&" in text) and (again := _clean(text))[0] != text:  # a step may complete a broken tag
        text, steps = again[0], steps + again[1]
    return Normalized(text, original, steps)
