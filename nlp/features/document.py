"""A letter made ready for counting: normalized, cut into words, with the way back to what was written."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from nlp.letter import Letter
from nlp.tokenization import Normalized, Segmenter, normalize

__all__ = ["Document", "read_document", "read_documents"]


@dataclass(frozen=True, slots=True)
class Document:
    """Title and text as one string, ready for counting; ``tokens`` joined give ``text``.

    ``text`` has the length of the normalized text and differs from it only where ``read_document`` was told to hide
    something. ``title_end`` is where the title stops.
    """

    normalized: Normalized
    text: str
    title_end: int
    tokens: list[str]
    text_offset: int

    def written(self, start: int, end: int) -> str:
        """Give what stands between two offsets of ``letter.text``, as it was written."""
        return self.normalized.original[start + self.text_offset : end + self.text_offset]

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

    def counted_span(self, start: int, end: int) -> tuple[int, int]:
        """Map offsets in ``letter.text`` to a span of the normalized text: the way back of ``letter_span``."""
        start, end = start + self.text_offset, end + self.text_offset
        for step in self.normalized.steps:
            start, end = step.new_start(start), step.new_start(end)
        return start, end


Hide = Callable[[Sequence[str]], Sequence[str]]
"""Take out of normalized texts what must not be counted, and keep their lengths."""


def read_document(letter: Letter | str, segmenter: Segmenter, hide: Hide = list) -> Document:
    """Normalize and cut one letter, or a plain text without a title."""
    return read_documents([letter], segmenter, hide)[0]


def read_documents(letters: Iterable[Letter | str], segmenter: Segmenter, hide: Hide = list) -> list[Document]:
    """Read many letters as ``read_document`` does, a step for all before the next: the processor's cache holds one."""
    given = [Letter(letter) if isinstance(letter, str) else letter for letter in letters]
    titles = [normalize(letter.title).text for letter in given]
    wholes = [normalize(letter.full_text) for letter in given]
    texts = hide([whole.text for whole in wholes])
    tokens = [segmenter.cut(text) for text in texts]
    return [
        Document(
            normalized=whole,
            text=text,
            title_end=min(len(title), len(text)),
            tokens=cut,
            text_offset=letter.text_offset,
        )
        for letter, title, whole, text, cut in zip(given, titles, wholes, texts, tokens, strict=True)
    ]
