"""Which lawful ways a letter points to: the three legal kinds and the six ways of the Regulation, and what else helps.

Kinds: 建议意见 (第二十九条), 检举控告 (第三十条), 申诉求决 (第三十一条: six ways, the last is the ordinary procedure).
The cues stand in ``ways.tsv``. Everything here is a hint with the sentence it rests on; a person decides. Several may
apply; a letter that gives no cue gets none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from nlp.errors import SettingError
from nlp.letter import Analysis, Span

__all__ = ["ADVISORY", "Way", "find_ways", "ways_of"]

ADVISORY = "仅供参考，由承办人确认"
"""Stands beside every hint on the page and in exports."""

_COLUMNS = ["kind", "code", "article", "name", "cues", "not", "advice"]
_SENTENCE_END = re.compile(r"[。！？!?；;\n]")
_ORDINARY = ("ordinary", "《信访工作条例》第三十一条第六项", "普通信访程序")
_ORDINARY_ADVICE = "听取陈述、调查核实，出具信访处理意见书；受理后六十日内办结"


@dataclass(frozen=True, slots=True)
class Way(Span):
    """A hint: its ``kind`` (``legal``, ``way`` or ``hint``), its article, and the sentence that speaks for it."""

    kind: str
    code: str
    name: str
    article: str
    advice: str


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: str
    code: str
    name: str
    article: str
    advice: str
    cues: re.Pattern[str]
    barred: re.Pattern[str] | None


@cache
def _rules() -> tuple[_Rule, ...]:
    header, *lines = files(__package__).joinpath("ways.tsv").read_text(encoding="utf-8").splitlines()
    if header.split("\t") != _COLUMNS:
        raise SettingError("ways.tsv", f"表头不是 {' '.join(_COLUMNS)}", "请照样本改正表头")
    rules = []
    for number, line in enumerate(lines, 2):
        row = line.split("\t")
        if len(row) != len(_COLUMNS) or not all((row[0], row[1], row[2], row[3], row[4], row[6])):
            raise SettingError(f"ways.tsv 第 {number} 行", "不是七列，或缺必填的一列", "请改正这一行")
        kind, code, article, name, cues, barred, advice = row
        rules.append(_Rule(kind, code, name, article, advice, _either(cues), _either(barred) if barred else None))
    return tuple(rules)


def _either(words: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words.split(), key=len, reverse=True)))


def find_ways(text: str) -> tuple[Way, ...]:
    """Give the hints of a letter's text, the legal kinds first; none in an empty text.

    A claim with none of the first five ways points to the sixth, the ordinary procedure.

    >>> [(way.code, way.article) for way in find_ways("法院判了工伤赔偿，厂里不给。请求督促。")]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('claim', '《信访工作条例》第三十一条'), ('litigation', '《信访工作条例》第三十一条第一项'),
     ('injury', '《工伤保险条例》第四十三条')]
    >>> find_ways("今年雪下得早。")
    ()
    """
    found = [way for rule in _rules() if (way := _first(rule, text))]
    claim = next((way for way in found if way.code == "claim"), None)
    if claim and not any(way.kind == "way" for way in found):
        ordinary = Way(
            claim.start, claim.end, claim.text, "way", _ORDINARY[0], _ORDINARY[2], _ORDINARY[1], _ORDINARY_ADVICE
        )
        found.insert([way.kind for way in found].count("legal"), ordinary)
    return tuple(found)


def ways_of(analysis: Analysis) -> tuple[Way, ...]:
    """Give the hints of an analysed letter; a possible accusation always brings the way of accusations.

    The accusation rests on its strongest evidence where no cue word stands in the text (租给厂长小舅子).
    """
    text = analysis.letter.text
    found = find_ways(text)
    if not analysis.confidential or not text.strip() or any(way.code == "accusation" for way in found):
        return found
    rule = next(rule for rule in _rules() if rule.code == "accusation")
    reason = next(iter(analysis.prediction.evidence), None)
    start, end = _sentence(text, reason.start if reason else 0)
    return (Way(start, end, text[start:end], rule.kind, rule.code, rule.name, rule.article, rule.advice), *found)


def _first(rule: _Rule, text: str) -> Way | None:
    """Give the first sentence that holds a cue and nothing that bars it."""
    for match in rule.cues.finditer(text):
        start, end = _sentence(text, match.start())
        if not (rule.barred and rule.barred.search(text, start, end)):
            return Way(start, end, text[start:end], rule.kind, rule.code, rule.name, rule.article, rule.advice)
    return None


def _sentence(text: str, place: int) -> tuple[int, int]:
    """Give the sentence around a place, without the white space before it, its closing mark included."""
    start = max((match.end() for match in _ends_before(text, place)), default=0)
    closing = _SENTENCE_END.search(text, place)
    end = len(text) if closing is None else closing.end() if closing[0] != "\n" else closing.start()
    return start + len(text[start:end]) - len(text[start:end].lstrip()), end


def _ends_before(text: str, place: int) -> Iterator[re.Match[str]]:
    return _SENTENCE_END.finditer(text, 0, place)
