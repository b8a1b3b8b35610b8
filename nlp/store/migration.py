"""Bring the tables of a database up to date with Alembic, in the transaction of the caller."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

__all__ = ["NEWEST", "migrate"]

NEWEST = "0005"
"""The revision this program works with; Alembic is loaded only where a database has another."""

_LOCK = 0x5045_5449
"""Any number will do, as long as every process takes the same one."""


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def migrate(connection: Connection) -> None:
    """Make or update the tables; of several processes doing so at once, one does it and the others wait."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    if _revision(connection) == NEWEST:
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
