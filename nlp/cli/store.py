"""``petitions backup | restore | verify | audit | purge | key``: looking after the store."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nlp.cli.ingest import Who
from nlp.settings import Settings

if TYPE_CHECKING:
    from nlp.store import Head, Store

__all__ = ["audit_app", "backup", "key", "purge", "restore", "verify"]

audit_app = typer.Typer(help="审计记录：谁在什么时候看了、改了、导出了什么。", no_args_is_help=True)

Noted = Annotated[str, typer.Option("--head", help="事先抄下的最后一行，形如 12:3f9a…，核对它是否还在。")]


def _store() -> "Store":
    from nlp.intake import open_office

    return open_office(Settings.from_environment())


def backup(file: Annotated[Path, typer.Argument(help="备份文件（.zip）。", show_default=False)], who: Who) -> None:
    """备份整个库（SQLite 或 PostgreSQL），附每张表的 SHA-256。

    例：`petitions backup 备份/2026-11-16.zip`
    """
    from nlp.store import back_up

    manifest = back_up(_store(), file, who)
    typer.echo(f"备份：{file}（来信 {manifest.tables['letters'].rows} 封）")
    typer.echo(f"审计最后一行：{manifest.audit_line}:{manifest.audit_hash}（请另行抄存）")


def restore(file: Annotated[Path, typer.Argument(help="备份文件（.zip）。", show_default=False)], who: Who) -> None:
    """把备份恢复到一个空库里，逐表核对校验和。

    例：`PETITIONS_STORE=sqlite:///新库.db petitions restore 备份/2026-11-16.zip`
    """
    from nlp.store import restore as fill

    manifest = fill(_store(), file, who)
    typer.echo(f"已恢复：来信 {manifest.tables['letters'].rows} 封，校验和与审计都相符。")


def verify(
    file: Annotated[Path | None, typer.Argument(help="备份文件；不写就检查现在的库。", show_default=False)] = None,
    head: Noted = "",
) -> None:
    """检查库或备份是否完好：编号、正文、研判、审计、校验和。"""
    from nlp.store import check_backup, shown_time, verify_store

    if file is not None:
        manifest = check_backup(file)
        typer.echo(f"备份完好：来信 {manifest.tables['letters'].rows} 封，做于 {shown_time(manifest.made_at)}。")
        return
    _report(verify_store(_store(), _head(head)), "库完好：每个登记号都有来信，正文与登记时一致，审计连贯。")


@audit_app.command("verify")
def audit_verify(head: Noted = "") -> None:
    """检查审计记录有没有被改动、删除、调换或截断。"""
    from nlp.store import head_of, verify_audit

    store = _store()
    with store.reading() as connection:
        last = head_of(connection)
    _report(verify_audit(store, _head(head)), f"审计完好，共 {last.line} 行。最后一行：{last}（请另行抄存）")


@audit_app.command("list")
def audit_list(
    after: Annotated[int, typer.Option("--after", min=0, help="从这一行之后列起。")] = 0,
) -> None:
    """逐行列出审计记录。"""
    import json

    from nlp.store import audit_lines, shown_time

    for line in audit_lines(_store(), after):
        details = json.dumps(dict(line.details), ensure_ascii=False)
        typer.echo(f"{line.line}\t{shown_time(line.at)}\t{line.who}\t{line.action}\t{line.subject}\t{details}")


def purge(who: Who, days: Annotated[int, typer.Option("--days", min=0, help="办结多少天之后。")] = 180) -> None:
    """清除办结已久来信的派生数据（研判、索引、向量），原件不动；清除本身记入审计。

    `petitions ingest` 每天第一次运行时会自动做一遍。
    """
    from nlp.store import purge as clear

    typer.echo(f"已清除 {clear(_store(), who, days)} 封来信的派生数据，原件不动。")


def key(file: Annotated[Path, typer.Argument(help="新的密钥文件。", show_default=False)]) -> None:
    """生成密钥文件；建库前设置 PETITIONS_KEY，来信便加密保存。密钥丢了，来信就打不开。

    例：`petitions key /保险柜/petitions.key`
    """
    from nlp.store import make_key

    make_key(file)
    typer.echo(f"密钥：{file}。请另存一份并与数据分开保管；建库前设置 PETITIONS_KEY={file}。")


def _head(noted: str) -> "Head | None":
    from nlp.errors import StoreError
    from nlp.store import Head

    if not noted:
        return None
    line, _, digest = noted.partition(":")
    if not line.isdecimal() or not digest:
        raise StoreError("--head", "写法不对", "请照抄“行号:摘要”")
    return Head(int(line), digest)


def _report(faults: list[str], well: str) -> None:
    for fault in faults:
        typer.echo(f"异常  {fault}")
    if faults:
        typer.echo(f"共 {len(faults)} 处异常。请保留现场，从备份恢复到新库后对照。", err=True)
        raise typer.Exit(2)
    typer.echo(well)
