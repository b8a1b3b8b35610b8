"""The weekly run: letters in, clusters, alarms, and one stored review that the page and the bulletin read."""

from nlp.weekly.alarm_log import AlarmEntry, alarm_entries, detector_record, found_by_staff, judge_alarm
from nlp.weekly.assembling import Office
from nlp.weekly.names import parse_week
from nlp.weekly.review import (
    AlarmNote,
    ClusterCard,
    Detector,
    EnterpriseLine,
    Figure,
    FlagLine,
    Joint,
    Line,
    Review,
    SubtypeLine,
    TermLine,
    list_weeks,
    load_review,
)
from nlp.weekly.run import last_full_week, review_week

__all__ = [
    "AlarmEntry",
    "AlarmNote",
    "ClusterCard",
    "Detector",
    "EnterpriseLine",
    "Figure",
    "FlagLine",
    "Joint",
    "Line",
    "Office",
    "Review",
    "SubtypeLine",
    "TermLine",
    "alarm_entries",
    "detector_record",
    "found_by_staff",
    "judge_alarm",
    "last_full_week",
    "list_weeks",
    "load_review",
    "parse_week",
    "review_week",
]
