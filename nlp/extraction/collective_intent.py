"""Intent to come together, or to go to a higher office (domain.md 3.4; 《信访工作条例》第十七、二十条: lawful).

It serves to prepare a room, a meeting with at most five representatives and the papers, and nothing else. What was
done already is to be checked as past; a denial (不是要来闹) as negated.
"""

import re
from collections.abc import Iterator

from nlp.extraction.doubt import NEGATED
from nlp.extraction.mentions import join_mentions
from nlp.extraction.scan import Scanner
from nlp.extraction.sentences import sentence_of
from nlp.letter import Signal

__all__ = ["find_collective_intent"]

_PLACE = (
    r"(?:市|省|州|县|区|师里|师部|市上|省城|镇政府|劳动部门|总工会|劳动局|厂办|地区|师部|自治区|兵团|北京|石家庄|"
    r"北上|国资委|政府|信访局|省里|中央|总部|总局|省局|路局|农垦|"
    r"人行|专员|电视台|市公司|省公司|中心门口|住建|环保|劳动厅|省联社|门口|上面|上头|上级|国务院|集团|盟里|旗里)"
)
_GO = Scanner(
    {
        "mention": (
            rf"集体上访|集访|进京|赴京|上北京|越级|静坐|拉横幅|拉条子|堵[路门]|"
            rf"到(?=[^\s，。；！？]{{0,8}}{_PLACE}[^\s，。；！？]{{0,10}})|"
            rf"[去上寻](?![年个次回班头午级半])(?=[^\s，。；！？]{{0,8}}{_PLACE})|包个?车|坐[火班汽大]?.?车[去到]|"
            rf"门口(?:等|坐|睡|停)"
        )
    }
)
_GROUP = re.compile(
    r"我们|俺们|我伲|咱们|大家|大伙|一起|一块|一道|一搭|集体|几十|[\d二三四五六七八九十几两多]+(?:[个名位户家]|"
    r"来号)(?!月)|代表(?!大会)|[她他]们|司机|业主|老师|家长|乡亲|委员|们讲|们说|人讲|人说|人都说|弟兄|院里|班上|有人|"
    r"这帮"
)
_WILL = re.compile(
    r"商量|要不|实在不行|说就|不行就|说要|都说|大家讲|等过了|没人答复|再不|讲好|说好|约好|商定|打算|准备|拟|"
    r"下[周个礼]|下月|下星期|要去|要到|要一|"
    r"就(?:去|到|一[起块道同]|都[去到]|抬|推|坐|只好|包)|再不|再拖|再没|不然|否则|要是|如果|若|月底|等开春|开春|"
    r"想去|想一[起块]|想推|定不|将(?:去|到|赴|一|集|和|派|推)|就会|逼得"
)
_DONE = re.compile(
    r"(?:去|前)年|曾|当时|[过了][^\s，。]{0,4}[回次趟遍]|问过|去过|(?:19|20)\d\d年|上[个次]月|上次|那[次回天]|"
    r"上访[了过]"
)
_ELSEWHERE = re.compile(
    r"(?:调|派人?|拉|送|转|卖|发|寄|打电话|报|帮我转|印|加工|文件|直接|回|搬|带着文件)[^，。]{0,3}$|不(?:用|必)$"
)
_ERRAND = re.compile(r"档案馆|人才|大厅|社区|公[告示]栏|看病|打工|办事|找工作|统筹|仲裁|打听|售楼|宣传处|电视台|股")
_DENIED = re.compile(r"不是[要来]*(?:来)?闹|不(?:想|愿|会|去|打算)(?:[^\s，。]{0,4})(?:上访|进京|堵|闹)|不去[堵闹]")


def find_collective_intent(text: str) -> Iterator[Signal]:
    """Yield the plans of a normalized text to come together or go higher, a signal a sentence.

    >>> [(s.text, s.check) for s in find_collective_intent("再不答复，我们下周一去市政府。去年我们去过省里三次。")]
    [('我们下周一去市政府', '')]
    """
    return join_mentions(text, "collective_intent", _mentions(text))


def _mentions(text: str) -> Iterator[tuple[int, int, str]]:
    done = 0
    for match in _GO.finditer(text):
        if match.start() < done:
            continue
        first, last = sentence_of(text, *match.span())
        first = max(first, match.start() - 32)
        head, tail = text[first : match.start()], text[match.end() : min(last, match.end() + 14)]
        group, will = _GROUP.search(head + tail[:4]), _WILL.search(head + match[0] + tail[:2])
        if (
            not (group and will)
            or _DONE.search(head[-14:] + tail)
            or _ELSEWHERE.search(head[-8:])
            or _ERRAND.search(tail)
        ):
            continue
        clause = re.search(r"^[^\s，。；！？\n”]*", text[match.end() : last])
        end = match.end() + (len(clause[0]) if clause else 0)
        begin = first + min(group.start(), len(head)) if group.start() < len(head) else match.start()
        yield begin, end, NEGATED if _DENIED.search(head + tail) else ""
        done = end
