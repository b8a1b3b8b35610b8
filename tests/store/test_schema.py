import os
import stat
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

import nlp.store.migrations
from nlp.errors import StoreError
from nlp.settings import Settings
from nlp.store import Store, load_key, make_key, open_store
from nlp.store.migration import NEWEST
from nlp.store.schema import metadata

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="file modes are POSIX")


def _ours(_object: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
    return kind != "table" or not (name or "").startswith("letter_terms")


def test_the_steps_lead_to_the_tables_the_program_works_with(store: Store) -> None:
    with store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _ours})
        assert compare_metadata(context, metadata) == []


def test_the_newest_step_is_the_one_the_program_knows() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(nlp.store.migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_current_head() == NEWEST


def test_opening_a_store_again_changes_nothing(address: str) -> None:
    for _ in range(2):
        open_store(address).close()


def test_by_default_the_store_is_a_file_in_the_users_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "WIN_PD_OVERRIDE_LOCAL_APPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.delenv("PETITIONS_STORE", raising=False)
    if sys.platform == "darwin":
        monkeypatch.setenv("HOME", str(tmp_path))
    address = Settings.from_environment().store
    assert address.startswith("sqlite:///")
    assert tmp_path in Path(address.removeprefix("sqlite:///")).parents


def test_sqlite_writes_ahead_and_syncs_every_commit(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{(tmp_path / '来信.db').as_posix()}")
    with store.reading() as connection:
        said = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous")]
    store.close()
    assert said == ["wal", 2]


@posix_only
def test_the_database_file_is_for_its_owner_only(tmp_path: Path) -> None:
    umask = os.umask(0)
    try:
        store = open_store(f"sqlite:///{tmp_path / '库' / '来信.db'}")
        with store.writing():
            modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "库").iterdir()}
    finally:
        os.umask(umask)
    store.close()
    assert modes == {0o600}


@pytest.mark.parametrize("address", ["来信.db", "mysql://localhost/x", "oracel://", "sqlite:////proc/来信.db"])
def test_an_address_that_cannot_be_used_says_so(address: str) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(address)
    assert str(caught.value).startswith("数据库")


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "来信.db").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match="损坏"):
        open_store(f"sqlite:///{tmp_path / '来信.db'}")


@posix_only
def test_a_key_file_is_for_its_owner_only_and_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "petitions.key"
    make_key(path)
    assert (stat.S_IMODE(path.stat().st_mode), len(load_key(path))) == (0o600, 32)
    with pytest.raises(StoreError, match="已经存在"):
        make_key(path)


@pytest.mark.parametrize("content", [b"", b"c2hvcnQ=", b"\xff\xfe"])
def test_what_is_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "petitions.key").write_bytes(content)
    with pytest.raises(StoreError, match="不是密钥文件"):
        load_key(tmp_path / "petitions.key")


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="密钥文件读不了"):
        load_key(tmp_path / "petitions.key")
