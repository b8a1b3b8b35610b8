"""Folders, text files, JSON lines, and files that are not what they claim."""

import gzip
import json
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from nlp.letter import Letter
from nlp.reading import Receipt, read_letters, split_title
from tests.reading.making import ole_bytes, sheet_bytes
from tests.reading.making_xls import Sheet, xls_bytes

Read = Callable[..., tuple[list[Letter], Receipt]]

SECRET = "举报厂长王大山受贿"


def _workbook(path: Path) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["编号", "内容"])
    book.active.append(["A1", "厂里拖欠工资"])
    book.save(path)
    return path.read_bytes()


def test_a_folder_is_read_in_order_and_every_file_accounted_for(tmp_path: Path, read: Read) -> None:
    (tmp_path / "子目录").mkdir()
    (tmp_path / ".git").mkdir()
    for name, content in {
        "2.txt": "第二封", "1.txt": "第一封", "~$表.xlsx": "x", ".隐藏": "x", "照片.jpg": "x", "说明.docx": "x",
        "子目录/3.txt": "第三封", ".git/config.txt": "x", "空.csv": "",
    }.items():  # fmt: skip
        (tmp_path / name).write_text(content)
    letters, receipt = read(tmp_path)
    assert [letter.id for letter in letters] == ["1.txt", "2.txt", "子目录/3.txt"]
    assert {(file.name, file.outcome) for file in receipt.files if file.outcome != "read"} == {
        (".git/", "skipped"), (".隐藏", "skipped"), ("~$表.xlsx", "skipped"), ("照片.jpg", "refused"),
        ("说明.docx", "refused"), ("空.csv", "refused"),
    }  # fmt: skip


def test_a_file_given_twice_is_read_once(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.txt").write_text("厂里欠薪")
    letters, receipt = read(tmp_path / "a.txt", tmp_path)
    assert len(letters) == 1
    assert receipt.files[1].reason == "同一文件给了两次"


def test_a_missing_file_is_refused_and_the_next_one_read(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.txt").write_text("厂里欠薪")
    letters, receipt = read(tmp_path / "没有.csv", tmp_path / "a.txt")
    assert len(letters) == 1
    assert str(receipt.refusals[0]) == "没有.csv：找不到文件。请核对路径。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_file_is_one_letter(tmp_path: Path, read: Read, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes("关于拖欠工资的情况反映\r\n领导您好：\r\n厂里欠薪。".encode(encoding))
    letters, _ = read(tmp_path / "a.txt")
    assert letters == [Letter("领导您好：\n厂里欠薪。", id="a.txt", title="关于拖欠工资的情况反映", source="a.txt")]


def test_a_text_file_in_big5_is_one_letter(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.txt").write_bytes("領導您好：\n廠裡拖欠工資三年。".encode("big5"))
    assert [letter.text for letter in read(tmp_path / "a.txt")[0]] == ["領導您好：\n廠裡拖欠工資三年。"]


@pytest.mark.parametrize("text", ["举报信", "关于工资的报告", "您好\n关于工资", "关于工资，关于我的信。谢谢\n正文", ""])
def test_a_first_line_that_is_no_clear_title_stays_in_the_text(text: str) -> None:
    assert split_title(text) == ("", text)


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_json_lines_are_read_and_bad_ones_refused_by_number(tmp_path: Path, read: Read, name: str) -> None:
    lines = [
        '{"id": 7, "title": "欠薪", "text": "厂里欠薪", "received": "2024-03-01", "sender": "U1", "label": "x"}',
        "",
        '{"text": "' + SECRET,
        "[1, 2]",
        '{"正文": "中文键名", "编号": "B1"}',
        '{"text": null, "id": "C"}',
        '{"question": "x"}',
        '{"text": "坏代理\\ud800对"}',
        "[" * 100_000,
        '{"text": {"a": 1}, "title": ["两行", "标题"]}',
    ]
    content = "\n".join(lines).encode()
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith("gz") else content)
    letters, receipt = read(tmp_path / name)
    assert [letter.text for letter in letters] == ["厂里欠薪", "中文键名", "坏代理\ufffd对", "两行 标题"]
    assert str(letters[0].received) == "2024-03-01"
    assert (letters[0].id, letters[0].sender, letters[2].id) == ("7", "U1", f"{name}#8")
    assert [refusal.where for refusal in receipt.refusals] == [f"{name} 第 {n} 行" for n in (3, 4, 6, 7, 9)]


def test_a_truncated_gz_keeps_what_was_read(tmp_path: Path, read: Read) -> None:
    lines = "".join(json.dumps({"text": f"第{n}封{hash(str(n))}"}) + "\n" for n in range(5_000))
    packed = gzip.compress(lines.encode())
    (tmp_path / "a.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    letters, receipt = read(tmp_path / "a.jsonl.gz")
    assert letters
    assert receipt.files[0].outcome == "refused"


def test_a_workbook_named_csv_and_a_csv_named_xlsx_are_read(tmp_path: Path, read: Read) -> None:
    _workbook(tmp_path / "b.xlsx")
    (tmp_path / "b.xlsx").rename(tmp_path / "b.csv")
    (tmp_path / "c.xlsx").write_text("编号,内容\nC1,改制后没有安置\n", encoding="gb18030")
    letters, receipt = read(tmp_path)
    assert [letter.id for letter in letters] == ["A1", "C1"]
    assert [note for note in receipt.notes if "与扩展名不符" in note] == [
        "b.csv：内容是 xlsx，与扩展名不符，已按 xlsx 读取",
        "c.xlsx：内容是 csv，与扩展名不符，已按 csv 读取",
    ]


def test_files_that_cannot_be_read_are_refused_with_what_to_do(tmp_path: Path, read: Read) -> None:
    whole = _workbook(tmp_path / "0.xlsx")
    (tmp_path / "0.xlsx").unlink()
    contents = {
        "1.xlsx": (whole[: len(whole) // 2], "文件不完整或已损坏"),
        "2.xlsx": (ole_bytes({"EncryptedPackage": b""}), "文件有密码保护"),
        "3.xls": ("<html><table><tr><td>内容".encode(), "其实是网页"),
        "4.xls": (ole_bytes({"WordDocument": b""}), "是旧版 Word 文件"),
        "5.csv": (b"MZ\x00\x01", "其实是程序"),
        "6.csv": (gzip.compress(b"x"), "gzip"),
        "7.xlsx": (whole.replace(b"PK\x01\x02", b"PK\x01\x03"), "文件不完整或已损坏"),
        "8.doc": (b"x", "文件不完整或已损坏"),
        "9.xls": (xls_bytes(Sheet("来信", [["内容"]]))[:700], "文件不完整或已损坏"),
    }
    for name, (content, _) in contents.items():
        (tmp_path / name).write_bytes(content)
    letters, receipt = read(tmp_path)
    assert not letters
    for refusal in receipt.refusals:
        assert contents[refusal.where][1] in refusal.problem
        assert refusal.remedy.startswith("请")
    assert receipt.files_refused == len(contents)


def test_a_zip_bomb_is_refused_unopened(tmp_path: Path, read: Read) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(70):
                part.write(bytes(1 << 20))
    _, receipt = read(tmp_path / "a.xlsx")
    assert "疑似压缩炸弹（上限 1024 MB、压缩比 200 倍）" in receipt.refusals[0].problem


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path: Path, read: Read) -> None:
    content = _workbook(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    (tmp_path / "a.xlsx").write_bytes(content.replace(size.to_bytes(4, "little"), (9).to_bytes(4, "little")))
    _, receipt = read(tmp_path / "a.xlsx")
    assert receipt.refusals[0].problem == "文件不完整或已损坏"


def test_no_receipt_holds_the_text_of_a_letter(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_text(f'编号,内容,来信日期\n{SECRET * 30},,\nA,"{SECRET}\n')
    (tmp_path / "b.csv").write_text(f"{SECRET}\n{SECRET}\n")
    (tmp_path / "c.csv").write_text(f"编号,内容\n{SECRET * 30},{SECRET}\n{SECRET},甲\n{SECRET},乙\n")
    (tmp_path / "d.jsonl").write_text('{"text": "' + SECRET + '\n{"x": "' + SECRET + '"}\n')
    _, receipt = read(tmp_path)
    shown = json.dumps(receipt.as_dict(), ensure_ascii=False) + "\n".join(receipt.lines())
    assert SECRET not in shown


def test_a_run_that_was_broken_off_does_not_add_up(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("编号,内容\n1,甲\n2,乙\n")
    receipt = Receipt()
    next(read_letters([tmp_path / "a.csv"], receipt))
    assert not receipt.adds_up


def test_a_letter_withdrawn_later_is_a_refusal(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_text("编号,内容\n1,甲\n2,乙\n")
    letters, receipt = read(tmp_path / "a.csv")
    receipt.withdraw_letter(letters[0].source, "无法研判", "请人工办理")
    assert (receipt.letters, receipt.refused, receipt.adds_up) == (1, 1, True)


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.xlsx"])
def test_twenty_thousand_rows_stream_in_bounded_memory(tmp_path: Path, name: str) -> None:
    texts = (f"{number}厂里拖欠工资" * 40 for number in range(20_000))
    if name == "a.xlsx":
        (tmp_path / name).write_bytes(sheet_bytes("内容", texts))
    else:
        with (tmp_path / name).open("w") as stream:
            stream.write("内容\n" if name == "a.csv" else "")
            for text in texts:
                stream.write(f"{text}\n" if name == "a.csv" else json.dumps({"text": text}) + "\n")
    size = 20_000 * 40 * len("00000厂里拖欠工资".encode())
    receipt = Receipt()
    tracemalloc.start()
    count = sum(1 for _ in read_letters([tmp_path / name], receipt))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 20_000
    assert peak < 9_000_000 < size


def test_a_blank_row_with_a_number_and_a_blank_file_are_letters_when_asked(tmp_path: Path) -> None:
    """《信访工作条例》第二十三条: whatever comes in is registered, blank or not."""
    (tmp_path / "a.csv").write_text("编号,正文,来信日期\n1,请补发工资,2026-11-02\n2,,2026-11-03\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("  \n", encoding="utf-8")
    receipt = Receipt()
    letters = list(read_letters([tmp_path], receipt, keep_blank=True))
    assert [(letter.id, letter.text) for letter in letters] == [("1", "请补发工资"), ("2", ""), ("b.txt", "")]
    assert (receipt.adds_up, receipt.letters, receipt.refused) == (True, 3, 0)
