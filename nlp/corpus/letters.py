"""Labelled letters: what a model learns from and is measured on."""

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from nlp.errors import CorpusError

__all__ = [
    "LabelledLetter",
    "MarkedDemand",
    "MarkedSignal",
    "foreign_texts",
    "letter_files",
    "numbered_lines",
    "parse_letter",
]

_LETTER_FILES = (".jsonl", ".jsonl.gz", ".xlsx", ".xls", ".csv", ".tsv")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MarkedDemand(_Frozen):
    """A sentence of the letter that asks for something, and the category of what it asks."""

    start: Annotated[int, Field(ge=0)]
    end: int
    label: str


class MarkedSignal(_Frozen):
    """A marked fact; ``uncertain`` where it is past, figurative or denied and a person must check."""

    kind: str
    start: Annotated[int, Field(ge=0)]
    end: int
    uncertain: bool = False


class LabelledLetter(_Frozen):
    """One letter with its label; ``pair`` joins letters that share their facts and must stay on one side.

    ``signals`` are the facts a clerk would copy out, as its writer marked them; ``statements`` what its sentences say,
    by another reader who read every one. Each is None where nobody marked it, empty where nothing was found.
    """

    id: Annotated[str, Field(min_length=1)]
    title: str = ""
    text: str
    label: str
    secondary: tuple[str, ...] = ()
    subtype: str = ""
    channel: str = ""
    style: str = ""
    pair: str = ""
    note: str = ""
    demands: tuple[MarkedDemand, ...] = ()
    signals: tuple[MarkedSignal, ...] | None = None
    statements: tuple[MarkedSignal, ...] | None = None
    unsure: bool | int = False

    @model_validator(mode="after")
    def _spans_lie_inside(self) -> Self:
        spans = [(mark.start, mark.end) for mark in self.demands]
        spans += [(mark.start, mark.end) for mark in (*(self.signals or ()), *(self.statements or ()))]
        for start, end in spans:
            if not start < end <= len(self.text):
                raise ValueError(f"标注区间 {start}-{end} 不在正文之内")
        if self.label in self.secondary:
            raise ValueError("次要类别与主类相同")
        return self

    @property
    def group(self) -> str:
        """The name under which a split must keep this letter together with its kin."""
        return self.pair or self.id

    @property
    def full_text(self) -> str:
        """Title and text as one piece, as a model sees them."""
        return f"{self.title}\n{self.text}" if self.title else self.text


def letter_files(paths: Iterable[Path]) -> list[Path]:
    """Expand folders into their JSONL files and tables, sorted by name; hidden and lock files are none."""
    files: list[Path] = []
    for path in paths:
        found = [path]
        if not path.exists():
            raise CorpusError(str(path), "没有这个文件或文件夹", "请核对路径")
        if path.is_dir():
            inside = [p for p in path.iterdir() if p.name.lower().endswith(_LETTER_FILES)]
            found = sorted(p for p in inside if not p.name.startswith((".", "~$")))
        if not found:
            raise CorpusError(
                str(path), "文件夹里没有 .jsonl 文件或表格（xlsx、xls、csv）", "请指定已标注来信所在的文件或文件夹"
            )
        files.extend(found)
    return files


def foreign_texts(paths: Iterable[Path]) -> Iterator[str]:
    """Yield title and text of every letter in files of any origin, labelled or not, one line at a time."""
    for path in letter_files(paths):
        for number, line in numbered_lines(path):
            try:
                row = json.loads(line)
                yield f"{row.get('title') or ''}\n{row['text']}"
            except (ValueError, KeyError, AttributeError) as error:
                raise CorpusError(f"{path.name} 第 {number} 行", "不是带 text 的 JSON 对象", "请改正这一行") from error


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a JSONL file that are not blank, with their numbers from 1."""
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8-sig") as file:
            yield from ((n, line) for n, line in enumerate(file, 1) if line.strip())
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise CorpusError(
            str(path), f"读不了（{type(error).__name__}）", "请检查路径，并存为 UTF-8 编码的 JSONL"
        ) from error


def parse_letter(line: str, where: str) -> LabelledLetter:
    """Read one line of the corpus; raise ``CorpusError`` for what is none of it."""
    try:
        return LabelledLetter.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        raise CorpusError(where, "不是合法的 JSON", "请每行写一个完整的 JSON 对象") from error
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise CorpusError(where, f"{field} {first['msg']}".strip(), "请对照 corpora/README.md 的字段说明改正") from None
