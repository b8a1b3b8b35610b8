"""Throw broken input at the readers and see that every one is accounted for.

Usage: ``python benchmarks/fuzz.py [--share S] [--seconds T] [--only TARGET] [--resume LOG]``; needs ``pip install
atheris`` (libFuzzer, guided by coverage). ``S`` scales the number of inputs, ``T`` bounds the time of a target, ``LOG``
is what an earlier run printed, whose targets are not run again. Each target runs in a process of its own: text, csv,
jsonl, zip, xlsx and xls go through ``read_letters`` (the last two with the real parser process beside), cells through
the functions below it, the other formats through ``answer`` of the parser process. Of docx and xlsx it is the XML
inside that is mutated, of xls the stream of records. What counts as a finding: an exception nobody caught, a receipt
that does not add up, ids that repeat, a NUL or a lone surrogate in a letter. Writes ``benchmarks/fuzz.md``.
"""

import argparse
import io
import json
import os
import subprocess
import sys
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

RUNS = {
    "cells": 250_000,
    "jsonl": 250_000,
    "eml": 250_000,
    "csv": 150_000,
    "text": 150_000,
    "rtf": 200_000,
    "docx": 20_000,
    "msg": 5_000,
    "zip": 10_000,
    "pdf": 3_000,
    "xlsx": 100,
    "xls": 100,
}
BATCH = 1_000
LONGEST = 512
"""Bytes of an input; the containers, whose headers alone are longer, may take sixteen times as many."""
CONTAINERS = ("msg", "zip", "pdf", "docx", "xlsx", "xls")
DOCUMENT, SHEET = "word/document.xml", "xl/worksheets/sheet1.xml"
FIXED = (
    "eml: `HeaderParseError` on broken base64 (test_a_subject_whose_coding_is_broken_costs_the_subject_only)",
    "msg: a stream that claims gigabytes took minutes (test_an_outlook_stream_that_claims_too_much_is_refused_at_once)",
    "zip: `IndexError` of zipfile on a member without a name (test_a_member_without_a_name_costs_only_itself)",
)
"""What earlier runs found, and the test that keeps it from coming back."""

LETTER = "厂里拖欠工资三年，请领导帮助解决。"


def _seeds(target: str) -> list[bytes]:
    """Make the files that mutation begins with."""
    from tests.reading import making
    from tests.reading.making_xls import Sheet, biff_bytes

    table = '编号,标题,内容,来信日期\nA1,欠薪,厂里拖欠工资,2024-03-01\nA2,改制,"没有\n安置",45352\n'
    mail = "Subject: =?gb2312?B?x7fQvQ==?=\nFrom: a@b.c\nDate: Fri, 01 Mar 2024 09:00:00 +0800\nContent-Type: "
    mail += f"multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html; charset=gbk\n\n<p>{LETTER}</p>\n--b\n"
    mail += "Content-Disposition: attachment; filename*=utf-8''%E4%BF%A1.txt\n\nabc\n--b--\n"
    seeds = {
        "cells": [b"2024-3-1", "【主要诉求】*".encode(), "2024年3月1日 上午10点".encode()],
        "text": ["\n".join(f"第{n}封：甲\n{LETTER}" for n in (1, 2, 3)).encode(), LETTER.encode("gb18030")],
        "csv": [table.encode(), table.encode("gb18030"), table.encode("utf-16"), table.replace(",", "\t").encode()],
        "jsonl": [b'{"id": 7, "title": "a", "text": "b"}\n{"text": "\\ud800"}\n[1]\n'],
        "eml": [mail.encode(), mail.encode("gb18030")],
        "rtf": [rb"{\rtf1\ansi\ansicpg936 \'b3\'a7\u27424?\par {\*\x y}}"],
        "docx": [_part(making.docx_bytes(LETTER, making.table([["编号", "内容"], ["A1", LETTER]])), DOCUMENT)],
        "msg": [making.msg_bytes("x", LETTER, {"a.txt": LETTER.encode()})],
        "zip": [making.zip_bytes({"a.txt": LETTER, "b.zip": making.zip_bytes({"c.csv": table})})],
        "pdf": [making.pdf_bytes([[(100, 700, LETTER)]])],
        "xlsx": [_part(_workbook(), SHEET)],
        "xls": [biff_bytes([Sheet("来信", [["编号", "内容"], ["A1", LETTER]], merged=[(0, 1, 0, 0)])])],
    }
    return seeds[target]


def _workbook() -> bytes:
    import openpyxl

    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["编号", "内容", "来信日期"])
    book.active.append(["A1", LETTER, 45352])
    book.save(stream)
    return stream.getvalue()


def _part(package: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return archive.read(name)


def _packed(package: bytes, name: str, content: bytes) -> bytes:
    """Put other content into one part of an Office file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as archive, zipfile.ZipFile(stream, "w") as copy:
        for part in archive.namelist():
            copy.writestr(part, content if part == name else archive.read(part))
    return stream.getvalue()


def _packing(target: str) -> Callable[[bytes], bytes]:
    """Give the function that makes a file of one input."""
    from tests.reading import making

    if target == "docx":
        package = making.docx_bytes(LETTER)
        return lambda content: _packed(package, DOCUMENT, content)
    if target == "xlsx":
        package = _workbook()
        return lambda content: _packed(package, SHEET, content)
    if target == "xls":
        return lambda content: making.ole_bytes({"Workbook": content})
    return lambda content: content


def _check_letters(path: Path) -> None:
    """Read a file as the program does and hold the receipt to its promise."""
    from nlp.reading import Receipt, read_letters

    receipt = Receipt()
    letters = list(read_letters([path], receipt))
    assert receipt.adds_up, "the receipt does not add up"
    assert receipt.letters == len(letters), "letters and receipt differ"
    assert len({letter.id for letter in letters}) == len(letters), "an id is given twice"
    for letter in letters:
        assert "\0" not in letter.full_text, "a NUL in a letter"
        (letter.full_text + letter.id + letter.source).encode()
    json.dumps(receipt.as_dict(), ensure_ascii=False).encode()


def _check_cells(content: bytes) -> None:
    from nlp.reading import guess_columns, guess_encoding, parse_date, split_title
    from nlp.reading.cells import clean_text, one_line
    from nlp.reading.headers import role_of
    from nlp.reading.names import shown_name

    text = content.decode(guess_encoding(content), "replace") + content[:9].decode("utf-8", "surrogateescape")
    clean_text(text).encode()
    parse_date(text), one_line(text), role_of(text), split_title(text)
    shown_name(text).encode()
    str(guess_columns([text.split(","), text.split("\n")])).encode()


def _target(name: str, folder: Path) -> Callable[[bytes], None]:
    """Give the function that takes one input."""
    if name == "cells":
        return _check_cells
    path = folder / f"a.{'txt' if name == 'text' else name}"
    packed = _packing(name)
    if name in ("text", "csv", "jsonl", "zip", "xlsx", "xls"):

        def whole(content: bytes) -> None:
            path.write_bytes(packed(content))
            _check_letters(path)

        return whole
    from nlp.reading.parsers.__main__ import answer

    def parsed(content: bytes) -> None:
        path.write_bytes(packed(content))
        request = json.dumps({"format": name, "path": str(path), "folder": str(folder)})
        replies = list(answer([request]))
        assert "end" in replies[-1] or "problem" in replies[-1], "no end of the answer"
        json.dumps(replies)

    return parsed


def _corpus(name: str, folder: Path) -> Path:
    """Write the seeds of a target into a folder of their own."""
    folder.mkdir()
    for number, seed in enumerate(_seeds(name)):
        (folder / str(number)).write_bytes(seed)
    return folder


def _fuzz(name: str, runs: int, report: Path) -> None:
    """Fuzz one target in this process, writing what was found as it is found; libFuzzer ends the process itself."""
    import atheris

    with atheris.instrument_imports(include=["nlp.reading"]):
        import nlp.reading
        import nlp.reading.parsers.__main__  # noqa: F401

    shared = Path("/dev/shm")
    place = TemporaryDirectory(dir=shared if shared.is_dir() else None)
    corpus = _corpus(name, Path(place.name, "seeds"))
    check, findings, done, begin = _target(name, Path(place.name)), dict[str, str](), Counter[str](), time.monotonic()

    def tell() -> None:
        seconds = time.monotonic() - begin
        report.write_text(json.dumps({"inputs": done["inputs"], "seconds": seconds, "findings": findings}))

    def one(content: bytes) -> None:
        done["inputs"] += 1
        try:
            check(content)
        except Exception as error:  # noqa: BLE001 (this is what is looked for)
            frame = traceback.extract_tb(error.__traceback__)[-1]
            kind = f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}"
            if kind not in findings:
                findings[kind] = content[:200].hex()
                tell()
        if done["inputs"] % BATCH == 0 or done["inputs"] == runs:
            tell()

    options = [
        f"-runs={runs}",
        f"-max_len={LONGEST * (16 if name in CONTAINERS else 1)}",
        "-rss_limit_mb=0",
        "-timeout=60",
        "-verbosity=0",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one)
    atheris.Fuzz()


def _run(name: str, runs: int, seconds: float | None) -> dict[str, Any]:
    """Fuzz one target in a process of its own, for so long at most, and read its report."""
    with TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        command = [sys.executable, str(Path(__file__)), "--target", name, "--runs", str(runs), "--report", str(report)]
        environment, error, code = {**os.environ, "PYTHONPATH": str(ROOT)}, "", 0
        try:
            done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=seconds)
            error, code = done.stderr, done.returncode
        except subprocess.TimeoutExpired:
            pass
        found = json.loads(report.read_text()) if report.exists() else {"inputs": 0, "seconds": 0.0, "findings": {}}
        if code:
            found["findings"][f"the process ended with code {code}"] = error[-300:]
        return {"target": name, **found}


def _write(results: list[dict[str, Any]]) -> None:
    total = sum(result["inputs"] for result in results)
    lines = ["# Fuzzing the readers", "", f"Written by `benchmarks/fuzz.py` (atheris): {total:,} inputs.", ""]
    lines += ["| target | inputs | seconds | findings |", "|---|---|---|---|"]
    for result in results:
        findings = "; ".join(f"`{kind}`" for kind in result["findings"]) or "none"
        lines.append(f"| {result['target']} | {result['inputs']:,} | {result['seconds']:.0f} | {findings} |")
    lines += ["", "Found by earlier runs and fixed:", "", *(f"- {finding}" for finding in FIXED)]
    (ROOT / "benchmarks" / "fuzz.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Fuzz every target, or be the process that fuzzes one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--only")
    parser.add_argument("--resume", type=Path)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--target")
    parser.add_argument("--runs", type=int)
    parser.add_argument("--report", type=Path)
    arguments = parser.parse_args()
    if arguments.target:
        _fuzz(arguments.target, arguments.runs, arguments.report)
        return
    printed = arguments.resume.read_text(encoding="utf-8").splitlines() if arguments.resume else []
    results = [json.loads(line) for line in printed]
    known = {result["target"] for result in results}
    for name, runs in RUNS.items():
        if arguments.only in (None, name) and name not in known:
            results.append(_run(name, max(int(runs * arguments.share), 10), arguments.seconds))
            print(json.dumps(results[-1], ensure_ascii=False), flush=True)
    if arguments.only is None:
        _write(results)


if __name__ == "__main__":
    main()
