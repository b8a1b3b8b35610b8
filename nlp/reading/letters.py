"""Letters out of files and folders, one after another."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from nlp.errors import ReadingError
from nlp.letter import Letter
from nlp.reading.archives import Allowance, Member, members_of
from nlp.reading.converting import as_docx
from nlp.reading.delimited import read_delimited
from nlp.reading.documents import letters_of_document
from nlp.reading.encoding import encoding_of
from nlp.reading.files import find_files
from nlp.reading.intake import Intake
from nlp.reading.jsonlines import read_json_lines
from nlp.reading.kinds import EXTENSIONS, SHOWN, Kind, extension_of, kind_of
from nlp.reading.mails import read_mail
from nlp.reading.package_guard import check_document, check_workbook
from nlp.reading.parsed import read_document
from nlp.reading.parser_process import ParserProcess
from nlp.reading.plain import check_size, text_blocks
from nlp.reading.splitting import SplitRule
from nlp.reading.spreadsheet import read_workbook
from nlp.reading.tables import letters_of_table
from nlp.reading.templates import Choice, load_mappings, remember
from nlp.receipt import Receipt

__all__ = ["MAX_DEPTH", "read_counted", "read_letters"]

MAX_DEPTH = 3
"""Levels of archives and mails inside one another."""

TABLES = frozenset({"jsonl", "xlsx", "xls", "csv", "tsv"})
"""Kinds that hold letters row by row; without a row they hold none."""

TOO_DEEP = (f"压缩包或邮件层层嵌套，超过 {MAX_DEPTH} 层", "请解压后再导入其中的文件")


def _read_text(path: Path, name: str, delimiter: str | None, intake: Intake) -> Iterator[Letter]:
    """Read a text file as a table, or as a document when there is no delimiter."""
    if not delimiter:
        check_size(path, name)
    encoding = encoding_of(path)
    if encoding.damaged:
        intake.receipt.note(f"{name}：个别字节不是 {encoding.name} 文字，已用“\ufffd”代替，请核对原件")
    if delimiter:
        yield from letters_of_table(read_delimited(path, encoding, delimiter, name), name, "", intake)
    else:
        yield from letters_of_document(text_blocks(path, encoding), name, {}, intake)


def _read_plain(path: Path, kind: Kind, name: str, intake: Intake) -> Iterator[Letter]:
    """Read a file that holds no other files."""
    if kind == "jsonl":
        yield from read_json_lines(path, name, intake)
    elif kind in ("xlsx", "xls"):
        if kind == "xlsx":
            check_workbook(path, name)
        yield from read_workbook(path, name, intake)
    elif kind == "doc":
        with as_docx(path, name) as converted:
            yield from read_document(converted, "docx", name, intake)
    elif kind in ("docx", "rtf", "pdf", "image"):
        if kind == "docx":
            check_document(path, name)
        yield from read_document(path, kind, name, intake)
    else:
        yield from _read_text(path, name, {"csv": ",", "tsv": "\t"}.get(kind), intake)


def _read_file(path: Path, name: str, intake: Intake, allowance: Allowance, depth: int) -> Iterator[Letter]:
    if not path.exists():
        raise ReadingError(name, "找不到文件", "请核对路径")
    if not path.is_file():
        raise ReadingError(name, "不是普通文件", "请给出文件或文件夹")
    kind = kind_of(path, name)
    if kind != EXTENSIONS.get(extension_of(name)):
        shown = SHOWN.get(kind, kind)
        intake.receipt.note(f"{name}：内容是 {shown}，与扩展名不符，已按 {shown} 读取")
    if kind not in ("zip", "eml", "msg"):
        yield from _read_plain(path, kind, name, intake)
        if kind not in TABLES and intake.receipt.is_empty_file:
            yield from _blank_letter(name, intake)
        return
    if depth == MAX_DEPTH:
        raise ReadingError(name, *TOO_DEEP)
    inside: Iterator[Letter | Member] = (
        members_of(path, name, allowance) if kind == "zip" else read_mail(path, kind, name, intake, allowance)
    )
    for found in inside:
        if isinstance(found, Letter):
            yield found
        elif found.skipped:
            intake.receipt.skip_file(found.name, found.skipped)
        else:
            yield from read_counted(found, intake, allowance, depth + 1)


def _blank_letter(name: str, intake: Intake) -> Iterator[Letter]:
    """Name a document without a word, and give it its place among the letters where blank ones have one."""
    if not intake.keep_blank:
        intake.receipt.note(f"{name}：没有认出一个字，请对照原件核对")
        return
    intake.receipt.take_row()
    intake.receipt.count_letter()
    intake.receipt.note(f"{name}：没有认出一个字，已登记，请对照原件补录")
    yield Letter("", id=intake.ids.claim(name), source=name)


def read_counted(file: Member, intake: Intake, allowance: Allowance, depth: int = 0) -> Iterator[Letter]:
    """Read one file or member of an archive, at a depth of nesting, and account for it whatever happens.

    A file is not looked for: ``find_files`` gives those of a run. Nothing raises.
    """
    receipt = intake.receipt
    receipt.open_file(file.name)
    try:
        if file.path is None:
            raise ReadingError(file.name, file.problem, file.remedy)
        yield from _read_file(file.path, file.name, intake, allowance, depth)
    except ReadingError as error:
        receipt.refuse_file(error.problem, error.remedy)
    except OSError as error:
        problem = f"文件打不开（{error.strerror or type(error).__name__}）"
        receipt.refuse_file(problem, "请核对文件和权限后重新导入")
    except MemoryError:
        receipt.refuse_file("文件太大，内存不足", "请拆成几个文件后重新导入")
    else:
        receipt.close_file()


def read_letters(
    paths: Sequence[Path],
    receipt: Receipt,
    *,
    columns: Choice | None = None,
    mappings: Mapping[str, Choice] | None = None,
    templates: Path | None = None,
    split: SplitRule | None = None,
    scan_folder: Path | None = None,
    keep_blank: bool = False,
) -> Iterator[Letter]:
    """Yield every letter in the files and folders given, in a fixed order; the receipt accounts for the rest.

    ``columns`` says which columns to take instead of guessing (``parse_columns``), ``mappings`` does so by header
    (``header_key``). ``templates`` is the file in which columns are remembered: what ``columns`` says is kept there for
    the next table with the same header. ``split`` is the rule by which documents are cut into letters, ``scan_folder``
    is where the page images of scans are kept (``receipt.scans`` says which belong to which letter). With
    ``keep_blank`` what holds no text is a letter all the same, to be registered (《信访工作条例》第二十三条); else it
    is refused.

    Nothing raises: a file or row that cannot be read is refused in the receipt and the next one is read. Every letter
    has an id, unique in the run: its own, or file name and row (``来信.csv#3``). The receipt adds up once the letters
    are exhausted.
    """
    with ParserProcess() as parsers:
        known = {**_recalled(templates, receipt), **(mappings or {})}
        intake = Intake(receipt, parsers, columns or {}, known, split, scan_folder, keep_blank)
        for path, name in find_files(paths, receipt):
            yield from read_counted(Member(name, path), intake, Allowance())
    if templates and intake.asked_of:
        _keep_templates(templates, intake, receipt)


def _recalled(templates: Path | None, receipt: Receipt) -> Mapping[str, Choice]:
    """Read what is remembered; a memory that is damaged costs the memory and not the run."""
    try:
        return load_mappings(templates) if templates else {}
    except ReadingError as error:
        receipt.note(f"{error}本次按表头辨认")
    except OSError as error:
        receipt.note(f"记住的列对应读不出来（{error.strerror}），本次按表头辨认")
    return {}


def _keep_templates(templates: Path, intake: Intake, receipt: Receipt) -> None:
    try:
        for header in intake.asked_of:
            remember(templates, header, intake.columns)
    except ReadingError as error:
        receipt.note(str(error))
    except OSError as error:
        receipt.note(f"指定的列没能记住（{error.strerror}），下次请再指定一遍")
    else:
        receipt.note("指定的列已记住，同样表头的表格下次自动照用；要改，重新指定即可")
