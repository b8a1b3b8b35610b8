"""Columns said by a person instead of guessed, and remembered for the next table with the same header.

A choice maps the name of a field (正文, 标题, 编号, 日期, 来信人, 概况) to the header of its column, or of several
joined by ``+``; ``第3列`` names a column by its place, ``""`` none at all. Choices are remembered by a digest of the
header row, in a JSON file.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from nlp.errors import ReadingError
from nlp.reading.cells import Cell
from nlp.reading.columns import HEADER_ROWS, Columns, columns_under
from nlp.reading.headers import normalize_header

__all__ = [
    "Choice",
    "choice_of",
    "choose_columns",
    "header_key",
    "load_mappings",
    "parse_columns",
    "recall_columns",
    "remember",
]

Choice = Mapping[str, str]

FIELDS = {"正文": "text", "概况": "summary", "编号": "id", "标题": "title", "日期": "received", "来信人": "sender"}
ALIASES = {"内容": "正文", "诉求": "正文", "摘要": "概况", "主题": "标题", "来信日期": "日期", "收到日期": "日期"}
ALIASES |= {field: name for name, field in FIELDS.items()}
PLACE = re.compile(r"第(\d{1,4})列")


def parse_columns(arguments: Iterable[str]) -> dict[str, str]:
    """Read a choice as it is typed. Raises ``ValueError`` for what is none.

    >>> parse_columns(["正文=诉求内容+补充", "编号 = 件号"])
    {'正文': '诉求内容+补充', '编号': '件号'}
    """
    choice: dict[str, str] = {}
    for argument in arguments:
        name, sign, header = (part.strip() for part in argument.replace("＝", "=").partition("="))
        name = ALIASES.get(name, name)
        if not sign or not header or name not in FIELDS:
            raise ValueError(f"“{argument}”不是列的指定。请写成 正文=诉求内容，等号前可用：{'、'.join(FIELDS)}")
        choice[name] = header
    return choice


def _indexes(row: Sequence[Cell], headers: str) -> list[int]:
    """Find the columns named; -1 for one that is not there. No header gives no column."""
    names = [normalize_header(cell) for cell in row]
    found = []
    for header in headers.split("+") if headers else ():
        place, name = PLACE.fullmatch(header.strip()), normalize_header(header)
        if place:
            index = int(place[1]) - 1
            found.append(index if index < len(row) else -1)
        else:
            found.append(names.index(name) if name and name in names else -1)
    return found


def _lay(sample: Sequence[Sequence[Cell]], number: int, choice: Choice) -> Columns | None:
    """Take one row for the header; None where it does not have every column chosen."""
    found = {FIELDS[name]: _indexes(sample[number], headers) for name, headers in choice.items() if name in FIELDS}
    if not found or any(-1 in indexes for indexes in found.values()):
        return None
    changes: dict[str, Any] = {"summary": ()} if "text" in found else {}
    for field, indexes in found.items():
        changes[field] = tuple(indexes) if field in ("text", "summary") else next(iter(indexes), None)
    return replace(columns_under(sample, number), **changes, chosen=True)


def choose_columns(sample: Sequence[Sequence[Cell]], choice: Choice) -> Columns | None:
    """Lay a choice on the first rows of a table; fields not chosen stay guessed. None where no row has the headers.

    >>> columns = choose_columns([["件号", "甲", "内容"], [1, "厂里欠薪", "x"]], {"正文": "甲"})
    >>> print(columns)
    正文取“甲”，编号取“件号”（按指定或记住的列）
    """
    laid = (_lay(sample, number, choice) for number in range(min(len(sample), HEADER_ROWS)))
    return next((columns for columns in laid if columns), None)


def header_key(headers: Sequence[Cell]) -> str:
    """Digest a header row: the same columns in the same order give the same key, however they are decorated.

    >>> header_key(["编号", "内容（必填）"]) == header_key(["编 号", "内容*"])
    True
    """
    names = "\x1f".join(normalize_header(cell) for cell in headers).rstrip("\x1f")
    return sha256(names.encode("utf-8", "replace")).hexdigest()[:16]


def recall_columns(sample: Sequence[Sequence[Cell]], mappings: Mapping[str, Choice]) -> Columns | None:
    """Find the choice remembered for one of the first rows, or None."""
    for number, row in enumerate(sample[:HEADER_ROWS] if mappings else ()):
        if (choice := mappings.get(header_key(row))) and (columns := _lay(sample, number, choice)):
            return columns
    return None


def choice_of(columns: Columns) -> dict[str, str]:
    """Turn columns back into a choice, for remembering; a column without a name is named by its place.

    >>> choice_of(Columns(text=(1, 2), id=0, names=("编号", "诉求")))
    {'正文': '诉求+第3列', '编号': '编号'}
    """

    def named(index: int) -> str:
        return columns.names[index] if index < len(columns.names) and columns.names[index] else f"第{index + 1}列"

    choice = {}
    for name, field in FIELDS.items():
        value = getattr(columns, field)
        indexes = value if isinstance(value, tuple) else () if value is None else (value,)
        if indexes:
            choice[name] = "+".join(map(named, indexes))
    return choice


def load_mappings(path: Path) -> dict[str, Choice]:
    """Read the choices remembered in a file; a file that is not there gives none. Raises ``ReadingError``."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return {
            str(key): {str(name): str(header) for name, header in entry["columns"].items()}
            for key, entry in stored.items()
        }
    except FileNotFoundError:
        return {}
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        raise ReadingError(path.name, "记住的列对应读不出来", "请删除该文件，重新指定一次列") from error


def remember(path: Path, headers: Sequence[Cell], mapping: Choice) -> None:
    """Keep a choice for tables with this header, in place of an earlier one. Raises ``ReadingError``, ``OSError``."""
    known = load_mappings(path)
    stored = json.loads(path.read_text(encoding="utf-8")) if known else {}
    names = [normalize_header(cell) for cell in headers]
    stored[header_key(headers)] = {"headers": names, "columns": dict(mapping)}
    draft = path.with_name(f"{path.name}.tmp")
    path.parent.mkdir(parents=True, exist_ok=True)
    draft.write_text(json.dumps(stored, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    draft.replace(path)
