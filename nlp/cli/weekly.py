"""``petitions weekly``: the letters of a week into the store, clustered and reviewed, and the bulletin."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nlp.cli.common import Model, load, say
from nlp.cli.ingest import Who, progress_bar
from nlp.cli.workers import Backend, BackendName, Jobs, Scheduler, workers_of
from nlp.settings import Settings

if TYPE_CHECKING:
    from nlp.intake import Taken
    from nlp.parallel import Workers
    from nlp.store import Store
    from nlp.weekly import ClusterCard, Review

__all__ = ["weekly"]

_KINDS = {"new": "新出现", "growth": "在增长", "simmer": "持续不断"}
_LONGEST = 40

Week = Annotated[
    str, typer.Option("--week", help="哪一周，例：2026-W47；不写就是上一个整周（周一至周日）。", show_default=False)
]
Bulletin = Annotated[Path | None, typer.Option("--bulletin", help="另写一份简报（.docx 或 .html），未签发稿。")]


def weekly(
    who: Who,
    week: Week = "",
    inputs: Annotated[
        list[Path] | None, typer.Option("--input", help="本周来信的文件或文件夹，可多次给出；不写就只用库里的。")
    ] = None,
    false_alarms: Annotated[
        float, typer.Option("--false-alarms", min=0.01, help="每周能接受几次误报；调大只会多报。")
    ] = 1.0,
    bulletin: Bulletin = None,
    model: Model = None,
    jobs: Jobs = 2,
    backend: Backend = BackendName.LOKY,
    scheduler: Scheduler = None,
) -> None:
    """一周的工作一次做完：登记、研判、归并、提示新动向，写出本周的周报。

    例：`petitions weekly --week 2026-W47 --input 本周来信 --bulletin 简报.docx`

    中断了就重新运行；重复运行最新的一周，结果和事项编号都不变。以前各周迟到的来信计入最新的一周；已有后一周的周报时，
    前面的周报不再改动，只重新显示。
    """
    from nlp.intake import open_office
    from nlp.procedure import load_rules
    from nlp.store import escalate
    from nlp.weekly import Office, last_full_week, parse_week, review_week

    workers = workers_of(backend, scheduler, jobs)
    settings = Settings.from_environment()
    store = open_office(settings)
    number = parse_week(week) if week else last_full_week(store)
    refused = _take_in(store, inputs, model or settings.model, who, workers) if inputs else False
    rules = load_rules(settings.procedure)
    review = review_week(store, number, Office(load(model).taxonomy, rules, false_alarms), who, say)
    escalate(store, rules.flags.verify_hours)
    typer.echo("\n".join(_lines(review)))
    if bulletin is not None:
        _write(store, who, review, bulletin, next(iter(rules.office.names), ""))
    raise typer.Exit(1 if refused else 0)


def _write(store: "Store", who: str, review: "Review", bulletin: Path, office: str) -> None:
    """Write the bulletin; that it was given out is audited first."""
    from nlp.bulletin import write_bulletin
    from nlp.store import note_export

    note_export(store, who, bulletin.name)
    write_bulletin(review, bulletin, office)
    typer.echo(f"简报：{bulletin}（未签发稿）")


def _take_in(store: "Store", inputs: list[Path], model: Path, who: str, workers: "Workers") -> bool:
    """Register and analyse the letters; say whether some were refused."""
    from nlp.intake import ingest

    taken: Taken = ingest(
        store, inputs, model, who, jobs=workers.jobs, scheduler=workers.scheduler, progress=progress_bar
    )
    for line in taken.receipt.lines():
        say(line)
    return bool(taken.receipt.refused or taken.receipt.files_refused)


def _lines(review: "Review") -> Iterator[str]:
    """Sum a review up for the terminal: counts, what is new, what is urgent."""
    total = review.total
    days = f"{review.begins} 至 {review.ends}"
    yield f"{review.week}（{days}）：来信 {total.now.count} 件，上周 {total.before.count} 件。"
    names = review.category_names
    yield "类别：" + "，".join(f"{names.get(row.key, row.key)} {row.now.count}" for row in review.categories) + "。"
    if review.late.count:
        yield f"以前各周迟到的来信 {review.late.count} 件，已参加本周归并。"
    alarmed = [card for card in review.clusters if card.alarm]
    yield f"事项：本周有来信的 {len(review.clusters) + review.more_clusters} 个，提示 {len(alarmed)} 个。"
    for card in alarmed:
        yield _card_line(card)
    if own := review.detector.judged:
        share = f"{review.detector.precision or 0:.0%}"
        yield f"以往的提示已判 {own} 个，属实 {share}；人工归并而未提示的 {review.detector.misses} 个。"
    if review.sealed_alarms:
        yield f"另有 {review.sealed_alarms} 个提示只涉及检举类件，请承办人查看。"
    for joint in review.joints:
        yield f"  多类并发  {joint.enterprise}：60 天内 {joint.letters.count} 件，{joint.senders} 个来信主体。"
    waiting = sum(flag.open.count for flag in review.flags)
    due, overdue = sum(term.due.count for term in review.terms), sum(term.overdue.count for term in review.terms)
    late = sum(flag.late.count for flag in review.flags)
    said = f"，其中超过 {review.flag_hours} 小时未核实 {late} 件" if late else ""
    yield f"红灯未解除 {waiting} 件{said}；下周到期 {due} 件，期限已过未记办结 {overdue} 件。"
    yield "辅助建议，未经人工确认不生效。"


def _card_line(card: "ClusterCard") -> str:
    kind = _KINDS[card.alarm.kind] if card.alarm else ""
    counts = f"本周 {card.recent.count} 封，共 {card.letters.count} 封，{card.senders} 个来信主体"
    return f"  {kind}  {card.headline[:_LONGEST]}：{counts}（事项 {card.id}）"
