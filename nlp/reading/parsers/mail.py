"""Mail in eml files (RFC 5322 and MIME): subject, date, sender, text, attachments."""

import email
from collections.abc import Iterator
from email.errors import (
    CloseBoundaryNotFoundDefect,
    InvalidBase64LengthDefect,
    InvalidBase64PaddingDefect,
    MessageError,
)
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path
from typing import Any

from nlp.errors import ReadingError
from nlp.reading.encoding import guess_encoding
from nlp.reading.parsers.hypertext import text_of_html

__all__ = ["MAX_ATTACHMENTS", "attachment", "parse", "parse_mail"]

MAX_BYTES = 200 << 20
MAX_ATTACHMENTS = 500
MAX_PARTS = 2_000
CUT_SHORT = (CloseBoundaryNotFoundDefect, InvalidBase64LengthDefect, InvalidBase64PaddingDefect)
CHARSETS = {"gb2312": "gb18030", "gbk": "gb18030", "hz-gb-2312": "hz", "big5": "big5hkscs", "us-ascii": ""}
"""Charsets that are declared narrower than what is written; ASCII is what a program says that does not know."""


def _decode(content: bytes, charset: str) -> str:
    """Decode by the charset declared, or by the look of the bytes where that does not fit."""
    name = CHARSETS.get(charset.lower(), charset)
    try:
        return content.decode(name or guess_encoding(content))
    except (LookupError, ValueError):
        return content.decode(guess_encoding(content), errors="replace")


def _header(message: Message, name: str) -> str:
    """Read a header, encoded words and bare bytes alike (the lenient policy never raises on them)."""
    try:
        written = message.get(name)
        pieces = decode_header(written) if written is not None else []
    except (MessageError, ValueError, LookupError, TypeError):
        return str(message.get(name)).encode("utf-8", "replace").decode()
    decoded = ""
    for piece, charset in pieces:
        if isinstance(piece, str):
            decoded += piece.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        else:
            decoded += _decode(piece, charset if charset and charset != "unknown-8bit" else "")
    return " ".join(decoded.split())


def _received(message: Message) -> str:
    try:
        return parsedate_to_datetime(str(message.get("Date"))).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _file_name(part: Message) -> str:
    """Read the name of an attachment, also one in encoded words or bare bytes, which RFC 2231 does not allow."""
    name = part.get_filename() or ""
    probe = Message(policy=compat32)
    probe["name"] = name.replace("\n", " ").replace("\r", " ")
    return _header(probe, "name")


def attachment(folder: str, number: int, name: str, content: bytes) -> dict[str, Any]:
    """Write an attachment under a number, never under its own name, and say what it is called."""
    place = Path(folder, f"{number:04}")
    place.write_bytes(content)
    return {"name": name or f"附件{number}", "file": place.name}


def _parts(message: Message) -> Iterator[Message]:
    """Walk the parts that hold something, in order, without recursion; a forwarded mail is walked through too."""
    waiting, walked = [message], 0
    while waiting:
        part = waiting.pop()
        walked += 1
        if walked > MAX_PARTS:
            raise ReadingError("eml", f"邮件超过 {MAX_PARTS:,} 个部分", "请把附件另存为文件后导入")
        payload = part.get_payload()
        if isinstance(payload, list):
            waiting += reversed([child for child in payload if isinstance(child, Message)])
        else:
            yield part


def _charset(part: Message) -> str:
    declared = part.get_param("charset", "")
    return declared if isinstance(declared, str) else declared[2]


def _is_cut(message: Message) -> bool:
    """Tell a mail that ends before its last part does; what was left of a part has been decoded by now."""
    return any(isinstance(defect, CUT_SHORT) for part in message.walk() for defect in part.defects)


def parse_mail(content: bytes) -> tuple[dict[str, str], list[tuple[str, bytes]], bool]:
    r"""Take a mail apart into subject, date, sender and text, its attachments, and whether the end of it is missing.

    Damage costs what is damaged.

    >>> parse_mail("Subject: 欠薪\n\n厂里三年没发工资".encode())[0]["body"]
    '厂里三年没发工资'
    """
    message = email.message_from_bytes(content, policy=compat32)
    plain, rich, attachments = list[str](), list[str](), list[tuple[str, bytes]]()
    for part in _parts(message):
        kind = part.get_content_type()
        if part.get_filename() or part.get_content_disposition() == "attachment" or not kind.startswith("text/"):
            if (body := _content(part)) or part.get_filename():
                attachments.append((_file_name(part), body))
        elif kind == "text/html":
            rich.append(text_of_html(_decode(_content(part), _charset(part))))
        else:
            plain.append(_decode(_content(part), _charset(part)))
    name, address = parseaddr(_header(message, "From"))
    fields = {"title": _header(message, "Subject"), "received": _received(message), "sender": name or address}
    return {**fields, "body": "\n".join(filter(str.strip, plain)) or "\n".join(rich)}, attachments, _is_cut(message)


def parse(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the mail, then its attachments, which are written into ``folder``."""
    path = Path(request["path"])
    if path.stat().st_size > MAX_BYTES:
        raise ReadingError(path.name, f"邮件超过 {MAX_BYTES >> 20} MB", "请把附件另存为文件后导入")
    fields, attachments, cut = parse_mail(path.read_bytes())
    if len(attachments) > MAX_ATTACHMENTS:
        raise ReadingError(path.name, f"附件超过 {MAX_ATTACHMENTS} 个", "请把附件另存为文件后导入")
    yield {"mail": fields, "cut": cut}
    for number, (name, content) in enumerate(attachments, start=1):
        yield attachment(request["folder"], number, name, content)
