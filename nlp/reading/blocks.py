"""The pieces of a document in reading order: paragraphs and tables, as the parsers hand them over."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

__all__ = ["CUT_SHORT", "MAX_DOCUMENT", "Block", "Doubts", "image_name"]

MAX_DOCUMENT = 5_000_000
"""Characters of one document; more is no letter and no collection of letters."""

CUT_SHORT = "{}：文件没有结尾，多半没有传完；已读出的部分照收，请重新获取原件核对"
"""What is noted of a file that ends too soon and yet can be read as far as it goes."""

Doubts = Sequence[tuple[int, int, float]]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, or one table when ``rows`` is given.

    ``page`` counts from 1, in a docx the pictures in the text; 0 is none of them. ``heading`` is a heading style,
    ``new_page`` a page that begins here. ``doubts`` are the characters of ``text`` a recognition is not sure of: start,
    end, confidence from 0 to 1.
    """

    text: str = ""
    rows: Sequence[Sequence[str]] | None = None
    page: int = 1
    heading: bool = False
    new_page: bool = False
    doubts: Doubts = ()

    def as_dict(self) -> dict[str, Any]:
        """Give the block as plain values for JSON; ``Block(**values)`` is the way back.

        >>> Block(**Block("厂里欠薪", page=2).as_dict()).page
        2
        """
        return asdict(self)


def image_name(page: int) -> str:
    """Name the file in which the image of a page is kept.

    >>> image_name(7)
    '0007.jpg'
    """
    return f"{page:04}.jpg"
