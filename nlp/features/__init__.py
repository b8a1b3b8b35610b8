"""What the classifier sees of a letter: counted character and word n-grams, nothing about its writer."""

from nlp.features.document import Document, read_document, read_documents
from nlp.features.ngrams import Counted, HashedNgrams

__all__ = ["Counted", "Document", "HashedNgrams", "read_document", "read_documents"]
