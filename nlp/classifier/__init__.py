"""The classifier: a category for every letter, how sure it is, what else is in it, and why."""

from nlp.classifier.model import LetterClassifier
from nlp.classifier.review import ReviewRules, review_reason

__all__ = ["LetterClassifier", "ReviewRules", "review_reason"]
