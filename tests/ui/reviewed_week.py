"""A store with one matter of three letters and the stored review of its week, for the trends page."""

import datetime as dt

from nlp.letter import Analysis, Letter, Prediction
from nlp.store import Alarm, Event, Matter, Store, Week, make_study, register, save_studies, save_week
from nlp.studying import fold_text
from nlp.weekly import ClusterCard, Figure, Line, Review
from nlp.weekly.review import AlarmNote, EnterpriseLine

__all__ = ["MONDAY", "fill"]

MONDAY = dt.date(2026, 11, 9)
NONE = Figure()


def figure(count: int) -> Figure:
    return Figure(count=count, letters=(f"2026-000001~2026-{count:06d}",))


def line(key: str, now: int, before: int) -> Line:
    return Line(key=key, now=figure(now), before=figure(before), year=now + before)


def card(name: str, note: AlarmNote | None) -> ClusterCard:
    return ClusterCard(
        id=name,
        headline=f"{name}内退费停发",
        demand="要求补发",
        terms=("内退费",),
        first=MONDAY,
        last=MONDAY,
        new=True,
        letters=figure(2),
        recent=figure(2),
        copies=1,
        senders=2,
        weekly=(0,) * 12 + (2,),
        categories={"historical_debts": 1.0},
        spread={},
        enterprises={},
        people=None,
        replied=figure(1) if note else NONE,
        sentences=(),
        alarm=note,
    )


def review() -> Review:
    note = AlarmNote(kind="growth", p_value=0.001, sentence="来信超过以往")
    firm = {"historical_debts": figure(9), "policy": figure(2), "management_conflict": figure(7)}
    return Review(
        week="2026-W46",
        begins=MONDAY,
        ends=MONDAY + dt.timedelta(days=6),
        models=("m",),
        category_names={"historical_debts": "历史欠账", "policy": "改制政策", "management_conflict": "管理矛盾"},
        confidential_codes=("anti_corruption",),
        false_alarms=1.0,
        total=line("", 18, 12),
        categories=(line("historical_debts", 9, 6), line("policy", 2, 3)),
        channels=(line("来信", 18, 12),),
        enterprises=(EnterpriseLine(name="石湾仪表厂", now=figure(18), before=figure(3), categories=firm),),
        unnamed=NONE,
        repeats=NONE,
        undated=NONE,
        late=NONE,
        needs_review=NONE,
        judged=NONE,
        changed=NONE,
        clusters=(card("甲", note), card("乙", None)),
        more_clusters=3,
        sealed_alarms=1,
        joints=(),
        flags=(),
        terms=(),
        unfinished=18,
        closed=NONE,
    )


def fill(store: Store, more: int = 0, region: str = "") -> None:
    """Register three letters of one matter, the second confidential, and keep the review of their week.

    ``more`` letters of the same matter come besides, the last of all; each names the region.
    """
    words = ["内退费停发，电话13800001234。", "厂长卖设备。", "内退费没有发。"]
    words += [f"内退费第{n}次来问。" for n in range(more)]
    named = [("region", region)] if region else []
    arrivals = [Letter(said, received=MONDAY) for said in words]
    ids = register(store, arrivals, channel="来信")
    for place, (letter, registered) in enumerate(zip(arrivals, ids, strict=True)):
        found = Analysis(letter, Prediction("historical_debts", {"historical_debts": 1.0}), confidential=place == 1)
        save_studies(store, "m", [make_study(registered.id, found, "m", store.seal, fold_text, subjects=named)])
    alarm = Alarm("growth", "甲", 0.001, {"letters": ["2026-000001"], "began": 0})
    matters = [Matter("甲", MONDAY.isoformat(), {}), Matter("乙", MONDAY.isoformat(), {})]
    events = [Event("born", "甲", "首次出现"), Event("merged", "乙", "并入", ("甲",))]
    members = {registered.id: "甲" for registered in ids}
    save_week(store, Week("2026-W46", review().model_dump(mode="json"), matters, members, events, [alarm]), "王工")
