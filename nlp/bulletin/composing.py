"""Compose a bulletin from a review: templates and numbers, no free words; small cells hidden, accusations as totals.

The order of its parts is that of the weekly bulletins petition offices print (信访工作简报): what matters most, then
seven sections, then the notes on how things were counted, then the letters behind the numbers.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import chain, islice

from nlp.bulletin.content import Block, Bulletin, Paragraph, Section, Traces, written
from nlp.bulletin.matters import emerging, urgent
from nlp.bulletin.statistics import (
    FEWEST,
    HIDDEN,
    by_category,
    by_channel,
    by_enterprise,
    by_subtype,
    compare,
    secret_total,
    totals,
)
from nlp.weekly import FlagLine, Review, TermLine

__all__ = ["DRAFT", "compose"]

DRAFT = "未签发稿"
_TITLE = "国资系统信访工作简报"
_BLANK = "____"
_FLAGS = {"life_health": "生命健康", "public_safety": "公共安全"}
_AT_ONCE = "须立即处置（《信访工作条例》第二十五条）"
_ADVICE = "（人工填写，《信访工作条例》第四十条、第四十一条）"
_MOST = 5

_RULES = (
    "件、批、人次口径不同，不能相加；本期只有来件数。周一至周日为一周，按收到日期，没有日期的按登记日期。",
    f"环比在基数不足 10 时只列绝对数。不足 {FEWEST} 件的格不列，并连带隐去可倒算出它的格，均以“{HIDDEN}”表示；"
    "各类的本年累计取 5 的倍数，以免与上期相减倒算。",
    f"带检举内容的件一律计入检举控告，只列总数，不进入企业、事项和附录；不足 {FEWEST} 件不列。",
    "标有〔号〕的数，登记号见附录；总数、渠道、本年累计和未办结数含检举类件，为保密不附登记号。",
    "除总数、渠道、红灯和期限外，各数均不含检举类件。一封信写到两家企业的，各计一次。",
    "诉求子类由程序判定，只在一个子类明显突出时才记，未记的计入类别、不计入任何子类；人工改判类别的不记子类。",
    "登记簿未记告知日期，不计按期告知率、按期办结率。",
    "期限按《信访工作条例》和本单位的程序规则（procedure.toml）；书面告知自收到之日起算，已办结的不列。",
)


def compose(review: Review, office: str = "") -> Bulletin:
    """Make the bulletin of a week; ``office`` is who issues it."""
    traces = Traces()
    day = review.ends + dt.timedelta(days=1)
    year, number = review.week.split("-W")
    sections = [
        Section("本周要情", list(_headlines(review, traces))),
        Section("一、总体情况", list(_overview(review, traces))),
        Section("二、分类情况", list(_tables(review, traces))),
        Section("三、突出事项与新动向", list(emerging(review, traces))),
        Section("四、紧急与救助", list(_relief(review, traces))),
        Section("五、办理与答复", list(_handling(review, traces))),
        Section("六、政策建议", list(_advice())),
        Section("七、检举类件", list(_accusations(review))),
        Section("附注", list(_notes(review, traces))),
    ]
    return Bulletin(
        title=_TITLE,
        draft=DRAFT,
        lines=(
            f"（{year}年第{int(number)}周，总第 {_BLANK} 期）　【内部】　密级/份号：{_BLANK}",
            f"{office or _BLANK}　{written(day)}",
            f"统计时间：{written(review.begins)}至{written(review.ends)}",
        ),
        sections=sections,
        traces=traces.found,
        footer=(
            f"主送：{_BLANK}　抄送：{_BLANK}（检举类附件不抄送企业）",
            f"编辑：{_BLANK}　审核：{_BLANK}　签发：{_BLANK}　共印 {_BLANK} 份",
        ),
    )


def _tables(review: Review, traces: Traces) -> Iterator[Block]:
    yield from by_category(review, traces)
    yield from by_enterprise(review, traces)
    yield from by_subtype(review, traces)


def _headlines(review: Review, traces: Traces) -> Iterator[Paragraph]:
    """At most five: red flags, what is overdue, what falls due, what is new."""
    found = chain(_flag_items(review, traces), _term_items(review, traces), urgent(review, traces))
    items = list(islice(found, _MOST))  # what is not printed must leave no trace
    for item in items:
        yield Paragraph(item, item=True)
    if not items:
        yield Paragraph("本周没有未解除的红灯、到期或超期件，也没有达到刊列标准的新动向。")


def _flag_items(review: Review, traces: Traces) -> Iterator[str]:
    for flag in review.flags:
        if flag.open.count:
            name = _FLAGS.get(flag.kind, flag.kind)
            count = traces.number(flag.open, f"未解除的{name}红灯")
            late = _late(flag, review, traces)
            yield f"{name}红灯未解除 {count} 件{late}—已做：{_BLANK}—待批：{_BLANK}—{_AT_ONCE}。"


def _late(flag: FlagLine, review: Review, traces: Traces) -> str:
    """Name the flags that were left open for too long; nothing where there is none."""
    if not flag.late.count:
        return ""
    said = f"超过 {review.flag_hours} 小时未核实"
    count = traces.number(flag.late, f"{_FLAGS.get(flag.kind, flag.kind)}红灯{said}")
    return f"，其中{said} {count} 件"


def _term_items(review: Review, traces: Traces) -> Iterator[str]:
    for term in review.terms:
        if term.overdue.count:
            count = traces.number(term.overdue, f"{term.what}期限已过")
            yield f"{term.what}期限已过、未记办结 {count} 件—已做：{_BLANK}—待批：{_BLANK}—{term.article}。"
        if term.due.count:
            count = traces.number(term.due, f"{term.what}下周到期")
            yield f"{term.what}下周到期 {count} 件—已做：{_BLANK}—待批：{_BLANK}—{term.article}。"


def _overview(review: Review, traces: Traces) -> Iterator[Paragraph]:
    now, before, year = totals(review)
    counts = f"本周收到 {HIDDEN if now is None else now} 件"
    if now is not None and before is not None:
        counts += f"，{compare(now, before)}"
    yield Paragraph(f"{counts}；本年累计 {HIDDEN if year is None else year} 件。{by_channel(review)}")
    repeats = traces.number(review.repeats, "重复件")
    yield Paragraph(f"其中重复件 {repeats} 件（口径：同一来信人的同一文本再次来信）。")
    terms = "".join(f"；{term.what}{_due_and_overdue(term, traces)}" for term in review.terms)
    yield Paragraph(f"期末未办结 {review.unfinished} 件{terms}。")
    if review.late.count:
        late = traces.number(review.late, "补登的以前来信")
        yield Paragraph(f"另有以前各周收到、本期才登记的 {late} 件，参加本期苗头分析，不计入本周件数。")


def _due_and_overdue(term: TermLine, traces: Traces) -> str:
    due = traces.number(term.due, f"{term.what}下周到期")
    return f"下周到期 {due} 件，期限已过 {traces.number(term.overdue, f'{term.what}期限已过')} 件"


def _relief(review: Review, traces: Traces) -> Iterator[Paragraph]:
    for flag in review.flags:
        name = _FLAGS.get(flag.kind, flag.kind)
        raised = traces.number(flag.raised, f"本周来信的{name}红灯")
        closed = traces.number(flag.closed, f"本周解除的{name}红灯")
        hours = f"，处置时长中位数 {flag.hours} 小时" if flag.hours is not None else ""
        still = traces.number(flag.open, f"未解除的{name}红灯") + f" 件{_late(flag, review, traces)}"
        told = f"{name}红灯：本周来信 {raised} 件，解除 {closed} 件{hours}；未解除 {still}。"
        yield Paragraph(told, item=True)
    if not review.flags:
        yield Paragraph("本周没有红灯件。")
    yield Paragraph(f"救助转介 {_BLANK} 件（人工填写，只到企业一级）。")


def _handling(review: Review, traces: Traces) -> Iterator[Paragraph]:
    closed = traces.number(review.closed, "本周办结")
    yield Paragraph(f"本周办结 {closed} 件（不含检举类）。")
    for term in review.terms:
        counts = f"{_due_and_overdue(term, traces)}，事项号见附录"
        yield Paragraph(f"{term.what}（{term.article}）：{counts}；承办单位：{_BLANK}。", item=True)
    yield Paragraph(f"已办结、可公开的答复口径 {_BLANK} 条（人工填写）。")


def _advice() -> Iterator[Paragraph]:
    for kind in ("改进工作", "完善政策", "追究责任"):
        yield Paragraph(f"{kind}的建议 {_BLANK} 条，采纳 {_BLANK} 条{_ADVICE}。", item=True)


def _accusations(review: Review) -> Iterator[Paragraph]:
    yield Paragraph(f"{secret_total(review)}；已移送有管理权限的纪检监察机关 {_BLANK} 件（人工填写）。")


def _record(review: Review) -> str:
    """Say how often the detector was right, by what staff said of its earlier alarms."""
    own = review.detector
    if not own.judged:
        return f"此前各周提示新动向 {own.alarms} 个，尚无人工判定，提示的准确程度不明。"
    right = f"属实 {own.precision or 0:.0%}（其中原已知情 {(own.precision or 0) - (own.news or 0):.0%}）"
    delay = "" if own.delay_weeks is None else f"；属实的自首封来信到提示，中位数 {own.delay_weeks:g} 周"
    delay += "" if own.delay_letters is None else f"、{own.delay_letters:g} 封"
    missed = f"人工归并而程序未提示的事项 {own.misses} 个"
    return f"此前各周提示新动向 {own.alarms} 个，人工判定 {own.judged} 个，{right}；{missed}{delay}。"


def _notes(review: Review, traces: Traces) -> Iterator[Paragraph]:
    """Say how everything was counted."""
    unread = next((line.now.count for line in review.categories if not line.key), 0)
    needs = traces.number(review.needs_review, "程序请第二人复核")
    undated = traces.number(review.undated, "没有收到日期")
    judged, changed = traces.number(review.judged, "人工确认或改判"), traces.number(review.changed, "人工改判")
    for note in (
        *_RULES,
        f"事项由程序按来信内容归并，误报旋钮为每周 {review.false_alarms:g} 次；"
        f"不足 {FEWEST} 件或不足 {FEWEST} 个来信主体的事项不单列。",
        _record(review),
        f"自动研判模型：{'、'.join(review.models) or '无'}；"
        f"未研判 {unread} 件，请第二人复核 {needs} 件，没有收到日期 {undated} 件。",
        f"本周人工确认或改判 {judged} 件，其中改判 {changed} 件。数据截至 {written(review.ends)}。",
        "本稿由模板和数字自动生成，是辅助建议，未经人工确认、签发不生效。",
    ):
        yield Paragraph(note, item=True)
