"""An analysis as a stored document: all of it but the letter's words, which are cut from the letter again.

A span keeps its offsets and loses its text; the letter and its masked text are left out. So a document quotes nothing
and needs no second copy of the letter.
"""

import json
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from nlp.letter import Analysis, Letter

__all__ = ["analysis_from", "document_of"]

_LEFT_OUT = {"letter": True, "masked_text": True}


@cache
def _adapter() -> TypeAdapter[Analysis]:
    return TypeAdapter(Analysis)


@cache
def _quoting() -> dict[str, Any]:
    """Say which fields of an analysis quote the letter, however deep: the text of every span."""
    return _spans_in(Analysis) | _LEFT_OUT


def _spans_in(kind: Any) -> dict[str, Any]:
    if not is_dataclass(kind):
        return {}
    names = {field.name for field in fields(kind)}
    found: dict[str, Any] = {"text": True} if names >= {"start", "end"} else {}
    for name, hint in get_type_hints(kind).items():
        if inner := _spans_in(hint):
            found[name] = inner
        elif inner := next(filter(None, map(_spans_in, get_args(hint))), {}):
            found[name] = {"__all__": inner}
    return found


def document_of(analysis: Analysis) -> str:
    """Write an analysis as JSON.

    >>> from nlp.letter import Evidence, Prediction
    >>> reason = Evidence(0, 2, "欠薪", "historical_debts", 1.5)
    >>> letter, prediction = Letter("欠薪三年"), Prediction("other", {"other": 1.0}, evidence=(reason,))
    >>> found = Analysis(letter, prediction, confidential=False)
    >>> "欠薪" in document_of(found), analysis_from(document_of(found), letter) == found
    (False, True)
    """
    try:
        return _adapter().dump_json(analysis, exclude=_quoting(), warnings=False).decode()  # a warning would quote
    except PydanticSerializationError:  # a broken surrogate in the value of a signal, which JSON proper cannot hold
        plain = _adapter().dump_python(analysis, mode="json", exclude=_quoting(), warnings=False)
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def analysis_from(document: str, letter: Letter) -> Analysis:
    """Read an analysis of this letter back; its masked text is left empty, for who shows it to fill."""
    plain = _with_words(json.loads(document), letter.text)
    return _adapter().validate_python(plain | {"letter": letter})


def _with_words(value: Any, text: str) -> Any:
    if isinstance(value, dict):
        words = {"text": text[value["start"] : value["end"]]} if "start" in value and "end" in value else {}
        return {key: _with_words(inner, text) for key, inner in value.items()} | words
    return [_with_words(inner, text) for inner in value] if isinstance(value, list) else value
