"""Results as people and programs open them."""

import csv
import datetime as dt
import json
import os
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.letter import Analysis
from nlp.receipt import Doubt, Receipt, Scan
from nlp.writing import Names, WritingError, workbook, write_analyses, write_receipt
from nlp.writing.jsonl import rounded
from nlp.writing.safety import MAX_CELL, plain_cell, without_formula

Make = Callable[..., Analysis]
HIDDEN = "（检举件，内容已隐去）"


def _csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_json_line_is_the_contract(tmp_path: Path, names: Names, analysis: Make, receipt: Receipt) -> None:
    path = tmp_path / "新建" / "结果.jsonl"
    assert write_analyses([analysis(reason="low_confidence")], path, names, receipt) == 1
    line = path.read_text(encoding="utf-8")
    assert "未安置" in line
    assert list(json.loads(line).items()) == [
        ("id", "A1"),
        ("category", "policy"),
        ("subtype", ""),
        ("probability", 0.666666),
        ("probabilities", {"policy": 0.666666, "anti_corruption": 0.166667, "other": 0.166667}),
        ("secondary", ["other"]),
        ("needs_review", True),
        ("review_reason", "low_confidence"),
        ("confidential", False),
        (
            "evidence",
            [
                {"start": 6, "end": 9, "text": "未安置", "category": "policy", "weight": weight}
                for weight in (1.25, 0.5)
            ],
        ),
        (
            "signals",
            [{"kind": "people", "start": 0, "end": 6, "text": "张三等三十人", "value": 30, "note": "", "check": ""}],
        ),
        ("demands", [{"start": 6, "end": 9, "text": "未安置", "category": "policy", "probability": 0.9}]),
        ("due", [{"what": "告知受理", "date": "2024-03-16", "article": "《信访工作条例》第二十二条"}]),
        ("masked_text", "张*等三十人未安置。"),
    ]


def test_a_broken_surrogate_still_gives_valid_json(
    tmp_path: Path, names: Names, analysis: Make, receipt: Receipt
) -> None:
    write_analyses([analysis(masked="坏\ud800字")], tmp_path / "a.jsonl", names, receipt)
    assert json.loads((tmp_path / "a.jsonl").read_text(encoding="utf-8"))["masked_text"] == "坏\ud800字"


@given(st.lists(st.floats(0.001, 1), min_size=1, max_size=9))
def test_rounded_probabilities_sum_to_one(weights: list[float]) -> None:
    shares = {str(number): weight / sum(weights) for number, weight in enumerate(weights)}
    assert sum(rounded(shares).values()) == pytest.approx(1, abs=1e-9)
    assert all(share == pytest.approx(shares[code], abs=1e-5) for code, share in rounded(shares).items())


def test_a_csv_row_has_names_for_codes(tmp_path: Path, names: Names, analysis: Make, receipt: Receipt) -> None:
    write_analyses([analysis(reason="low_confidence")], tmp_path / "a.csv", names, receipt)
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert _csv_rows(tmp_path / "a.csv") == [
        {
            "编号": "A1", "标题": "关于张三的来信", "收到日期": "2024-03-01", "建议类别": "改制政策", "事由": "",
            "把握": "中", "概率": "0.666667", "第二类别": "其他", "需复核": "是", "复核原因": "把握不足", "保密": "否",
            "诉求": "改制政策“未安置”", "依据": "“未安置”", "信号": "人数“张*等三十人”（30）",
            "期限": "告知受理 2024-03-16（《信访工作条例》第二十二条）", "脱敏正文": "张*等三十人未安置。",
            "概率：改制政策": "0.666667", "概率：检举控告": "0.166667", "概率：其他": "0.166667",
        }
    ]  # fmt: skip


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_nothing_of_a_confidential_letter_is_shown(
    tmp_path: Path, names: Names, analysis: Make, receipt: Receipt, suffix: str
) -> None:
    path = tmp_path / f"a.{suffix}"
    write_analyses([analysis(confidential=True)], path, names, receipt)
    if suffix == "csv":
        row = _csv_rows(path)[0]
    else:
        head, body = openpyxl.load_workbook(path)["结果"].iter_rows(values_only=True)
        row = dict(zip(map(str, head), map(str, body), strict=True))
    assert {row[name] for name in ("标题", "诉求", "依据", "脱敏正文")} == {HIDDEN}
    assert row["信号"] == "人数"
    assert not any("张" in cell or "未安置" in cell for cell in row.values())


@pytest.mark.parametrize("danger", ["=cmd|'/C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_a_formula_stays_a_text(tmp_path: Path, names: Names, analysis: Make, receipt: Receipt, danger: str) -> None:
    write_analyses([analysis(title=danger, id_=danger)], tmp_path / "a.csv", names, receipt)
    write_analyses([analysis(title=danger, id_=danger)], tmp_path / "a.xlsx", names, receipt)
    assert _csv_rows(tmp_path / "a.csv")[0]["标题"].startswith("'")
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx")["结果"]["B2"]
    assert cell.data_type in ("s", "inlineStr")


@given(st.text(st.characters(), max_size=50))
def test_a_plain_cell_can_be_written_and_is_no_formula(text: str) -> None:
    cell = plain_cell(text)
    cell.encode()
    assert without_formula(cell)[:1] not in ("=", "+", "-", "@", "\t", "\r")


@pytest.mark.parametrize("char", ["长", "😀"])
def test_an_overlong_cell_is_cut_with_a_mark(
    tmp_path: Path, names: Names, analysis: Make, receipt: Receipt, char: str
) -> None:
    write_analyses([analysis(masked=char * 40_000 + "\x07")], tmp_path / "a.xlsx", names, receipt)
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx")["结果"]["P2"].value
    assert isinstance(cell, str)
    assert cell.endswith("…（以下截去，全文 40,000 字）")
    assert len(cell.encode("utf-16-le")) // 2 <= MAX_CELL


def test_a_workbook_opens_well(tmp_path: Path, names: Names, analysis: Make, receipt: Receipt) -> None:
    analyses = [analysis(), analysis("A2", reason="low_confidence", received=dt.date(1899, 1, 1))]
    write_analyses(analyses, tmp_path / "a.xlsx", names, receipt)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = book["结果"]
    assert book.sheetnames == ["结果", "回执", "说明"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("C2", "A1:S3")
    assert (sheet["C2"].value, sheet["C2"].number_format) == (dt.datetime(2024, 3, 1), "yyyy-mm-dd")
    assert sheet["C3"].value == "1899-01-01"
    assert (sheet["G2"].value, sheet["G2"].number_format) == (pytest.approx(2 / 3), "0.0%")
    assert sheet["P2"].alignment.wrap_text
    assert (sheet["A2"].fill.fgColor.rgb, sheet["A3"].fill.fgColor.rgb) == ("00000000", "FFFFF2CC")
    assert sheet.column_dimensions["P"].width == pytest.approx(60, abs=1)


def test_a_workbook_holds_the_receipt_and_the_meaning_of_its_columns(
    tmp_path: Path, names: Names, analysis: Make, receipt: Receipt
) -> None:
    write_analyses([analysis()], tmp_path / "a.xlsx", names, receipt)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    account = [row[:4] for row in book["回执"].iter_rows(values_only=True)]
    assert account[0][0] == receipt.summary()
    assert ("来信.xlsx 第 3 行", "正文和标题都为空", "请补录正文后重新导入", "1") in account
    assert book["说明"]["A1"].value == "辅助建议，未经人工确认不生效"
    explained = {row[0] for row in book["说明"].iter_rows(min_row=6, values_only=True)}
    assert explained == {cell.value for cell in book["结果"][1]}
    assert explained == {cell.value for cell in book["结果"][1]}


def test_more_rows_than_a_sheet_holds_go_to_another_sheet(
    tmp_path: Path, names: Names, analysis: Make, receipt: Receipt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 2)
    write_analyses((analysis(str(n)) for n in range(5)), tmp_path / "a.xlsx", names, receipt)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    ids = [row[0] for title in ("结果", "结果2", "结果3") for row in book[title].iter_rows(2, values_only=True)]
    assert ids == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "xlsx"])
def test_no_analysis_gives_an_empty_result(tmp_path: Path, receipt: Receipt, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    assert write_analyses([], path, Names(), receipt) == 0
    assert path.exists()


def test_without_names_the_codes_of_the_first_analysis_are_the_columns(
    tmp_path: Path, analysis: Make, receipt: Receipt
) -> None:
    write_analyses([analysis()], tmp_path / "a.csv", Names(), receipt)
    assert list(_csv_rows(tmp_path / "a.csv")[0])[-3:] == ["概率：policy", "概率：anti_corruption", "概率：other"]


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "xlsx"])
def test_a_run_that_fails_leaves_the_old_result_and_no_remains(
    tmp_path: Path, names: Names, analysis: Make, receipt: Receipt, suffix: str
) -> None:
    def failing() -> Iterator[Analysis]:
        yield analysis()
        raise ZeroDivisionError

    path = tmp_path / f"a.{suffix}"
    path.write_text("旧结果")
    with pytest.raises(ZeroDivisionError):
        write_analyses(failing(), path, names, receipt)
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    assert path.read_text() == "旧结果"


def test_a_target_in_use_is_refused_before_the_work_begins(
    tmp_path: Path, names: Names, receipt: Receipt, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never() -> Iterator[Analysis]:
        pytest.fail("the letters were analysed for nothing")
        yield

    def locked(path: Path, mode: str = "r", **_: object) -> None:
        raise PermissionError(13, "in use", str(path))

    path = tmp_path / "结果.xlsx"
    path.touch()
    monkeypatch.setattr(Path, "open", locked)
    with pytest.raises(WritingError, match=r"结果.xlsx：无法写入，可能正在 Excel 中打开"):
        write_analyses(never(), path, names, receipt)


@pytest.mark.skipif(os.name == "nt", reason="a folder cannot be opened there in the same way")
def test_a_target_that_is_a_folder_is_refused(tmp_path: Path, names: Names, receipt: Receipt) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(WritingError, match=r"a\.csv：无法写入"):
        write_analyses([], tmp_path / "a.csv", names, receipt)


def test_an_unknown_format_is_refused(tmp_path: Path, names: Names, receipt: Receipt) -> None:
    with pytest.raises(WritingError, match=r"请用 \.xlsx、\.csv 或 \.jsonl"):
        write_analyses([], tmp_path / "a.doc", names, receipt)


def test_the_receipt_lies_beside_the_result(tmp_path: Path, receipt: Receipt) -> None:
    place = write_receipt(receipt, tmp_path / "结果.xlsx")
    account = json.loads(place.read_text(encoding="utf-8"))
    assert place.name == "结果.xlsx.receipt.json"
    assert (account["adds_up"], account["rows"], account["letters"], account["refused"]) == (True, 3, 1, 1)
    assert account["refusals"][0]["where"] == "来信.xlsx 第 3 行"


@pytest.mark.parametrize(
    ("suffix", "count", "length"), [("jsonl", 20_000, 300), ("csv", 20_000, 300), ("xlsx", 2_000, 4_000)]
)
def test_analyses_stream_in_bounded_memory(
    tmp_path: Path, names: Names, analysis: Make, receipt: Receipt, suffix: str, count: int, length: int
) -> None:
    analyses = (analysis(str(number), masked=f"{number}" + "安置" * length) for number in range(count))
    tracemalloc.start()
    write_analyses(analyses, tmp_path / f"a.{suffix}", names, receipt)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4_000_000


@pytest.mark.parametrize("confidential", [False, True])
def test_doubtful_characters_of_a_scan_are_marked_in_the_workbook(
    tmp_path: Path, names: Names, analysis: Make, receipt: Receipt, confidential: bool
) -> None:
    receipt.keep_scan(Scan("A1", doubts=(Doubt(0, 1, 0.5), Doubt(6, 9, 0.7))))
    write_analyses([analysis(confidential=confidential)], tmp_path / "a.xlsx", names, receipt)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx", rich_text=True)["结果"]
    (cell,) = [row[15] for row in sheet.iter_rows(min_row=2, values_only=True)]
    pieces = [] if isinstance(cell, str) else [piece for piece in cell if not isinstance(piece, str)]
    marked = [piece.text for piece in pieces if piece.font.u]
    assert marked == ([] if confidential else ["张", "未安置"])
    assert str(cell) == (HIDDEN if confidential else "张*等三十人未安置。")
