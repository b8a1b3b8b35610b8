"""Whether a matter has been before a court, an arbitrator or a reviewing authority.

Such matters are kept apart from petitions (《信访工作条例》第二十八条第二款). A threat to sue, a plan, or advice to do
so is not having done it: ``check`` is then ``figurative``, and ``negated`` where it is denied. A stage is
given once.
"""

import re
from collections.abc import Iterator

from nlp.extraction.beginnings import either
from nlp.extraction.clauses import clause_span
from nlp.extraction.scan import Scanner
from nlp.letter import Signal

__all__ = ["find_litigation"]

_STAGE = Scanner(
    {
        "mention": either(
            "法院(?:判|裁|调解|受理|立案|驳回) 去法院 到法院 一审(?<!审一审) 二审 终审 再审(?![批核查]) 抗诉",
            "上诉 起诉 开庭",
            "判决(?!书[^，。]{0,12}[附寄印]) 裁决(?!书[^，。]{0,12}[附寄印]) 裁定(?!书[^，。]{0,12}[附寄印])",
            "判[我他她] 判赔 年判的",
            "仲裁委(?!员?会?[：:]) 仲裁[院庭员] 仲栽 申请[^，。]{0,4}仲裁 劳动仲裁 去仲裁 先仲裁 走仲裁",
            "打官司 打了[^，。]{0,4}官司 官司 立案(?![查审调侦]|.{0,2}查) 行政复议 复议",
            "申请执行 终结[^，。]{0,4}执行 强制执行",
        )
    }
)
_NEAR = 25
_PLAN = re.compile(
    r"准备|打算|想|要去|将|如果|要是|否则|不然|只好|只能|可以|能不能|是否|怎么|该|建议|[叫让][我他她]|劝|"
    r"要不要|请|恳|督促|尽快|再不|不行就|还是|的话|问过|咨询|"
    r"谁要|说要|走劳动|走仲裁|你要|答[复覆]|诉讼费|费"
)
_DENIED = re.compile(
    r"没有?(?:起诉|打官司|申请|仲裁|判|去|上|走|开庭|立案)|不(?:想|敢|愿|要)[^，。]{0,3}(?:打官司|起诉|仲裁|"
    r"告)|未(?:起诉|申请|经)|先不|不打|不要先"
)


def find_litigation(text: str) -> Iterator[Signal]:
    """Yield the clauses of a normalized text that tell of court, arbitration or review.

    >>> [(s.text, s.check) for s in find_litigation("2009年法院判厂里赔我，厂里不给。")]
    [('2009年法院判厂里赔我', '')]
    >>> [(s.text, s.check) for s in find_litigation("再不给我就去起诉。")]
    [('再不给我就去起诉', 'figurative')]
    """
    found: dict[tuple[int, int], str] = {}
    seen: set[str] = set()
    for match in _STAGE.finditer(text):
        span = clause_span(text, *match.span())
        if span in found or match[0] in seen:
            continue
        seen.add(match[0])
        planned = "figurative" if _PLAN.search(text, *span) else ""
        found[span] = "negated" if _DENIED.search(text, *span) else planned
    for start, end, check in _joined(found):
        yield Signal(start, end, text[start:end], "litigated", None, "", check)


def _joined(found: dict[tuple[int, int], str]) -> Iterator[tuple[int, int, str]]:
    """Join clauses that follow each other closely and are as sure as each other."""
    last: tuple[int, int, str] | None = None
    for (start, end), check in sorted(found.items()):
        if last is not None and start - last[1] <= _NEAR and last[2] == check:
            last = (last[0], end, check)
            continue
        if last is not None:
            yield last
        last = (start, end, check)
    if last is not None:
        yield last
