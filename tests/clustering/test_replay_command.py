import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from nlp.cli.replay import replay
from tests.clustering.composed import office

app = typer.Typer()
app.command()(replay)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("replay")
    rows = [
        {"id": one.id, "title": one.title, "text": one.text, "received": str(one.received), "sender": one.sender}
        for one in office()
    ]
    source = out / "来信.jsonl"
    source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    result = CliRunner().invoke(app, [str(source), "--out", str(out)])
    assert result.exit_code == 0, result.output
    return out


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_letter_is_assigned(folder: Path) -> None:
    assert {row["id"] for row in lines(folder / "assignments.jsonl")} == {one.id for one in office()}


def test_an_alarm_line_holds_what_the_contract_names(folder: Path) -> None:
    assert lines(folder / "alarms.jsonl")[0].keys() >= {"week", "cluster", "letters", "kind", "p_value", "terms"}


def test_an_alarmed_cluster_is_one_of_the_assigned(folder: Path) -> None:
    assigned = {row["cluster"] for row in lines(folder / "assignments.jsonl")}
    assert {row["cluster"] for row in lines(folder / "alarms.jsonl")} <= assigned


def test_the_ledger_says_week_and_reason(folder: Path) -> None:
    assert all(str(row["week"]).startswith("2024-W") and row["reason"] for row in lines(folder / "ledger.jsonl"))
