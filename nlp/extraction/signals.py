"""Signals beside the category: what must be seen first, and the numbers a clerk would copy out.

A signal never changes the category, and is raised by the letter's text alone. Doubtful mentions (past, figurative,
denied) are kept: a person must look, nothing is dropped. Rules and wording: the handbook, chapter 3.
"""

import re
from collections.abc import Iterator

from nlp.letter import Signal
from nlp.tokenization import Normalized

__all__ = ["find_signals"]

_NUMBER = r"(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+)"
_ONE = r"[一1](?:名|位|人|户|个人)"  # 一人八百六: a rate, not a count
_PATTERNS: dict[str, re.Pattern[str]] = {
    "life_health": re.compile(
        r"跳楼|跳河|跳下去|自杀|自尽|轻生|寻短见|服毒|喝农药|喝药|上吊|自焚|割腕|同归于尽|不想活|活不下去|活不成|没法活|"
        r"死给|以死|断药|断粮|断炊|停了?透析|停药|病危|等死|揭不开锅|无钱治病|没钱(?:看病|治病|买药)|放弃治疗|催交押金|"
        r"砷超标|尿砷|血铅|中毒"
    ),
    "public_safety": re.compile(
        r"泄漏|泄露毒|坍塌|垮塌|要塌|快塌|倒塌|爆炸|饮水污染|水里有毒|一起死|炸了|放火|砍人|捅人"
    ),
    "deadline": re.compile(
        rf"(?:限|在|于)?{_NUMBER}(?:个)?(?:日|天|工作日|月|星期|周)(?:之)?内(?:.{{0,6}})(?:答复|解决|回复|处理|发放|付清|兑现|给)|"
        r"(?:月底|年底|月末|过年|年前|下周[一二三四五六日天]?|下星期[一二三四五六日天]?|[本下]月)(?:之)?前?(?:.{0,8})(?:答复|解决|回复|不解决|不答复|给个说法|否则)"
    ),
    "collective_intent": re.compile(
        r"集体上访|集访|进京|赴京|上北京|到北京(?:去|上访|告)|去省里|到省里|去省城|越级|去市政府|到市政府|去县政府|到县政府|"
        r"堵路|堵门|拉横幅|静坐|(?:一起|集体|大家)去(?:找|国资委|政府|市里|县里|门口)"
    ),
    "n_people": re.compile(
        rf"(?:全[厂矿场队]|我们|涉及|一共|共|联名|还有|全体)?的?(?!{_ONE})({_NUMBER})[多余几]?(?:名|位|人|户|口人|来人|个人|个[职女]?工)"
    ),
    "money": re.compile(rf"({_NUMBER})(?:多|余|来|几)?(万|千|百|亿)?(?:多|余)?(?:元|块|圆|万元|块钱)|{_NUMBER}万"),
}


def find_signals(normalized: Normalized, offset: int = 0) -> tuple[Signal, ...]:
    """Give the signals of a letter in order of place; ``offset`` is where its text starts in the original."""
    found = [signal for kind in _PATTERNS for signal in _of_kind(kind, normalized, offset)]
    return tuple(sorted(found, key=lambda signal: (signal.start, signal.end, signal.kind)))


def _of_kind(kind: str, normalized: Normalized, offset: int) -> Iterator[Signal]:
    for match in _PATTERNS[kind].finditer(normalized.text):
        start, end = normalized.original_span(*match.span())
        if start >= offset:
            yield Signal(start - offset, end - offset, normalized.original[start:end], kind)
