"""The weekly bulletin (简报): composed from a stored review, written as Word or HTML, never signed by a program."""

from pathlib import Path

from nlp.bulletin.composing import DRAFT, compose
from nlp.bulletin.content import Bulletin
from nlp.bulletin.page import to_html
from nlp.errors import LetterError
from nlp.weekly import Review

__all__ = ["DRAFT", "Bulletin", "compose", "to_docx", "to_html", "write_bulletin"]


def to_docx(bulletin: Bulletin) -> bytes:
    """Give the bulletin as the bytes of a .docx file."""
    from nlp.bulletin.document import to_docx as write  # python-docx takes its time to load

    return write(bulletin)


def write_bulletin(review: Review, path: Path, office: str = "") -> None:
    """Write the bulletin of a week as ``.docx`` or ``.html``; raises ``LetterError`` for another ending."""
    bulletin = compose(review, office)
    match path.suffix.lower():
        case ".docx":
            content = to_docx(bulletin)
        case ".html" | ".htm":
            content = to_html(bulletin).encode()
        case ending:
            raise LetterError(path.name, f"不知道怎么写 {ending or '没有扩展名'} 的简报", "请用 .docx 或 .html")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise LetterError(path.name, f"简报写不了（{error.strerror}）", "请关闭正在打开它的程序，再试一次") from None
