"""Letters out of files and folders, one after another."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from nlp.errors import ReadingError
from nlp.letter import Letter
from nlp.reading.delimited import read_delimited
from nlp.reading.encoding import encoding_of
from nlp.reading.files import find_files
from nlp.reading.jsonlines import read_json_lines
from nlp.reading.kinds import EXTENSIONS, extension_of, kind_of
from nlp.reading.plain import read_text_file
from nlp.reading.spreadsheet import read_workbook
from nlp.reading.tables import Ids, letters_of_table
from nlp.reading.workbook_guard import check_workbook
from nlp.reading.workbook_process import Workbooks
from nlp.receipt import Receipt

__all__ = ["read_letters"]


def _read_text(path: Path, name: str, delimiter: str | None, ids: Ids, receipt: Receipt) -> Iterator[Letter]:
    """Read a text file as a table, or as one letter when there is no delimiter."""
    encoding = encoding_of(path)
    if encoding.damaged:
        receipt.note(f"{name}：个别字节不是 {encoding.name} 文字，已用“\ufffd”代替，请核对原件")
    if delimiter:
        yield from letters_of_table(read_delimited(path, encoding, delimiter, name), name, "", ids, receipt)
    elif letter := read_text_file(path, encoding, name, ids, receipt):
        yield letter


def _read_file(path: Path, name: str, workbooks: Workbooks, ids: Ids, receipt: Receipt) -> Iterator[Letter]:
    if not path.exists():
        raise ReadingError(name, "找不到文件", "请核对路径")
    if not path.is_file():
        raise ReadingError(name, "不是普通文件", "请给出文件或文件夹")
    kind = kind_of(path, name)
    if kind != EXTENSIONS[extension_of(path)]:
        receipt.note(f"{name}：内容是 {kind}，与扩展名不符，已按 {kind} 读取")
    if kind == "jsonl":
        yield from read_json_lines(path, name, ids, receipt)
    elif kind in ("xlsx", "xls"):
        if kind == "xlsx":
            check_workbook(path, name)
        yield from read_workbook(path, name, workbooks, ids, receipt)
    else:
        yield from _read_text(path, name, {"csv": ",", "tsv": "\t"}.get(kind), ids, receipt)


def read_letters(paths: Sequence[Path], receipt: Receipt) -> Iterator[Letter]:
    """Yield every letter in the files and folders given, in a fixed order; the receipt accounts for the rest.

    Nothing raises: a file or row that cannot be read is refused in the receipt and the next one is read. Every letter
    has an id, unique in the run: its own, or file name and row (``来信.csv#3``). The receipt adds up once the letters
    are exhausted.
    """
    ids = Ids()
    with Workbooks() as workbooks:
        for path, name in find_files(paths, receipt):
            receipt.open_file(name)
            try:
                yield from _read_file(path, name, workbooks, ids, receipt)
            except ReadingError as error:
                receipt.refuse_file(error.problem, error.remedy)
            except OSError as error:
                problem = f"文件打不开（{error.strerror or type(error).__name__}）"
                receipt.refuse_file(problem, "请核对文件和权限后重新导入")
            except MemoryError:
                receipt.refuse_file("文件太大，内存不足", "请拆成几个文件后重新导入")
            else:
                receipt.close_file()
