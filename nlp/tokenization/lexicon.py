"""The office's word list: what a term leans to, and whether the tokenizer may treat it as one word."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from nlp.errors import SettingError

__all__ = ["Term", "parse_lexicon", "user_words"]

_COLUMNS = ("term", "pos", "category", "subtypes", "level", "note")
_POS = re.compile("[a-z]{1,4}")
_CODE = re.compile("[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the lexicon.

    ``pos`` is jieba's part of speech; ``category`` a code of the taxonomy or ``general``, a leaning and no verdict;
    ``subtypes`` its subtypes (``P01``) or, for general terms, the signal or group it belongs to. A term of level
    A is a word for the tokenizer; one of level B is a phrase, to be matched only, for as a word it would swallow
    words that count on their own (伪造, 违规).
    """

    text: str
    pos: str
    category: str
    subtypes: tuple[str, ...]
    level: Literal["A", "B"]
    note: str = ""


def _term(fields: list[str], where: str) -> Term:
    """Return the term one line describes; raise SettingError where it does not."""
    if len(fields) != len(_COLUMNS):
        raise SettingError(where, f"应有 {len(_COLUMNS)} 列，实有 {len(fields)} 列", "请用制表符分隔各列")
    text, pos, category, subtypes, level, note = (field.strip() for field in fields)
    if not text:
        raise SettingError(where, "第一列 term 为空", "请填写词语或删去这一行")
    if not _POS.fullmatch(pos):
        raise SettingError(where, f"词性 {pos!r} 无法识别", "请用结巴词性标记，如 n、v、nt")
    if not _CODE.fullmatch(category):
        raise SettingError(where, f"类别代码 {category!r} 无法识别", "请用小写英文代码，如 policy")
    if level not in ("A", "B"):
        raise SettingError(where, f"层级 {level!r} 无法识别", "请填 A（进词典）或 B（仅作短语匹配）")
    return Term(text, pos, category, tuple(filter(None, subtypes.split(";"))), "A" if level == "A" else "B", note)


def parse_lexicon(source: str, where: str) -> tuple[Term, ...]:
    r"""Read a lexicon: a header line, then one term a line in six columns parted by tabs; blank lines are skipped.

    ``where`` names the source in messages. A header alone gives no terms. Raises SettingError, naming the line,
    when the header or a line is not what it must be or a term comes twice.

    >>> lines = "term\tpos\tcategory\tsubtypes\tlevel\tnote\n内退费\tn\tpolicy\tP04\tA\t默认切分 内/退费\n"
    >>> parse_lexicon(lines, "terms.tsv")[0].subtypes
    ('P04',)
    >>> parse_lexicon(lines + "工伤", "terms.tsv")
    Traceback (most recent call last):
    nlp.errors.SettingError: terms.tsv 第 3 行：应有 6 列，实有 1 列。请用制表符分隔各列。
    """
    header, *lines = source.removeprefix("\ufeff").splitlines() or [""]
    if tuple(header.split("\t")) != _COLUMNS:
        raise SettingError(f"{where} 第 1 行", f"表头不是 {' '.join(_COLUMNS)}", "请照样本改正表头，各列用制表符分隔")
    terms: dict[str, Term] = {}
    for number, line in enumerate(lines, 2):
        if not line.strip():
            continue
        term = _term(line.split("\t"), f"{where} 第 {number} 行")
        if term.text in terms:
            raise SettingError(f"{where} 第 {number} 行", f"词语“{term.text}”重复出现", "请合并为一行")
        terms[term.text] = term
    return tuple(terms.values())


def user_words(terms: Iterable[Term]) -> tuple[tuple[str, None, str], ...]:
    """Return the terms of level A as words for a ``Segmenter``, frequency left to be suggested.

    >>> user_words([Term("内退费", "n", "policy", ("P04",), "A"), Term("伪造工龄", "l", "anti_corruption", (), "B")])
    (('内退费', None, 'n'),)
    """
    return tuple((term.text, None, term.pos) for term in terms if term.level == "A")
