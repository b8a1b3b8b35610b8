"""A run may end at any moment and by any means; started again, it ends with every letter there exactly once."""

import datetime as dt
import multiprocessing
import os
import random
import shutil
import sqlite3
import subprocess
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import create_engine, event, func, select, text

from nlp import intake, studying
from nlp.errors import StoreError
from nlp.letter import Letter
from nlp.store import Seal, Store, Study, make_study, open_store, register, verify_store
from nlp.store.schema import batches, files, letters
from tests.store import postgresql
from tests.store.conftest import MODEL, Clock, analyse

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a run is killed in a forked process")

LETTERS, KILLS = 300, 20


def _study(seal: Seal, _model: Path, chunk: Sequence[tuple[int, Letter]]) -> list[Study]:
    return [make_study(id_, analyse(letter), MODEL, seal, str.lower) for id_, letter in chunk]


@pytest.fixture(autouse=True)
def quick_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the whole intake, but with a model that costs nothing, and in small steps, so that there are many of them."""
    monkeypatch.setattr(studying, "read_manifest", lambda _model: None)
    monkeypatch.setattr(studying, "model_name", lambda _manifest: MODEL)
    monkeypatch.setattr(studying, "_study", _study)
    monkeypatch.setattr("nlp.store.registration.CHUNK", 20)


def write_table(folder: Path, number: int) -> Path:
    path = folder / f"来信{number}.csv"
    rows = (f"{n},第{number}批第{n}封，三年没发工资,何必问{n}" for n in range(LETTERS))
    path.write_text("编号,正文,来信人\n" + "\n".join(rows) + "\n,,\n", encoding="utf-8")
    return path


def take_in(address: str, *paths: Path) -> None:
    store = open_store(address)
    taken = intake.ingest(store, paths, Path("model"), "安之若", jobs=1)
    assert taken.receipt.adds_up
    store.close()


def started(address: str, *paths: Path) -> BaseProcess:
    process = multiprocessing.get_context("fork").Process(target=take_in, args=(address, *paths))
    process.start()
    return process


def killed(process: BaseProcess, after: float) -> bool:
    """Kill a run after some seconds; tell whether it was still running."""
    process.join(after)
    alive = process.is_alive()
    process.kill()
    process.join()
    return alive


def numbers(address: str) -> dict[tuple[int, str], str]:
    store = open_store(address)
    with store.reading() as connection:
        rows = connection.execute(select(letters.c.file_id, letters.c.item, letters.c.number)).fetchall()
    store.close()
    held = {(row.file_id, row.item): row.number for row in rows}
    assert len(held) == len(rows)
    return held


def check(address: str, tables: int) -> None:
    """Every letter exactly once, analysed, and the books in order."""
    store = open_store(address)
    assert verify_store(store) == []
    with store.reading() as connection:
        counted = select(func.count(), func.count(func.distinct(letters.c.text_sha)), func.count(letters.c.model))
        assert connection.execute(counted).one() == (tables * LETTERS,) * 3
        assert connection.scalar(select(func.count()).select_from(files).where(files.c.done_at.is_(None))) == 0
        assert connection.scalar(select(func.count()).select_from(batches).where(batches.c.finished_at.is_(None))) == 0
    store.close()


def test_killed_at_random_moments_every_letter_is_there_exactly_once(address: str, tmp_path: Path) -> None:
    draw = random.Random(20261116)
    open_store(address).close()
    begin = time.monotonic()
    started(address, write_table(tmp_path, 0)).join()
    usual = time.monotonic() - begin
    tables, kills, before = 1, 0, numbers(address)
    path = write_table(tmp_path, tables)
    while kills < KILLS:
        if killed(started(address, path), draw.uniform(0, usual)):
            kills += 1
        else:
            tables += 1
            path = write_table(tmp_path, tables)
        now = numbers(address)
        assert now.items() >= before.items(), "a number was lost or changed"
        before = now
    take_in(address, path)
    check(address, tables + 1)


def test_two_runs_over_the_same_files_at_once_register_them_once(address: str, tmp_path: Path) -> None:
    open_store(address).close()
    paths = [write_table(tmp_path, number) for number in range(2)]
    runs = [started(address, *paths), started(address, *reversed(paths))]
    for run in runs:
        run.join()
    assert [run.exitcode for run in runs] == [0, 0]
    check(address, 2)


def test_two_runs_over_different_files_at_once_give_every_number_once(address: str, tmp_path: Path) -> None:
    runs = [started(address, write_table(tmp_path, number)) for number in range(2)]  # neither finds any tables yet
    for run in runs:
        run.join()
    assert [run.exitcode for run in runs] == [0, 0]
    check(address, 2)


def test_a_run_after_the_clock_went_back_goes_on_counting(address: str, tmp_path: Path, clock: Clock) -> None:
    store = open_store(address, clock=clock)
    intake.ingest(store, [write_table(tmp_path, 0)], Path("model"), "安之若", jobs=1)
    clock.moment = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    taken = intake.ingest(store, [write_table(tmp_path, 1)], Path("model"), "安之若", jobs=1)
    store.close()
    assert taken.span == (f"2026-{LETTERS + 1:06}", f"2026-{2 * LETTERS:06}")
    check(address, 2)


@pytest.mark.parametrize("new_address", ["sqlite"], indirect=True)
@pytest.mark.parametrize("room", [0, 5, 20, 60])
def test_on_a_full_disk_the_run_says_so_and_goes_on_when_there_is_room(address: str, tmp_path: Path, room: int) -> None:
    path = write_table(tmp_path, 0)
    full = open_store(address)

    def fill(connection: object, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages + room}")

    full.close()
    event.listen(full.engine, "connect", fill)
    with pytest.raises(StoreError, match="磁盘已满"):
        intake.ingest(full, [path], Path("model"), "安之若", jobs=1)
    full.close()
    take_in(address, path)
    check(address, 1)


@contextmanager
def mounted(place: Path, megabytes: int, owner: str | None = None) -> Iterator[Path]:
    """Give a disk of its own that is soon full; mounting one takes a right that not every machine gives its tests."""
    place.mkdir()
    mount = shutil.which("mount")
    command = [mount or "", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)]
    if not mount or subprocess.run(command, capture_output=True, check=False).returncode:
        warnings.warn("不能挂载小磁盘，磁盘写满的检验只做了限制页数的一半", stacklevel=1)
        pytest.skip("no right to mount a small disk")
    try:
        if owner:
            shutil.chown(place, owner)
        yield place
    finally:
        subprocess.run([shutil.which("umount") or "umount", "--lazy", str(place)], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with mounted(tmp_path / "小盘", 4) as place:
        yield place


@pytest.fixture
def small_tablespace(server: str | None) -> Iterator[tuple[Path, str]]:
    """A PostgreSQL database whose tables lie on a disk of their own, and that disk."""
    if server is None:
        pytest.skip("PostgreSQL is not installed")
    engine = create_engine(server.format(name="postgres"), isolation_level="AUTOCOMMIT")
    with TemporaryDirectory(prefix="pg-disk-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # the server runs as another user
        owner = postgresql.LEAST_PRIVILEGED if os.geteuid() == 0 else None
        with mounted(Path(folder, "small"), 40, owner) as place, engine.connect() as connection:
            connection.execute(text(f"CREATE TABLESPACE small LOCATION '{place}'"))
            connection.execute(text("CREATE DATABASE on_a_small_disk TABLESPACE small"))
            yield place, server.format(name="on_a_small_disk")
            connection.execute(text("DROP DATABASE on_a_small_disk WITH (FORCE)"))
            connection.execute(text("DROP TABLESPACE small"))
    engine.dispose()


def test_a_postgresql_disk_that_is_really_full_loses_nothing(
    small_tablespace: tuple[Path, str], tmp_path: Path
) -> None:
    disk, address = small_tablespace
    path = write_table(tmp_path, 0)
    open_store(address).close()
    (disk / "占地").write_bytes(bytes(shutil.disk_usage(disk).free - 200_000))
    with pytest.raises(StoreError, match=r"磁盘已满。请腾出空间后重新运行，已登记的来信都在"):
        take_in(address, path)
    registered = numbers(address)
    assert len(registered) < LETTERS
    (disk / "占地").unlink()
    take_in(address, path)
    assert registered.items() <= numbers(address).items(), "a number was lost or changed"
    check(address, 1)


def test_a_disk_that_is_really_full_loses_nothing(small_disk: Path, tmp_path: Path) -> None:
    address, path = f"sqlite:///{(small_disk / '来信.db').as_posix()}", write_table(tmp_path, 0)
    open_store(address).close()
    (small_disk / "占地").write_bytes(bytes(shutil.disk_usage(small_disk).free - 400_000))
    with pytest.raises(StoreError, match=r"磁盘已满。请腾出空间后重新运行，已登记的来信都在"):
        take_in(address, path)
    registered = numbers_without_writing(small_disk / "来信.db")
    assert registered
    (small_disk / "占地").unlink()
    take_in(address, path)
    assert registered.items() <= numbers(address).items(), "a number was lost or changed"
    check(address, 1)


def numbers_without_writing(database: Path) -> dict[tuple[int, str], str]:
    """Read the register of a full disk, on which nothing can be opened for writing."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        return {(row[0], row[1]): row[2] for row in connection.execute("SELECT file_id, item, number FROM letters")}


@pytest.fixture
def impatient(address: str) -> Iterator[Store]:
    """A store that waits a moment only for another program."""
    store = open_store(address)

    def hurry(connection: object, _record: object) -> None:
        connection.execute("SET lock_timeout = 100" if store.postgresql else "PRAGMA busy_timeout = 100")
        if store.postgresql:
            connection.commit()

    store.close()
    event.listen(store.engine, "connect", hurry)
    yield store
    store.close()


def test_a_locked_database_is_named_and_nothing_is_lost(address: str, impatient: Store, tmp_path: Path) -> None:
    path = write_table(tmp_path, 0)
    other = open_store(address)
    with other.writing() as connection:
        if other.postgresql:
            connection.execute(text("LOCK TABLE counters IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(StoreError, match="正被另一个程序占用"):
            intake.ingest(impatient, [path], Path("model"), "安之若", jobs=1)
    other.close()
    take_in(address, path)
    check(address, 1)


def test_no_error_of_the_database_quotes_a_letter(store: Store) -> None:
    with pytest.raises(StoreError) as caught, store.writing() as connection:
        connection.execute(
            letters.insert().values(id=1, number="1", source="绝密的内容", text_sha=None, registered_at="x")
        )
    assert "绝密" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_an_abandoned_runs_letters_are_analysed_by_the_next(address: str, tmp_path: Path) -> None:
    store = open_store(address)
    register(store, [Letter("贴进来的一封")])
    taken = intake.ingest(store, [write_table(tmp_path, 0)], Path("model"), "安之若", jobs=1)
    store.close()
    assert taken.analysed == LETTERS + 1
