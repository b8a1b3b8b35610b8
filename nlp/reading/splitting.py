"""Where one letter ends and the next begins in a file that holds several.

One file is one letter, unless a rule finds at least three marks that agree: numbers that count up from one, ids that
differ, pages or headings that all begin as a letter does; and something is written between any two. Which rule was
used is said in the receipt, and a rule can be given instead.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nlp.reading.blocks import Block
from nlp.reading.cells import INVISIBLE

__all__ = ["LINE", "NO_SPLIT", "OPENING", "RULES", "Piece", "SplitRule", "guess_rule", "split_blocks"]

FEWEST_MARKS = 3
SHORTEST_PIECE = 10
"""Characters without spaces; less between two marks is a list, not letters."""

LONGEST_MARK = 60
OPENING, LINE = "开头", "行"
"""The rules a person words: what every letter begins with, or a regular expression for the line between two."""

DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
NUMBER = r"(?P<number>\d{1,4}|[零〇一二三四五六七八九十百两]{1,7})"
REST = r"(?:\s*[：:、.．\s]\s*(?P<title>.*))?"
LETTER_BEGINS = re.compile(
    r"\s*(?:尊敬的|敬爱的)|.{0,20}(?:领导|同志|书记|主任|局长|市长|厅长|委员会|信访局|信访办|纪委|国资委).{0,6}[：:]"
    r"|\s*关于.{2,40}的?(?:信|函|报告|反映|情况|诉求|请求|申请|申诉|投诉|举报|控告|建议|意见|材料|问题)\s*\Z"
    r"|\s*(?:实名|匿名|联名)?(?:信访|举报|检举|控告|投诉|求助|申诉)(?:信|书|材料)\s*\Z"
)


@dataclass(frozen=True, slots=True)
class SplitRule:
    """How a file is cut: at lines that match ``pattern``, or at every page or heading; ``name`` is how it is said.

    A pattern may have groups: ``number``, ``title`` (the rest of the line), ``id``. ``between`` is a line that stands
    between letters and belongs to none. ``within`` is the first line of the letter itself, which keeps it.
    """

    name: str
    pattern: re.Pattern[str] | None = None
    between: bool = False
    within: bool = False

    @classmethod
    def named(cls, name: str) -> "SplitRule":
        r"""Find a rule by its name, or make one: ``开头=尊敬的``, or of a regular expression, ``行=^案件\d+``.

        Raises ``ValueError`` for what is neither.

        >>> SplitRule.named("第N封").name, SplitRule.named("开头=尊敬的").name, SplitRule.named("行=【.*】").name
        ('第N封', '开头=尊敬的', '行=【.*】')
        """
        if found := next((rule for rule in (*RULES, NO_SPLIT) if rule.name == name), None):
            return found
        kind, _, words = name.partition("=")
        if kind == OPENING and (words := words.strip(INVISIBLE)):
            return cls(f"{OPENING}={words}", re.compile(f"{re.escape(words)}.*"), within=True)
        if kind == LINE and words:
            try:
                return cls(name, re.compile(words))
            except re.error as error:
                raise ValueError(f"“{name}”不是合法的正则表达式：{error}") from error
        known = "、".join(rule.name for rule in (NO_SPLIT, *RULES))
        raise ValueError(f"没有“{name}”这种拆分规则，可用：{known}，或 {OPENING}=每封开头的字，或 {LINE}=正则表达式")

    def asked(self, place: str) -> str:
        """Say for the receipt that a person chose the rule.

        >>> NO_SPLIT.asked("来信.txt")
        '来信.txt：按指定的“不拆分”读取'
        """
        return f"{place}：按指定的“{self.name}”读取"


NO_SPLIT = SplitRule("不拆分")
PAGES, HEADINGS = SplitRule("分页"), SplitRule("标题样式")
NUMBERED = SplitRule("第N封", re.compile(rf"[【\[（(]?第\s*{NUMBER}\s*[封件](?:来信|信件|信访件|信)?[】\]）)]?{REST}"))
COUNTED = SplitRule("来信N", re.compile(rf"[【\[（(]?(?:来信|信件|信访件|群众来信)\s*{NUMBER}[】\]）)]?{REST}"))
WITH_ID = SplitRule(
    "编号",
    re.compile(
        r"(?:来信|信访件?|信件|登记|受理|工单|留言)?(?:编号|号码|件号)\s*[：:]\s*(?P<id>[\w\-－/（）()〔〕\[\]号]+)"
    ),
)
LINES = SplitRule("分隔线", re.compile(r"([=＝\-—－─━_*＊#~])\1{2,}"), between=True)
RULES = (NUMBERED, COUNTED, WITH_ID, LINES, HEADINGS, PAGES)


@dataclass(frozen=True, slots=True)
class Piece:
    """One letter of a document: its paragraphs, the title and id its mark gave; a preface stands before all marks."""

    blocks: tuple[Block, ...]
    title: str = ""
    id: str = ""
    preface: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing can be seen in it."""
        return not any(block.text.strip(INVISIBLE) for block in self.blocks)


def _number(written: str) -> int:
    """Read a number below a thousand, in digits or Chinese; what is none gives 0.

    >>> _number("12"), _number("二十三"), _number("一百零五")
    (12, 23, 105)
    """
    if written.isdigit():
        return int(written)
    total = digit = 0
    for character in written:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = DIGITS[character]
    return total + digit


def _mark(block: Block, rule: SplitRule) -> re.Match[str] | None:
    line = block.text.strip(INVISIBLE)
    short = rule.within or len(line) <= LONGEST_MARK
    return rule.pattern.fullmatch(line) if rule.pattern and short else None


def _marks(blocks: Sequence[Block], rule: SplitRule) -> list[int]:
    """List the places where a rule cuts: the indexes of marks, headings, or first paragraphs of pages."""
    if rule is HEADINGS:
        return [at for at, block in enumerate(blocks) if block.heading]
    if rule is PAGES:
        return [at for at, block in enumerate(blocks) if block.new_page or at == 0]
    return [at for at, block in enumerate(blocks) if _mark(block, rule)]


def split_blocks(blocks: Sequence[Block], rule: SplitRule) -> list[Piece]:
    """Cut a document; without a mark it is one piece, and pieces that are blank are left out unless all are."""
    marks = _marks(blocks, rule)
    if rule == NO_SPLIT or not marks:
        return [Piece(tuple(blocks))]
    pieces = [Piece(tuple(blocks[: marks[0]]), preface=not rule.between)]
    for begin, end in zip(marks, [*marks[1:], len(blocks)], strict=True):
        match = _mark(blocks[begin], rule)
        if match is None:
            title = blocks[begin].text.strip(INVISIBLE) if rule is HEADINGS else ""
            pieces.append(Piece(tuple(blocks[begin + bool(title) : end]), title))
            continue
        groups, first = match.groupdict(), begin + (not rule.within)
        pieces.append(Piece(tuple(blocks[first:end]), groups.get("title") or "", groups.get("id") or ""))
    return [piece for piece in pieces if not piece.is_blank or piece.title] or [Piece(tuple(blocks))]


def _begins_as_letter(line: str) -> bool:
    return len(line) <= LONGEST_MARK and LETTER_BEGINS.match(line) is not None


def _agree(blocks: Sequence[Block], marks: Sequence[int], rule: SplitRule) -> bool:
    """Tell whether the marks of a rule belong together."""
    if rule in (HEADINGS, PAGES):
        return all(_begins_as_letter(blocks[at].text) for at in marks)
    matches = [match for at in marks if (match := _mark(blocks[at], rule))]
    if rule in (NUMBERED, COUNTED):
        return [_number(match["number"]) for match in matches] == list(range(1, len(matches) + 1))
    return len({match["id"] for match in matches}) == len(matches) if rule is WITH_ID else True


def guess_rule(blocks: Sequence[Block]) -> SplitRule:
    r"""Find the first rule whose marks agree; ``NO_SPLIT`` where none does, which is the usual case.

    >>> letters = [Block(f"{mark}\n") for n in "一二三" for mark in (f"第{n}封", f"第{n}家厂里拖欠工资已经三年")]
    >>> guess_rule(letters).name
    '第N封'
    """

    def long_enough(piece: Piece) -> bool:
        return sum(len("".join(block.text.split())) for block in piece.blocks) >= SHORTEST_PIECE

    tests: Sequence[Callable[[SplitRule], bool]] = (
        lambda rule: len(_marks(blocks, rule)) >= FEWEST_MARKS,
        lambda rule: _agree(blocks, _marks(blocks, rule), rule),
        lambda rule: all(long_enough(piece) for piece in split_blocks(blocks, rule) if not piece.preface),
    )
    return next((rule for rule in RULES if all(test(rule) for test in tests)), NO_SPLIT)
