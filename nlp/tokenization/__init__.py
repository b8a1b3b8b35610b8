"""From a letter as written to words: one way to write it, the tokenizer, the office's word list.

Importing this package loads neither dictionary nor converter; the first use does.
"""

from nlp.tokenization.lexicon import Term, parse_lexicon, user_words
from nlp.tokenization.longest import LongestWords
from nlp.tokenization.normalize import Normalized, normalize
from nlp.tokenization.segment import Segmenter, Word, shared_segmenter

__all__ = [
    "LongestWords",
    "Normalized",
    "Segmenter",
    "Term",
    "Word",
    "normalize",
    "parse_lexicon",
    "shared_segmenter",
    "user_words",
]
