"""``petitions train``, ``petitions evaluate`` and ``petitions adapt``."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nlp.cli.common import Labelled, Model, TaxonomyFile, load, say
from nlp.cli.ingest import Who
from nlp.cli.renewal import train_with_corrections
from nlp.cli.workers import Backend, BackendName, Jobs, Scheduler, workers_of
from nlp.errors import SettingError
from nlp.settings import Settings

if TYPE_CHECKING:
    from nlp.pipeline import Pipeline
    from nlp.training import TrainingInput

__all__ = ["adapt", "evaluate", "train"]

Taught = Annotated[
    list[Path] | None,
    typer.Option(
        "--letters", help="已标注来信（.jsonl、.jsonl.gz、表格或所在文件夹），可多次给出。", show_default=False
    ),
]
Out = Annotated[Path | None, typer.Option("--out", help="模型文件夹。", show_default=False)]
Lexicon = Annotated[Path | None, typer.Option("--lexicon", help="词典（.tsv）；不写就用默认词典。")]
Matters = Annotated[
    Path | None,
    typer.Option(
        "--matters", help="一句话事由（.jsonl），只用来学哪些归本单位管；来信不写时用默认的。", show_default=False
    ),
]
Statements = Annotated[
    Path | None,
    typer.Option(
        "--statements", help="单句及其中的信号（.tsv），只用来学信号；来信不写时用默认的。", show_default=False
    ),
]
MakeTaxonomy = Annotated[
    Path | None,
    typer.Option("--make-taxonomy", help="只按来信里的标签起草分类口径（.toml），不训练。", show_default=False),
]
WithCorrections = Annotated[
    bool, typer.Option("--with-corrections", help="另加库里人工确认、更正过的来信，训练新版本并与正在用的比较。")
]


def train(
    who: Who,
    letters: Taught = None,
    out: Out = None,
    taxonomy: TaxonomyFile = None,
    lexicon: Lexicon = None,
    matters: Matters = None,
    statements: Statements = None,
    make_taxonomy: MakeTaxonomy = None,
    jobs: Jobs = 1,
    backend: Backend = BackendName.LOKY,
    scheduler: Scheduler = None,
    with_corrections: WithCorrections = False,
    model: Model = None,
) -> None:
    """用已标注的来信训练模型，写出模型、清单和模型卡。

    来信可以是 jsonl，也可以是有标签列（类别、分类、标签、一级标签或 label）的 xlsx、xls、csv；
    标签写口径里的代码或名称。

    例：`petitions train --letters corpora/letters --out models/petitions`

    本单位自己的类别：先 `petitions train --letters 台账.xlsx --make-taxonomy 本单位.toml` 起草口径，看过以后
    `petitions train --letters 台账.xlsx --taxonomy 本单位.toml --out models/本单位`

    用库里确认、更正过的来信：`petitions train --with-corrections`（语料不写就用默认的）。正在用的模型不动，
    看过比较再用 `petitions model promote` 换用。
    """
    if not letters and not with_corrections:
        raise typer.BadParameter("请写已标注的来信", param_hint="--letters")
    if make_taxonomy is not None:
        _draft_taxonomy(letters or [], make_taxonomy)
        return
    office = Settings.from_environment()
    given = _given(letters, taxonomy, lexicon, matters, statements)
    with workers_of(backend, scheduler, jobs).engaged():
        if with_corrections:
            train_with_corrections(given, model or office.model, who)
        else:
            _train(given, out)


def _given(
    letters: list[Path] | None,
    taxonomy: Path | None,
    lexicon: Path | None,
    matters: Path | None = None,
    statements: Path | None = None,
) -> "TrainingInput":
    """Give what is learnt from; where no letters are named, the default ones with what goes with them."""
    from nlp.training import TrainingInput

    office = Settings.from_environment()
    if not letters and office.matters.is_file():
        matters = matters or office.matters
    if not letters and office.statements.is_file():
        statements = statements or office.statements
    return TrainingInput(
        tuple(letters or [office.letters]), taxonomy or office.taxonomy, lexicon or office.lexicon, matters, statements
    )


def _train(given: "TrainingInput", out: Path | None) -> None:
    from nlp.training import train as fit

    if out is None:
        raise typer.BadParameter("请写模型文件夹", param_hint="--out")
    manifest = fit(given, out, name=out.name, report=say)
    typer.echo(f"模型：{out}（{manifest.bytes / 1e6:.1f} MB），模型卡：{out / 'README.md'}")
    typer.echo(f"留出来信上的 macro-F1：{manifest.metrics['macro_f1']:.3f}")


def _draft_taxonomy(letters: list[Path], target: Path) -> None:
    """Write a first taxonomy from the labels found; an existing file is left alone."""
    from nlp.corpus import load_letters, starter_taxonomy

    text = starter_taxonomy(load_letters(letters), target.stem)
    try:
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise SettingError(str(target), "已经有这个文件", "请换一个文件名，或先移走原来的") from None
    except OSError as error:
        raise SettingError(str(target), f"写不了（{error.strerror}）", "请核对文件夹和权限") from error
    typer.echo(f"分类口径：{target}。请逐类看过、改好，再用 --taxonomy {target} 训练")


def evaluate(
    letters: Labelled,
    model: Model = None,
    against: Annotated[
        Path | None,
        typer.Option("--against", help="另一个模型文件夹，两者在同样的来信上比较。", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出全部数字。")] = False,
) -> None:
    """在已标注的来信上检验模型。

    例：`petitions evaluate --model models/petitions --letters 检验.jsonl --json`

    加 `--against 旧模型` 时，逐项列出两个模型的数字、差和 95 % 区间（成对自助法）；区间不含 0 的差才算数。
    """
    from nlp.corpus import load_letters
    from nlp.training import evaluate as measure

    pipeline = load(model)
    if against is not None:
        _compare(load(against), pipeline, letters)
        return
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


def adapt(
    letters: Annotated[
        list[Path],
        typer.Option("--letters", help="本单位没有标注的来信（文件或文件夹），可多次给出。", show_default=False),
    ],
    out: Annotated[Path, typer.Option("--out", help="新模型的文件夹。", show_default=False)],
    model: Model = None,
    check: Annotated[
        list[Path] | None,
        typer.Option("--check", help="已标注的来信，用来检验是否有用，可多次给出。", show_default=False),
    ] = None,
    corpus: Annotated[
        list[Path] | None,
        typer.Option("--corpus", help="旧模型所学的已标注来信；不写就用默认语料。", show_default=False),
    ] = None,
    taxonomy: TaxonomyFile = None,
    lexicon: Lexicon = None,
    priors: Annotated[bool, typer.Option("--priors", help="各类的份额也按这些来信重估（慎用）。")] = False,
) -> None:
    """用本单位没有标注的来信另训一个模型，如实写明是否有用；旧模型不动。

    例：`petitions adapt --letters 2026年来信.xlsx --check 已标注.xlsx --out models/本单位`
    """
    from nlp.adaptation import adapt as fit
    from nlp.adaptation import read_own
    from nlp.corpus import load_letters

    old = load(model)
    settings = Settings.from_environment()
    if out.resolve() == (model or settings.model).resolve():
        raise typer.BadParameter("新模型不能写进旧模型的文件夹", param_hint="--out")
    given = _given(corpus, taxonomy, lexicon)
    judged = load_letters(check, old.taxonomy) if check else ()
    adapted = fit(given, old, read_own(letters, say), out, check=judged, priors=priors, report=say)
    typer.echo(f"新模型：{out}，模型卡：{out / 'README.md'}；旧模型没有动")
    typer.echo(f"结论：{adapted.verdict}。")


def _compare(old: "Pipeline", new: "Pipeline", letters: list[Path]) -> None:
    """Print the figures of two models side by side."""
    from rich.console import Console
    from rich.table import Table

    from nlp.comparison import compare
    from nlp.corpus import load_letters

    found = compare(old, new, load_letters(letters, new.taxonomy))
    table = Table("指标", "旧", "新", "新减旧的 95 % 区间", "算数", title=f"{old.manifest.name} → {new.manifest.name}")
    for row in found:
        interval = f"{row.low:+.3f} … {row.high:+.3f}"
        table.add_row(row.figure, f"{row.first:.3f}", f"{row.second:.3f}", interval, "是" if row.is_clear else "否")
    Console().print(table)
