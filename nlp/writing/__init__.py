r"""Analyses into files for people (xlsx, csv) and programs (jsonl), with the receipt of the run.

>>> from pathlib import Path
>>> from tempfile import TemporaryDirectory
>>> from nlp.letter import Analysis, Letter, Prediction
>>> from nlp.receipt import Receipt
>>> prediction = Prediction("policy", {"policy": 0.9, "other": 0.1})
>>> analysis = Analysis(Letter("改制后没有安置。", id="A1"), prediction, confidential=False)
>>> with TemporaryDirectory() as folder:
...     target = Path(folder, "结果.csv")
...     written = write_analyses([analysis], target, Names({"policy": "改制政策"}), Receipt())
...     print(written, target.read_text("utf-8-sig").splitlines()[1])
1 A1,,,改制政策,,高,0.900000,,否,,否,,,,,,0.900000
"""

from nlp.writing.jsonl import record_of
from nlp.writing.names import Names
from nlp.writing.results import FORMATS, check_target, write_analyses, write_receipt
from nlp.writing.table import confidence_word, headers, row_of
from nlp.writing.target import WritingError

__all__ = [
    "FORMATS",
    "Names",
    "WritingError",
    "check_target",
    "confidence_word",
    "headers",
    "record_of",
    "row_of",
    "write_analyses",
    "write_receipt",
]
