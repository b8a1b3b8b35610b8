"""A new model from the corpus and what people corrected: trained beside the old one, compared, then for a person."""

from nlp.renewal.child import Progress, follow, start
from nlp.renewal.comparing import Checked, compare_trials, verdict_of
from nlp.renewal.retraining import STEPS, retrain
from nlp.renewal.versions import Deed, Renewal, Version, deeds, promote, refuse, version_folder, versions

__all__ = [
    "STEPS",
    "Checked",
    "Deed",
    "Progress",
    "Renewal",
    "Version",
    "compare_trials",
    "deeds",
    "follow",
    "promote",
    "refuse",
    "retrain",
    "start",
    "verdict_of",
    "version_folder",
    "versions",
]
