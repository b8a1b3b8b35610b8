"""``petitions sealed``: a letter that is passed on unopened gets its number, and nothing else of it is kept."""

import datetime as dt
from typing import Annotated

import typer

from nlp.cli.ingest import Who
from nlp.settings import Settings

__all__ = ["sealed"]


def sealed(
    who: Who,
    to: Annotated[
        str, typer.Option("--to", help="转往哪里，例：市纪委监委；不写就用 procedure.toml 里的 superior。")
    ] = "",
    received: Annotated[str, typer.Option("--received", help="收到日期，例：2026-11-16；不写就是今天。")] = "",
) -> None:
    """登记密封件：不拆、不录、不研判，只给登记号，记下收到日期和去向，经手人记入审计。

    例：`petitions sealed --to 市纪委监委 --received 2026-11-16`

    属上级纪检监察机关受理的检举控告，不扩大知情范围，不复制、不摘抄、不录入（《纪检监察机关处理检举控告工作规则》第十五条），
    所以没有写正文的地方。登记即办结，不进入检索和分析；请把给出的登记号写在封面上，原封转出。一件一个号，几件就登记几次。
    """
    from nlp.intake import open_office
    from nlp.privacy.sealed import register_sealed

    settings = Settings.from_environment()
    destination, day = _destination(to, settings), _day(received)
    item = register_sealed(open_office(settings), day, destination, who)
    typer.echo(f"登记号：{item.number}（密封件，{item.received} 收到，转往{item.destination}）")


def _destination(to: str, settings: Settings) -> str:
    """Give where the item goes: what was said, else the superior of the office's rules; neither is a usage error."""
    from nlp.procedure import load_rules

    if destination := to.strip() or load_rules(settings.procedure).office.superior.strip():
        return destination
    raise typer.BadParameter("没有写明转往哪里，没有登记；请写收件机关，例：--to 市纪委监委")


def _day(received: str) -> dt.date:
    """Read the day of receipt, today where none is written; a day to come is a usage error."""
    try:
        day = dt.date.fromisoformat(received) if received else dt.date.today()
    except ValueError:
        raise typer.BadParameter(f"日期写法不对：{received}，没有登记；请写成 --received 2026-11-16") from None
    if day > dt.date.today():
        raise typer.BadParameter(f"收到日期还没有到：{day}，没有登记；请写收到的那一天")
    return day
