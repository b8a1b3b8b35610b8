"""What of a letter may be shown to whom."""

from nlp.privacy.masking import mask

__all__ = ["mask"]
