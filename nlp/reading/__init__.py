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
from nlp.receipt import FileCount, Receipt, Refusal

__all__ = [
    "SUPPORTED",
    "Columns",
    "FileCount",
    "Receipt",
    "Refusal",
    "TextEncoding",
    "encoding_of",
    "guess_columns",
    "guess_encoding",
    "parse_date",
    "read_letters",
    "split_title",
]
