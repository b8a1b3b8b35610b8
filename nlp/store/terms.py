"""What the full-text index holds of a letter: every pair of neighbouring characters, each once, in no order.

A word of two or more characters stands in a text only if all its pairs do, wherever a segmenter would have cut: 退费 is
found in 内退费. The pairs find the candidates; ``search`` then looks into the letters themselves. Order and number of
occurrences are not kept, so that a letter cannot be put together again from the index.
"""

from operator import add

__all__ = ["MAX_TERMS", "terms_of"]

MAX_TERMS = 20_000
"""A text with more different pairs than this is indexed by the first of them in code point order; PostgreSQL takes no
more than 1 MB of terms a letter."""


def terms_of(text: str) -> set[str]:
    """Give the pairs of letters and digits that stand side by side; none for a text of fewer than two characters.

    >>> sorted(terms_of("内退费，A1"))
    ['A1', '内退', '退费']
    """
    terms = {pair for pair in set(map(add, text, text[1:])) if pair.isalnum()}
    return terms if len(terms) <= MAX_TERMS else set(sorted(terms)[:MAX_TERMS])
