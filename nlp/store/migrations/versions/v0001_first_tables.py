"""The first tables. A step that has been taken anywhere is never edited: later changes are steps of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.String(32)

_GUARDS = {
    ("audit", "UPDATE"): "",
    ("audit", "DELETE"): "",
    ("letters", "DELETE"): "",
    ("letters", "UPDATE"): "NEW.number <> OLD.number OR NEW.id <> OLD.id",
    ("counters", "DELETE"): "",
    ("counters", "UPDATE"): "NEW.value < OLD.value",
}
"""What the database itself refuses, and when: a line of the audit and a registration number stay as they are."""


def _letter() -> "sa.Column[int]":
    link = sa.ForeignKey("letters.id")
    return sa.Column("letter_id", _BIG, link, primary_key=True, autoincrement=False, nullable=False)


def upgrade() -> None:
    """Make every table, the full-text index and the guards."""
    for step in (_numbers, _register, _findings, _flags, _matters, _weeks, _records):
        step()
    if op.get_bind().dialect.name == "postgresql":
        _finish_postgresql()
    else:
        _finish_sqlite()


def _numbers() -> None:
    op.create_table(
        "meta", sa.Column("name", sa.String(40), primary_key=True), sa.Column("value", sa.Text, nullable=False)
    )
    op.create_table(
        "counters", sa.Column("name", sa.String(40), primary_key=True), sa.Column("value", _BIG, nullable=False)
    )
    op.create_table(
        "batches",
        sa.Column("id", _BIG, primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False, index=True),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("finished_at", _MOMENT),
        sa.Column("receipt", sa.Text),
    )
    op.create_table(
        "files",
        sa.Column("id", _BIG, primary_key=True),
        sa.Column("batch_id", _BIG, sa.ForeignKey("batches.id"), nullable=False, index=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("again", sa.Integer, nullable=False, server_default="0"),
        sa.Column("done_at", _MOMENT),
        sa.Column("receipt", sa.Text),
        sa.UniqueConstraint("sha256", "name", "again"),
    )


def _register() -> None:
    op.create_table(
        "letters",
        sa.Column("id", _BIG, primary_key=True, autoincrement=False),
        sa.Column("number", sa.String(24), nullable=False, unique=True),
        sa.Column("file_id", _BIG, sa.ForeignKey("files.id")),
        sa.Column("item", sa.Text),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("received", sa.Date, index=True),
        sa.Column("registered_at", _MOMENT, nullable=False),
        sa.Column("channel", sa.String(40), nullable=False, server_default=""),
        sa.Column("text_sha", sa.String(64), nullable=False),
        sa.Column("copy_sha", sa.String(64), index=True),
        sa.Column("copy_of", _BIG, sa.ForeignKey("letters.id")),
        sa.Column("status", sa.String(12), nullable=False, server_default="registered"),
        sa.Column("confidential", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("category", sa.String(40)),
        sa.Column("settled", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("model", sa.String(100)),
        sa.Column("closed_at", _MOMENT),
        sa.Column("purged_at", _MOMENT),
        sa.Column("indexed", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.UniqueConstraint("file_id", "item"),
    )
    op.create_table(
        "texts", _letter(), sa.Column("title", sa.LargeBinary), sa.Column("body", sa.LargeBinary, nullable=False)
    )
    op.create_table("contacts", _letter(), sa.Column("sender", sa.LargeBinary, nullable=False))


def _findings() -> None:
    op.create_table(
        "analyses",
        _letter(),
        sa.Column("model", sa.String(100), primary_key=True),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("probability", sa.Float, nullable=False),
        sa.Column("needs_review", sa.Boolean, nullable=False),
        sa.Column("confidential", sa.Boolean, nullable=False),
        sa.Column("document", sa.LargeBinary, nullable=False),
        sa.Index("ix_analyses_model_needs_review_probability", "model", "needs_review", "probability"),
    )
    op.create_table(
        "vectors",
        _letter(),
        sa.Column("model", sa.String(100), primary_key=True),
        sa.Column("vector", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "corrections",
        sa.Column("id", _BIG, primary_key=True),
        sa.Column("letter_id", _BIG, sa.ForeignKey("letters.id"), nullable=False, index=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("why", sa.LargeBinary, nullable=False),
    )


def _flags() -> None:
    op.create_table(
        "flags",
        sa.Column("id", _BIG, primary_key=True),
        sa.Column("letter_id", _BIG, sa.ForeignKey("letters.id"), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("raised_at", _MOMENT, nullable=False),
        sa.Column("closed_at", _MOMENT, index=True),
        sa.UniqueConstraint("letter_id", "kind"),
    )
    op.create_table(
        "flag_closings",
        sa.Column("flag_id", _BIG, sa.ForeignKey("flags.id"), primary_key=True, autoincrement=False),
        sa.Column("who", sa.String(100), primary_key=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("why", sa.LargeBinary, nullable=False),
    )


def _matters() -> None:
    op.create_table(
        "matters",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("born", _MOMENT, nullable=False),
        sa.Column("ended", _MOMENT),
        sa.Column("document", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "matter_letters",
        _letter(),
        sa.Column("matter_id", sa.String(32), sa.ForeignKey("matters.id"), nullable=False, index=True),
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("settled", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "matter_ledger",
        sa.Column("id", _BIG, primary_key=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("week", sa.String(8), nullable=False, index=True),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("matter_id", sa.String(32), sa.ForeignKey("matters.id"), nullable=False, index=True),
        sa.Column("others", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
    )


def _weeks() -> None:
    op.create_table(
        "alarms",
        sa.Column("id", _BIG, primary_key=True),
        sa.Column("week", sa.String(8), nullable=False),
        sa.Column("matter_id", sa.String(32), sa.ForeignKey("matters.id"), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("p_value", sa.Float),
        sa.Column("document", sa.LargeBinary, nullable=False),
        sa.Column("verdict", sa.String(12)),
        sa.Column("verdict_by", sa.String(100)),
        sa.Column("verdict_at", _MOMENT),
        sa.UniqueConstraint("week", "matter_id", "kind"),
    )
    op.create_table(
        "reviews",
        sa.Column("week", sa.String(8), primary_key=True),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("document", sa.LargeBinary, nullable=False),
    )


def _records() -> None:
    op.create_table(
        "audit",
        sa.Column("line", _BIG, primary_key=True, autoincrement=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(100), nullable=False),
        sa.Column("details", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("line", _BIG, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
    )
    op.create_table(
        "purges",
        sa.Column("id", _BIG, primary_key=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("closed_before", _MOMENT, nullable=False),
        sa.Column("letters", sa.Integer, nullable=False),
        sa.Column("analyses", sa.Integer, nullable=False),
        sa.Column("vectors", sa.Integer, nullable=False),
        sa.Column("indexed", sa.Integer, nullable=False),
    )


def _finish_sqlite() -> None:
    op.execute(
        "CREATE VIRTUAL TABLE letter_terms USING fts5(terms, content='', detail=none, columnsize=0, tokenize='ascii')"
    )
    op.execute("INSERT INTO letter_terms(letter_terms, rank) VALUES('hashsize', 67108864)")  # fewer, larger segments
    for (table, verb), when in _GUARDS.items():
        condition = f"WHEN {when} " if when else ""
        op.execute(
            f"CREATE TRIGGER keep_{table}_{verb.lower()} BEFORE {verb} ON {table} {condition}"
            f"BEGIN SELECT RAISE(ABORT, 'kept as it is'); END"
        )


def _finish_postgresql() -> None:
    op.execute(
        "CREATE TABLE letter_terms (letter_id BIGINT PRIMARY KEY REFERENCES letters(id), terms TSVECTOR NOT NULL)"
    )
    op.execute("CREATE INDEX ix_letter_terms_terms ON letter_terms USING gin (terms)")
    op.execute(
        "CREATE FUNCTION keep_as_it_is() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'kept as it is'; END $$"
    )
    for (table, verb), when in _GUARDS.items():
        condition = f"WHEN ({when}) " if when else ""
        op.execute(
            f"CREATE TRIGGER keep_{table}_{verb.lower()} BEFORE {verb} ON {table} FOR EACH ROW {condition}"
            f"EXECUTE FUNCTION keep_as_it_is()"
        )
