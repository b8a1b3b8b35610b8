"""An analysis as a stored document: all of it but the letter's words, which are cut from the letter again.

A span keeps its offsets and loses its text; the letter and its masked text are left out. So a document quotes nothing
and needs no second copy of the letter.
"""

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from nlp.letter import Analysis, Letter

__all__ = ["analysis_from", "document_of"]

_LEFT_OUT = {"letter": True, "masked_text": True}


@cache
def _adapter() -> TypeAdapter[Analysis]:
    return TypeAdapter(Analysis)


def document_of(analysis: Analysis) -> str:
    """Write an analysis as JSON.

    >>> from nlp.letter import Evidence, Prediction
    >>> reason = Evidence(0, 2, "欠薪", "historical_debts", 1.5)
    >>> letter, prediction = Letter("欠薪三年"), Prediction("other", {"other": 1.0}, evidence=(reason,))
    >>> found = Analysis(letter, prediction, confidential=False)
    >>> "欠薪" in document_of(found), analysis_from(document_of(found), letter) == found
    (False, True)
    """
    plain = _adapter().dump_python(analysis, mode="json", exclude=_LEFT_OUT, warnings=False)  # a warning would quote
    return json.dumps(_without_words(plain), ensure_ascii=False, separators=(",", ":"))


def analysis_from(document: str, letter: Letter) -> Analysis:
    """Read an analysis of this letter back; its masked text is left empty, for who shows it to fill."""
    plain = _with_words(json.loads(document), letter.text)
    return _adapter().validate_python(plain | {"letter": letter})


def _is_span(value: dict[str, Any]) -> bool:
    return "start" in value and "end" in value


def _without_words(value: Any) -> Any:
    if isinstance(value, dict):
        left_out = {"text"} if _is_span(value) else set()
        return {key: _without_words(inner) for key, inner in value.items() if key not in left_out}
    return [_without_words(inner) for inner in value] if isinstance(value, list) else value


def _with_words(value: Any, text: str) -> Any:
    if isinstance(value, dict):
        words = {"text": text[value["start"] : value["end"]]} if _is_span(value) else {}
        return {key: _with_words(inner, text) for key, inner in value.items()} | words
    return [_with_words(inner, text) for inner in value] if isinstance(value, list) else value
