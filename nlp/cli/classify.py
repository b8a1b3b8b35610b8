"""``petitions classify``: letters in, a table of suggestions and a receipt out."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nlp.cli.common import Columns, Inputs, Model, Split, letters_of, load, progress
from nlp.cli.workers import Backend, BackendName, Jobs, Scheduler, workers_of
from nlp.errors import LetterError
from nlp.settings import Settings

if TYPE_CHECKING:
    from nlp.letter import Analysis
    from nlp.pipeline import Pipeline

__all__ = ["classify"]

Out = Annotated[Path, typer.Option("--out", "-o", help="结果文件，按扩展名决定格式：.xlsx、.csv 或 .jsonl。")]


def classify(
    inputs: Inputs,
    out: Out = Path("研判结果.xlsx"),
    model: Model = None,
    columns: Columns = None,
    split: Split = None,
    jobs: Jobs = 1,
    backend: Backend = BackendName.LOKY,
    scheduler: Scheduler = None,
) -> None:
    """给来信分类，写出结果表和回执。

    例：`petitions classify 来信文件夹 本周.xlsx -o 结果.xlsx`

    表格的列名自动辨认（编号、标题、正文、内容、诉求、来信日期……），编码自动识别。坏行不会中断，回执里逐行说明。
    """
    from nlp.parallel import analyse_many
    from nlp.receipt import Receipt
    from nlp.writing import Names, check_target, write_analyses, write_receipt

    workers = workers_of(backend, scheduler, jobs)
    pipeline = load(model)
    receipt, tally = Receipt(), Counter[str]()
    check_target(out)
    letters = letters_of(inputs, receipt, columns, split)
    analysed = (
        pipeline.analyse_many(letters)
        if workers.alone
        else analyse_many(letters, model or Settings.from_environment().model, workers)
    )
    analyses = _counted(progress(analysed, None, "研判"), tally)
    written = write_analyses(analyses, out, Names.of(pipeline.taxonomy), receipt)
    note = write_receipt(receipt, out)
    _print_summary(tally, pipeline, receipt.lines())
    typer.echo(f"结果：{out}（{written} 封）\n回执：{note}" if written else "没有读到来信。")
    if not receipt.adds_up:
        raise LetterError("回执", "收进来的行数与结果对不上", "这是程序的错误，请保留原文件并报告")
    raise typer.Exit(0 if receipt.complete else 1 if receipt.letters else 2)


def _counted(analyses: Iterable["Analysis"], tally: Counter[str]) -> Iterator["Analysis"]:
    for analysis in analyses:
        tally[analysis.prediction.category] += 1
        tally["需复核"] += analysis.prediction.needs_review
        tally["保密"] += analysis.confidential
        yield analysis


def _print_summary(tally: Counter[str], pipeline: "Pipeline", receipt: Iterable[str]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("建议类别", "封数", title="研判汇总", min_width=30)
    table.columns[1].justify = "right"
    for code, name in pipeline.taxonomy.category_names.items():
        table.add_row(name, str(tally[code]))
    table.add_section()
    for name in ("需复核", "保密"):
        table.add_row(f"其中{name}", str(tally[name]))
    Console().print(table)
    typer.echo("辅助建议，未经人工确认不生效。")
    for line in receipt:
        typer.echo(line)
