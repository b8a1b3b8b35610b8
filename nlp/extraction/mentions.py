"""One signal for all that a sentence says of one kind."""

from collections.abc import Iterable, Iterator

from nlp.extraction.sentences import sentence_of
from nlp.letter import Signal

__all__ = ["join_mentions"]


def join_mentions(text: str, kind: str, found: Iterable[tuple[int, int, str]]) -> Iterator[Signal]:
    """Yield a signal a sentence from mentions ``(start, end, check)`` in order of place.

    It reaches from the first mention to the last, and is doubtful only if all of them are: a plain mention is never
    hidden behind a doubtful one.

    >>> [s.text for s in join_mentions("脸都青了，喘不上气，求救。", "life_health", [(0, 4, ""), (5, 9, "")])]
    ['脸都青了，喘不上气']
    """
    joined: list[tuple[int, int, str]] = []
    border = -1
    for start, end, check in found:
        if start < border:
            first, last, before = joined[-1]
            joined[-1] = (first, max(last, end), check and before)
        else:
            joined.append((start, end, check))
            border = sentence_of(text, start, end)[1]
    return (Signal(start, end, text[start:end], kind, check=check) for start, end, check in joined)
