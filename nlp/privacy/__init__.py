"""What of a letter may be shown to whom."""

from nlp.privacy.accused import accused_units, accuses_any, accuses_office, refuse_accused
from nlp.privacy.confidentiality import Role, View, view_of, visible_views
from nlp.privacy.masking import PLACEHOLDER, PersonalSpan, mask, neutralize, personal_spans
from nlp.privacy.sealed import SEALED_CHANNEL, SealedItem, register_sealed
from nlp.privacy.suppression import TOTAL, SafeTable, hide_small

__all__ = [
    "PLACEHOLDER",
    "SEALED_CHANNEL",
    "TOTAL",
    "PersonalSpan",
    "Role",
    "SafeTable",
    "SealedItem",
    "View",
    "accused_units",
    "accuses_any",
    "accuses_office",
    "hide_small",
    "mask",
    "neutralize",
    "personal_spans",
    "refuse_accused",
    "register_sealed",
    "view_of",
    "visible_views",
]
