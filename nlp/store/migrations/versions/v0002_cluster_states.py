"""What the cluster detector remembers from week to week."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "cluster_states",
        sa.Column("week", sa.String(8), primary_key=True),
        sa.Column("part", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("through", _BIG, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
