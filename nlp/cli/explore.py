"""``petitions search | terms``: find letters by words, and the words that set some letters apart; masked, to Excel."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nlp.cli.common import say
from nlp.cli.ingest import Who
from nlp.settings import Settings

if TYPE_CHECKING:
    from nlp.exploring import Choice
    from nlp.store import Reader, Store

__all__ = ["search", "terms"]

Handler = Annotated[bool, typer.Option("--handler", help="以检举控告承办人身份，含保密件。")]
Week = Annotated[str, typer.Option("--week", help="只看这一周收到的，例：2026-W47。")]
Category = Annotated[str, typer.Option("--category", help="只看这一类，写名称或代码，例：历史欠账。")]
Enterprise = Annotated[str, typer.Option("--enterprise", help="只看提到这家企业的，写全称，例：石湾仪表厂。")]
Region = Annotated[str, typer.Option("--region", help="只看提到这个地区的，写到市县，例：河北省沧州市献县。")]
Channel = Annotated[str, typer.Option("--channel", help="只看这个渠道的，例：网上信访。")]
Since = Annotated[str, typer.Option("--since", help="这一天起收到的，例：2026-11-01。")]
Until = Annotated[str, typer.Option("--until", help="到这一天为止收到的。")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="另存为 Excel（.xlsx）。", show_default=False)]


def search(
    words: Annotated[list[str], typer.Argument(help="检索词，每个至少两个字；都出现的才算。", show_default=False)],
    who: Who,
    week: Week = "",
    category: Category = "",
    enterprise: Enterprise = "",
    region: Region = "",
    channel: Channel = "",
    since: Since = "",
    until: Until = "",
    handler: Handler = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help="最多列出几封，新的在前。")] = 20,
    output: Output = None,
) -> None:
    """在全部来信中检索，新的在前；检索词居中，左右是上下文，都已遮蔽。检索本身记入审计。

    例：`petitions search 内退费 拖欠`

    只看一家企业、一段时间，并存成 Excel：

    `petitions search 房产证 --enterprise 青坪水泥厂 --since 2026-09-01 -o 检索结果.xlsx`

    两个字就能查；一个字查不了。人名、电话、住址已经遮去，用它们查不到信，这是有意的。
    """
    from nlp.intake import open_office
    from nlp.privacy import mask
    from nlp.store import search as find
    from nlp.studying import fold_text
    from nlp.taxonomy import load_taxonomy

    settings = Settings.from_environment()
    store, names = open_office(settings), load_taxonomy(settings.taxonomy).category_names
    where = _choice(week, category, enterprise, region, channel, since, until).condition(store)
    found = find(store, " ".join(words), _reader(who, handler), mask, where=where, limit=limit)
    for one in found:
        typer.echo(f"{one.number}\t{_named(one.category, names)}\t{one.snippet}")
    say(f"{len(found)} 封。")
    first = fold_text(" ".join(words)).split()[0]
    rows = [(*one.snippet.partition(first), _named(one.category, names), one.number) for one in found]
    _save(store, who, output, "检索", ("上文", "检索词", "下文", "类别", "登记号"), rows)


def terms(
    who: Who,
    week: Week = "",
    category: Category = "",
    enterprise: Enterprise = "",
    region: Region = "",
    channel: Channel = "",
    since: Since = "",
    until: Until = "",
    handler: Handler = False,
    count: Annotated[int, typer.Option("--count", min=1, help="列出多少个词。")] = 40,
    output: Output = None,
) -> None:
    """哪些词使一部分来信与其余来信不同，它们常与哪些词同句。至少选一个条件；其余来信作对照。

    例：这一周与以往不同在哪里：`petitions terms --week 2026-W47`

    一家企业的信在说什么：`petitions terms --enterprise 青坪水泥厂 -o 特征词.xlsx`

    数的是来信封数，不是词的次数：一封信把一个词写一百遍也只算一封。G² 是对数似然（Dunning 1993），10.83 以上才列出
    （偶然如此的概率不到千分之一）。两边各取最新的 3000 封；人名、电话、住址先遮去再数。
    """
    from nlp.exploring import Choice
    from nlp.intake import open_office
    from nlp.keyness import find_key_terms

    choice = _choice(week, category, enterprise, region, channel, since, until)
    if choice == Choice():
        raise typer.BadParameter("请至少写一个条件，例：--week 2026-W47")
    store = open_office(Settings.from_environment())
    found = find_key_terms(store, choice, _reader(who, handler), count=count)
    rows = [(one.term, one.here, one.rest, round(one.score, 1), "、".join(one.companions)) for one in found.terms]
    for term, here, rest, score, beside in rows:
        typer.echo(f"{term}\t{here}\t{rest}\t{score:.1f}\t{beside}")
    say(f"这里 {found.here} 封，其余 {found.rest} 封；{len(rows)} 个词（词、这里封数、其余封数、G²、常同句的词）。")
    _save(store, who, output, "特征词", ("词", "这里（封）", "其余（封）", "对数似然 G²", "常与它同句的词"), rows)


def _named(category: str | None, names: Mapping[str, str]) -> str:
    return names.get(category, category) if category else "未研判"


def _reader(who: str, handler: bool) -> "Reader":
    from nlp.store import Reader

    return Reader(who, confidential=handler)


def _choice(week: str, category: str, enterprise: str, region: str, channel: str, since: str, until: str) -> "Choice":
    """Make the choice of letters; what is written wrongly is a usage error."""
    from nlp.exploring import Choice
    from nlp.taxonomy import load_taxonomy
    from nlp.weekly import parse_week

    if week:
        parse_week(week)
    names = load_taxonomy(Settings.from_environment().taxonomy).category_names
    codes = {name: code for code, name in names.items()} | {code: code for code in names}
    if category and category not in codes:
        raise typer.BadParameter(f"没有这一类：{category}。可以写：{'、'.join(names.values())}")
    try:
        first, last = (dt.date.fromisoformat(day) if day else None for day in (since, until))
    except ValueError:
        raise typer.BadParameter("日期写法不对，例：2026-11-01") from None
    return Choice(week, codes.get(category, ""), enterprise, region, channel, first, last)


def _save(
    store: "Store",
    who: str,
    target: Path | None,
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str | int | float]],
) -> None:
    """Write a table where one is asked for; that it was given out is audited first."""
    if target is None:
        return
    from nlp.store import note_export
    from nlp.writing.listing import listing_workbook

    if target.suffix != ".xlsx":
        raise typer.BadParameter("结果存成 .xlsx")
    note_export(store, who, target.name, {"rows": len(rows)})
    target.write_bytes(listing_workbook(title, columns, rows))
    say(f"已存：{target}")
