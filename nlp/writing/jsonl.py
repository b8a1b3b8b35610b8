"""Analyses as JSON lines for other programs: the contract of ``petitions classify``."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from nlp.letter import Analysis

__all__ = ["record_of", "rounded", "write_json_lines"]

DIGITS = 6


def rounded(probabilities: Mapping[str, float]) -> dict[str, float]:
    """Round to six digits; the greatest takes what rounding left over, so that they still sum to 1.

    >>> rounded({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3})
    {'a': 0.333334, 'b': 0.333333, 'c': 0.333333}
    """
    shares = {code: round(float(share), DIGITS) for code, share in probabilities.items()}
    if shares:
        greatest = max(probabilities, key=lambda code: probabilities[code])
        missing = sum(probabilities.values()) - sum(shares.values())
        shares[greatest] = round(shares[greatest] + missing, DIGITS)
    return shares


def record_of(analysis: Analysis) -> dict[str, Any]:
    """Give the object of one output line, keys in the order of the contract; dates as ISO text."""
    prediction = analysis.prediction
    probabilities = rounded(prediction.probabilities)
    return {
        "id": analysis.letter.id,
        "category": prediction.category,
        "subtype": prediction.subtype,
        "probability": probabilities[prediction.category],
        "probabilities": probabilities,
        "secondary": list(prediction.secondary),
        "needs_review": prediction.needs_review,
        "review_reason": prediction.review_reason,
        "confidential": analysis.confidential,
        "evidence": [
            {"start": e.start, "end": e.end, "text": e.text, "category": e.category, "weight": round(e.weight, DIGITS)}
            for e in prediction.evidence
        ],
        "signals": [
            {name: getattr(s, name) for name in ("kind", "start", "end", "text", "value", "note", "check")}
            for s in analysis.signals
        ],
        "demands": [
            {
                "start": d.start,
                "end": d.end,
                "text": d.text,
                "category": d.category,
                "probability": round(d.probability, DIGITS),
            }
            for d in prediction.demands
        ],
        "due": [{"what": d.what, "date": d.date.isoformat(), "article": d.article} for d in analysis.due],
        "masked_text": analysis.masked_text,
    }


def write_json_lines(analyses: Iterable[Analysis], path: Path) -> int:
    """Write one line an analysis, UTF-8, and give their number; Chinese stays readable."""
    count = 0
    # A broken surrogate cannot be encoded; its backslash form is the JSON escape of the same character.
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
        for analysis in analyses:
            count += 1
            stream.write(json.dumps(record_of(analysis), ensure_ascii=False) + "\n")
    return count
