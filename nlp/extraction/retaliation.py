"""Harm suffered for having reported or petitioned (domain.md 3.13, R6; 《信访工作条例》第十八、四十六条).

A sentence that tells of what came of a report for the one who made it: a move, lower pay, dismissal, the name read out;
the report itself stands in it or shortly before. Fear of it (怕打击报复) is to be checked; a dispute over an appraisal
without a report is none.
"""

import re
from collections.abc import Iterator

from nlp.extraction.doubt import NEGATED
from nlp.extraction.mentions import join_mentions
from nlp.extraction.scan import Scanner
from nlp.extraction.sentences import sentence_of
from nlp.letter import Signal

__all__ = ["find_retaliation"]

Matches = list[re.Match[str]]

_GAP = r"[^\s，。；！？]"
_REPORT_REACH = 170
_HARM = Scanner(
    {
        "mention": (
            # moved elsewhere
            rf"调[到去离]{_GAP}{{1,12}}|从{_GAP}{{2,12}}调[去到]|调我去|换到{_GAP}{{1,6}}|[撵轰][到去]|发配|"
            rf"派去|安排去{_GAP}{{1,8}}|[去到让叫]{_GAP}{{0,3}}看(?:水库|苗圃|大门|料场|门)|靠边|最后一排|换人了|"
            # out of work, or of office
            rf"开除(?!的)|解聘|辞退|除名|免去|免职|撤职|撤了我|降职|降级|停岗|停职|停工作|停我|停了[^，。]{{0,4}}[年月]|退回了|落聘|不让我开|"
            rf"合同{_GAP}{{0,8}}(?:不续|撕)|解除{_GAP}{{0,4}}合同|不再续签|一律不续|合同给我|"
            # paid or rated less
            rf"(?:考核|绩效|奖金|工资|年终奖|补贴|安全奖|年休假){_GAP}{{0,12}}(?:最低|末位|倒数|不合格|扣|停(?!发追)|降|[CD]|"
            rf"零|一律不批|被打|少了)|打最低|最低分|砍掉(?!一)|夜班全排给|"
            # named, threatened, cut off
            rf"点我名字|一个一个念|念名字|警告我|打了我一|恐吓|砸了我|穿小鞋|断[了就]?水|被断了|就断了?[水电]|"
            rf"水管{_GAP}{{0,4}}剪"
        )
    }
)
_REPORT = re.compile(
    r"举报|检举|告状|告[了他领厂](?!诉)|写[了过一]{0,3}封?信|写的信|那封信|实名|信访|上访|纪[检委]|署名|"
    r"向[^，。]{0,10}反映|反映[过完了]|里反映|面反映|信写了|的信|作证|提供材料"
)
_COMPLAINT = re.compile(
    r"提[了过]?意见|提[了过]?一[次回嘴句]|说了一[句声]|找过?领导|投诉|签名|带头|讲[过完]|上头讲|问得多|多嘴|不愿盖|"
    r"不肯在|反映|讲了|说了出来|说出去"
)
_BECAUSE = re.compile(
    r"因为|第[二三]天|第二个月|[一二三四五六七八九十]+天[后，]|第[一二三四五六七八九十]天|不到[^，。]{0,5}(?:天|月|"
    r"礼拜|星期)|没到?[^，。]{0,5}(?:天|月|礼拜)|过了[^，。]{0,4}(?:天|月|礼拜|星期)|从那|从此|以后|之后|报复|"
    r"知道以后|结果|就被|就给|年底"
)
_ASKED = re.compile(
    r"(?:要求|请求|请|恢复|补发|撤销|制止|追究|不[应得]该?|如果|方案|是否属?|自愿|再不合格)[^，。；！？\n]*$"
)
_DISCLOSED = Scanner(
    {
        "mention": (
            rf"(?:举报信|举报材料|举报名字|举报内容|信|材料|名字|内容){_GAP}{{0,10}}(?:到了|落到|就在|转到){_GAP}{{0,8}}"
            rf"(?:手里|手头|嘴里|桌上)|(?:举报|检举)(?:信|材料|人信息|内容)?{_GAP}{{0,6}}(?:透[给露]|漏[给出]|泄[露漏]|"
            r"给了[他她])|举报信第[二三]天|话就传回去|信[^\s，。]{0,4}(?:怎么|咋|叫他|叫人)[^\s，。]{0,4}(?:到|落|转|看见)"
        )
    }
)
_FEAR = Scanner(
    {
        "mention": (
            r"[怕惧][^，。；！？]{0,6}(?:报复|穿小鞋|退回)|担心[^，。；！？]{0,6}报复|如果说出去[^，。]{0,10}|"
            r"威胁过"
        )
    }
)


def find_retaliation(text: str) -> Iterator[Signal]:
    """Yield the mentions of retaliation of a normalized text, a signal a sentence.

    >>> [s.text for s in find_retaliation("去年我向纪委反映厂长，今年考核给我打全厂最低分。")]
    ['考核给我打全厂最低']
    >>> [(s.text, s.check) for s in find_retaliation("怕打击报复，所以不署名。")]
    [('怕打击报复', 'negated')]
    """
    fears, disclosed, harms = (list(some.finditer(text)) for some in (_FEAR, _DISCLOSED, _HARM))
    if not (fears or disclosed or harms):
        return iter(())
    if not (_REPORT.search(text) or _COMPLAINT.search(text) or "报复" in text or "小鞋" in text):
        return iter(())
    return join_mentions(text, "retaliation", sorted(_mentions(text, fears, disclosed, harms)))


def _mentions(text: str, fears: Matches, disclosed: Matches, harms: Matches) -> Iterator[tuple[int, int, str]]:
    yield from ((*match.span(), NEGATED) for match in fears)
    for match in disclosed:
        if not _ASKED.search(text, sentence_of(text, *match.span())[0], match.start()):
            yield *match.span(), ""
    for match in harms:
        first, last = sentence_of(text, *match.span())
        if _ASKED.search(text, first, match.start()):
            continue
        low = max(0, match.start() - _REPORT_REACH)
        close = max(first - 40, 0, low)
        if _REPORT.search(text, low, last) or (
            _COMPLAINT.search(text, close, last) and _BECAUSE.search(text, close, last)
        ):
            yield *match.span(), ""
