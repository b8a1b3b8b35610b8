"""The classifier: a category for every letter, how sure it is, what else is in it, and why."""

from nlp.classifier.accusations import AccusationOdds, accusation_clues
from nlp.classifier.model import Findings, LetterClassifier
from nlp.classifier.review import ReviewRules, review_reason, secondary_categories
from nlp.classifier.sentences import Mark
from nlp.classifier.statements import STATED, Stated

__all__ = [
    "STATED",
    "AccusationOdds",
    "Findings",
    "LetterClassifier",
    "Mark",
    "ReviewRules",
    "Stated",
    "accusation_clues",
    "review_reason",
    "secondary_categories",
]
