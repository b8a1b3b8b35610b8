"""Files that lost something on the way: each says so, and what is left is read."""

import gzip
import io
import json
import os
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from PIL import Image

from nlp.letter import Letter
from nlp.reading import Receipt, read_letters
from nlp.reading.parser_process import ParserProcess
from tests.reading.making import docx_bytes, msg_bytes, pdf_bytes, sheet_bytes, zip_bytes
from tests.reading.making_xls import Sheet, xls_bytes

Read = Callable[..., tuple[list[Letter], Receipt]]
LONG = "厂里拖欠工资三年，请领导帮助解决。"
CUT = "文件没有结尾，多半没有传完；已读出的部分照收，请重新获取原件核对"


def _mail() -> bytes:
    mail = EmailMessage()
    mail["Subject"] = "x"
    mail.set_content(LONG * 20)
    mail.add_attachment(LONG.encode() * 50, maintype="application", subtype="octet-stream", filename="a.txt")
    return mail.as_bytes()


def _image(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.frombytes("L", (300, 300), os.urandom(90_000)).save(stream, kind)
    return stream.getvalue()


def _lines() -> bytes:
    return "".join(json.dumps({"text": f"{LONG}{n}"}, ensure_ascii=False) + "\n" for n in range(9)).encode()


def _table() -> bytes:
    return ("编号,内容\n" + "".join(f'A{n},"{LONG}"\n' for n in range(9))).encode()


REFUSED: dict[str, Callable[[], bytes]] = {
    "docx": lambda: docx_bytes(*[LONG] * 50),
    "jpg": lambda: _image("JPEG"),
    "jsonl.gz": lambda: gzip.compress(_lines()),
    "pdf": lambda: pdf_bytes([[(100, 700, LONG)]] * 9),
    "png": lambda: _image("PNG"),
    "tif": lambda: _image("TIFF"),
    "xls": lambda: xls_bytes(Sheet("来信", [["内容"], *([f"{LONG}{n}"] for n in range(200))])),
    "xlsx": lambda: sheet_bytes("内容", [LONG] * 50),
    "zip": lambda: zip_bytes({"a.txt": LONG * 9}),
}
NOTED: dict[str, Callable[[], bytes]] = {
    "eml": _mail,
    "msg": lambda: msg_bytes("x", LONG, {"a.txt": LONG.encode()}),
    "rtf": lambda: b"{\\rtf1 " + "".join(f"\\u{ord(char)}?" for char in LONG * 9).encode() + b"}",
}
SHARES = (3, 6, 9)


def _cut(folder: Path, kinds: dict[str, Callable[[], bytes]]) -> None:
    """Write of each kind what is left of a file that was cut off at three places."""
    for kind, make in kinds.items():
        whole = make()
        for share in SHARES:
            (folder / f"{share}.{kind}").write_bytes(whole[: len(whole) * share // 10])


def test_what_is_nothing_without_its_end_is_refused_with_what_to_do(tmp_path: Path, read: Read) -> None:
    _cut(tmp_path, REFUSED)
    letters, receipt = read(tmp_path)
    assert not letters
    assert {refusal.where for refusal in receipt.refusals} == {
        f"{share}.{kind}" for share in SHARES for kind in REFUSED
    }
    assert all("不完整或已损坏" in refusal.problem for refusal in receipt.refusals)
    assert all(refusal.remedy.startswith("请") for refusal in receipt.refusals)


def test_what_can_be_read_as_far_as_it_goes_says_that_the_end_is_missing(tmp_path: Path, read: Read) -> None:
    _cut(tmp_path, NOTED)
    letters, receipt = read(tmp_path)
    assert {note for note in receipt.notes if CUT in note} == {
        f"{share}.{kind}：{CUT}" for share in SHARES for kind in NOTED
    }
    assert {letter.id for letter in letters} >= {f"9.{kind}" for kind in NOTED}


def test_whole_files_are_not_said_to_lack_their_end(tmp_path: Path, read: Read) -> None:
    for kind, make in NOTED.items():
        (tmp_path / f"a.{kind}").write_bytes(make())
    letters, receipt = read(tmp_path)
    assert len(letters) == len(NOTED) + 2
    assert not [note for note in receipt.notes if CUT in note]


def test_a_table_cut_short_loses_its_last_row_by_number(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_bytes(_table()[:-20])
    (tmp_path / "b.jsonl").write_bytes(_lines()[:-20])
    letters, receipt = read(tmp_path)
    assert len(letters) == 16
    assert [refusal.where for refusal in receipt.refusals] == ["a.csv 第 10 行", "b.jsonl 第 9 行"]


def test_a_text_cut_within_a_character_is_read_and_noted(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.txt").write_bytes(LONG.encode()[:-1])
    letters, receipt = read(tmp_path / "a.txt")
    assert letters[0].text == LONG[:-1] + "\ufffd"
    assert receipt.notes == ["a.txt：个别字节不是 utf-8 文字，已用“\ufffd”代替，请核对原件"]


def test_nul_and_broken_surrogates_reach_no_letter_from_any_format(tmp_path: Path, read: Read) -> None:
    broken, utf16 = "厂里\x00欠\ud800薪", "utf-16-le"
    files = {
        "1.txt": broken.encode("utf-8", "surrogatepass"),
        "2.csv": f"编号,内容\nA\x00{2},{broken}\n".encode("utf-8", "surrogatepass"),
        "3.csv": f"\ufeff编号,内容\nA3,{broken}\n".encode(utf16, "surrogatepass"),
        "4.jsonl": json.dumps({"text": broken, "title": broken, "id": broken, "sender": broken}).encode(),
        "5.xlsx": sheet_bytes("内容", ["厂里_x0000_欠_xD800_薪"]),
        "7.pdf": pdf_bytes([[(100, 700, "厂里\x00欠薪")]]),
        "8.eml": b"Subject: x\x00\n\n" + broken.encode("utf-8", "surrogatepass"),
        "9.msg": msg_bytes(broken, broken),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    letters, receipt = read(tmp_path)
    assert len(letters) == len(files)
    for letter in letters:
        written = letter.text + letter.title + letter.id + letter.sender
        assert "\x00" not in written
        assert {"厂", "里", "欠", "薪"} <= set(written.encode().decode())
    json.dumps(receipt.as_dict(), ensure_ascii=False).encode()


def test_a_docx_with_characters_that_xml_does_not_have_is_refused(tmp_path: Path, read: Read) -> None:
    for number, character in enumerate(("\x00", "&#0;", "&#xD800;")):
        (tmp_path / f"{number}.docx").write_bytes(docx_bytes(f"厂里{character}欠薪"))
    _, receipt = read(tmp_path)
    assert [str(refusal) for refusal in receipt.refusals] == [
        f"{number}.docx：文件不完整或已损坏。请用 Word 或 WPS 打开并另存为 docx 后重新导入。" for number in range(3)
    ]


@pytest.mark.parametrize("name", ["../../信.txt", "/etc/信.txt", "C:\\信.txt", "..\\..\\信.txt"])
def test_an_attachment_that_climbs_out_is_kept_in_its_place(tmp_path: Path, read: Read, name: str) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    mail = EmailMessage()
    mail["Subject"] = "x"
    mail.add_attachment(LONG.encode(), maintype="application", subtype="octet-stream", filename=name)
    (folder / "a.eml").write_bytes(mail.as_bytes())
    (folder / "b.msg").write_bytes(msg_bytes("x", "请看附件", {name: LONG.encode()}))
    letters, _ = read(folder)
    assert [(letter.id, letter.text) for letter in letters] == [
        ("a.eml/信.txt", LONG), ("b.msg", "请看附件"), ("b.msg/信.txt", LONG),
    ]  # fmt: skip
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["a.eml", "b.msg"]


def test_a_mail_that_says_all_in_its_subject_is_a_letter(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.eml").write_bytes("Subject: 请补发三年工资\n\n \n".encode())
    assert [letter.text for letter in read(tmp_path / "a.eml")[0]] == ["请补发三年工资"]


def test_a_mail_without_a_word_is_refused_and_not_passed_over(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.eml").write_bytes(b"From: a@b.c\n\n \n")
    assert str(read(tmp_path / "a.eml")[1].refusals[0]) == "a.eml：正文和标题都为空。请补录正文后重新导入。"


def test_a_mail_without_a_word_has_its_number_where_blank_letters_have(tmp_path: Path) -> None:
    """《信访工作条例》第二十三条: whatever comes in is registered, blank or not."""
    (tmp_path / "a.eml").write_bytes(b"From: a@b.c\n\n \n")
    receipt = Receipt()
    letters = list(read_letters([tmp_path / "a.eml"], receipt, keep_blank=True))
    assert [(letter.id, letter.text, letter.sender) for letter in letters] == [("a.eml", "", "a@b.c")]
    assert (receipt.adds_up, receipt.refused) == (True, 0)


def test_a_scan_without_a_word_has_its_number_and_its_page_where_blank_letters_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """《信访工作条例》第二十三条: a letter in handwriting that cannot be recognized has come in all the same."""
    replies: list[dict[str, object]] = [{"blocks": [], "scanned": 1}]
    monkeypatch.setattr(ParserProcess, "ask", lambda *_, **__: iter(replies))
    (tmp_path / "手写.pdf").write_bytes(pdf_bytes([[]]))
    receipt = Receipt()
    (letter,) = read_letters([tmp_path / "手写.pdf"], receipt, keep_blank=True, scan_folder=tmp_path / "scans")
    (scan,) = receipt.scans
    assert (letter.text, scan.letter_id, [page.name for page in scan.pages]) == ("", "手写.pdf", ["0001.jpg"])
    assert receipt.notes == ["手写.pdf：扫描件上没有认出文字，已登记，请对照原件补录"]
    assert (receipt.adds_up, receipt.letters, receipt.refused) == (True, 1, 0)
