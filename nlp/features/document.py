"""A letter made ready for counting: normalized, cut into words, with the way back to what was written."""

from dataclasses import dataclass

from nlp.letter import Letter
from nlp.tokenization import Normalized, Segmenter, normalize

__all__ = ["Document", "read_document"]


@dataclass(frozen=True, slots=True)
class Document:
    """Normalized title and text as one string; ``words`` are spans in it, ``title_end`` is where the title stops."""

    normalized: Normalized
    title_end: int
    words: list[tuple[int, int]]
    text_offset: int

    @property
    def text(self) -> str:
        """The normalized text, title first."""
        return self.normalized.text

    def letter_span(self, start: int, end: int) -> tuple[int, int] | None:
        """Map a span of the normalized text to offsets in ``letter.text``; None if it lies in the title."""
        first, last = self.normalized.original_span(start, end)
        if last <= self.text_offset:
            return None
        return max(first - self.text_offset, 0), last - self.text_offset


def read_document(letter: Letter | str, segmenter: Segmenter) -> Document:
    """Normalize and cut one letter, or a plain text without a title."""
    if isinstance(letter, str):
        letter = Letter(letter)
    title = normalize(letter.title).text
    whole = normalize(letter.full_text)
    return Document(
        normalized=whole,
        title_end=min(len(title), len(whole.text)),
        words=segmenter.spans(whole.text),
        text_offset=letter.text_offset,
    )
