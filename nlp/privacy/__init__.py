"""What of a letter may be shown to whom.

What is registered unopened is in ``nlp.privacy.sealed``, by itself: it needs the store, which reading does not.
"""

from nlp.privacy.accused import accused_units, accuses_any, accuses_office, refuse_accused
from nlp.privacy.confidentiality import Role, View, view_of, visible_views
from nlp.privacy.masking import (
    PLACEHOLDER,
    PersonalSpan,
    mask,
    mask_many,
    mask_neutral,
    neutralize,
    neutralize_many,
    personal_spans,
)
from nlp.privacy.suppression import TOTAL, SafeTable, hide_small

__all__ = [
    "PLACEHOLDER",
    "TOTAL",
    "PersonalSpan",
    "Role",
    "SafeTable",
    "View",
    "accused_units",
    "accuses_any",
    "accuses_office",
    "hide_small",
    "mask",
    "mask_many",
    "mask_neutral",
    "neutralize",
    "neutralize_many",
    "personal_spans",
    "refuse_accused",
    "view_of",
    "visible_views",
]
