"""A day at the office, by the commands alone."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from inspect import signature
from pathlib import Path

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from nlp.cli.explore import search
from nlp.cli.ingest import ingest
from nlp.cli.sealed import sealed
from nlp.cli.store import audit_app, backup, key, purge, restore, verify
from nlp.errors import LetterError

Run = Callable[..., Result]


@pytest.fixture
def petitions(tmp_path: Path, small_model: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("PETITIONS_STORE", f"sqlite:///{(tmp_path / '来信.db').as_posix()}")
    monkeypatch.setenv("PETITIONS_MODEL", str(small_model))
    monkeypatch.setenv("PETITIONS_COLUMNS", str(tmp_path / "columns.json"))
    app = typer.Typer()
    for command in (ingest, sealed, backup, restore, verify, search, purge, key):
        app.command()(command)
    app.add_typer(audit_app, name="audit")
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "来信.csv"
    path.write_text("编号,正文\n1,红星厂拖欠工资三年，电话13800001234\n2,红星厂停发内退费\n", encoding="utf-8")
    return path


def test_letters_come_in_with_numbers_and_a_receipt(petitions: Run, table: Path) -> None:
    done = petitions("ingest", table, "--user", "安之若")
    assert done.exit_code == 0, done.output
    assert "账目相符" in done.output
    assert all(number in done.output for number in ("-000001 至 ", "-000002，共 2 封"))


def test_a_row_without_text_is_registered_and_named(petitions: Run, table: Path) -> None:
    table.write_text(table.read_text(encoding="utf-8") + "3,\n", encoding="utf-8")
    done = petitions("ingest", table)
    assert done.exit_code == 0
    assert "第 4 行" in done.output
    assert "共 3 封" in done.output


def test_columns_put_right_once_are_taken_by_the_next_ingest(petitions: Run, tmp_path: Path) -> None:
    for month, word in (("一月", "甲"), ("二月", "乙")):
        (tmp_path / f"{month}.csv").write_text(f"件号,甲栏,内容\n1,{word}厂拖欠工资三年,已转办\n", encoding="utf-8")
    assert "已记住" in petitions("ingest", tmp_path / "一月.csv", "--columns", "正文=甲栏").output
    petitions("ingest", tmp_path / "二月.csv")
    assert "甲厂拖欠工资" in (found := petitions("search", "拖欠工资", "--handler").output) and "乙厂拖欠工资" in found


def test_a_sealed_item_has_a_number_a_destination_and_who(petitions: Run) -> None:
    done = petitions("sealed", "--to", "省纪委监委", "--received", "2026-11-16", "--user", "安之若")
    assert done.exit_code == 0, done.output
    assert "-000001（密封件，2026-11-16 收到，转往省纪委监委）" in done.output
    audit = petitions("audit", "list").output
    assert "安之若\tpass_on_unopened" in audit and "省纪委监委" in audit
    assert "库完好" in petitions("verify").output


def test_a_sealed_item_goes_to_the_superior_of_the_rules(
    petitions: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PETITIONS_HOME", str(tmp_path))
    assert "请写收件机关" in petitions("sealed").output
    (tmp_path / "corpora").mkdir()
    rules = tmp_path / "corpora" / "procedure.toml"
    rules.write_text('[office]\nsuperior = "驻委纪检监察组"\n', encoding="utf-8")
    assert "转往驻委纪检监察组" in petitions("sealed").output


@pytest.mark.parametrize(
    ("day", "said"), [("2026-13-01", "日期写法不对"), ("昨天", "日期写法不对"), ("2999-01-01", "还没有到")]
)
def test_a_sealed_item_of_no_possible_day_is_not_registered(petitions: Run, day: str, said: str) -> None:
    done = petitions("sealed", "--to", "市纪委监委", "--received", day)
    assert done.exit_code == 2
    assert said in done.output
    assert "pass_on_unopened" not in petitions("audit", "list").output


def test_there_is_no_way_to_give_a_sealed_item_a_text() -> None:
    assert set(signature(sealed).parameters) == {"who", "to", "received"}


def test_letters_coming_in_say_which_red_flags_were_left_open(
    petitions: Run, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "急.txt").write_text("父亲矽肺三期，厂子破产后药费没人管，已断药三天。", encoding="utf-8")
    assert "未核实" not in petitions("ingest", tmp_path / "急.txt").output
    with closing(sqlite3.connect(tmp_path / "来信.db")) as connection, connection:
        connection.execute("UPDATE flags SET raised_at = '2026-01-01T00:00:00.000000+00:00'")
    assert "红旗超过 24 小时未核实 1 件" in petitions("ingest", table).output
    assert petitions("audit", "list").output.count("程序\tflag_overdue") == 1


def test_nothing_to_read_is_an_error(petitions: Run, tmp_path: Path) -> None:
    assert petitions("ingest", tmp_path / "没有.xlsx").exit_code == 2


def test_a_search_shows_masked_snippets(petitions: Run, table: Path) -> None:
    petitions("ingest", table)
    done = petitions("search", "拖欠", "--user", "柏舟", "--handler")
    assert "红星厂拖欠工资" in done.output
    assert "13800001234" not in done.output


def test_backup_restore_and_verify(
    petitions: Run, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    petitions("ingest", table)
    file = tmp_path / "备份.zip"
    assert petitions("backup", file, "--user", "安之若").exit_code == 0
    assert "备份完好：来信 2 封" in petitions("verify", file).output
    monkeypatch.setenv("PETITIONS_STORE", f"sqlite:///{(tmp_path / '新.db').as_posix()}")
    assert "已恢复：来信 2 封" in petitions("restore", file, "--user", "安之若").output
    assert "库完好" in petitions("verify").output


def test_the_audit_can_be_read_and_checked_against_a_noted_head(petitions: Run, table: Path) -> None:
    petitions("ingest", table, "--user", "安之若")
    head = petitions("audit", "verify").output.rpartition("最后一行：")[2].partition("（")[0]
    petitions("search", "拖欠", "--user", "柏舟")
    assert petitions("audit", "verify", "--head", head).exit_code == 0
    assert petitions("audit", "verify", "--head", f"1:{'0' * 64}").exit_code == 2
    assert "柏舟\tsearch" in petitions("audit", "list").output


def test_a_head_written_wrong_says_how(petitions: Run) -> None:
    assert isinstance(petitions("audit", "verify", "--head", "x").exception, LetterError)


def test_a_store_with_a_key_needs_it(
    petitions: Run, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert petitions("key", tmp_path / "petitions.key").exit_code == 0
    monkeypatch.setenv("PETITIONS_KEY", str(tmp_path / "petitions.key"))
    assert petitions("ingest", table).exit_code == 0
    monkeypatch.delenv("PETITIONS_KEY")
    assert "密钥" in str(petitions("verify").exception)


def test_a_purge_says_what_it_did(petitions: Run, table: Path) -> None:
    petitions("ingest", table)
    assert "0 封来信的派生数据" in petitions("purge", "--days", "0").output


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("UPDATE audit SET who = '苏未迟' WHERE line = 2", "第 2 行被改动过"),
        ("DELETE FROM audit WHERE line = 2", "第 2 行至第 2 行缺失"),
        ("DELETE FROM audit WHERE line > 2", "末尾缺失"),
    ],
    ids=["changed", "missing", "cut"],
)
def test_an_audit_that_was_changed_fails_the_check(
    petitions: Run, table: Path, tmp_path: Path, change: str, fault: str
) -> None:
    petitions("ingest", table, "--user", "安之若")
    petitions("search", "拖欠", "--user", "柏舟")
    with closing(sqlite3.connect(tmp_path / "来信.db")) as connection, connection:
        for action in ("update", "delete"):
            connection.execute(f"DROP TRIGGER keep_audit_{action}")
        connection.execute(change)
    done = petitions("audit", "verify")
    assert (done.exit_code, fault in done.output) == (2, True)
    assert petitions("verify").exit_code == 2


def test_a_changed_letter_fails_the_check(petitions: Run, table: Path, tmp_path: Path) -> None:
    petitions("ingest", table)
    with closing(sqlite3.connect(tmp_path / "来信.db")) as connection, connection:
        connection.execute("UPDATE texts SET body = x'0041' WHERE letter_id = 2")
    done = petitions("verify")
    assert (done.exit_code, "000002：正文与登记时不符" in done.output) == (2, True)
