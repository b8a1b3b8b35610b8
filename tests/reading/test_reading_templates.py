"""Columns said by a person, and remembered for the next table with the same header."""

from pathlib import Path

import pytest

from nlp.errors import ReadingError
from nlp.reading import (
    Receipt,
    choice_of,
    guess_columns,
    load_mappings,
    parse_columns,
    read_letters,
    remember,
)
from nlp.reading.preview import preview_columns
from nlp.reading.templates import choose_columns, header_key

HEADER = ["件号", "甲栏", "乙栏", "内容"]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "a.csv"
    path.write_text(f"2024年登记表,,,\n{','.join(HEADER)}\nA1,厂里欠薪,三年没发,办理意见\nA2,改制,没有安置,已转办\n")
    return path


def test_the_columns_asked_for_win_over_the_guess(table: Path) -> None:
    receipt = Receipt()
    letters = list(read_letters([table], receipt, columns=parse_columns(["正文=甲栏+乙栏"])))
    assert [(letter.id, letter.text) for letter in letters] == [("A1", "厂里欠薪\n三年没发"), ("A2", "改制\n没有安置")]
    assert receipt.notes == ["a.csv：正文取“甲栏”“乙栏”，编号取“件号”（按指定或记住的列）"]


def test_a_column_is_named_by_its_place(table: Path) -> None:
    letters = list(read_letters([table], Receipt(), columns={"正文": "第2列", "编号": "件号"}))
    assert [letter.text for letter in letters] == ["厂里欠薪", "改制"]


def test_columns_that_are_not_there_are_noted_and_guessed(table: Path) -> None:
    receipt = Receipt()
    letters = list(read_letters([table], receipt, columns={"正文": "没有这列"}))
    assert letters[0].text == "办理意见"
    assert receipt.notes[1] == "a.csv：没有找到指定的列，已按表头辨认"


def test_the_keys_of_json_lines_can_be_chosen(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"甲": "厂里欠薪", "text": "别的"}\n')
    letters = list(read_letters([tmp_path / "a.jsonl"], Receipt(), columns={"正文": "甲"}))
    assert [letter.text for letter in letters] == ["厂里欠薪"]


def test_a_choice_is_remembered_by_the_header_however_decorated(tmp_path: Path, table: Path) -> None:
    store = tmp_path / "data" / "columns.json"
    remember(store, ["件 号", "甲栏*", "乙栏（必填）", "内容："], {"正文": "乙栏"})
    letters = list(read_letters([table], Receipt(), mappings=load_mappings(store)))
    assert [letter.text for letter in letters] == ["三年没发", "没有安置"]


def test_another_header_is_not_touched_by_what_was_remembered(tmp_path: Path) -> None:
    store = tmp_path / "columns.json"
    remember(store, HEADER, {"正文": "甲栏"})
    (tmp_path / "b.csv").write_text("甲栏,内容\n别的,厂里欠薪\n")
    letters = list(read_letters([tmp_path / "b.csv"], Receipt(), mappings=load_mappings(store)))
    assert letters[0].text == "厂里欠薪"


def test_choices_of_several_templates_are_kept_side_by_side(tmp_path: Path) -> None:
    store = tmp_path / "columns.json"
    remember(store, HEADER, {"正文": "甲栏"})
    remember(store, ["编号", "诉求"], {"正文": "诉求"})
    remember(store, HEADER, {"正文": "乙栏"})
    assert load_mappings(store) == {
        header_key(HEADER): {"正文": "乙栏"},
        header_key(["编号", "诉求"]): {"正文": "诉求"},
    }


def test_columns_put_right_once_are_taken_by_the_next_run(tmp_path: Path, table: Path) -> None:
    templates = tmp_path / "data" / "columns.json"
    list(read_letters([table], Receipt(), columns={"正文": "甲栏"}, templates=templates))
    (tmp_path / "二月.csv").write_text("件 号,甲栏*,乙栏,内容\nB1,食堂不公开,另外,已转办\n")
    receipt = Receipt()
    letters = list(read_letters([tmp_path / "二月.csv"], receipt, templates=templates))
    assert [letter.text for letter in letters] == ["食堂不公开"]
    assert receipt.notes == ["二月.csv：正文取“甲栏*”，编号取“件号”（按指定或记住的列）"]


def test_what_was_remembered_can_be_put_right_again(tmp_path: Path, table: Path) -> None:
    templates = tmp_path / "columns.json"
    for column in ("甲栏", "乙栏"):
        list(read_letters([table], Receipt(), columns={"正文": column}, templates=templates))
    assert [letter.text for letter in read_letters([table], Receipt(), templates=templates)] == ["三年没发", "没有安置"]


def test_columns_found_in_no_table_are_not_remembered(tmp_path: Path, table: Path) -> None:
    list(read_letters([table], Receipt(), columns={"正文": "没有这列"}, templates=tmp_path / "columns.json"))
    assert not (tmp_path / "columns.json").exists()


def test_a_damaged_memory_costs_the_memory_and_not_the_run(tmp_path: Path, table: Path) -> None:
    (tmp_path / "columns.json").write_text("[1")
    receipt = Receipt()
    letters = list(read_letters([table], receipt, templates=tmp_path / "columns.json"))
    assert len(letters) == 2
    assert receipt.notes[0].startswith("columns.json：记住的列对应读不出来。请删除该文件，重新指定一次列。")


def test_remembered_columns_are_shown_before_reading(tmp_path: Path, table: Path) -> None:
    remember(tmp_path / "columns.json", HEADER, {"正文": "乙栏"})
    (shown,) = preview_columns([table], load_mappings(tmp_path / "columns.json")).tables
    assert str(shown.columns) == "正文取“乙栏”，编号取“件号”（按指定或记住的列）"


def test_a_guess_turned_into_a_choice_gives_the_same_columns() -> None:
    sample = [["编号", "标题", "内容", "概况", "来信日期"], ["A1", "欠薪", "厂里三年没发工资", "摘要", "2024-03-01"]]
    assert choice_of(guess_columns(sample)) == {
        "正文": "内容", "概况": "概况", "编号": "编号", "标题": "标题", "日期": "来信日期"
    }  # fmt: skip


def test_a_damaged_memory_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "columns.json").write_text("[1")
    with pytest.raises(ReadingError, match="请删除该文件"):
        load_mappings(tmp_path / "columns.json")


@pytest.mark.parametrize("argument", ["正文", "正文=", "不是字段=内容", "=内容"])
def test_an_argument_that_is_no_choice_is_a_mistake_of_the_caller(argument: str) -> None:
    with pytest.raises(ValueError, match="不是列的指定"):
        parse_columns([argument])


def test_a_field_without_a_column_is_not_guessed() -> None:
    sample = [["编号", "标题", "内容"], ["A1", "欠薪", "厂里拖欠工资三年"]]
    columns = choose_columns(sample, {"正文": "内容", "标题": ""})
    assert columns is not None
    assert (columns.text, columns.title, columns.id) == ((2,), None, 0)
