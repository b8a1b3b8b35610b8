"""Open the store: SQLite in a file of its own, or PostgreSQL by its address; both behind one handle.

No message of the database driver is passed on: it may quote what it could not store.
"""

import datetime as dt
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, create_engine, event, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from nlp.errors import StoreError
from nlp.store.migration import migrate
from nlp.store.schema import meta
from nlp.store.seal import Seal

__all__ = ["Store", "hold", "open_store", "shown_time"]

_BUSY_SECONDS = 60
_PRIVATE = 0o600
_KEY = "key"
_CAUSES = (
    (("database is locked", "database table is locked", "lock timeout"), "正被另一个程序占用", "请稍后再试"),
    (("disk is full", "no space left"), "磁盘已满", "请腾出空间后重新运行，已登记的来信都在"),
    (("readonly database", "read-only"), "不能写入", "请核对文件夹和文件的权限"),
    (("unable to open", "could not connect", "connection failed", "connection refused"), "打不开", "请核对地址和权限"),
    (("malformed", "not a database"), "数据库文件已损坏", "请保留原文件，用 petitions restore 从备份恢复"),
)
_UNKNOWN = "请保留现场，用 petitions verify 检查"


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True)
class Store:
    """An open store: the database, the seal, how text is folded for search, and the clock.

    ``reading`` sees one consistent state; ``writing`` is one transaction: all of it is kept, or none.
    """

    engine: Engine
    seal: Seal
    fold: Callable[[str], str] = str.lower
    clock: Callable[[], dt.datetime] = _now

    @property
    def postgresql(self) -> bool:
        """Whether this is PostgreSQL; otherwise it is SQLite."""
        return self.engine.dialect.name == "postgresql"

    def now(self) -> str:
        """Give the moment as it is stored: ISO 8601, UTC, microseconds."""
        return self.ago(dt.timedelta())

    def ago(self, span: dt.timedelta) -> str:
        """Give the moment so long before now, as ``now`` gives it."""
        return (self.clock() - span).astimezone(dt.UTC).isoformat(timespec="microseconds")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read one consistent state of the store."""
        with _translated(self.engine), self.engine.connect() as plain:
            connection = plain.execution_options(isolation_level="REPEATABLE READ") if self.postgresql else plain
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Write in one transaction; whatever is raised inside undoes it."""
        with (
            _translated(self.engine),
            self.engine.connect().execution_options(writing=True) as connection,
            connection.begin(),
        ):
            yield connection

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()


def shown_time(at: str) -> str:
    """Give a moment as it is stored as this computer's clock shows it: ``2026-11-16 17:00:00``.

    >>> shown_time("2026-11-16T09:00:00.000000+00:00")[:8]
    '2026-11-'
    """
    return f"{dt.datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M:%S}"


def hold(connection: Connection, table: Table) -> None:
    """Let no other transaction write to a table until this one ends; SQLite has one writer as it is."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"LOCK TABLE {table.name} IN SHARE ROW EXCLUSIVE MODE"))


@contextmanager
def _translated(engine: Engine) -> Iterator[None]:
    """Turn the driver's errors into our own, which say what to do and quote nothing."""
    try:
        yield
    except DBAPIError as error:
        where = _shown(engine.url)
        said = str(error.orig).lower()
        for signs, problem, remedy in _CAUSES:
            if any(sign in said for sign in signs):
                raise StoreError(where, problem, remedy) from None
        raise StoreError(where, f"数据库出错（{type(error.orig).__name__}）", _UNKNOWN) from None


def _shown(url: URL) -> str:
    return (
        f"数据库 {Path(url.database).name if url.database and url.drivername == 'sqlite' else url.host or ''}".strip()
    )


def open_store(
    address: str,
    key: bytes | None = None,
    *,
    fold: Callable[[str], str] = str.lower,
    clock: Callable[[], dt.datetime] = _now,
) -> Store:
    """Open the store at a database address, making it or bringing it up to date where needed.

    ``fold`` brings text to the form in which it is searched. A store made with a key opens with that key only.
    Raises ``StoreError`` when the address is wrong, nothing answers there, or the key is another.

    >>> open_store("sqlite://").now()[:2]
    '20'
    """
    try:
        url = make_url(address)
        if url.drivername == "sqlite" and url.database:
            _make_private_file(Path(url.database))
        engine = create_engine(url, hide_parameters=True, pool_pre_ping=url.drivername != "sqlite")
    except (ArgumentError, NoSuchModuleError):
        raise StoreError(
            "数据库地址", "写法不对", "例：sqlite:////数据/来信.db 或 postgresql+psycopg://用户@主机/库名"
        ) from None
    except ModuleNotFoundError:
        raise StoreError("数据库", "没有安装 PostgreSQL 的驱动", "请安装 petition-letters[postgres]") from None
    if url.drivername == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    store = Store(engine, Seal(key), fold, clock)
    with store.writing() as connection:
        migrate(connection)
        _check_key(store, connection)
    return store


def _make_private_file(path: Path) -> None:
    """Make the file before SQLite does, readable by its owner alone; its journal takes the same rights."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, _PRIVATE))
    except OSError as error:
        raise StoreError(f"数据库 {path.name}", f"打不开（{error.strerror}）", "请核对路径和权限") from None


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """Hand transactions over to us, and keep what was committed even if the power goes."""
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={_BUSY_SECONDS * 1000}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "temp_store=MEMORY",
        "cache_size=-65536",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once: a transaction that reads first and writes later could be refused halfway."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writing") else "BEGIN")


def _check_key(store: Store, connection: Connection) -> None:
    """Note the key's fingerprint in a new store; refuse another key for an old one."""
    known = connection.scalar(select(meta.c.value).where(meta.c.name == _KEY))
    if known is None:
        connection.execute(meta.insert().values(name=_KEY, value=store.seal.fingerprint))
    elif known != store.seal.fingerprint:
        problem = "库是加密的，密钥不对或没有给出" if known else "库没有加密，却给了密钥"
        raise StoreError(_shown(store.engine.url), problem, "请核对 PETITIONS_KEY；是否加密在建库时就定了")
