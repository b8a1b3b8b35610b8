"""Mail in msg files of Outlook: an OLE container with one stream a property (Microsoft, [MS-OXMSG])."""

import datetime as dt
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import olefile

from nlp.errors import ReadingError
from nlp.reading.encoding import guess_encoding
from nlp.reading.parser_process import damaged
from nlp.reading.parsers.hypertext import text_of_html
from nlp.reading.parsers.mail import MAX_ATTACHMENTS, attachment

__all__ = ["parse"]

SUBJECT, SENDER, ADDRESS, BODY, HTML, RTF = "0037", "0C1A", "0C1F", "1000", "1013", "1009"
CONTENT, LONG_NAME, SHORT_NAME = "3701", "3707", "3704"
SENT, DELIVERED = 0x0039, 0x0E06
UNICODE, BYTES, EIGHT_BIT = "001F", "0102", "001E"
LAST_SECTOR = 0xFFFFFFFA
"""No place in a file; what is above marks free sectors and the ends of chains ([MS-CFB] 2.1)."""

HEADER = 32
"""Bytes before the fixed-length properties of a message; each takes 16."""

EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
CHINA = dt.timezone(dt.timedelta(hours=8))
EMBEDDED = ["附件是嵌入的邮件或对象，读不出来", "请在 Outlook 中打开它，另存为文件后导入"]
NO_BODY = ("邮件正文是 Outlook 的 RTF 格式，读不出文字", "请在 Outlook 中把邮件另存为 eml 或 txt 后导入")


def _stream(mail: Any, path: list[str]) -> bytes:
    return bytes(mail.openstream(path).read()) if mail.exists(path) else b""


def _check_sizes(mail: Any, path: str) -> None:
    """Refuse a stream that claims more than the file has: olefile would go round its sectors until it has that much."""
    held = Path(path).stat().st_size
    if max([mail.root.size, *(mail.get_size(stream) for stream in mail.listdir())]) > held:
        raise ReadingError("msg", *damaged("msg"))


def _is_cut(mail: Any) -> bool:
    """Tell a container that goes on in sectors beyond the end of the file; olefile fills up what is missing."""
    begins = [entry.isectStart for entry in mail.direntries if entry and entry.size >= mail.minisectorcutoff]
    return any(len(mail.fat) <= sector < LAST_SECTOR for sector in (*mail.fat, *begins))


def _text(mail: Any, folder: list[str], tag: str) -> str:
    """Read a text property, Unicode or in the code page of the sender."""
    if wide := _stream(mail, [*folder, f"__substg1.0_{tag}{UNICODE}"]):
        return wide.decode("utf-16-le", "replace")
    narrow = _stream(mail, [*folder, f"__substg1.0_{tag}{EIGHT_BIT}"])
    return narrow.decode(guess_encoding(narrow), "replace")


def _body(mail: Any) -> str:
    if text := _text(mail, [], BODY).strip("\0"):
        return text
    source = _stream(mail, [f"__substg1.0_{HTML}{BYTES}"])
    html = source.decode(guess_encoding(source), "replace") or _text(mail, [], HTML)
    if not html and _stream(mail, [f"__substg1.0_{RTF}{BYTES}"]):
        raise ReadingError("msg", *NO_BODY)
    return text_of_html(html)


def _received(mail: Any) -> str:
    """Read when the mail was delivered or sent, as a day in China."""
    properties = _stream(mail, ["__properties_version1.0"])
    times = {}
    for at in range(HEADER, len(properties) - 15, 16):
        tag, _, ticks = struct.unpack_from("<IIQ", properties, at)
        if tag & 0xFFFF == 0x0040 and ticks < 1 << 60:
            times[tag >> 16] = EPOCH + dt.timedelta(microseconds=ticks // 10)
    found = times.get(DELIVERED) or times.get(SENT)
    return found.astimezone(CHINA).date().isoformat() if found else ""


def parse(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the mail, then its attachments, which are written into ``folder``."""
    try:
        mail = olefile.OleFileIO(request["path"])
    except (OSError, struct.error) as error:
        raise ReadingError("msg", *damaged("msg")) from error
    with mail:
        _check_sizes(mail, request["path"])
        sender = _text(mail, [], SENDER) or _text(mail, [], ADDRESS)
        title = " ".join(_text(mail, [], SUBJECT).split())
        fields = {"title": title, "received": _received(mail), "sender": sender, "body": _body(mail)}
        yield {"mail": fields, "cut": _is_cut(mail)}
        folders = sorted({path[0] for path in mail.listdir() if path[0].startswith("__attach_version1.0_")})
        if len(folders) > MAX_ATTACHMENTS:
            raise ReadingError("msg", f"附件超过 {MAX_ATTACHMENTS} 个", "请把附件另存为文件后导入")
        for number, folder in enumerate(folders, start=1):
            name = _text(mail, [folder], LONG_NAME) or _text(mail, [folder], SHORT_NAME)
            content = _stream(mail, [folder, f"__substg1.0_{CONTENT}{BYTES}"])
            if content:
                yield attachment(request["folder"], number, name.strip("\0"), content)
            else:
                yield {"name": name.strip("\0") or f"附件{number}", "because": EMBEDDED}
