"""Facts beside the category, each with its place in the original text."""

from nlp.extraction.sentences import sentence_of
from nlp.extraction.signals import FINDERS, RED_KINDS, TITLE, find_signals

__all__ = ["FINDERS", "RED_KINDS", "TITLE", "find_signals", "sentence_of"]
