"""The sizes in docs/operations.md are those the measured costs give."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

import sizing  # noqa: E402

STORE = """
| 封 | 平均字数 | 登记 | 研判入库 | 总时间 | 处理器时间 | 峰值内存 MB | 库 MB |
|--:|--:|--:|--:|--:|--:|--:|--:|
| 1,000 | 365 | 0.2 | 4.0 | 5.0 | 6.0 | 900 | 10 |
| 11,000 | 365 | 1.2 | 9.0 | 12.0 | 26.0 | 1000 | 60 |
"""


@pytest.fixture
def measured(tmp_path: Path) -> Path:
    (tmp_path / "store.md").write_text(STORE, encoding="utf-8")
    (tmp_path / "speed.md").write_text("| one letter | value |\n|---|---|\n| memory after it | 300 MB |\n", "utf-8")
    (tmp_path / "reading.md").write_text("Scans: 16 drawn pages, 4.0 s a page.\n", encoding="utf-8")
    (tmp_path / "clustering_scale.md").write_text(
        "| letters of the week | clustering, s |\n|---|---|\n| 10,000 | 20.0 |\n", encoding="utf-8"
    )
    return tmp_path


def test_what_a_run_costs_once_is_no_part_of_a_letter(measured: Path) -> None:
    costs = sizing.measured(measured)
    assert (costs.registering, costs.analysing, costs.stored_kb) == pytest.approx((1e-4, 2e-3, 5.0))


def test_a_week_larger_than_was_measured_is_not_guessed(measured: Path) -> None:
    (line,) = [line for line in sizing.table(sizing.measured(measured)) if "归并" in line]
    assert line.split("|")[4:7] == [" 不到 1 秒 ", " 12 秒 ", " 没有测过（只测到 10,000 封） "]


def test_a_page_without_its_table_says_what_to_run(measured: Path) -> None:
    (measured / "store.md").write_text("nothing\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"store\.md: no table .* write it again"):
        sizing.measured(measured)


def test_the_manual_of_operations_shows_what_the_benchmarks_measured() -> None:
    page = sizing.PAGE.read_text(encoding="utf-8")
    written = sizing.placed(page, "\n".join(sizing.table(sizing.measured(sizing.HERE))))
    assert written == page, "run benchmarks/sizing.py"
