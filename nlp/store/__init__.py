"""The store: every letter that came in, once, with its number; what was found, decided and seen; nothing lost.

>>> from nlp.letter import Letter
>>> from datetime import UTC, datetime
>>> store = open_store("sqlite://", clock=lambda: datetime(2026, 11, 16, 9, 0, tzinfo=UTC))
>>> [arrival.number for arrival in register(store, [Letter("三年没发工资"), Letter("")])]
['2026-000001', '2026-000002']
>>> verify_store(store)
[]
"""

from nlp.store.audit import Head, Line, audit_lines, head_of, note_export, record, verify_audit
from nlp.store.backup import BackupManifest, back_up, check_backup, restore
from nlp.store.batches import (
    Batch,
    BatchFile,
    SourceFile,
    close_batch,
    close_file,
    fingerprint,
    open_batch,
    open_file,
)
from nlp.store.connection import Store, open_store, shown_time
from nlp.store.decisions import close_flag, close_letter, correct
from nlp.store.left_open import LeftOpen, escalate, flags_left_open, hours_ago
from nlp.store.matters import (
    Alarm,
    Event,
    KeptAlarm,
    Matter,
    Week,
    kept_alarms,
    load_review,
    memberships,
    move_letter,
    review_weeks,
    save_week,
    set_verdict,
)
from nlp.store.readings import Reading, read_twice, readings_of
from nlp.store.registration import CHUNK, Registered, register, register_all, register_unopened
from nlp.store.remembered import Remembered, recall, remember
from nlp.store.retention import DAYS, purge, purge_if_due
from nlp.store.scans import KeptScan, keep_scans, unmask_scan
from nlp.store.seal import Seal, load_key, make_key
from nlp.store.search import Found, search
from nlp.store.studies import (
    Study,
    count_pending,
    latest_analysis,
    make_study,
    pending,
    read_analyses,
    read_documents,
    save_studies,
)
from nlp.store.subjects import Subject, letters_naming, subject_names
from nlp.store.verification import verify_store
from nlp.store.viewing import Reader, find, ids_in_parts, open_letters, unmask, view

__all__ = [
    "CHUNK",
    "DAYS",
    "Alarm",
    "BackupManifest",
    "Batch",
    "BatchFile",
    "Event",
    "Found",
    "Head",
    "KeptAlarm",
    "KeptScan",
    "LeftOpen",
    "Line",
    "Matter",
    "Reader",
    "Reading",
    "Registered",
    "Remembered",
    "Seal",
    "SourceFile",
    "Store",
    "Study",
    "Subject",
    "Week",
    "audit_lines",
    "back_up",
    "check_backup",
    "close_batch",
    "close_file",
    "close_flag",
    "close_letter",
    "correct",
    "count_pending",
    "escalate",
    "find",
    "fingerprint",
    "flags_left_open",
    "head_of",
    "hours_ago",
    "ids_in_parts",
    "keep_scans",
    "kept_alarms",
    "latest_analysis",
    "letters_naming",
    "load_key",
    "load_review",
    "make_key",
    "make_study",
    "memberships",
    "move_letter",
    "note_export",
    "open_batch",
    "open_file",
    "open_letters",
    "open_store",
    "pending",
    "purge",
    "purge_if_due",
    "read_analyses",
    "read_documents",
    "read_twice",
    "readings_of",
    "recall",
    "record",
    "register",
    "register_all",
    "register_unopened",
    "remember",
    "restore",
    "review_weeks",
    "save_studies",
    "save_week",
    "search",
    "set_verdict",
    "shown_time",
    "subject_names",
    "unmask",
    "unmask_scan",
    "verify_audit",
    "verify_store",
    "view",
]
