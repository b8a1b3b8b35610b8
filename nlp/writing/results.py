"""Write what was found, and the receipt beside it."""

import json
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from nlp.letter import Analysis
from nlp.receipt import Receipt
from nlp.writing.delimited import write_csv
from nlp.writing.jsonl import write_json_lines
from nlp.writing.names import Names
from nlp.writing.target import WritingError, replacing
from nlp.writing.workbook import write_workbook

__all__ = ["FORMATS", "check_target", "write_analyses", "write_receipt"]

FORMATS = (".xlsx", ".csv", ".jsonl")


def check_target(path: Path) -> None:
    """Refuse a result file of an unknown format, before any work is done.

    >>> check_target(Path("结果.doc"))
    Traceback (most recent call last):
    nlp.writing.target.WritingError: 结果.doc：不支持的结果格式（.doc）。请用 .xlsx、.csv 或 .jsonl。
    """
    if path.suffix.lower() not in FORMATS:
        raise WritingError(path.name, f"不支持的结果格式（{path.suffix or '无扩展名'}）", "请用 .xlsx、.csv 或 .jsonl")


def write_analyses(analyses: Iterable[Analysis], path: Path, names: Names, receipt: Receipt) -> int:
    """Write the analyses in the format of the suffix and give their number.

    ``analyses`` may be a generator: it is consumed once, in bounded memory, after the target was found writable, and
    ``receipt`` (which it may still be filling) is written last. Without ``names.categories`` the probability columns
    are those of the first analysis. The file appears whole or not at all. Raises ``WritingError``.
    """
    check_target(path)
    suffix = path.suffix.lower()
    with replacing(path) as draft:
        if suffix == ".jsonl":
            return write_json_lines(analyses, draft)
        categories = list(names.categories)
        if not categories:
            analyses = iter(analyses)
            first = next(analyses, None)
            categories = list(first.prediction.probabilities) if first else []
            analyses = chain([first] if first else [], analyses)
        if suffix == ".csv":
            return write_csv(analyses, draft, categories, names)
        return write_workbook(analyses, draft, categories, names, receipt)


def write_receipt(receipt: Receipt, path: Path) -> Path:
    """Write the receipt as JSON beside the result ``path`` and give its place (``结果.xlsx.receipt.json``)."""
    place = path.with_name(f"{path.name}.receipt.json")
    with replacing(place) as draft:
        draft.write_text(json.dumps(receipt.as_dict(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return place
