r"""Letters out of files: what came in, what became of it, nothing lost.

>>> from pathlib import Path
>>> from tempfile import TemporaryDirectory
>>> with TemporaryDirectory() as folder:
...     table = Path(folder, "来信.csv")
...     _ = table.write_text("编号,诉求\nA1,三年没发工资\nA2,\n", encoding="gb18030")
...     receipt = Receipt()
...     [letter.text for letter in read_letters([table], receipt)], receipt.adds_up
(['三年没发工资'], True)
>>> print(receipt.refusals[0])
来信.csv 第 3 行：正文和标题都为空。请补录正文后重新导入。
"""

from nlp.reading.columns import Columns, guess_columns
from nlp.reading.dates import parse_date
from nlp.reading.encoding import TextEncoding, encoding_of, guess_encoding
from nlp.reading.kinds import SUPPORTED
from nlp.reading.letters import read_letters
from nlp.reading.plain import split_title
from nlp.reading.splitting import NO_SPLIT, SplitRule
from nlp.reading.templates import choice_of, load_mappings, parse_columns, remember
from nlp.receipt import Doubt, FileCount, Receipt, Refusal, Scan

__all__ = [
    "NO_SPLIT",
    "SUPPORTED",
    "Columns",
    "Doubt",
    "FileCount",
    "Receipt",
    "Refusal",
    "Scan",
    "SplitRule",
    "TextEncoding",
    "choice_of",
    "encoding_of",
    "guess_columns",
    "guess_encoding",
    "load_mappings",
    "parse_columns",
    "parse_date",
    "read_letters",
    "remember",
    "split_title",
]
