"""Text in images, through RapidOCR: offline, with the models that come in its package (extra ``ocr``)."""

from functools import cache
from typing import Any

from nlp.errors import ReadingError
from nlp.reading.parsers.layout import Line

__all__ = ["MISSING", "recognize"]

SURE = 0.95
"""Confidence below which a character is marked for a person to look at (measured in ``benchmarks/reading.md``)."""

MISSING = (
    "要靠文字识别，而文字识别组件没有安装",
    '请在程序所在的环境中运行 pip install "petition-letters[ocr]"（可离线安装），再重新导入',
)


@cache
def _engine() -> Any:
    """Load the models once; takes a second. Raises ``ReadingError`` when the extra is not installed."""
    try:
        from rapidocr import RapidOCR
    except ImportError as error:
        raise ReadingError("ocr", *MISSING) from error
    return RapidOCR(params={"Global.log_level": "error", "Global.text_score": 0.0})


def _doubts(text: str, score: float, words: Any) -> list[tuple[int, int, float]]:
    """Mark the unsure characters of a line; the whole line where the scores cannot be laid on its characters."""
    letters = [(word[0], float(word[1])) for word in words or ()]
    places = [at for at, letter in enumerate(text) if not letter.isspace()]
    if "".join(letter for letter, _ in letters) != "".join(text.split()) or len(letters) != len(places):
        return [(0, len(text), score)] if score < SURE else []
    return [(at, at + 1, sure) for at, (_, sure) in zip(places, letters, strict=True) if sure < SURE]


def recognize(image: Any) -> list[Line]:
    """Read the lines of a page image (PIL, RGB) from top to bottom; a blank page gives none.

    Raises ``ReadingError`` when the extra is not installed.
    """
    engine = _engine()
    found = engine(image, return_word_box=True, return_single_char_box=True)
    if not found.txts:
        return []
    lines = []
    for text, score, box, words in zip(found.txts, found.scores, found.boxes, found.word_results, strict=True):
        across, down = [float(point[0]) for point in box], [float(point[1]) for point in box]
        doubts = _doubts(text, float(score), words)
        lines.append(Line(text, min(across), max(across), min(down), max(down), doubts))
    return lines
