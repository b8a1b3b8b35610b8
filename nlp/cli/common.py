"""What several commands share: their common options, loading the model, saying how far they are."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict, TypeVar

import typer

from nlp.settings import Settings

if TYPE_CHECKING:
    from nlp.letter import Letter
    from nlp.pipeline import Pipeline
    from nlp.reading import SplitRule
    from nlp.receipt import Receipt

__all__ = [
    *("Asked", "Columns", "Inputs", "Labelled", "Model", "Split", "TaxonomyFile"),
    *("asked_for", "letters_of", "load", "progress", "say"),
]


class Asked(TypedDict):
    """What a person asked of the reading: columns, a rule of splitting, and the file where columns are remembered."""

    columns: "Mapping[str, str] | None"
    split: "SplitRule | None"
    templates: Path


Item = TypeVar("Item")

Inputs = Annotated[
    list[Path],
    typer.Argument(help="文件或文件夹：文本、表格、docx、pdf、图片、邮件、jsonl、zip。", show_default=False),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--columns",
        help="指定表格的列，例：正文=诉求内容；可多次给出；同样表头的表格下次照用；不写就自动辨认。",
        show_default=False,
    ),
]
Split = Annotated[
    str | None,
    typer.Option(
        "--split",
        help="一个文件里有多封信时怎么拆： 不拆分、 第N封、 来信N、 编号、 分隔线、 标题样式、 分页， 或 "
        "开头=每封开头的字， 或 行=正则。 不写就自动辨认， 用了哪种写在回执里。",
        show_default=False,
    ),
]
Model = Annotated[Path | None, typer.Option("--model", help="模型文件夹；不写就用默认模型。", show_default=False)]
Labelled = Annotated[
    list[Path], typer.Option("--letters", help="已标注来信（.jsonl、.jsonl.gz 或所在文件夹），可多次给出。")
]
TaxonomyFile = Annotated[
    Path | None, typer.Option("--taxonomy", help="分类口径（.toml）；不写就用四分类。", show_default=False)
]


def asked_for(columns: list[str] | None, split: str | None) -> "Asked":
    """Give what was asked of the reading, as ``read_letters`` takes it; what it cannot be is a usage error."""
    from nlp.reading import SplitRule, parse_columns

    try:
        chosen = parse_columns(columns) if columns else None
        rule = SplitRule.named(split) if split else None
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    return {"columns": chosen, "split": rule, "templates": Settings.from_environment().templates}


def letters_of(
    inputs: list[Path], receipt: "Receipt", columns: list[str] | None, split: str | None
) -> Iterator["Letter"]:
    """Read the letters, with the columns and the split rule that were asked for; a wrong one is a usage error."""
    from nlp.reading import read_letters

    return read_letters(inputs, receipt, **asked_for(columns, split))


def load(model: Path | None) -> "Pipeline":
    """Load the named model, or the default one."""
    from nlp.pipeline import Pipeline

    return Pipeline.of_office(Settings.from_environment(), model)


def say(line: str) -> None:
    """Say a line on standard error."""
    typer.echo(line, err=True)


def progress(items: Iterable[Item], total: int | None, what: str) -> Iterator[Item]:
    """Pass the items on, showing how many are done and how long the rest will take."""
    from tqdm import tqdm

    yield from tqdm(items, total=total, desc=what, unit="封", file=sys.stderr, mininterval=0.2)
