"""Files that want to hurt: each is refused or read, with a sentence that says what to do.

Those made to eat time and memory are in ``test_reading_bounded.py``.
"""

import io
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from nlp.letter import Letter
from nlp.reading import Receipt, archives, lines, parser_process
from nlp.reading.kinds import kind_of
from tests.reading.making import docx_bytes, msg_bytes, ole_bytes, paragraph, pdf_bytes, png_header, zip_bytes

Read = Callable[..., tuple[list[Letter], Receipt]]
LONG = "厂里拖欠工资三年，请领导帮助解决。"
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "哈哈哈哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
SECRET_FILE = "私密文件里的话"
ENCRYPTED = b"/Encrypt<</Filter/Standard/V 1/R 2/O(" + b"o" * 32 + b")/U(" + b"u" * 32 + b")/P -4>>/ID[(0123)(0123)]"


@pytest.fixture
def only_refusal(read: Read) -> Callable[[Path], str]:
    """Read one file that gives no letter: exactly one sentence, naming the file and what to do."""

    def _refusal(path: Path) -> str:
        letters, receipt = read(path)
        assert not letters
        (refusal,) = receipt.refusals
        assert refusal.where.startswith(path.name)
        assert refusal.remedy.startswith("请")
        return str(refusal)

    return _refusal


def _workbook() -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["编号", "内容"])
    book.active.append(["A1", LONG])
    book.save(stream)
    return stream.getvalue()


def _changed(content: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """Rewrite one part of an Office file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zip_bytes({**parts, part: change(parts.get(part, b"").decode())})


def _locked(content: bytes) -> bytes:
    """Set the flag that says a member is encrypted, in both of its headers."""
    return content.replace(b"PK\x03\x04\x14\x00\x00\x00", b"PK\x03\x04\x14\x00\x01\x00").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"
    )


def test_a_bomb_that_hides_its_size_is_stopped_while_it_unfolds(
    tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives.Allowance.__init__, "__defaults__", (1 << 20, 100))
    members = {f"{number}.txt": os.urandom(300_000) for number in range(5)}
    (tmp_path / "a.zip").write_bytes(zip_bytes(members))
    _, receipt = read(tmp_path / "a.zip")
    assert "疑似压缩炸弹" in receipt.refusals[-1].problem
    assert len(receipt.files) == 4


def test_an_archive_of_too_many_files_is_refused(
    tmp_path: Path, only_refusal: Callable[[Path], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives.Allowance.__init__, "__defaults__", (1 << 30, 10))
    (tmp_path / "a.zip").write_bytes(zip_bytes({f"{number}.txt": "x" for number in range(11)}))
    assert "文件过多" in only_refusal(tmp_path / "a.zip")


def test_a_member_without_a_name_costs_only_itself(tmp_path: Path, read: Read) -> None:
    content = bytearray(zip_bytes({"a": "没有名字", "b.txt": LONG}))
    for header, at in ((b"PK\x03\x04", 26), (b"PK\x01\x02", 28)):
        place = content.index(header) + at
        content[place : place + 4] = struct.pack("<HH", 0, 1)  # the name becomes a field of one byte
    (tmp_path / "a.zip").write_bytes(content)
    letters, receipt = read(tmp_path / "a.zip")
    assert [letter.text for letter in letters] == [LONG]
    assert receipt.refusals[0].where == "a.zip/（无名）"


def test_archives_nested_without_end_are_refused_at_the_fourth(tmp_path: Path, read: Read) -> None:
    content = zip_bytes({"a.txt": LONG})
    for _ in range(4):
        content = zip_bytes({"a.zip": content, "b.txt": "第几层"})
    (tmp_path / "a.zip").write_bytes(content)
    letters, receipt = read(tmp_path / "a.zip")
    assert len(letters) == 3
    assert [refusal.where for refusal in receipt.refusals] == ["a.zip/a.zip/a.zip/a.zip"]


@pytest.mark.parametrize("name", ["../../信.txt", "/etc/信.txt", "C:\\信.txt", "a/../../信.txt", "..\\..\\信.txt"])
def test_a_member_that_climbs_out_is_refused_and_nothing_written(tmp_path: Path, read: Read, name: str) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    (folder / "a.zip").write_bytes(zip_bytes({name: LONG, "好.txt": "正常的一封"}))
    letters, receipt = read(folder / "a.zip")
    assert [letter.text for letter in letters] == ["正常的一封"]
    assert "路径越出压缩包" in receipt.refusals[0].problem
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["a.zip"]


def test_a_line_beyond_all_bounds_ends_the_file(tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MAX_DRAINED", 3_000_000)
    (tmp_path / "a.jsonl").write_text('{"text": "厂里欠薪"}\n' + "x" * 9_000_000)
    letters, receipt = read(tmp_path / "a.jsonl")
    assert len(letters) == 1
    assert "a.jsonl：一行超过 3,000,000 个字符" in str(receipt.refusals[0])


@pytest.mark.parametrize(
    "prolog", [LAUGHS, '<!DOCTYPE x [<!ENTITY c SYSTEM "file:///SECRET">]>', '<!DOCTYPE x SYSTEM "http://a/b">']
)
def test_entities_in_a_docx_are_never_expanded(
    tmp_path: Path, only_refusal: Callable[[Path], str], prolog: str
) -> None:
    (tmp_path / "secret").write_text(SECRET_FILE)
    prolog = prolog.replace("/SECRET", (tmp_path / "secret").as_posix())
    (tmp_path / "a.docx").write_bytes(docx_bytes("&c;", prolog=prolog))
    assert "外部实体或类型声明" in only_refusal(tmp_path / "a.docx")


@pytest.mark.parametrize("part", ["_rels/.rels", "word/styles.xml"])
def test_entities_in_the_other_parts_of_a_docx_are_refused(
    tmp_path: Path, only_refusal: Callable[[Path], str], part: str
) -> None:
    (tmp_path / "a.docx").write_bytes(_changed(docx_bytes(LONG), part, lambda xml: LAUGHS + xml))
    assert "外部实体或类型声明" in only_refusal(tmp_path / "a.docx")


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_entities_in_an_xlsx_are_never_expanded(tmp_path: Path, read: Read, part: str) -> None:
    (tmp_path / "secret").write_text(SECRET_FILE)
    doctype = f'<!DOCTYPE x [<!ENTITY c SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    content = _changed(_workbook(), part, lambda xml: doctype + (xml.partition("?>")[2] or xml))
    for place in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"):
        content = _changed(content, place, lambda xml: xml.replace(LONG, "&c;"))
    (tmp_path / "a.xlsx").write_bytes(content)
    letters, _ = read(tmp_path / "a.xlsx")
    assert SECRET_FILE not in "".join(letter.text for letter in letters)


@pytest.mark.parametrize("name", ["a.xlsm", "a.docm"])
def test_macros_are_carried_past_and_never_run(tmp_path: Path, read: Read, name: str) -> None:
    office = _workbook() if name == "a.xlsm" else docx_bytes(LONG)
    part = "xl/vbaProject.bin" if name == "a.xlsm" else "word/vbaProject.bin"
    (tmp_path / name).write_bytes(_changed(office, part, lambda xml: "Attribute VB_Name = AutoOpen"))
    letters, receipt = read(tmp_path / name)
    assert [letter.text for letter in letters] == [LONG]
    assert receipt.complete


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|'/C calc'!A0",
        "@SUM(1+1)*cmd|' /C calc'!A0",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "# 标题\n**粗体** [链接](javascript:x)",
    ],
)
def test_what_a_letter_says_is_kept_as_it_was_written(tmp_path: Path, read: Read, text: str) -> None:
    book = openpyxl.Workbook()
    book.active.append(["内容"])
    book.active.append([text])
    book.active["A2"].data_type = "s"
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "b.txt").write_text(text)
    assert [letter.text for letter in read(tmp_path)[0]] == [text, text]


def test_hidden_characters_stay_in_the_letter_and_go_from_the_receipt(tmp_path: Path, read: Read) -> None:
    name = "\u202ecod.信来\u200b.txt"
    (tmp_path / name).write_text("厂里\u202e欠\u200b薪")
    (tmp_path / "a.zip").write_bytes(zip_bytes({f"{name}.xyz": "x"}))
    letters, receipt = read(tmp_path)
    shown = str(receipt.as_dict()) + letters[0].id + letters[0].source
    assert letters[0].text == "厂里\u202e欠\u200b薪"
    assert not {"\u202e", "\u200b"} & set(shown)


def test_a_column_name_with_hidden_characters_is_shown_without_them(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_text("内容\u202e,编号\u202e\n厂里欠薪,A1\n")
    _, receipt = read(tmp_path / "a.csv")
    assert "\u202e" not in "".join(receipt.notes)


@pytest.mark.skipif(os.name == "nt", reason="file names are Unicode on Windows")
def test_a_file_name_that_is_no_unicode_is_shown_all_the_same(tmp_path: Path, read: Read) -> None:
    place = os.path.join(os.fsencode(tmp_path), "来信".encode("gbk") + b".txt")  # noqa: PTH118 (bytes)
    with open(place, "w") as stream:  # noqa: PTH123
        stream.write("厂里欠薪")
    letters, receipt = read(tmp_path)
    assert letters[0].id == "来信.txt"
    str(receipt.as_dict()).encode()


def test_a_wrong_extension_is_seen_through(tmp_path: Path, read: Read) -> None:
    coded = "".join(f"\\u{ord(character)}?" for character in LONG).encode()
    contents = {
        "docx": docx_bytes(LONG),
        "pdf": pdf_bytes([[(100, 700, LONG)]]),
        "zip": zip_bytes({"a.txt": LONG}),
        "rtf": b"{\\rtf1 %s}" % coded,
        "msg": msg_bytes("x", LONG),
        "xlsx": _workbook(),
    }
    for kind, content in contents.items():
        for extension in ("txt", "csv", "doc", "jpg", "dat"):
            (tmp_path / f"{kind}.{extension}").write_bytes(content)
    letters, receipt = read(tmp_path)
    assert {letter.text.strip() for letter in letters} == {LONG}
    assert (len(letters), len([note for note in receipt.notes if "与扩展名不符" in note])) == (30, 30)


@pytest.mark.parametrize("extension", ["docx", "xlsx", "pdf", "txt", "csv", "zip", "dat"])
def test_a_picture_under_another_name_is_seen_through(tmp_path: Path, extension: str) -> None:
    for kind in (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"II*\0", b"MM\0*"):
        (tmp_path / "a").write_bytes(kind)
        assert kind_of(tmp_path / "a", f"a.{extension}") == "image"


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.doc", "a.xls"])
def test_an_office_file_with_a_password_is_refused(
    tmp_path: Path, only_refusal: Callable[[Path], str], name: str
) -> None:
    (tmp_path / name).write_bytes(ole_bytes({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}))
    assert only_refusal(tmp_path / name) == f"{name}：文件有密码保护。请用原软件取消密码，另存后重新导入。"


def test_an_old_word_file_with_a_password_is_told_from_one_without(
    tmp_path: Path, only_refusal: Callable[[Path], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # no LibreOffice
    for name, flags, said in (("密.doc", 0x0100, "文件有密码保护"), ("信.doc", 0x0200, "旧版 Word 文件")):
        header = struct.pack("<HHIHH", 0xA5EC, 0x00C1, 0, 0, flags) + b"\xec\xa5\0\0" * 9
        (tmp_path / name).write_bytes(ole_bytes({"1Table": b"x\xec\xa5", "WordDocument": header}))
        assert said in only_refusal(tmp_path / name)


def test_a_pdf_with_a_password_is_refused(tmp_path: Path, only_refusal: Callable[[Path], str]) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf_bytes([[(100, 700, LONG)]], ENCRYPTED))
    assert "文件有密码保护" in only_refusal(tmp_path / "a.pdf")


def test_a_zip_with_a_password_is_refused_member_by_member(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.zip").write_bytes(_locked(zip_bytes({"a.txt": LONG, "b.txt": LONG})))
    _, receipt = read(tmp_path / "a.zip")
    assert [str(refusal) for refusal in receipt.refusals] == [
        f"a.zip/{name}.txt：压缩包有密码。请用密码解压后，再导入其中的文件。" for name in "ab"
    ]


@pytest.mark.parametrize("name", ["a.png", "a.jpg"])
def test_an_image_of_a_billion_pixels_is_refused_before_it_is_unpacked(
    tmp_path: Path, only_refusal: Callable[[Path], str], name: str
) -> None:
    (tmp_path / name).write_bytes(png_header(40_000, 40_000))
    assert "图片为 40,000×40,000 像素" in only_refusal(tmp_path / name)


def test_a_docx_of_tables_in_tables_does_not_overflow(tmp_path: Path, read: Read) -> None:
    depth = 5_000
    nested = "<w:tbl><w:tr><w:tc>" * depth + paragraph(LONG) + "</w:tc></w:tr></w:tbl>" * depth
    (tmp_path / "a.docx").write_bytes(docx_bytes(nested))
    assert LONG in read(tmp_path / "a.docx")[0][0].text


def test_a_mail_of_endless_parts_does_not_overflow(tmp_path: Path, only_refusal: Callable[[Path], str]) -> None:
    depth = 3_000
    opening = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth))
    (tmp_path / "a.eml").write_text(f"Subject: x\n{opening}\n{LONG}\n")
    assert "a.eml" in only_refusal(tmp_path / "a.eml")


def test_a_parser_that_does_not_answer_is_stopped(
    tmp_path: Path, only_refusal: Callable[[Path], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parser_process, "PATIENCE", 0.001)
    (tmp_path / "a.docx").write_bytes(docx_bytes(*[LONG] * 1_000))
    assert "秒内没有解析完" in only_refusal(tmp_path / "a.docx")


def test_an_ole_file_whose_sectors_go_in_circles_comes_to_an_end(tmp_path: Path, read: Read) -> None:
    whole = msg_bytes("x", LONG)
    for sector in range(1, 9):
        content = bytearray(whole)
        content[512 + 4 * sector : 516 + 4 * sector] = struct.pack("<I", sector)
        (tmp_path / f"{sector}.msg").write_bytes(content)
    _, receipt = read(tmp_path)
    assert len(receipt.files) == 8


@pytest.mark.parametrize("name", ["__substg1.0_0037001F", "Root Entry"])
def test_an_outlook_stream_that_claims_too_much_is_refused_at_once(
    tmp_path: Path, only_refusal: Callable[[Path], str], name: str
) -> None:
    mail = bytearray(msg_bytes("欠薪", "厂里拖欠工资"))
    struct.pack_into("<I", mail, mail.index(name.encode("utf-16-le")) + 120, 3_759_263_696)
    (tmp_path / "a.msg").write_bytes(mail)
    assert "文件不完整或已损坏" in only_refusal(tmp_path / "a.msg")
