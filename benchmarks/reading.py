"""Measure the readers: letters a second, peak memory, and how well scans are recognized.

Usage: ``python benchmarks/reading.py [--letters N]``. Makes its own files: N letters a format (documents and mails:
N/100, one file each), and a workbook of a million rows. Every format is read in a process of its own, whose peak memory
and that of its parser are reported. Scans are pages drawn with a Chinese font of the system, blurred and made noisy;
without the extra ``ocr`` or such a font that part is left out and said so. Writes ``benchmarks/reading.md``.
"""

import argparse
import json
import random
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

MILLION = 1_000_000
SENTENCES = (
    "我是本市纺织机械厂的退休职工，工龄三十一年",
    "厂里自2019年3月改制以来拖欠工资和医药费共计12.5万元",
    "多次到厂部反映，厂长总说没有钱，却把食堂承包给亲戚",
    "职工安置方案没有经过职代会讨论，补偿标准每年只有八百元",
    "请求上级部门派人调查，督促企业尽快补发并公开账目",
    "车间主任任人唯亲，加班不给加班费，安全设备坏了没有人修",
)
FONTS = ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", "C:/Windows/Fonts/simsun.ttc")
PAGES, LINE, THRESHOLDS = 16, 24, (0.8, 0.9, 0.95, 0.97, 0.99)
ANSWER = """
import json, resource, sys, time
from pathlib import Path
from nlp.reading import Receipt, read_letters
receipt, begin = Receipt(), time.perf_counter()
count = sum(1 for _ in read_letters([Path(sys.argv[1])], receipt))
seconds, unit = time.perf_counter() - begin, 1 << 10 if sys.platform != "darwin" else 1 << 20
own, child = (resource.getrusage(who).ru_maxrss / unit for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(json.dumps({"letters": count, "seconds": seconds, "own": own, "child": child, "adds_up": receipt.adds_up}))
"""


def _letters(count: int) -> Iterator[str]:
    chance = random.Random(7)
    for number in range(count):
        yield f"{number}。" + "，".join(chance.choices(SENTENCES, k=8)) + "。"


def _write_csv(path: Path, count: int) -> None:
    with path.open("w", encoding="gb18030") as stream:
        stream.write("编号,内容\n")
        stream.writelines(f"{number},{text}\n" for number, text in enumerate(_letters(count)))


def _write_jsonl(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in _letters(count))


def _write_xlsx(path: Path, count: int) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["编号", "内容"])
        for number, text in enumerate(_letters(count), start=1):
            sheet.write_row(number, 0, [number, text])


def _write_folder(path: Path, count: int, suffix: str, make: Callable[[str], bytes]) -> None:
    path.mkdir()
    for number, text in enumerate(_letters(count)):
        (path / f"{number:06}{suffix}").write_bytes(make(text))


def _write_zip(path: Path, count: int) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, text in enumerate(_letters(count)):
            archive.writestr(f"{number:06}.txt", text)


def _pdf(text: str) -> bytes:
    from tests.reading.making import pdf_bytes

    lines = [text[at : at + 26] for at in range(0, len(text), 26)]
    return pdf_bytes([[(100, 760 - 20 * row, line) for row, line in enumerate(lines)]])


def _formats(folder: Path, letters: int) -> Iterator[tuple[str, Path]]:
    """Make the files of each format, one after another."""
    from tests.reading.making import docx_bytes

    few = max(letters // 100, 10)
    for name, write, count in (
        ("csv", _write_csv, letters),
        ("jsonl", _write_jsonl, letters),
        ("xlsx", _write_xlsx, letters),
        ("xlsx, ten times", _write_xlsx, letters * 10),
        ("zip of txt", _write_zip, letters // 10),
    ):
        path = folder / f"{name.partition(',')[0].split()[0]}-{count}.{name.split()[0].rstrip(',')}"
        write(path, count)
        yield name, path
    makers: dict[str, Callable[[str], bytes]] = {
        "txt": lambda text: text.encode(),
        "docx": lambda text: docx_bytes(*text.split("，")),
        "pdf": _pdf,
        "eml": lambda text: b"Subject: =?utf-8?b?5qyg6Jaq?=\n\n" + text.encode(),
    }
    for suffix, make in makers.items():
        path = folder / suffix
        _write_folder(path, few, f".{suffix}", make)
        yield f"folder of {suffix}", path


def _growth(folder: Path) -> Iterator[str]:
    """Yield the table of memory against the size of a file, in three formats that hold many letters."""
    sizes = (1_000, 10_000, 100_000)
    heads = "".join(f" {size:,} rows |" for size in sizes)
    yield f"| peak memory, MB: reader + parser |{heads}"
    yield "|---|" + "---|" * len(sizes)
    for name, write in (("csv", _write_csv), ("jsonl", _write_jsonl), ("xlsx", _write_xlsx)):
        cells = []
        for size in sizes:
            path = folder / f"{size}.{name}"
            write(path, size)
            found = _measure(path)
            cells.append(f"{found['own']:.0f} + {found['child']:.0f}")
            path.unlink()
        yield f"| {name} | {' | '.join(cells)} |"


def _million(folder: Path) -> Path:
    """Write a workbook of a million short rows, part by part."""
    from tests.reading.making import sheet_bytes

    path = folder / "million.xlsx"
    rows = (f"第{number}封信，厂里欠薪{number * 7919 % 10007}元" for number in range(MILLION))
    path.write_bytes(sheet_bytes("内容", rows))
    return path


def _measure(path: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", ANSWER, str(path)], capture_output=True, text=True, cwd=ROOT, check=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    if not found["adds_up"]:
        raise SystemExit(f"{path}: the receipt does not add up")
    return found


def _scan(text: str, font: str, seed: int) -> object:
    """Draw a page as a cheap scanner would see it."""
    import numpy as np
    from PIL import Image, ImageDraw, ImageFilter, ImageFont

    image = Image.new("L", (1240, 1754), 255)
    written = ImageFont.truetype(font, 36)
    for row, at in enumerate(range(0, len(text), LINE)):
        ImageDraw.Draw(image).text((130, 120 + 64 * row), text[at : at + LINE], fill=30, font=written)
    small = image.rotate(seed % 3 - 1, fillcolor=255).resize((620 + 40 * (seed % 4), 877 + 57 * (seed % 4)))
    blurred = np.asarray(small.filter(ImageFilter.GaussianBlur(0.5)), dtype=float)
    noisy = blurred + np.random.default_rng(seed).normal(0, 22, blurred.shape)
    return Image.fromarray(noisy.clip(0, 255).astype("uint8")).convert("RGB")


def _recognition() -> list[str]:
    """Recognize drawn pages: the share of characters wrong, and how many of them a threshold would mark."""
    font = next((font for font in FONTS if Path(font).exists()), None)
    try:
        import rapidocr  # noqa: F401
    except ImportError:
        font = None
    if font is None:
        return ["Scans: not measured, for want of the extra `ocr` or of a Chinese font."]
    from nlp.reading.parsers import recognition

    recognition.SURE = 2.0  # every character with its score
    wrong, right, missing, total, seconds = list[float](), list[float](), 0, 0, 0.0
    for seed, text in enumerate(_letters(PAGES)):
        begin = time.perf_counter()
        lines = recognition.recognize(_scan(text, font, seed))
        seconds += time.perf_counter() - begin
        read = [(line.text[at], sure) for line in lines for start, end, sure in line.doubts for at in range(start, end)]
        matcher = SequenceMatcher(None, text, "".join(letter for letter, _ in read), autojunk=False)
        total += len(text)
        for tag, begin_at, end_at, first, last in matcher.get_opcodes():
            (right if tag == "equal" else wrong).extend(sure for _, sure in read[first:last])
            missing += max(end_at - begin_at - (last - first), 0) if tag != "equal" else 0
    shown = [
        f"Scans: {PAGES} drawn pages, {total:,} characters, {seconds / PAGES:.1f} s a page; "
        f"{len(wrong) + missing} characters wrong or missing ({(len(wrong) + missing) / total:.2%}).", "",
        "| marked below | wrong characters marked | right characters marked |", "|---|---|---|",
    ]  # fmt: skip
    for limit in THRESHOLDS:
        caught = sum(sure < limit for sure in wrong) / max(len(wrong), 1)
        false = sum(sure < limit for sure in right) / max(len(right), 1)
        shown.append(f"| {limit} | {caught:.0%} | {false:.2%} |")
    return shown


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=10_000)
    letters = parser.parse_args().letters
    lines = ["# Reading", "", "Written by `benchmarks/reading.py`.", ""]
    lines += [
        "| input | letters | seconds | letters a second | memory, MB | of the parser, MB |",
        "|---|---|---|---|---|---|",
    ]
    with TemporaryDirectory() as place:
        for name, path in (*_formats(Path(place), letters), ("xlsx of a million rows", _million(Path(place)))):
            found = _measure(path)
            rate = found["letters"] / found["seconds"]
            shown = f"{found['seconds']:.1f} | {rate:,.0f} | {found['own']:.0f} | {found['child']:.0f}"
            lines.append(f"| {name} | {found['letters']:,} | {shown} |")
            print(lines[-1], flush=True)
        lines += ["", *_growth(Path(place))]
    lines += ["", *_recognition()]
    (ROOT / "benchmarks" / "reading.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
