"""What was tried before: earlier letters, visits and calls, what came of them, and the number they bear.

Asking for an answer (请尽快答复) is no earlier answer, and what is still intended (准备去问) no earlier visit.
"""

import re
from collections.abc import Iterator

from nlp.extraction.beginnings import either
from nlp.extraction.clauses import clause_span, join_neighbours
from nlp.extraction.scan import Scanner
from nlp.letter import Signal

__all__ = ["find_prior"]

_COUNTED = re.compile(r"[次回趟遍](?<=[一两二三四五六七八九十几多数来\d].)")
_STEP = re.compile(  # a step that is counted: 找过厂里三次
    "找|谈|拨过|申诉|面见|要账|要钱|问|反映|反应|反應|写信|写过|打过|打了|打110|投诉|举报|登记|申请|催|追|跑|去过|去了|去公司|去厂|去问|递|寄|投过|"
    "求了|要过|书面|查询|过问|提过|报过|报了|说过|来过|讲过|讲了|答复|回复|信访|上访|到公司|到局|到厂|工会|派出所"
)
_THEN = re.compile(
    "书面|口头|来电|来信|来访|向|找|打电话|打1|写信|问|反映|退回|申请|催|联名|上访|登记|被退|人工|无回|没回|未果|均"
)
_TOLD = Scanner(
    {
        "mention": "反映|反应|反應|举报|投诉|询问|递过|写过|报过|提过|写信|写了|打过电|打电话|打了|问过|登记|寄过|"
        "寄给|上书|书面|申请|要过|要了|投过|说过|讲过|问了|去问|去登|谈过|谈了|谈了|拨过|交过|来过信|发过|送过|写了|举过手|申诉"
    }
)
_OFFICE = re.compile(
    r"(?:[向找跟给到去往])[^，。；\n“”]{0,10}(?:信访|国资|纪检|纪委|监察|热线|123\d\d|市长|政府|仲裁|工会|集团|公司|"
    "[局委厅办院部科站所段行场社厂矿镇县市省]|中心|大厅|经理|主任|书记|老板|领导|窗口)"
)
_OUTCOME = (
    "没有答复 没有回复 没有回信 没有回音 没回音 没回信 未果 未复 未覆 未见回 未予回复 无回音 无答复 石沉大海 "
    "无人答复 无人回复 没有书面 均未见 未见到"
)
_ONCE = (
    "找过 问过(?!律师|一个|她|大家) 反映过 反应过 反應过 反映過 投诉过 举报过 登记过 登过记 申请过 催过 上访过 递过 "
    "报过警 提过意见 提过一 交过申请 补交了申请 交了申请 去问 写过信 写信给 回我 回了我 口头答复 "
    "曾于 曾向 曾经向 曾就 已向 已多次 此前向 此前在 次退回 每回问 回过一次 来访一次 电话未打通 电话打到 去没人 "
    "联名信 打12345 打12315 打市长热线"
)
_ANSWERS = "答复 回复 回信 回函 回话"
_PRIOR = Scanner(
    {
        "mention": either(
            *(
                rf"{answer}(?:[我你]们)?(?:[说称是为讲如我了“\"：:均都只维转]|意见|一次|两次|，“)"
                for answer in _ANSWERS.split()
            ),
            _ONCE,
            _OUTCOME,
            r"写过[^，。]{0,8}[信告材意]",
            r"写[^，。]{0,6}(?:条子|建议|意见)[^，。]{0,3}[给交]",
            r"打过[^，。]{0,6}[话线5]",
            r"打电话[^，。]{0,4}[占说没问讲]",
            r"去过[^，。]{0,10}[局委访府院办所队厂司站科部心]",
            r"电话[^，。]{0,3}打[了过]",
            r"第[二三四五六][次回](?:来电|来信|写|反映|答复|这样|问)",
            r"问了[^，。]{0,3}年",
            r"[去找][^，。]{0,8}(?:要|坐|问)了[^，。]{0,3}[次趟回]",
            "来过信 回过话 没回话 没人理 回函 批复过 都找过 答应过",
            r"写[了过][^，。]{0,8}[信封次]",
            r"信写[过了]",
            r"答复(?<=[的次个这].{2})",
            r"书面答复[，“]",
            r"贵[委局办][^，。]{0,8}号",
        )
    }
)
_NOT_YET = re.compile(
    r"请|望|盼|恳|给个|给我们?[一个]|尽快|[之以]前|月底|如果|准备|打算|要是|新的|可以|不要|没有人|从来没|从没|没问过|冇问过|问过我|无一次|下个?[月周礼]|再没|[要仍]无|商量|一[起块]|要跑|跑一趟|跑三|能不能|[找跟对给问][我他][谈说问打]|"
    r"打电话(?:跟|来|说不|给我)|慰问|检查|透析|罚|海南|开会|召集|追加|说分|分两次|老同事|电话打到|哪个|寄一次|就去|只有去|电话说|同事|还清|"
    r"麻烦|应当|应该|拟|谈一次"
)
_NUMBER_REACH = 20
_NUMBER = re.compile(
    r"[一-鿿]{0,5}[〔\[（(【]\d{4}[〕\]）)】]第?\d+号|"
    r"(?:编号|登记号|受理号|查询码|信访件号|工单号|流水号)[为是:：]*[A-Za-z0-9\-]{4,}|(?:[一-鿿]{1,2}(?:信|函|复|字|访|办)|贵[委局办])第?\d{1,6}号"
)


def find_prior(text: str) -> Iterator[Signal]:
    """Yield the clauses of a normalized text that tell of earlier steps, neighbours joined.

    ``value`` is the number of the earlier letter or answer as it is written, None where none is given.

    >>> [(s.text, s.value) for s in find_prior("曾找厂里三次，都没给。市信复〔2009〕12号答复说等通知。请尽快答复。")]
    [('曾找厂里三次', None), ('市信复〔2009〕12号答复说等通知', '市信复〔2009〕12号')]
    """
    spans = set()
    for match in _steps(text):
        start, end = clause_span(text, *match.span())
        if not _NOT_YET.search(text, start, match.end()):
            spans.add((start, end))
    for start, end in join_neighbours(spans):
        stop = text.find("。", end, end + _NUMBER_REACH)
        number = _NUMBER.search(text, start, stop if stop >= 0 else end + _NUMBER_REACH)
        yield Signal(start, end, text[start:end], "prior", number[0] if number else None)


def _steps(text: str) -> Iterator[re.Match[str]]:
    """Yield what names a step: a set phrase, a step that is counted, something told to an office."""
    yield from _PRIOR.finditer(text)
    for match in _COUNTED.finditer(text):
        start = match.start() - 1
        if _THEN.match(text, match.end()) or _STEP.search(text, _clause_start(text, start), start):
            yield match
    for match in _TOLD.finditer(text):
        start = match.start()
        if _OFFICE.search(text, _clause_start(text, start), start):
            yield match


def _clause_start(text: str, position: int) -> int:
    """Return where the clause of a position begins, at most 16 characters before it."""
    return max(max(text.rfind(edge, max(0, position - 16), position) for edge in "，。；\n”") + 1, position - 16)
