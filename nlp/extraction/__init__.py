"""Facts beside the category, each with its place in the original text."""

from nlp.extraction.doubt import IMPLIED
from nlp.extraction.sentences import sentence_of
from nlp.extraction.signals import (
    FINDERS,
    RED_KINDS,
    TITLE,
    add_statements,
    find_signals,
    find_signals_of_many,
    red_flags,
)
from nlp.extraction.subjects import ENTERPRISE, REGION, subjects_of

__all__ = [
    "ENTERPRISE",
    "FINDERS",
    "IMPLIED",
    "RED_KINDS",
    "REGION",
    "TITLE",
    "add_statements",
    "find_signals",
    "find_signals_of_many",
    "red_flags",
    "sentence_of",
    "subjects_of",
]
