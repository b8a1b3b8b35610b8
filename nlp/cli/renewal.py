"""``petitions train --with-corrections``, ``petitions model`` and ``petitions corrections``: what people taught it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nlp.cli.common import Model, TaxonomyFile, say
from nlp.cli.ingest import Who
from nlp.settings import Settings

if TYPE_CHECKING:
    from nlp.renewal import Checked, Renewal
    from nlp.training import TrainingInput

__all__ = ["corrections", "model_app", "train_with_corrections"]

model_app = typer.Typer(help="模型的各个版本：列出、换用（也可换回旧的）、不用。", no_args_is_help=True)

_STATES = {"in_use": "正在用", "offered": "待定", "refused": "不用", "earlier": "备选"}
_DEEDS = {"trained": "训练", "promoted": "换用", "refused": "不用"}
_SETS = {"corpus": "语料", "own": "本单位来信"}
VERDICTS = {
    "better": "确有提高，可以考虑换用",
    "worse": "确有下降，不要换用",
    "mixed": "有升有降，请逐项看",
    "unclear": "看不出差别，换不换都可以",
    "unknown": "留出的来信太少，比不出来",
}
Why = Annotated[str, typer.Option("--why", help="理由，记入审计。", show_default=False)]
VersionName = Annotated[str, typer.Argument(help="版本，见 petitions model list。", show_default=False)]


def train_with_corrections(given: "TrainingInput", model: Path, who: str) -> None:
    """Train with what people settled in the store, and print how the new version compares."""
    from nlp.intake import open_office
    from nlp.renewal import retrain, versions
    from nlp.store import Reader

    name = retrain(open_office(Settings.from_environment()), given, model, Reader(who), report=say)
    version = next(one for one in versions(model) if one.id == name)
    typer.echo(f"新版本：{name}，模型卡：{version.folder / 'README.md'}；正在用的模型没有动")
    if version.renewal:
        _show(version.renewal)
    typer.echo(f"换用：petitions model promote {name} --why 理由")


def _show(renewal: "Renewal") -> None:
    from nlp.renewal import verdict_of

    for part in renewal.checked:
        _show_part(part)
    typer.echo(f"结论：{VERDICTS[verdict_of(renewal.checked)]}（只看 macro-F1 和检举件召回率，由人决定）")


def _show_part(part: "Checked") -> None:
    from rich.console import Console
    from rich.table import Table

    if not part.figures:
        typer.echo(f"{_SETS[part.name]}：可比的留出来信 {part.letters} 封，没有比较")
        return
    title = f"{_SETS[part.name]}，留出 {part.letters} 封"
    table = Table("指标", "旧", "新", "新减旧的 95 % 区间", "算数", title=title)
    for row in part.figures:
        interval = f"{row.low:+.3f} … {row.high:+.3f}"
        table.add_row(row.figure, f"{row.first:.3f}", f"{row.second:.3f}", interval, "是" if row.is_clear else "否")
    Console().print(table)


@model_app.command("list")
def list_versions(model: Model = None) -> None:
    """列出各个版本，和谁在什么时候因为什么换用或不用。"""
    from nlp.intake import open_office
    from nlp.renewal import deeds, versions
    from nlp.store import shown_time

    settings = Settings.from_environment()
    done = deeds(open_office(settings))
    for one in versions(model or settings.model, done):
        made = f"{shown_time(one.renewal.made_at)[:16]} {one.renewal.made_by}" if one.renewal else "随程序训练"
        score = one.manifest.metrics["macro_f1"]
        typer.echo(f"{one.id}\t{_STATES[one.state]}\tmacro-F1 {score:.3f}\t{made}")
    for deed in done:
        typer.echo(f"{shown_time(deed.at)[:16]}\t{_DEEDS[deed.kind]}\t{deed.version}\t{deed.who}\t{deed.why}")


@model_app.command("compare")
def compare_version(version: VersionName, model: Model = None) -> None:
    """再看一遍这个版本与训练时正在用的模型的比较。"""
    from nlp.renewal import versions

    found = [one for one in versions(model or Settings.from_environment().model) if one.id == version]
    if not found or found[0].renewal is None:
        raise typer.BadParameter("没有这个版本，或没有比较过", param_hint="版本")
    typer.echo(f"{version} 与 {found[0].renewal.against} 比较")
    _show(found[0].renewal)


@model_app.command("promote")
def promote_version(version: VersionName, why: Why, who: Who, model: Model = None) -> None:
    """换用一个版本；原来的留着，随时可以用同一条命令换回。

    例：`petitions model promote 3f9a0c12ab34 --why 本单位来信上确有提高`
    """
    from nlp.intake import open_office
    from nlp.renewal import promote
    from nlp.store import Reader

    settings = Settings.from_environment()
    promote(open_office(settings), model or settings.model, version, Reader(who), why)
    typer.echo(f"已换用 {version}。以后登记的来信用它研判；已研判的不变。")


@model_app.command("refuse")
def refuse_version(version: VersionName, why: Why, who: Who, model: Model = None) -> None:
    """记下不用某个版本的理由；它留在原处。"""
    from nlp.intake import open_office
    from nlp.renewal import refuse
    from nlp.store import Reader

    settings = Settings.from_environment()
    refuse(open_office(settings), model or settings.model, version, Reader(who), why)
    typer.echo(f"已记下：不用 {version}。")


def corrections(
    out: Annotated[Path, typer.Argument(help="写到哪个文件（.jsonl），只有本用户可读。", show_default=False)],
    who: Who,
    accusations: Annotated[bool, typer.Option("--accusations", help="连检举控告件一起导出（限承办人）。")] = False,
    handler: Annotated[bool, typer.Option("--handler", help="以检举控告承办人身份。")] = False,
    taxonomy: TaxonomyFile = None,
) -> None:
    """把人工确认或更正过类别的来信导出为已标注来信；文件里是原文，请妥善保管。导出记入审计。

    训练不需要先导出：`petitions train --with-corrections` 直接从库里取，不落文件。

    例：`petitions corrections 更正.jsonl`
    """
    from nlp.intake import open_office
    from nlp.reviewing import export_corrected
    from nlp.store import Reader
    from nlp.taxonomy import load_taxonomy

    settings = Settings.from_environment()
    known = load_taxonomy(taxonomy or settings.taxonomy)
    person = Reader(who, confidential=handler)
    count = export_corrected(open_office(settings), known, out, person, accusations=accusations)
    typer.echo(f"已导出 {count} 封：{out}（含原文，只有本用户可读）")
