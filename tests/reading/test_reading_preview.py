"""Looking at files before reading them."""

from pathlib import Path

from nlp.reading import read_letters
from nlp.reading.preview import preview_columns
from nlp.reading.templates import header_key
from nlp.receipt import Receipt

TABLE = "件号,诉求,补充\nA1,见补充,内退费从去年九月停发至今\n"


def write(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_every_table_is_shown_with_its_place_and_columns(tmp_path: Path) -> None:
    paths = [write(tmp_path, "甲.csv", TABLE), write(tmp_path, "乙.csv", "主题,内容\n欠薪,三年没发\n")]
    found = preview_columns(paths)
    assert sorted(table.place for table in found.tables) == ["乙.csv", "甲.csv"]
    assert found.letters == 2


def test_a_file_that_is_no_table_has_no_columns(tmp_path: Path) -> None:
    found = preview_columns([write(tmp_path, "信.txt", "三年没发工资。")])
    assert (found.tables, found.letters) == ((), 1)


def test_a_file_that_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    assert preview_columns([tmp_path / "没有.csv"]).letters == 0


def test_columns_put_right_are_taken_by_the_reading(tmp_path: Path) -> None:
    path = write(tmp_path, "甲.csv", TABLE)
    (table,) = preview_columns([path]).tables
    mappings = {header_key(table.columns.names): {"正文": "第3列"}}
    assert [letter.text for letter in read_letters([path], Receipt(), mappings=mappings)] == [
        "内退费从去年九月停发至今"
    ]
