"""What each of two readers made of a letter."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    link = sa.ForeignKey("letters.id")
    op.create_table(
        "readings",
        sa.Column("letter_id", _BIG, link, primary_key=True, autoincrement=False, nullable=False),
        sa.Column("who", sa.String(100), primary_key=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("why", sa.LargeBinary, nullable=False),
    )
