"""What scanned letters were recognized from: the images of their pages, and the characters in doubt."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _letter() -> "sa.Column[int]":
    link = sa.ForeignKey("letters.id")
    return sa.Column("letter_id", _BIG, link, primary_key=True, autoincrement=False, nullable=False)


def upgrade() -> None:
    """Make the tables."""
    op.create_table("scans", _letter(), sa.Column("doubts", sa.LargeBinary, nullable=False))
    op.create_table(
        "scan_pages",
        _letter(),
        sa.Column("page", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("image", sa.LargeBinary, nullable=False),
    )
