"""``petitions alarm``: the ledger of alarms, what staff say of each, and the detector's own record by it."""

from typing import TYPE_CHECKING, Annotated

import typer

from nlp.cli.ingest import Who
from nlp.settings import Settings

if TYPE_CHECKING:
    from nlp.clustering import LedgerFigures, Verdict

__all__ = ["alarm_app"]

alarm_app = typer.Typer(help="预警台账：历次提示、人工判定，程序提示得准不准。", no_args_is_help=True)

_KINDS = {"new": "新出现", "growth": "在增长", "simmer": "持续不断"}
VERDICTS: "dict[str, Verdict]" = {"属实": "true", "已知": "known", "误报": "false"}
_NAMES: dict[str, str] = {code: name for name, code in VERDICTS.items()}


@alarm_app.command("list")
def list_alarms(
    week: Annotated[str, typer.Option("--week", help="只列这一周，例：2026-W47。", show_default=False)] = "",
) -> None:
    """列出历次提示：编号、哪一周、哪类、事项号、当时件数、概率和人工判定。"""
    from nlp.intake import open_office
    from nlp.weekly import alarm_entries, load_review

    store = open_office(Settings.from_environment())
    entries = alarm_entries(store, week or None)
    reviews = [load_review(store, name) for name in sorted({entry.week for entry in entries})]
    cards = {(review.week, card.id): card for review in reviews if review for card in review.clusters}
    for entry in entries:
        card = cards.get((entry.week, entry.matter))
        counts, headline = (f"{card.letters.count} 件", card.headline) if card else ("", "（只涉及检举类件）")
        said = f"{_NAMES[entry.verdict]}（{entry.verdict_by}）" if entry.verdict else "未判"
        chance = "" if entry.p_value is None else f"{entry.p_value:.2g}"
        kind = _KINDS.get(entry.kind, entry.kind)
        typer.echo("\t".join((str(entry.id), entry.week, kind, entry.matter, counts, chance, said, headline)))


@alarm_app.command("judge")
def judge(
    number: Annotated[int, typer.Argument(help="提示的编号，见 petitions alarm list。", show_default=False)],
    verdict: Annotated[str, typer.Argument(help="属实（新情况）、已知（属实但早已掌握）或误报。", show_default=False)],
    why: Annotated[str, typer.Option("--why", help="理由，记入审计。", show_default=False)],
    who: Who,
) -> None:
    """记下人工对一次提示的判定；以后再判，以后一次为准，两次都在审计里。

    例：`petitions alarm judge 3 属实 --why 以前没有听说`
    """
    from nlp.intake import open_office
    from nlp.store import Reader
    from nlp.weekly import judge_alarm

    if verdict not in VERDICTS:
        raise typer.BadParameter(f"“{verdict}”不是判定，请用{'、'.join(VERDICTS)}", param_hint="判定")
    judge_alarm(open_office(Settings.from_environment()), number, VERDICTS[verdict], Reader(who), why)
    typer.echo(f"已记下：提示 {number} {verdict}。")


@alarm_app.command("record")
def show_record() -> None:
    """按人工判定说明程序提示得准不准、漏了多少、晚了多久。"""
    from nlp.intake import open_office
    from nlp.weekly import detector_record, found_by_staff

    store = open_office(Settings.from_environment())
    for name, value in _lines(detector_record(store, found_by_staff(store))).items():
        typer.echo(f"{name}\t{value}")


def _lines(own: "LedgerFigures") -> dict[str, str]:
    shares = {"属实率": own.precision, "新情况占比": own.news, "查全率": own.recall}
    delays = {"提示时的周数（中位）": own.delay_weeks, "提示时的件数（中位）": own.delay_letters}
    return {
        "提示过的事项": str(own.alarms),
        "已判": str(own.judged),
        **{name: "不明" if share is None else f"{share:.0%}" for name, share in shares.items()},
        "人工归并而未提示的事项": str(own.misses),
        **{name: "不明" if delay is None else f"{delay:g}" for name, delay in delays.items()},
    }
