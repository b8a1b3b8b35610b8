"""Enterprises named in a letter: those of the office's table by any of their names, others by how such names are built.

The table (``corpora/enterprises.toml``) gives the full name, the names people use, and who carries on after a merger
or a sale (《信访工作条例》第二十四条第二款). What it does not know is found by its last word (厂, 公司, 集团, 矿 …);
where the name begins is not looked up in a dictionary: it begins after the last word that cannot be inside a name.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from nlp.extraction.enterprise_table import EnterpriseTable
from nlp.extraction.names import begin_of_name
from nlp.letter import Signal

__all__ = ["Candidate", "find_enterprises", "propose"]

_SUFFIX = re.compile(
    "股份有限公司|有限责任公司|有限公司|集团公司|总公司|分公司|子公司|公司|集团|总厂|分厂|"
    "厂(?![长房区里家门务规部址办外内史貌大二三一子名医校])|矿务局|煤矿|铁矿|铜矿|锡矿|钨矿|金矿|锰矿|"
    "石膏矿|磷矿|农场|林场|茶场|渔场|牧场|盐场|猪场|农垦局|建筑局|工程局|油田|水电站|发电站|供电局|电业局|"
    "供销社|信用社|联社|商场(?!如)|饭店|宾馆|百货大楼|百货|招待所|粮库|粮站|种子站|"
    "搬运社|竹器社|铁路局|航运局|设计院|勘察院|出版社|印刷所|养路段|机务段|工务段|车辆段|电厂"
)
_KIND = (  # words that tell what sort of firm it is, not which
    "兄弟|国营|协议|同类|邻市|[外本][省县市]|[县市省乡镇村]里?|[上下]级|其他|别的|[新老旧破大小母子总分支]|"
    "[建办停关卖工药私企]|单位|私企|国企|物业|中介|保险|主管|劳务|派遣|供货|中标|施工|承建|开发|[外合]资|"
    "乡镇|集体|上市|股份|控股|接收|用人|对方|[甲乙]方|评估|拍卖|审计|担保|中间|皮包|空壳|关联|外包|供应|贸易|"
    "家族|搬家|快递|物流|保安|保洁|有限|责任|集团|这家|监理|设计|广告|家政|装修|旅行|"
    "出租|修理|加工|服务|五七"
)
_BARE = re.compile(rf"(?:{_KIND})+")
_REACH = 16
_SHORTEST = 2
_NO_NAME = "出进厂全司团该"


class Candidate(NamedTuple):
    """A name that is not in the table and how many letters use it."""

    name: str
    letters: int


def find_enterprises(text: str, table: EnterpriseTable | None = None) -> Iterator[Signal]:
    """Yield the enterprises of a normalized text; ``value`` is the full name where the table knows it.

    ``note`` says who carries on after it (承继：…).

    >>> [s.text for s in find_enterprises("我在石湾仪表厂干了三十年，后来并入罗店粮油集团，厂里不认。")]
    ['石湾仪表厂', '罗店粮油集团']
    """
    done = 0
    known = sorted(table.find(text), key=lambda signal: signal.start) if table is not None else []
    yield from known
    taken = [(signal.start, signal.end) for signal in known]
    for match in _SUFFIX.finditer(text):
        start = _begin(text, match.start())
        if start is None or start < done or any(start < end and match.end() > begin for begin, end in taken):
            continue
        done = match.end()
        yield Signal(start, done, text[start:done], "enterprises", text[start:done])


def _begin(text: str, suffix: int) -> int | None:
    """Return where the name before a suffix begins, None where nothing names it (该厂, 一家公司, 出厂)."""
    if text[suffix - 1 : suffix] in _NO_NAME:
        return None
    begin = begin_of_name(text, suffix, _REACH)
    return None if suffix - begin < _SHORTEST or _BARE.fullmatch(text, begin, suffix) else begin


def propose(texts: Iterable[str], table: EnterpriseTable, least: int = 3) -> list[Candidate]:
    """List names seen in at least ``least`` normalized texts that the table does not hold, the most frequent first.

    A person decides what each is: a new enterprise, another name of a known one, or none.

    >>> propose(["石湾仪表厂欠薪", "石湾仪表厂改制"], EnterpriseTable(), least=2)
    [Candidate(name='石湾仪表厂', letters=2)]
    """
    counts = Counter(
        name for text in texts for name in {s.text for s in find_enterprises(text, table) if s.value == s.text}
    )
    return [Candidate(name, n) for name, n in counts.most_common() if n >= least and not table.knows(name)]
