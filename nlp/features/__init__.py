"""What the classifier sees of a letter: counted character and word n-grams, nothing about its writer."""

from nlp.features.document import Document, read_document
from nlp.features.ngrams import HashedNgrams, Occurrences

__all__ = ["Document", "HashedNgrams", "Occurrences", "read_document"]
