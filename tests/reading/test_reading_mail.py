"""eml and msg mail, and zip archives: what is inside them is read, each file with its own outcome."""

import io
import stat
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from nlp.letter import Letter
from nlp.reading import Receipt
from tests.reading.making import docx_bytes, msg_bytes, ole_bytes, pdf_bytes, sheet_bytes, zip_bytes
from tests.reading.making_xls import Sheet, xls_bytes

Read = Callable[..., tuple[list[Letter], Receipt]]
LONG = "厂里拖欠工资三年，请领导帮助解决。"


def _mail(body: str, *attachments: tuple[str, bytes], charset: str = "utf-8") -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Date"] = (
        "关于欠薪",
        "来信人甲 <a@example.com>",
        "Fri, 01 Mar 2024 09:00:00 +0800",
    )
    mail.set_content(body, charset=charset)
    for name, content in attachments:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030", "big5"])
def test_a_mail_is_a_letter_with_subject_date_and_sender(tmp_path: Path, read: Read, charset: str) -> None:
    text = "工厂欠薪" if charset == "big5" else LONG
    body = text.encode("big5" if charset == "big5" else "gb18030") if charset != "utf-8" else text.encode()
    head = "Subject: =?utf-8?b?5YWz5LqO5qyg6Jaq?=\nFrom: a@example.com\nDate: Fri, 01 Mar 2024 09:00:00 +0800\n"
    head += f"Content-Type: text/plain; charset={charset}\n\n"
    (tmp_path / "a.eml").write_bytes(head.encode() + body)
    letters, _ = read(tmp_path / "a.eml")
    assert [(one.title, one.text, str(one.received), one.sender, one.id) for one in letters] == [
        ("关于欠薪", text, "2024-03-01", "a@example.com", "a.eml")
    ]


def test_attachments_of_a_mail_are_read_and_accounted_for(tmp_path: Path, read: Read) -> None:
    mail = _mail(
        "请见附件", ("信.docx", docx_bytes(LONG)), ("表.csv", "编号,内容\nA1,改制\n".encode()), ("x.exe", b"MZ\0")
    )
    (tmp_path / "a.eml").write_bytes(mail)
    letters, receipt = read(tmp_path / "a.eml")
    assert [letter.text.strip() for letter in letters] == ["请见附件", LONG, "改制"]
    assert [(file.name, file.outcome) for file in receipt.files] == [
        ("a.eml", "read"), ("a.eml/信.docx", "read"), ("a.eml/表.csv", "read"), ("a.eml/x.exe", "refused"),
    ]  # fmt: skip


def test_the_html_of_a_mail_is_read_as_a_reader_sees_it(tmp_path: Path, read: Read) -> None:
    mail = EmailMessage()
    mail["Subject"] = "x"
    mail.set_content(f"<script>alert(1)</script><p>{LONG}</p><div>谢谢&nbsp;您</div>", subtype="html")
    (tmp_path / "a.eml").write_bytes(mail.as_bytes())
    assert read(tmp_path / "a.eml")[0][0].text == f"{LONG}\n谢谢 您"


def test_a_mail_in_a_mail_is_read_with_its_own_words(tmp_path: Path, read: Read) -> None:
    outer = EmailMessage()
    outer["Subject"] = "转发"
    outer.set_content("转来一信")
    inner = EmailMessage()
    inner["Subject"] = "原信"
    inner.set_content(LONG)
    outer.add_attachment(inner)
    (tmp_path / "a.eml").write_bytes(outer.as_bytes())
    assert LONG in "".join(letter.text for letter in read(tmp_path / "a.eml")[0])


def test_an_outlook_mail_and_its_attachments_are_read(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.msg").write_bytes(msg_bytes("关于欠薪", LONG, {"信.docx": docx_bytes("改制后没有安置。")}))
    letters, _ = read(tmp_path / "a.msg")
    assert [(one.id, one.text.strip("\0")) for one in letters] == [
        ("a.msg", LONG),
        ("a.msg/信.docx", "改制后没有安置。"),
    ]
    assert (letters[0].title, letters[0].sender, str(letters[0].received)) == ("关于欠薪", "来信人甲", "2024-03-01")


def test_an_object_embedded_in_an_outlook_mail_is_refused_by_name(tmp_path: Path, read: Read) -> None:
    streams = {"__properties_version1.0": bytes(32), "__substg1.0_1000001F": LONG.encode("utf-16-le")}
    streams["__attach_version1.0_#0/__substg1.0_3707001F"] = "嵌入.msg".encode("utf-16-le")
    (tmp_path / "a.msg").write_bytes(ole_bytes(streams))
    letters, receipt = read(tmp_path / "a.msg")
    assert len(letters) == 1
    assert receipt.refusals[0].where == "a.msg/嵌入.msg"


def test_a_folder_in_an_archive_is_read_in_order(tmp_path: Path, read: Read) -> None:
    inner = zip_bytes({"c.txt": "第三封"})
    members = {"一月/a.txt": "第一封", "一月/b.docx": docx_bytes("第二封"), "嵌套.zip": inner, "__MACOSX/._a.txt": "x"}
    (tmp_path / "信.zip").write_bytes(zip_bytes(members))
    letters, receipt = read(tmp_path / "信.zip")
    assert [(letter.id, letter.text) for letter in letters] == [
        ("信.zip/一月/a.txt", "第一封"),
        ("信.zip/一月/b.docx", "第二封"),
        ("信.zip/嵌套.zip/c.txt", "第三封"),
    ]
    assert [file.outcome for file in receipt.files] == ["read"] * 5 + ["skipped"]


def test_member_names_in_gbk_are_read(tmp_path: Path, read: Read) -> None:
    content = zip_bytes({"a" * 8 + ".txt": LONG})
    (tmp_path / "a.zip").write_bytes(content.replace(b"a" * 8, "来信一月".encode("gbk")))
    assert read(tmp_path / "a.zip")[0][0].id == "a.zip/来信一月.txt"


def test_two_members_of_one_name_are_both_read(tmp_path: Path, read: Read) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a.txt", "第一封")
        archive.writestr("a.txt", "第二封")
    (tmp_path / "a.zip").write_bytes(stream.getvalue())
    assert [letter.text for letter in read(tmp_path / "a.zip")[0]] == ["第一封", "第二封"]


def test_a_member_that_is_a_link_is_refused(tmp_path: Path, read: Read) -> None:
    entry = zipfile.ZipInfo("信.txt")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    letters, receipt = read(tmp_path / "a.zip")
    assert not letters
    assert "符号链接" in receipt.refusals[0].problem


@pytest.mark.parametrize("subject", [b"=?gb2312?B?xQf7v?=Q=", b"=?gb2312?B?A?=", b"=?nothing?Q?=FF?=", b"\xff\xfe\x00"])
def test_a_subject_whose_coding_is_broken_costs_the_subject_only(tmp_path: Path, read: Read, subject: bytes) -> None:
    (tmp_path / "a.eml").write_bytes(b"Subject: " + subject + b"\nFrom: =?x?B?A?= <a@b.c>\n\n" + LONG.encode())
    assert [letter.text for letter in read(tmp_path / "a.eml")[0]] == [LONG]


def test_an_archive_of_everything_in_a_folder_gives_every_letter(tmp_path: Path, read: Read) -> None:
    members = {
        "a.txt": LONG.encode("gb18030"),
        "b.csv": f"编号,内容\nA1,{LONG}\n".encode("utf-8-sig"),
        "c.tsv": f"编号\t内容\nA1\t{LONG}\n".encode("utf-16"),
        "d.jsonl": f'{{"text": "{LONG}"}}'.encode(),
        "e.xlsx": sheet_bytes("内容", [LONG]),
        "f.xls": xls_bytes(Sheet("来信", [["内容"], [LONG]])),
        "g.docx": docx_bytes(LONG),
        "h.rtf": b"{\\rtf1 " + "".join(f"\\u{ord(char)}?" for char in LONG).encode() + b"}",
        "i.pdf": pdf_bytes([[(100, 700, LONG)]]),
        "j.eml": _mail(LONG),
        "k.msg": msg_bytes("x", LONG),
    }
    folder = tmp_path / "收件" / "一月"
    folder.mkdir(parents=True)
    (folder / "信.zip").write_bytes(zip_bytes({**members, "子目录/内.zip": zip_bytes(members)}))
    for name, content in members.items():
        (folder / name).write_bytes(content)
    letters, receipt = read(tmp_path)
    assert len(letters) == 3 * len(members)
    assert {letter.text.strip() for letter in letters} == {LONG}
    assert receipt.complete
