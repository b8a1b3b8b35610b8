import stat
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from nlp.errors import StoreError
from nlp.letter import Letter
from nlp.receipt import Receipt
from nlp.store import (
    Reader,
    Store,
    audit_lines,
    back_up,
    check_backup,
    close_batch,
    close_file,
    correct,
    open_batch,
    open_file,
    open_store,
    register,
    register_all,
    restore,
    search,
    verify_store,
)
from nlp.store.batches import SourceFile
from nlp.store.schema import metadata
from tests.store.conftest import Address, Clock, analyse_all, mask

CLERK = Reader("安之若", confidential=True)


@pytest.fixture
def filled(keyed_store: Store) -> Store:
    receipt = Receipt()
    receipt.open_file("来信.csv")
    source = SourceFile("来信.csv", "0" * 64)
    batch = open_batch(keyed_store, [source], "安之若")
    file = open_file(keyed_store, batch, source)
    arrivals = [Letter(f"内退费停发 {n % 3}", id=f"{n}", sender="何必问", title="\ud800") for n in range(5)]
    for _ in arrivals:
        receipt.take_row()
        receipt.count_letter()
    receipt.close_file()
    list(register_all(keyed_store, arrivals, file_id=file.id))
    close_file(keyed_store, file, receipt)
    close_batch(keyed_store, batch, receipt, "安之若")
    analyse_all(keyed_store)
    correct(keyed_store, "2026-000002", CLERK, "category", "policy", "说的是标准")
    return keyed_store


@pytest.fixture
def another(new_address: Address, key: bytes | None, clock: Clock) -> Iterator[Store]:
    opened = open_store(new_address(), key, clock=clock)
    yield opened
    opened.close()


def content(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Everything in every table but the audit, which notes the restore itself."""
    with store.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
            if not table.name.startswith("audit")
        }


def test_a_restored_store_holds_the_same(filled: Store, another: Store, tmp_path: Path) -> None:
    back_up(filled, tmp_path / "备份.zip", "安之若")
    restore(another, tmp_path / "备份.zip", "安之若")
    assert content(another) == content(filled)
    assert verify_store(another) == []
    assert [line.action for line in audit_lines(another)][-2:] == ["backup", "restore"]


def test_a_restored_store_goes_on(filled: Store, another: Store, tmp_path: Path) -> None:
    back_up(filled, tmp_path / "备份.zip", "安之若")
    restore(another, tmp_path / "备份.zip", "安之若")
    assert register(another, [Letter("新来的")])[0].number == "2026-000006"
    open_batch(another, [SourceFile("新.csv", "1" * 64)], "安之若")
    correct(another, "2026-000001", CLERK, "category", "policy", "说的是标准")
    assert len(search(another, "内退费", CLERK, mask)) == 5
    assert verify_store(another) == []


def test_a_backup_moves_from_one_kind_of_database_to_the_other(
    filled: Store, server: str | None, tmp_path: Path, key: bytes | None
) -> None:
    back_up(filled, tmp_path / "备份.zip", "安之若")
    if filled.postgresql or server is None:
        other = open_store(f"sqlite:///{(tmp_path / '另.db').as_posix()}", key)
    else:
        from tests.store.conftest import _empty_database

        other = open_store(_empty_database(server, "moved"), key)
    restore(other, tmp_path / "备份.zip", "安之若")
    assert content(other) == content(filled)
    assert verify_store(other) == []
    other.close()


def test_a_backup_says_what_is_in_it(filled: Store, tmp_path: Path) -> None:
    made = back_up(filled, tmp_path / "备份.zip", "安之若")
    assert check_backup(tmp_path / "备份.zip") == made
    assert made.tables["letters"].rows == 5


def _without_last_line(lines: bytes) -> bytes:
    return b"".join(lines.splitlines(keepends=True)[:-1])


@pytest.mark.parametrize(
    "spoil",
    [_without_last_line, lambda lines: lines.replace(b"2026-000003", b"2026-000009"), lambda _: None],
    ids=["shortened", "changed", "left out"],
)
def test_a_spoilt_backup_is_refused(
    filled: Store, another: Store, tmp_path: Path, spoil: Callable[[bytes], bytes | None]
) -> None:
    whole, spoilt = tmp_path / "备份.zip", tmp_path / "坏.zip"
    back_up(filled, whole, "安之若")
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(spoilt, "w") as target:
        for name in source.namelist():
            lines = source.read(name)
            changed = spoil(lines) if name == "letters.jsonl" else lines
            if changed is not None:
                target.writestr(name, changed)
    with pytest.raises(StoreError, match="letters 表"):
        restore(another, spoilt, "安之若")
    assert content(another)["letters"] == []


@pytest.mark.parametrize("size", [0, 100, -40])
def test_a_truncated_backup_is_refused(filled: Store, tmp_path: Path, size: int) -> None:
    whole = tmp_path / "备份.zip"
    back_up(filled, whole, "安之若")
    whole.write_bytes(whole.read_bytes()[:size])
    with pytest.raises(StoreError, match="换一份备份"):
        check_backup(whole)


def test_a_missing_backup_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="找不到备份文件"):
        check_backup(tmp_path / "没有.zip")


def test_a_store_with_letters_is_never_written_over(filled: Store, tmp_path: Path) -> None:
    back_up(filled, tmp_path / "备份.zip", "安之若")
    with pytest.raises(StoreError, match="不是空的"):
        restore(filled, tmp_path / "备份.zip", "安之若")


def test_a_backup_restores_under_its_own_key_only(filled: Store, new_address: Address, tmp_path: Path) -> None:
    back_up(filled, tmp_path / "备份.zip", "安之若")
    other = open_store(new_address(), b"k" * 32)
    with pytest.raises(StoreError, match="密钥"):
        restore(other, tmp_path / "备份.zip", "安之若")
    other.close()


@pytest.mark.skipif(sys.platform == "win32", reason="file modes are POSIX")
def test_a_backup_is_for_its_owner_only(filled: Store, tmp_path: Path) -> None:
    back_up(filled, tmp_path / "备份.zip", "安之若")
    assert stat.S_IMODE((tmp_path / "备份.zip").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_a_backup_that_cannot_be_written_says_so(filled: Store, tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("")
    with pytest.raises(StoreError, match="备份写不了"):
        back_up(filled, tmp_path / "文件" / "备份.zip", "安之若")
