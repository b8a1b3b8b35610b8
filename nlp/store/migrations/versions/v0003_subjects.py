"""What letters name (enterprises, regions), to be counted without opening a letter; and what lists are sorted by."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables and the indexes."""
    op.create_table(
        "subjects",
        sa.Column("id", _BIG, primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("name", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("kind", "digest", name="uq_subjects_kind_digest"),
    )
    letter, subject = sa.ForeignKey("letters.id"), sa.ForeignKey("subjects.id")
    op.create_table(
        "letter_subjects",
        sa.Column("letter_id", _BIG, letter, primary_key=True, autoincrement=False, nullable=False),
        sa.Column("subject_id", _BIG, subject, primary_key=True, autoincrement=False, nullable=False),
        sa.Index("ix_letter_subjects_subject_id_letter_id", "subject_id", "letter_id"),
    )
    counted = ["received", "confidential", "category", "channel"]
    op.create_index("ix_letters_received_confidential_category_channel", "letters", counted)
    op.create_index(
        "ix_analyses_letter_id_model_probability_needs_review",
        "analyses",
        ["letter_id", "model", "probability", "needs_review"],
    )
