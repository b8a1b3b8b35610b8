"""The command ``petitions``: open, call the library, say what came of it.

Results go to standard output or the named file, progress and messages to standard error.
Exit codes: 0 done, 1 some letters were refused (the receipt says which and why), 2 nothing could be done.
"""

import json
import os
import runpy
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from nlp.errors import LetterError
from nlp.settings import Settings

if TYPE_CHECKING:
    from nlp.letter import Analysis
    from nlp.pipeline import Pipeline

__all__ = ["app", "main"]

Item = TypeVar("Item")

app = typer.Typer(
    help="国资信访件研判：给来信标出改制政策、历史欠账、检举控告、管理矛盾四类，附依据；只提建议，由人决定。全程离线。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_show_locals=False,
)

corpus_app = typer.Typer(help="编写语料时用的检查。", no_args_is_help=True)
app.add_typer(corpus_app, name="corpus")

Inputs = Annotated[
    list[Path], typer.Argument(help="文件或文件夹：txt、csv、tsv、xlsx、xls、jsonl、jsonl.gz。", show_default=False)
]
Out = Annotated[Path, typer.Option("--out", "-o", help="结果文件，按扩展名决定格式：.xlsx、.csv 或 .jsonl。")]
Model = Annotated[Path | None, typer.Option("--model", help="模型文件夹；不写就用默认模型。", show_default=False)]
Labelled = Annotated[
    list[Path], typer.Option("--letters", help="已标注来信（.jsonl、.jsonl.gz 或所在文件夹），可多次给出。")
]
TaxonomyFile = Annotated[
    Path | None, typer.Option("--taxonomy", help="分类口径（.toml）；不写就用四分类。", show_default=False)
]


@app.command()
def classify(inputs: Inputs, out: Out = Path("研判结果.xlsx"), model: Model = None) -> None:
    """给来信分类，写出结果表和回执。

    例：`petitions classify 来信文件夹 本周.xlsx -o 结果.xlsx`

    表格的列名自动辨认（编号、标题、正文、内容、诉求、来信日期……），编码自动识别。坏行不会中断，回执里逐行说明。
    """
    from nlp.reading import read_letters
    from nlp.receipt import Receipt
    from nlp.writing import Names, check_target, write_analyses, write_receipt

    pipeline = _load(model)
    receipt, tally = Receipt(), Counter[str]()
    check_target(out)
    total = sum(1 for _ in read_letters(inputs, Receipt()))
    analyses = _counted(_progress(pipeline.analyse_many(read_letters(inputs, receipt)), total, "研判"), tally)
    written = write_analyses(analyses, out, Names.of(pipeline.taxonomy), receipt)
    note = write_receipt(receipt, out)
    _print_summary(tally, pipeline, receipt.lines())
    typer.echo(f"结果：{out}（{written} 封）\n回执：{note}" if written else "没有读到来信。")
    if not receipt.adds_up:
        raise LetterError("回执", "收进来的行数与结果对不上", "这是程序的错误，请保留原文件并报告")
    raise typer.Exit(0 if receipt.complete else 1 if receipt.letters else 2)


@app.command()
def train(
    letters: Labelled,
    out: Annotated[Path, typer.Option("--out", help="模型文件夹。")],
    taxonomy: TaxonomyFile = None,
    lexicon: Annotated[Path | None, typer.Option("--lexicon", help="词典（.tsv）；不写就用默认词典。")] = None,
) -> None:
    """用已标注的来信训练模型，写出模型、清单和模型卡。

    例：`petitions train --letters corpora/letters --out models/petitions`
    """
    from nlp.training import TrainingInput
    from nlp.training import train as fit

    settings = Settings.from_environment()
    given = TrainingInput(tuple(letters), taxonomy or settings.taxonomy, lexicon or settings.lexicon)
    manifest = fit(given, out, name=out.name, report=_say)
    typer.echo(f"模型：{out}（{manifest.bytes / 1e6:.1f} MB），模型卡：{out / 'README.md'}")
    typer.echo(f"留出来信上的 macro-F1：{manifest.metrics['macro_f1']:.3f}")


@app.command()
def evaluate(
    letters: Labelled,
    model: Model = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出全部数字。")] = False,
) -> None:
    """在已标注的来信上检验模型。

    例：`petitions evaluate --model models/petitions --letters 检验.jsonl --json`
    """
    from nlp.corpus import load_letters
    from nlp.training import evaluate as measure

    pipeline = _load(model)
    figures = measure(pipeline, load_letters(letters, pipeline.taxonomy))
    if as_json:
        typer.echo(json.dumps(figures, ensure_ascii=False, indent=1))
        return
    for code, row in figures.pop("per_class").items():
        scores = f"精确率 {row['precision']:.3f}\t召回率 {row['recall']:.3f}\tF1 {row['f1']:.3f}"
        typer.echo(f"{pipeline.taxonomy.category_names[code]}\t{scores}\t{row['letters']:.0f} 封")
    figures.pop("confusion")
    for key, value in figures.items():
        typer.echo(f"{key}\t{value}")


@corpus_app.command("check")
def corpus_check(
    folder: Annotated[Path | None, typer.Argument(help="语料文件夹；不写就查默认语料。", show_default=False)] = None,
    against: Annotated[
        list[Path] | None, typer.Option("--against", help="不许照抄的来信（.jsonl、.jsonl.gz），可多次给出。")
    ] = None,
) -> None:
    """检查语料：字段、配额、雷同、套话、只改数字、反复用的名字，以及是否照抄了别处的来信。

    例：`petitions corpus check --against 真实来信.jsonl.gz`
    """
    from nlp.corpus import check_corpus, load_letters, load_quotas
    from nlp.corpus.letters import foreign_texts
    from nlp.taxonomy import load_taxonomy

    settings = Settings.from_environment()
    taxonomy = load_taxonomy(settings.taxonomy)
    letters = load_letters([folder or settings.letters], taxonomy)
    faults = list(check_corpus(letters, taxonomy, load_quotas(settings.quotas), foreign_texts(against or [])))
    for fault in faults:
        typer.echo(str(fault))
    typer.echo(f"{len(letters)} 封，问题 {len(faults)} 处。")
    raise typer.Exit(2 if faults else 0)


@corpus_app.command("card")
def write_corpus_card() -> None:
    """写语料卡 corpora/README.md：数量、第二读者一致率、怎么编写的、缺什么。"""
    from nlp.corpus import corpus_card, load_letters, load_quotas, load_second_reading
    from nlp.taxonomy import load_taxonomy

    settings = Settings.from_environment()
    taxonomy = load_taxonomy(settings.taxonomy)
    letters = load_letters([settings.letters], taxonomy)
    second = load_second_reading(settings.second_reading, taxonomy)
    card = settings.letters.parent / "README.md"
    card.write_text(
        corpus_card(letters, second, taxonomy, load_quotas(settings.quotas)), encoding="utf-8", newline="\n"
    )
    typer.echo(f"语料卡：{card}")


@app.command()
def serve(
    port: Annotated[int, typer.Option("--port", help="端口。")] = 8501,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="是否自动打开浏览器。")] = True,
) -> None:
    """打开网页（只在本机 127.0.0.1 可见）。"""
    page = Settings.from_environment().home / "app.py"
    if not page.is_file():
        raise LetterError(str(page), "找不到网页程序", "请在项目文件夹里运行，或设置 PETITIONS_HOME")
    options = {
        "server.address": "127.0.0.1",
        "server.port": port,
        "server.headless": not browser,
        "server.showEmailPrompt": False,
        "browser.gatherUsageStats": False,
    }
    flags = [f"--{name}={str(value).lower()}" for name, value in options.items()]
    _say(f"网页：http://127.0.0.1:{port}（按 Ctrl+C 停止）")
    os.chdir(page.parent)
    os.environ["PYTHONUTF8"] = "1"
    sys.argv = ["streamlit", "run", str(page), *flags]
    runpy.run_module("streamlit", run_name="__main__")  # in this process: whoever stops us stops the page


@app.command()
def doctor(model: Model = None) -> None:
    """自检：版本、模型、口径、磁盘，各说一句好坏和办法。"""
    from nlp.doctor import check

    findings = list(check(model or Settings.from_environment().model))
    for finding in findings:
        remedy = f"。{finding.remedy}" if finding.remedy else ""
        typer.echo(f"{'正常' if finding.good else '异常'}  {finding.what}：{finding.found}{remedy}")
    raise typer.Exit(0 if all(finding.good for finding in findings) else 2)


def main() -> None:
    """Run the command; what is wrong is said in one sentence, never as a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except LetterError as error:
        typer.echo(f"错误：{error}", err=True)
        sys.exit(2)


def _load(model: Path | None) -> "Pipeline":
    from nlp.pipeline import Pipeline

    return Pipeline.load(model or Settings.from_environment().model)


def _say(line: str) -> None:
    typer.echo(line, err=True)


def _progress(items: Iterable[Item], total: int, what: str) -> Iterator[Item]:
    from tqdm import tqdm

    yield from tqdm(items, total=total, desc=what, unit="封", file=sys.stderr, mininterval=0.2)


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
