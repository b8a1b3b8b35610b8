"""By when the writer wants it done (domain.md 3.3): a number of days or a date, and what hangs on it.

A date the writer sets (月底前给个话, 再过半个月没信儿) or is bound by and tells as the reason to hurry
(报名九月十日截止). ``value`` is the number of days where the letter counts them, an ISO date where it names one whole,
and None where it cannot be known from the text alone (月底, 国庆前). A period of the law (依条例60日内) is not the
writer's own and is marked to be checked as ``past``: set by others, before. A deadline is a reason to plan ahead, never
a mark against the writer.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from nlp.extraction.mentions import join_mentions
from nlp.extraction.numerals import read_numeral
from nlp.extraction.scan import Scanner
from nlp.letter import Signal

__all__ = ["find_deadline"]

_GAP = r"[^\s，。；！？]"
_NUMBER = r"[\d一二两三四五六七八九十半]{1,4}"
_UNIT = r"(?:个?工作日|个?月|个?星期|个?礼拜|周|日|天)"
_DAY = (
    rf"(?:{_NUMBER}月(?:{_NUMBER}[日号]?|[上中下]旬|[底末初]|份)?|{_NUMBER}[日号](?![楼栋门机线])|[上中下]旬|"
    rf"月[底末初]|年[底末]|年度结束|"
    r"周[一二三四五六日天]|星期[一二三四五六日天]|礼拜[一二三四五六日天]|国庆节?|中秋节?|清明节?|春节|元旦|五一节?|"
    r"端午节?|腊月[初二十]*[一二三四五六七八九]?|腊八|"
    r"正月[初十一二三四五六七八九]*|小年|过年|立冬|入冬|上冻|雨季来?|开春|开学|暑假|寒假|双抢|高考|考试|建军节|"
    r"八月十五|婚期|封冻|秋收|元宵节?|国庆|十一(?=[之以]?前)|入伏|黄金周)"
)
_EVENT = r"(?:截止|续签|签|招标|摇号|报批|批|下树|到期|变更|年报|考核|开工|审计|秋茶|雪，|报省联社)"
_BEFORE = r"(?:前(?![年几面后天往来途期头任院])|以前|之前)"
_OTHERS = r"(?:截止(?!日)|就截止|就批|就划|就要(?:批|报|搬|挂|签|开|封)|要报|就满|到龄|定岗|开学|到，|就不给)"
_MENTION = Scanner(
    {
        "within": rf"{_NUMBER}{_UNIT}(?:之内|以内|内(?![退容部])|里(?=[不没给]|还|若|再))",
        "before": rf"{_DAY}{_GAP}{{0,4}}?{_BEFORE}|{_EVENT}{_BEFORE}|节前|"
        rf"(?:希望|盼|望|请|最好)(?![在于]?{_DAY}){_GAP}{{1,10}}?(?:之前|以前|前)(?={_GAP}{{0,8}}(?:有|给|能|得|办|解决|答|回|付|收))|"
        rf"在{_GAP}{{2,10}}?(?:之前|以前)",
        "days": r"(?:本|年|月|一个月|这个月)[内里](?=有|给|答|回|解|办|处|予|要|能)|在年内|本月内|本年度内",
        "no": (
            rf"{_DAY}(?:要是|还|再|若|如果|仍|{_GAP}{{0,2}}前)?{_GAP}{{0,3}}(?:没[有得]?(?:人[来管]|消息|动静|说法|"
            rf"个|准话|答复|结果|回|着落|来|信)|没人(?=，|$)|没人[来管答回理]|不(?:解决|答复|给[个话钱我]|见|处理|付|办|开锁|到)|再[没不])|"
            rf"再过{_GAP}{{1,5}}(?:还?没|不)|再[拖等]{_GAP}{{0,4}}超?审限"
        ),
        "wait": (
            rf"[我们再]等您?{_NUMBER}个?[天月](?=[，。])|[我就再]给{_NUMBER}天(?=[，。])|这个?(?:星期|礼拜|月)内|"
            rf"(?:打算|只能|再|就|准备|最多|愿意|们|我)等到?(?={_DAY}(?:底|末|完|后|，|。|、|也|就|为止))|给到{_GAP}{{0,3}}(?=月底|年底|"
            rf"{_NUMBER}[月号])|期限(?:是|到|为)"
        ),
        "other": (
            rf"{_DAY}{_GAP}{{0,3}}{_OTHERS}|后天就截止|(?:月底|年底|号|下个?月|"
            rf"下周[一二三四五六日])就?[要得]{_GAP}{{0,8}}(?:搬|报|批|还|签|走|封|退|找|划|看|开工|清场)|过了那天|"
            rf"月底不签"
        ),
        "then": r"[这那](?:个时候|天)?(?:之|以)?前(?=[给有解答派弄来过开，。先请得要能确办把])",
        "when": rf"限{_GAP}{{0,2}}{_NUMBER}{_UNIT}|{_DAY}给(?:个|[我俺]们?[个一答回])|{_DAY}{_GAP}{{0,2}}前必须",
    }
)
_ASK = re.compile(
    r"答复|回复|回音|回(?=[，。]|$)|回[话信个]|答覆|解决|处理|办[成好理了给]|给[个我俺钱]|有个|说法|准信|消息|音信|信儿?[，。]|来人|"
    r"来看|来查|派人|查|付[清给]|结论|结果|兑现|告知|公布|公示|请|希望|盼|望|最好|务必|必须|要是|如果|如|若|不然|"
    r"否则|动静|没|弄|停|管|过问|期限|谈|修|封存|函复|得|要|不|有人|来|补|好|快|尽|要求|赶"
)
_LAW = re.compile(
    r"条例|规定|办法|法第|依法|第[\d一二三四五六七八九十百]+条|法律|法定|受理|收到之日|之日起?|完成后|交房后|判决|"
    r"大意|裁决|写[着的明]|协议|合同|约定|认购书|方案|文件|回执|会上说|承诺|讲好|说好|名为|通知|接到|答复[“：‘]|书面"
)
_STATUTE = re.compile(r"条例|规定|办法|法第|依法|第[\d一二三四五六七八九十百]+条|法律|法定|受理")
_THEN = re.compile(
    r"(?:[去前那当次第]年|曾|当时|19\d\d年?|20\d\d年?|[〇零一二]?[〇零九八]?[\d〇零一二三四五六七八九]年|说先?住|"
    r"第二年|结果)[^，。；！？]{0,8}$|[二两三四五六七八九十几]年$"
)
_SET_DAY = re.compile(r"(?:请|望|盼|务必|限)[于在]?20\d\d年$")
_WISHED = re.compile(r"(?:请|希望|盼|望|最好|务必|我们想)[^，。；！？\n]{0,10}$")
_A_DAY = re.compile(_DAY)
_UNTIL_DONE = re.compile(
    r"[^。；！？]{0,14}(?:答复|回复|回音|回[话信]|解决|给[个我一们]|派人|来人|来看|过问|有个|结果)"
)
_ON_HOLD = re.compile(r"[，,]?(?:请|也请|能不能|公司|必须|应该){0,2}(?:先|暂|停止|缓|不要|别)")
_HAPPENED = re.compile(r"[，]?[^，。]{0,7}[了过](?![不没])")
_WANTED = re.compile(r"请|希望|盼|望|要是|如果|再|没|不|能|务必")
_DATE = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})[日号]")
_COUNT = re.compile(rf"(?:限{_GAP}{{0,2}}?|再过)({_NUMBER})({_UNIT})|({_NUMBER})({_UNIT})(?=之?[内里]|以内)")
_DAYS = {"工作日": 1, "日": 1, "天": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30}


def find_deadline(text: str) -> Iterator[Signal]:
    """Yield the deadlines of a normalized text, a signal a sentence.

    >>> [(s.text, s.value, s.check) for s in find_deadline("限15日内答复。依条例60日内应办结。请月底前给个话。")]
    [('限15日', 15, ''), ('60日内', 60, 'past'), ('月底前', None, '')]
    """
    return (replace(signal, value=_value(text, signal)) for signal in join_mentions(text, "deadline", _mentions(text)))


def _mentions(text: str) -> Iterator[tuple[int, int, str]]:
    for family, match in _MENTION.scan(text):
        before = re.split(r"[。；！？\n]", text[max(0, match.start() - 22) : match.start()])[-1]
        after = re.split(r"[。；！？\n]", text[match.end() : match.end() + 20])[0]
        if family in ("within", "before", "days") and _LAW.search(before) and not _WISHED.search(before):
            if family == "within" and _STATUTE.search(before):
                yield *match.span(), "past"
        elif (_THEN.search(before) and not _SET_DAY.search(before)) or (
            family == "before" and _is_idle(match[0], before, after)
        ):
            continue
        elif family in ("no", "wait", "other", "then", "when") or _ASK.search(before[-10:] + after):
            yield *match.span(), ""


def _is_idle(words: str, before: str, after: str) -> bool:
    """Say whether nothing is to be done by that time: something went before, or is to rest until then."""
    rests = _ON_HOLD.match(after) is not None
    if _WISHED.search(before):
        return rests
    if words.startswith("在") and not _A_DAY.search(words):
        return rests or not _UNTIL_DONE.match(after)
    return _HAPPENED.match(after) is not None and not _WANTED.search(before[-10:] + after[:8])


def _value(text: str, signal: Signal) -> float | str | None:
    if counted := _COUNT.search(signal.text):
        number, unit = counted[1] or counted[3], (counted[2] or counted[4]).lstrip("个")
        return (0.5 if number == "半" else read_numeral(number)) * _DAYS[unit]
    if date := _DATE.search(text, max(0, signal.start - 12), signal.end):
        return f"{date[1]}-{int(date[2]):02}-{int(date[3]):02}"
    return None
