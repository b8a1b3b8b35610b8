"""``petitions replay``: dated letters through the cluster detector, week by week, as it would have happened."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from nlp.cli.common import Inputs, progress, say

__all__ = ["replay"]


def replay(
    inputs: Inputs,
    out: Annotated[Path, typer.Option("--out", help="结果文件夹。")],
    false_alarms: Annotated[
        float, typer.Option("--false-alarms", min=0.01, help="每周能接受几次误报；调大只会多报。")
    ] = 1.0,
) -> None:
    """把过去的来信按周重放一遍：哪些信讲同一件事，当时会在哪一周提示。

    例：`petitions replay 历年来信.jsonl --out 回放`

    写出 assignments.jsonl（每封信属于哪一簇）、alarms.jsonl（提示）、ledger.jsonl（簇的产生、合并、分开、关闭及原因）和
    state.bin（可接着往下走的状态）。没有来信日期的信不参加，会说明有多少封。
    """
    from nlp.reading import read_letters
    from nlp.receipt import Receipt
    from nlp.replay import Record, weeks_of
    from nlp.replay import replay as run

    receipt, record = Receipt(), Record()
    letters = list(read_letters(inputs, receipt))
    weeks = len(weeks_of(letters))
    for review in progress(run(letters, false_alarms), weeks, "回放"):
        record.add(review)
    clusters = record.clusters()
    out.mkdir(parents=True, exist_ok=True)
    _write(out / "assignments.jsonl", ({"id": letter.id, "cluster": clusters.get(letter.id)} for letter in letters))
    _write(out / "alarms.jsonl", record.alarms)
    _write(out / "ledger.jsonl", record.changes)
    if record.last:
        (out / "state.bin").write_bytes(record.last.state.to_bytes())
    for line in receipt.lines():
        say(line)
    if undated := len(letters) - len(clusters):
        say(f"{undated} 封没有来信日期，未参加回放。")
    typer.echo(f"结果：{out}（{weeks} 周，{len(clusters)} 封，提示 {len(record.alarms)} 次）")
    raise typer.Exit(2 if not clusters else 0 if receipt.complete and not undated else 1)


def _write(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
