"""By when who must act: the clocks of 《信访工作条例》, each with its article, its start and what it counts.

An organ that is no petition bureau (国资委, 国有企业) works under 第二十三条, not 第二十二条. The 60 days of 第三十四条
concern matters of 第三十一条第六项 alone and run from acceptance. A date that hangs on an event nobody has entered, or
on a holiday nobody has announced, stays unknown.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from nlp.errors import LetterError
from nlp.letter import Due
from nlp.procedure.rules import ProcedureRules
from nlp.procedure.workdays import add_working_days, is_working_day

__all__ = ["Deadlines", "Events", "Extension", "deadlines", "notice_due"]

_DIRECT, _TRANSFERRED = "direct", "transferred"
_ARTICLE = "《信访工作条例》第{}条"


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension of the handling period, as the head of the office approved it; the petitioner must be told why."""

    approved: dt.date
    approved_by: str
    days: int = 30


@dataclass(frozen=True, slots=True)
class Events:
    """What is known to have happened to a matter; None is not known.

    ``accepted`` is acceptance under 第三十一条第六项: other ways have other clocks, which are not ours to set.
    ``answered``: the petitioner received the written answer. ``review_asked`` and ``recheck_asked``: the reviewing
    organ received the request for 复查, for 复核. ``hearing_days`` of a 复核 do not count.
    """

    received: dt.date | None = None
    channel: Literal["direct", "transferred"] = "direct"
    informed: dt.date | None = None
    accepted: dt.date | None = None
    extension: Extension | None = None
    answered: dt.date | None = None
    review_asked: dt.date | None = None
    review_answered: dt.date | None = None
    recheck_asked: dt.date | None = None
    hearing_days: int = 0


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The dates that can be told, in order, and in words what cannot be told and why."""

    due: tuple[Due, ...]
    unknown: tuple[str, ...] = ()


def notice_due(received: dt.date | None, rules: ProcedureRules | None = None) -> tuple[Due, ...]:
    """Give the date of the written notice: 15 days after receipt (《信访工作条例》第二十三条).

    Days run from the day after receipt, natural days, not extended by holidays. An unknown date stays unknown.

    >>> notice_due(dt.date(2024, 3, 1))[0].date.isoformat()
    '2024-03-16'
    >>> notice_due(None)
    ()
    """
    return deadlines(Events(received=received), rules or ProcedureRules()).due


def deadlines(events: Events, rules: ProcedureRules) -> Deadlines:
    """Give every date the known events lead to.

    Raises ``LetterError`` when an extension is longer than the rules allow, nobody approved it, or it came too late.

    >>> found = deadlines(Events(received=dt.date(2024, 3, 1), channel="transferred"), ProcedureRules())
    >>> [(due.what, due.date.isoformat(), due.clock) for due in found.due]
    [('提出异议', '2024-03-08', 'working'), ('书面告知', '2024-03-16', 'natural')]
    """
    steps = _Steps(rules)
    found = [*steps.notice(events), *steps.handling(events), *steps.review(events)]
    return Deadlines(tuple(sorted(found, key=lambda due: due.date)), tuple(steps.unknown))


@dataclass(slots=True)
class _Steps:
    """The clocks, one method a step of the procedure; what cannot be told is collected in ``unknown``."""

    rules: ProcedureRules
    unknown: list[str] = field(default_factory=list)

    def notice(self, events: Events) -> Iterator[Due]:
        """D1–D3: tell the petitioner in 15 days; object to a transfer in 5 working days (第二十三条)."""
        if events.received is None:
            self.unknown.append("书面告知：不知道收到日期，请补录")
            return
        days = self.rules.days
        if events.informed is None:
            about = "接收情况" if events.channel == _TRANSFERRED else "是否受理或转送去向"
            note = f"告知{about}；姓名、住址不清的除外"
            yield self._natural("书面告知", events.received, days.notice, "二十三", note)
        if events.channel == _TRANSFERRED:
            yield from self._working("提出异议", events.received, days.objection, "二十三")

    def handling(self, events: Events) -> Iterator[Due]:
        """D4: finish in 60 days from acceptance, extended once by at most 30 (第三十四条)."""
        if events.accepted is None or events.answered is not None:
            return
        days, extension = self.rules.days, events.extension
        due = self._natural("办结", events.accepted, days.handling, "三十四", "只适用于第三十一条第六项")
        if extension is None:
            yield due
            return
        if not extension.approved_by.strip() or not 1 <= extension.days <= days.extension:
            raise LetterError("延期", "没有批准人，或天数不对", f"请填批准的本单位负责人，天数为 1 至 {days.extension}")
        if not events.accepted <= extension.approved <= due.date:
            raise LetterError("延期", f"批准日 {extension.approved} 不在受理日与 {due.date} 之间", "请核对批准日期")
        note = f"已于{extension.approved}批准延期{extension.days}日，须书面告知信访人理由"
        yield self._natural("办结（延期）", events.accepted, days.handling + extension.days, "三十四", note)

    def review(self, events: Events) -> Iterator[Due]:
        """D5–D6: the petitioner may ask within 30 days, the organ answers within 30 (第三十五、三十六条)."""
        asks, answers = self.rules.days.review_request, self.rules.days.review
        if events.answered and not events.review_asked:
            yield self._natural("请求复查（信访人）", events.answered, asks, "三十五")
        if events.review_asked and not events.review_answered:
            yield self._natural("复查意见", events.review_asked, answers, "三十五")
        if events.review_answered and not events.recheck_asked:
            yield self._natural("请求复核（信访人）", events.review_answered, asks, "三十六")
        if events.recheck_asked:
            note = f"听证{events.hearing_days}日不计" if events.hearing_days else ""
            yield self._natural("复核意见", events.recheck_asked, answers + events.hearing_days, "三十六", note)

    def _natural(self, what: str, since: dt.date, days: int, article: str, note: str = "") -> Due:
        last = since + dt.timedelta(days=days - (self.rules.counting.start == "same_day"))
        if self.rules.counting.roll_over and not is_working_day(last):
            last, note = self._rolled(what, last, note)
        return self._due(what, last, article, since, "natural", note)

    def _rolled(self, what: str, last: dt.date, note: str) -> tuple[dt.date, str]:
        working = is_working_day(last)
        later = None if working is None else add_working_days(last, 1)
        if later is None:
            self.unknown.append(f"{what}：{last.year}年的节假日安排尚未公布，是否顺延不知道，按不顺延列出")
            return last, note
        return later, "；".join(filter(None, (note, f"末日{last}为节假日，按本地口径顺延")))

    def _working(self, what: str, since: dt.date, days: int, article: str) -> Iterator[Due]:
        first = since - dt.timedelta(days=self.rules.counting.start == "same_day")
        last = add_working_days(first, days)
        if last is None:
            self.unknown.append(f"{what}：{days}个工作日，但期间的节假日安排尚未公布，请人工计算")
        else:
            yield self._due(what, last, article, since, "working", "")

    def _due(self, what: str, last: dt.date, article: str, since: dt.date, clock: str, note: str) -> Due:
        warn = max(last - dt.timedelta(days=self.rules.counting.warn_days), since)
        return Due(what, last, _ARTICLE.format(article), since, clock, warn, note)
