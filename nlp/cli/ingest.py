"""``petitions ingest``: letters into the store, each with its number, and a receipt."""

import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from nlp.cli.common import Columns, Inputs, Model, Split, asked_for
from nlp.cli.workers import Backend, BackendName, Jobs, Scheduler, workers_of
from nlp.settings import Settings

if TYPE_CHECKING:
    from nlp.intake import Taken
    from nlp.store import Store

__all__ = ["Who", "ingest", "progress_bar"]


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "本机"


Who = Annotated[str, typer.Option("--user", help="经手人，记入审计；不写就用本机登录名。", default_factory=_user)]


def ingest(
    inputs: Inputs,
    who: Who,
    model: Model = None,
    columns: Columns = None,
    split: Split = None,
    again: Annotated[bool, typer.Option("--again", help="登记过的文件再登记一遍，来信记为重复件。")] = False,
    jobs: Jobs = 2,
    backend: Backend = BackendName.LOKY,
    scheduler: Scheduler = None,
    channel: Annotated[str, typer.Option("--channel", help="来信渠道，例：网上信访。")] = "",
) -> None:
    """登记来信并研判入库：先逐封编号，再研判；中途断电、关机，重新运行一遍即可接着做。

    例：`petitions ingest 来信文件夹 本周.xlsx`

    登记过的文件（名称和内容都相同）不会重复登记。
    """
    from nlp.intake import ingest as take_in
    from nlp.intake import open_office, read_even_blank

    workers = workers_of(backend, scheduler, jobs)
    settings = Settings.from_environment()
    store = open_office(settings)
    taken = take_in(
        store,
        inputs,
        model or settings.model,
        who,
        again=again,
        jobs=workers.jobs,
        scheduler=workers.scheduler,
        channel=channel,
        read=partial(read_even_blank, **asked_for(columns, split)),
        progress=progress_bar,
    )
    for line in (*_account(taken), *_left_open(store, settings)):
        typer.echo(line)
    refused = bool(taken.receipt.refused or taken.receipt.files_refused)
    raise typer.Exit((1 if taken.registered else 2) if refused else 0)


def _account(taken: "Taken") -> Iterator[str]:
    """Say what became of everything: the receipt, the numbers given, what was analysed."""
    yield from taken.receipt.lines()
    if taken.span:
        copies = f"，其中重复件 {taken.copies} 封（已登记并与原件关联）" if taken.copies else ""
        yield f"登记号：{taken.span[0]} 至 {taken.span[1]}，共 {taken.registered} 封{copies}。"
    resumed = "接着上次中断的一批，" if taken.batch.resumed else ""
    yield f"{resumed}第 {taken.batch.id} 批：本次研判 {taken.analysed} 封。辅助建议，未经人工确认不生效。"


def _left_open(store: "Store", settings: Settings) -> Iterator[str]:
    """Name the red flags nobody closed in time; each is noted in the audit once."""
    from nlp.procedure import load_rules
    from nlp.store import escalate

    hours = load_rules(settings.procedure).flags.verify_hours
    if found := escalate(store, hours):
        numbers = "、".join(dict.fromkeys(flag.number for flag in found))
        yield f"红旗超过 {hours} 小时未核实 {len(found)} 件，请立即核实：{numbers}。"


@contextmanager
def progress_bar(what: str, total: int | None) -> Iterator[Callable[[int], object]]:
    """Show on standard error what is being done and how many letters are through."""
    from tqdm import tqdm

    with tqdm(total=total, desc=what, unit="封", file=sys.stderr, mininterval=0.2) as bar:
        yield bar.update
