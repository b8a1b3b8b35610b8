"""What the classifier sees of a letter: counted character and word n-grams, nothing about its writer."""

from nlp.features.document import Document, read_document
from nlp.features.ngrams import Counted, HashedNgrams
from nlp.features.spans import pieces

__all__ = ["Counted", "Document", "HashedNgrams", "pieces", "read_document"]
