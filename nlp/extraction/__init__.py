"""Facts beside the category, each with its place in the original text."""

from nlp.extraction.due import notice_due
from nlp.extraction.signals import find_signals

__all__ = ["find_signals", "notice_due"]
