"""Files made to eat time and memory, read by a process that the system stops when it takes too much of either.

The bounds are the system's own (``setrlimit``): a process that asks for more memory does not get it, one that takes
more processor time is ended. What a machine does beside does not matter, as it would to a stopwatch.
"""

import gzip
import json
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.reading.making import (
    docx_bytes,
    msg_bytes,
    packed_pdf,
    paragraph,
    pdf_bytes,
    png_header,
    rewritten,
    sheet_bytes,
    zip_bytes,
)
from tests.reading.making_xls import Sheet, xls_bytes

MEMORY, SECONDS = 640 << 20, 20
"""Bytes of address space, of the reader and of its parser each; seconds of processor time for one file."""

READER = """
import json, sys
from contextlib import suppress
from pathlib import Path
with suppress(ImportError):  # Windows knows no such bounds; what is said of each file is the same
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]),) * 2)
from nlp.reading import Receipt, read_letters
for path in sorted(Path(sys.argv[1]).iterdir()):
    with suppress(NameError):
        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + int(sys.argv[3])
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    receipt = Receipt()
    letters = sum(1 for _ in read_letters([path], receipt))
    said = [str(refusal) for refusal in receipt.refusals]
    print(json.dumps([path.name, receipt.adds_up, letters, said]), flush=True)
"""
GIGABYTE, MANY = 1 << 30, 1_000_000
LONG = "厂里拖欠工资三年，请领导帮助解决。"
LAUGHS = "".join(f'<!ENTITY {b} "{f"&{a};" * 64}">' for a, b in zip("abcdef", "bcdefg", strict=True))
Make = Callable[[Path], object]
FILES: dict[str, tuple[Make, int, str]] = {}
"""By name: how a file is made, how many letters are read all the same, and what is said of the rest."""


def hostile(name: str, said: str, letters: int = 0) -> Callable[[Make], Make]:
    """Note a file, by the function that makes it."""

    def note(make: Make) -> Make:
        FILES[name] = make, letters, said
        return make

    return note


def _with_rows(rows: Iterable[str]) -> bytes:
    """Write a workbook of one letter and these rows below it."""
    written = "".join(rows).encode()
    return rewritten(
        sheet_bytes("内容", [LONG]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</sheetData>", written + b"</sheetData>"),
    )


def _sparse(path: Path, beginning: str) -> None:
    """Write a file of a gigabyte that takes no room: its one endless line is NUL characters."""
    with path.open("wb") as stream:
        stream.write(beginning.encode())
        stream.truncate(GIGABYTE)


@hostile("line.csv", "line.csv 第 3 行：一行超过 2,000,000 个字符", letters=1)
def _endless_line_in_a_table(path: Path) -> None:
    _sparse(path, "编号,内容\nA1,厂里欠薪\n")


@hostile("line.txt", f"line.txt：文本过长，{GIGABYTE:,} 字节")
def _endless_line_in_a_text(path: Path) -> None:
    _sparse(path, LONG)


@hostile("line.eml", "line.eml：邮件超过 200 MB")
def _endless_line_in_a_mail(path: Path) -> None:
    _sparse(path, f"Subject: x\n\n{LONG}")


@hostile("line.rtf", "line.rtf：文件超过 64 MB")
def _endless_line_in_a_rich_text(path: Path) -> None:
    _sparse(path, r"{\rtf1 x")


@hostile("line.jsonl.gz", "line.jsonl.gz 第 2 行：一行超过 2,000,000 个字符", letters=1)
def _endless_line_behind_compression(path: Path) -> None:
    zeros = gzip.compress(bytes(16 << 20), 1)
    path.write_bytes(gzip.compress(f'{{"text": "{LONG}"}}\n'.encode()) + zeros * 64)


@hostile("wide.csv", "wide.csv 第 3 行：一行有 1,000,001 列，上限 16,384 列", letters=1)
def _rows_of_a_million_columns(path: Path) -> None:
    path.write_text("编号,内容\nA1,厂里欠薪\n" + ("," * MANY + "\n") * 12)


@hostile("wide.jsonl", "wide.jsonl 第 1 行：有 100,000 个字段")
def _an_object_of_many_keys(path: Path) -> None:
    path.write_text("{" + ",".join(f'"{key}":1' for key in range(100_000)) + "}\n")


@hostile("empty_rows.xlsx", "", letters=1)
def _a_million_empty_rows(path: Path) -> None:
    path.write_bytes(_with_rows(f'<row r="{number}"/>' for number in range(3, MANY + 3)))


@hostile("full_rows.xlsx", "超过 12,000,000 个单元格")
def _a_million_rows_of_many_columns(path: Path) -> None:
    path.write_bytes(_with_rows(f'<row r="{n}"><c r="T{n}"><v>{n}</v></c></row>' for n in range(3, MANY + 3)))


@hostile("corner.xlsx", "已用区域达 1,048,576 行 16,384 列")
def _a_stray_cell(path: Path) -> None:
    path.write_bytes(_with_rows(['<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>']))


@hostile("corners.xls", "各工作表的已用区域共 1,677,721,600 个单元格")
def _stray_cells_on_a_hundred_sheets(path: Path) -> None:
    path.write_bytes(xls_bytes(*(Sheet(f"{number}", [["内容"]], [(65_535, 255, 1)]) for number in range(100))))


@hostile("bomb.zip", "疑似压缩炸弹")
@hostile("bomb.docx", "疑似压缩炸弹")
@hostile("bomb.xlsx", "疑似压缩炸弹")
def _zip_bomb(path: Path) -> None:
    inside = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}.get(path.suffix, "a.txt")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(inside, "w") as part:
        for _ in range(70):
            part.write(bytes(1 << 20))


@hostile("bombs.zip", "压缩包里的文件互相重叠，疑似压缩炸弹")
def _bombs_that_share_their_bytes(path: Path) -> None:
    """Let a thousand members be the same bytes, each below what a single one may unpack to (Fifield 2019)."""
    whole = zip_bytes({"a.csv": bytes(63 << 20)})
    body, directory = whole[: (at := whole.index(b"PK\x01\x02"))], whole[at:-22]
    members = 1_000
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, members, members, len(directory) * members, len(body), 0)
    path.write_bytes(body + directory * members + end)


@hostile("many.zip", "压缩包里的文件过多")
def _a_directory_of_a_million(path: Path) -> None:
    entry = struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, len(entry) * MANY, 4, 0)
    path.write_bytes(b"PK\x03\x04" + entry * MANY + end)


@hostile("laughs.docx", "外部实体或类型声明")
def _a_billion_laughs(path: Path) -> None:
    prolog = f'<!DOCTYPE x [<!ENTITY a "哈哈哈哈">{LAUGHS}]>'
    path.write_bytes(docx_bytes("&g;", prolog=prolog))


@hostile("laughs.xlsx", "", letters=1)
def _a_billion_laughs_in_a_sheet(path: Path) -> None:
    prolog = f'<!DOCTYPE x [<!ENTITY a "哈哈哈哈">{LAUGHS}]>'.encode()
    content = rewritten(sheet_bytes("内容", [LONG]), "xl/worksheets/sheet1.xml", lambda xml: prolog + xml)
    path.write_bytes(content)


@hostile("nested.docx", "", letters=1)
def _tables_in_tables(path: Path) -> None:
    path.write_bytes(docx_bytes("<w:tbl><w:tr><w:tc>" * 50_000 + paragraph(LONG) + "</w:tc></w:tr></w:tbl>" * 50_000))


@hostile("nested.eml", "nested.eml：文件不完整或已损坏")
def _mail_in_mail(path: Path) -> None:
    opening = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3_000))
    path.write_text(f"Subject: x\n{opening}\n{LONG}\n")


@hostile("pages.pdf", "共 100,000 页，上限 2,000 页")
def _a_hundred_thousand_pages(path: Path) -> None:
    kids = b" ".join([b"7 0 R"] * 100_000)
    content = pdf_bytes([[(100, 700, LONG)]])
    path.write_bytes(content.replace(b"/Count 1/Kids[7 0 R]", b"/Count 100000/Kids[%s]" % kids))


@hostile("operators.pdf", "", letters=1)
def _a_page_of_forty_million_operators(path: Path) -> None:
    path.write_bytes(
        packed_pdf(
            b"BT /F1 14 Tf 100 700 Td <%s> Tj ET " % LONG.encode("utf-16-be").hex().encode() + b"q Q " * 20_000_000
        )
    )


@hostile("pixels.png", "图片为 40,000×40,000 像素")
def _a_billion_pixels(path: Path) -> None:
    path.write_bytes(png_header(40_000, 40_000))


@hostile("claims.msg", "文件不完整或已损坏")
def _a_stream_that_claims_gigabytes(path: Path) -> None:
    mail = bytearray(msg_bytes("欠薪", LONG))
    struct.pack_into("<I", mail, mail.index("__substg1.0_0037001F".encode("utf-16-le")) + 120, 3_759_263_696)
    path.write_bytes(mail)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Any, ...]]:
    """Read every file, one after another, in one process under both limits."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, (make, _, _) in FILES.items():
        make(folder / name)
    command = [sys.executable, "-c", READER, str(folder), str(MEMORY), str(SECONDS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    stopped = (False, 0, [f"stopped by {done.returncode}: {done.stderr[-500:]}"])
    return dict.fromkeys(FILES, stopped) | {name: tuple(found) for name, *found in lines}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_dealt_with_in_bounded_time_and_memory(
    outcomes: dict[str, tuple[Any, ...]], name: str
) -> None:
    adds_up, letters, said = outcomes[name]
    _, expected, problem = FILES[name]
    assert (adds_up, letters) == (True, expected), said
    assert bool(said) == bool(problem)
    assert all(sentence.startswith(name) and "。请" in sentence for sentence in said)
    assert problem in "".join(said[:1])
