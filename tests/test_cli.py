import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from nlp.corpus import LabelledLetter
from nlp.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
KEYS = [
    *("id", "category", "subtype", "probability", "probabilities", "secondary", "needs_review", "review_reason"),
    *("confidential", "evidence", "signals", "demands", "due", "masked_text"),
]


def petitions(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nlp", *map(str, arguments)]
    env = {**os.environ, "PYTHONUTF8": "1", "COLUMNS": "100", **environment}
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, env=env)


def test_help_names_every_command_and_teaches() -> None:
    done = petitions("--help")
    assert done.returncode == 0
    assert all(name in done.stdout for name in ("classify", "train", "evaluate", "serve", "doctor"))
    assert "例" in petitions("classify", "--help").stdout


def test_the_samples_become_an_excel_file_and_a_receipt(tmp_path: Path, settings: Settings) -> None:
    out = tmp_path / "新文件夹" / "结果.xlsx"
    done = petitions("classify", settings.samples, "-o", out)
    assert done.returncode == 1, done.stderr  # two rows of the samples hold no letter
    assert str(out) in done.stdout
    assert "账目相符" in done.stdout
    assert "研判" in done.stderr
    sheet = load_workbook(out).worksheets[0]
    receipt = json.loads(out.with_name("结果.xlsx.receipt.json").read_text(encoding="utf-8"))
    assert sheet.max_row - 1 == receipt["letters"] == 18
    assert receipt["adds_up"]
    assert sheet.freeze_panes


def test_a_jsonl_line_is_as_the_contract_says(tmp_path: Path, write_jsonl: Callable[..., Path]) -> None:
    text = "内退费从去年9月停发至今，请补发，电话13800001234。"
    letters = write_jsonl({"id": "1", "text": text, "received": "2026-11-16"})
    out = tmp_path / "out.jsonl"
    assert petitions("classify", letters, "-o", out).returncode == 0
    (line,) = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert list(line) == KEYS
    assert line["category"] in line["probabilities"]
    assert sum(line["probabilities"].values()) == pytest.approx(1, abs=1e-4)
    assert all(text[e["start"] : e["end"]] == e["text"] for e in line["evidence"])
    assert set(line["evidence"][0]) == {"start", "end", "text", "category", "weight"}
    assert line["due"] == [{"what": "书面告知", "date": "2026-12-01", "article": "《信访工作条例》第二十三条"}]
    assert "13800001234" not in line["masked_text"]


def test_a_bad_row_stops_nothing_and_is_named(tmp_path: Path, write_jsonl: Callable[..., Path]) -> None:
    letters = write_jsonl({"id": "1", "text": "拖欠工资"}, {"id": "2"}, {"id": "3", "text": "拖欠社保"})
    done = petitions("classify", letters, "-o", tmp_path / "out.csv")
    assert done.returncode == 1
    assert "第 2 行" in done.stdout
    content = (tmp_path / "out.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert len(content.decode("utf-8-sig").strip().splitlines()) == 3


def test_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    done = petitions("classify", tmp_path / "none.xlsx", "-o", tmp_path / "out.xlsx")
    assert done.returncode == 2
    assert "none.xlsx" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_model_says_what_to_do(tmp_path: Path, settings: Settings) -> None:
    done = petitions("classify", settings.samples, "-o", tmp_path / "out.xlsx", "--model", tmp_path)
    assert done.returncode == 2
    assert "petitions train" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_result_format_is_refused_before_any_work(tmp_path: Path, settings: Settings) -> None:
    done = petitions("classify", settings.samples, "-o", tmp_path / "out.doc")
    assert done.returncode == 2
    assert "研判" not in done.stderr


def test_no_letter_text_reaches_the_terminal(tmp_path: Path, settings: Settings) -> None:
    done = petitions("classify", settings.samples, "-o", tmp_path / "out.xlsx")
    for words in ("烧烤", "矽肺", "小舅子", "废铁", "集资盖楼"):
        assert words not in done.stdout + done.stderr


def test_train_then_evaluate(
    tmp_path: Path, some_letters: list[LabelledLetter], write_jsonl: Callable[..., Path]
) -> None:
    letters = write_jsonl(*(x.model_dump(exclude_none=True) for x in some_letters))
    done = petitions("train", "--letters", letters, "--out", tmp_path / "model")
    assert done.returncode == 0, done.stderr
    card = (tmp_path / "model" / "README.md").read_text(encoding="utf-8")
    assert "请勿手改" in card
    assert "检举控告" in card
    figures = petitions("evaluate", "--model", tmp_path / "model", "--letters", letters, "--json")
    assert json.loads(figures.stdout)["accuracy"] > 0.8
    assert "改制政策" in petitions("evaluate", "--model", tmp_path / "model", "--letters", letters).stdout


def test_too_few_letters_of_a_category_are_refused(tmp_path: Path, write_jsonl: Callable[..., Path]) -> None:
    letters = write_jsonl({"id": "1", "text": "拖欠工资", "label": "policy"})
    done = petitions("train", "--letters", letters, "--out", tmp_path / "model")
    assert done.returncode == 2
    assert "请补充" in done.stderr
    assert not (tmp_path / "model").exists()


def test_doctor_finds_the_model_well(settings: Settings) -> None:
    done = petitions("doctor")
    assert done.returncode == 0, done.stdout
    assert "清单与文件相符" in done.stdout


def test_doctor_says_what_is_wrong(tmp_path: Path) -> None:
    done = petitions("doctor", PETITIONS_MODEL=str(tmp_path))
    assert done.returncode == 2
    assert "异常  模型" in done.stdout


def test_help_answers_without_loading_a_model_or_the_page() -> None:
    code = "import sys, nlp.cli; print([m for m in ('sklearn', 'spacy', 'streamlit', 'jieba') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]"
