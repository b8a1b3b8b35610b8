"""A letter made ready for counting: normalized, cut into words, with the way back to what was written."""

from dataclasses import dataclass
from itertools import accumulate, pairwise

from nlp.letter import Letter
from nlp.tokenization import Normalized, Segmenter, normalize

__all__ = ["Document", "read_document"]


@dataclass(frozen=True, slots=True)
class Document:
    """Normalized title and text as one string; ``tokens`` joined give it, ``title_end`` is where the title stops."""

    normalized: Normalized
    title_end: int
    tokens: list[str]
    text_offset: int

    @property
    def text(self) -> str:
        """The normalized text, title first."""
        return self.normalized.text

    @property
    def words(self) -> list[tuple[int, int]]:
        """Where each token starts and ends in ``text``."""
        return list(pairwise(accumulate(map(len, self.tokens), initial=0)))

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
        tokens=segmenter.cut(whole.text),
        text_offset=letter.text_offset,
    )
