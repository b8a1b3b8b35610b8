"""``petitions train`` and ``petitions evaluate``."""

import json
from pathlib import Path
from typing import Annotated

import typer

from nlp.cli.common import Labelled, Model, TaxonomyFile, load, say
from nlp.settings import Settings

__all__ = ["evaluate", "train"]


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
    manifest = fit(given, out, name=out.name, report=say)
    typer.echo(f"模型：{out}（{manifest.bytes / 1e6:.1f} MB），模型卡：{out / 'README.md'}")
    typer.echo(f"留出来信上的 macro-F1：{manifest.metrics['macro_f1']:.3f}")


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

    pipeline = load(model)
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
