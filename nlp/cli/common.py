"""What several commands share: their common options, loading the model, saying how far they are."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from nlp.settings import Settings

if TYPE_CHECKING:
    from nlp.pipeline import Pipeline

__all__ = ["Inputs", "Labelled", "Model", "TaxonomyFile", "load", "progress", "say"]

Item = TypeVar("Item")

Inputs = Annotated[
    list[Path], typer.Argument(help="文件或文件夹：txt、csv、tsv、xlsx、xls、jsonl、jsonl.gz。", show_default=False)
]
Model = Annotated[Path | None, typer.Option("--model", help="模型文件夹；不写就用默认模型。", show_default=False)]
Labelled = Annotated[
    list[Path], typer.Option("--letters", help="已标注来信（.jsonl、.jsonl.gz 或所在文件夹），可多次给出。")
]
TaxonomyFile = Annotated[
    Path | None, typer.Option("--taxonomy", help="分类口径（.toml）；不写就用四分类。", show_default=False)
]


def load(model: Path | None) -> "Pipeline":
    """Load the named model, or the default one."""
    from nlp.pipeline import Pipeline

    return Pipeline.load(model or Settings.from_environment().model)


def say(line: str) -> None:
    """Say a line on standard error."""
    typer.echo(line, err=True)


def progress(items: Iterable[Item], total: int, what: str) -> Iterator[Item]:
    """Pass the items on, showing how many are done and how long the rest will take."""
    from tqdm import tqdm

    yield from tqdm(items, total=total, desc=what, unit="封", file=sys.stderr, mininterval=0.2)
