"""The tables. What identifies a person or quotes a letter is a sealed column (bytes); all else can be counted on.

Moments are text in ISO 8601, UTC, so that they sort, hash and travel between databases unchanged. The full-text index
``letter_terms`` is not here: it is a virtual table in SQLite and a ``tsvector`` in PostgreSQL (see ``search``).
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    true,
)

__all__ = [
    *("alarms", "analyses", "audit", "audit_head", "batches", "cluster_states", "contacts", "corrections", "counters"),
    *("files", "flag_closings", "flags", "letters", "matter_ledger", "matter_letters", "matters", "meta", "metadata"),
    *("letter_subjects", "purges", "readings", "reviews", "scan_pages", "scans", "subjects", "texts", "vectors"),
]

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

_BIG = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER is SQLite's own row number
_MOMENT = String(32)


def _of_letter(*, key: bool = False) -> Column[int]:
    return Column("letter_id", _BIG, ForeignKey("letters.id"), primary_key=key, autoincrement=False, nullable=False)


meta = Table("meta", metadata, Column("name", String(40), primary_key=True), Column("value", Text, nullable=False))
"""What is true of the whole store: the fingerprint of its key, when it was last purged."""

counters = Table(
    "counters", metadata, Column("name", String(40), primary_key=True), Column("value", _BIG, nullable=False)
)
"""The numbers given out so far; they only grow, and the row is the lock under which letters are registered."""

batches = Table(
    "batches",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("digest", String(64), nullable=False, index=True),
    Column("who", String(100), nullable=False),
    Column("started_at", _MOMENT, nullable=False),
    Column("finished_at", _MOMENT),
    Column("receipt", Text),
)

files = Table(
    "files",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("batch_id", _BIG, ForeignKey("batches.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("again", Integer, nullable=False, server_default="0"),
    Column("done_at", _MOMENT),
    Column("receipt", Text),
    UniqueConstraint("sha256", "name", "again"),
)
"""A file taken in; the same name and content once more is the same file, unless it is taken in ``again``."""

letters = Table(
    "letters",
    metadata,
    Column("id", _BIG, primary_key=True, autoincrement=False),
    Column("number", String(24), nullable=False, unique=True),
    Column("file_id", _BIG, ForeignKey("files.id")),
    Column("item", Text),
    Column("source", Text, nullable=False),
    Column("received", Date, index=True),
    Column("registered_at", _MOMENT, nullable=False),
    Column("channel", String(40), nullable=False, server_default=""),
    Column("text_sha", String(64), nullable=False),
    Column("copy_sha", String(64), index=True),
    Column("copy_of", _BIG, ForeignKey("letters.id")),
    Column("status", String(12), nullable=False, server_default="registered"),
    Column("confidential", Boolean, nullable=False, server_default=true()),
    Column("category", String(40)),
    Column("settled", Boolean, nullable=False, server_default=false()),
    Column("model", String(100)),
    Column("closed_at", _MOMENT),
    Column("purged_at", _MOMENT),
    Column("indexed", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("file_id", "item"),
    Index(None, "received", "confidential", "category", "channel"),
)
"""The register. ``item`` is the reader's id, unique in its file; ``category`` a person's word or else the model's."""

texts = Table(
    "texts", metadata, _of_letter(key=True), Column("title", LargeBinary), Column("body", LargeBinary, nullable=False)
)
contacts = Table("contacts", metadata, _of_letter(key=True), Column("sender", LargeBinary, nullable=False))

scans = Table("scans", metadata, _of_letter(key=True), Column("doubts", LargeBinary, nullable=False))
_page = Column("page", Integer, primary_key=True, autoincrement=False)
scan_pages = Table("scan_pages", metadata, _of_letter(key=True), _page, Column("image", LargeBinary, nullable=False))
"""What a letter was recognized from: the images of its pages, and the characters the recognition is not sure of."""

analyses = Table(
    "analyses",
    metadata,
    _of_letter(key=True),
    Column("model", String(100), primary_key=True),
    Column("made_at", _MOMENT, nullable=False),
    Column("category", String(40), nullable=False),
    Column("probability", Float, nullable=False),
    Column("needs_review", Boolean, nullable=False),
    Column("confidential", Boolean, nullable=False),
    Column("document", LargeBinary, nullable=False),
    Index(None, "model", "needs_review", "probability"),
    Index(None, "letter_id", "model", "probability", "needs_review"),
)

subjects = Table(
    "subjects",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("name", LargeBinary, nullable=False),
    UniqueConstraint("kind", "digest"),
)
"""What letters name, each once: an enterprise, a region. ``digest`` finds a name again, which is sealed."""

letter_subjects = Table(
    "letter_subjects",
    metadata,
    _of_letter(key=True),
    Column("subject_id", _BIG, ForeignKey("subjects.id"), primary_key=True, autoincrement=False, nullable=False),
    Index(None, "subject_id", "letter_id"),
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("letter_id", _BIG, ForeignKey("letters.id"), nullable=False, index=True),
    Column("at", _MOMENT, nullable=False),
    Column("who", String(100), nullable=False),
    Column("field", String(40), nullable=False),
    Column("before", Text),
    Column("after", Text, nullable=False),
    Column("why", LargeBinary, nullable=False),
)

readings = Table(
    "readings",
    metadata,
    _of_letter(key=True),
    Column("who", String(100), primary_key=True),
    Column("at", _MOMENT, nullable=False),
    Column("category", String(40), nullable=False),
    Column("why", LargeBinary, nullable=False),
)
"""What one of two readers made of a letter without seeing the other's answer; it settles nothing by itself."""

flags = Table(
    "flags",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("letter_id", _BIG, ForeignKey("letters.id"), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("raised_at", _MOMENT, nullable=False),
    Column("closed_at", _MOMENT, index=True),
    UniqueConstraint("letter_id", "kind"),
)
flag_closings = Table(
    "flag_closings",
    metadata,
    Column("flag_id", _BIG, ForeignKey("flags.id"), primary_key=True, autoincrement=False),
    Column("who", String(100), primary_key=True),
    Column("at", _MOMENT, nullable=False),
    Column("why", LargeBinary, nullable=False),
)
"""One person's word that a red flag may be closed; it takes the words of two."""

matters = Table(
    "matters",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("born", _MOMENT, nullable=False),
    Column("ended", _MOMENT),
    Column("document", LargeBinary, nullable=False),
)
matter_letters = Table(
    "matter_letters",
    metadata,
    _of_letter(key=True),
    Column("matter_id", String(32), ForeignKey("matters.id"), nullable=False, index=True),
    Column("since", _MOMENT, nullable=False),
    Column("settled", Boolean, nullable=False, server_default=false()),
)
"""Which matter a letter belongs to now; ``settled`` where a person said so and no run may move it."""

matter_ledger = Table(
    "matter_ledger",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("at", _MOMENT, nullable=False),
    Column("week", String(8), nullable=False, index=True),
    Column("kind", String(12), nullable=False),
    Column("matter_id", String(32), ForeignKey("matters.id"), nullable=False, index=True),
    Column("others", Text, nullable=False),
    Column("why", Text, nullable=False),
)

alarms = Table(
    "alarms",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("week", String(8), nullable=False),
    Column("matter_id", String(32), ForeignKey("matters.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("p_value", Float),
    Column("document", LargeBinary, nullable=False),
    Column("verdict", String(12)),
    Column("verdict_by", String(100)),
    Column("verdict_at", _MOMENT),
    UniqueConstraint("week", "matter_id", "kind"),
)
reviews = Table(
    "reviews",
    metadata,
    Column("week", String(8), primary_key=True),
    Column("made_at", _MOMENT, nullable=False),
    Column("document", LargeBinary, nullable=False),
)
cluster_states = Table(
    "cluster_states",
    metadata,
    Column("week", String(8), primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("through", _BIG, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
"""What the cluster detector remembers after a week, in parts; ``through`` is the last letter registered by then."""

vectors = Table(
    "vectors",
    metadata,
    _of_letter(key=True),
    Column("model", String(100), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)
"""What clustering derives from a letter; purged like every derived thing."""

audit = Table(
    "audit",
    metadata,
    Column("line", _BIG, primary_key=True, autoincrement=False),
    Column("at", _MOMENT, nullable=False),
    Column("who", String(100), nullable=False),
    Column("action", String(20), nullable=False),
    Column("subject", String(100), nullable=False),
    Column("details", LargeBinary, nullable=False),
    Column("hash", String(64), nullable=False),
)
audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("line", _BIG, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("seal", String(64), nullable=False),
)

purges = Table(
    "purges",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("at", _MOMENT, nullable=False),
    Column("closed_before", _MOMENT, nullable=False),
    Column("letters", Integer, nullable=False),
    Column("analyses", Integer, nullable=False),
    Column("vectors", Integer, nullable=False),
    Column("indexed", Integer, nullable=False),
)
