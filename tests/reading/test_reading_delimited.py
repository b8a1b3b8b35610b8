"""csv and tsv files in every encoding and state of repair."""

import codecs
import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.letter import Letter
from nlp.reading import Receipt

Read = Callable[..., tuple[list[Letter], Receipt]]

TABLE = "编号,标题,内容\nA1,关于拖欠工资,厂里拖欠工资三年。\nA2,关于改制,改制后没有安置职工。\n"
TRADITIONAL = "編號,標題,內容\nA1,關於拖欠工資,廠裡拖欠工資三年。\nA2,關於改制,改制後沒有安置職工。\n"
NO_SURROGATES = st.characters(exclude_categories=("Cs",), exclude_characters="\x00")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(("name", "delimiter"), [("a.csv", ","), ("a.tsv", "\t")])
def test_every_usual_encoding_is_read(tmp_path: Path, read: Read, encoding: str, name: str, delimiter: str) -> None:
    (tmp_path / name).write_bytes(TABLE.replace(",", delimiter).encode(encoding))
    letters, receipt = read(tmp_path / name)
    assert [(letter.id, letter.text) for letter in letters] == [
        ("A1", "厂里拖欠工资三年。"),
        ("A2", "改制后没有安置职工。"),
    ]
    assert receipt.complete


@pytest.mark.parametrize(("name", "delimiter"), [("a.csv", ","), ("a.tsv", "\t")])
def test_big5_is_read_with_traditional_headers(tmp_path: Path, read: Read, name: str, delimiter: str) -> None:
    (tmp_path / name).write_bytes(TRADITIONAL.replace(",", delimiter).encode("big5"))
    letters, _ = read(tmp_path / name)
    assert [(letter.id, letter.title) for letter in letters] == [("A1", "關於拖欠工資"), ("A2", "關於改制")]


def test_the_unicode_text_of_excel_is_read(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_bytes(codecs.BOM_UTF16_LE + TABLE.replace(",", "\t").encode("utf-16-le"))
    letters, _ = read(tmp_path / "a.csv")
    assert [letter.id for letter in letters] == ["A1", "A2"]


@pytest.mark.parametrize(("delimiter", "name"), [(",", "a.csv"), (";", "a.csv"), ("|", "a.csv"), ("\t", "a.tsv")])
def test_the_delimiter_is_found(tmp_path: Path, read: Read, delimiter: str, name: str) -> None:
    (tmp_path / name).write_text(TABLE.replace(",", delimiter))
    letters, _ = read(tmp_path / name)
    assert [letter.title for letter in letters] == ["关于拖欠工资", "关于改制"]


def test_a_quoted_cell_holds_line_ends_commas_and_quotes(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_bytes('编号,内容\r\nA1,"第一行,\r\n第二行""原话"""\r\nA2,后一封\r\n'.encode())
    letters, _ = read(tmp_path / "a.csv")
    assert [letter.text for letter in letters] == ['第一行,\n第二行"原话"', "后一封"]


def test_an_unclosed_quote_costs_its_own_row_only(tmp_path: Path, read: Read) -> None:
    rows = "".join(f"B{number},后面的来信{number}\n" for number in range(60_000))
    (tmp_path / "a.csv").write_text(f'编号,内容\nA1,"没有收尾的引号\n{rows}')
    letters, receipt = read(tmp_path / "a.csv")
    assert len(letters) == 60_000
    assert [str(refusal)[:15] for refusal in receipt.refusals] == ["a.csv 第 2 行：引号不"]


def test_a_stray_quote_inside_a_quoted_cell_is_tolerated(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_text('编号,内容\nA1,"厂长说"没钱"不发工资"\nA2,后一封\n')
    letters, _ = read(tmp_path / "a.csv")
    assert [letter.id for letter in letters] == ["A1", "A2"]


def test_nul_characters_do_not_stop_the_run(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_bytes("编号,内容\nA1,厂里\x00欠薪\nA2,后一封\n".encode())
    letters, _ = read(tmp_path / "a.csv")
    assert [letter.text for letter in letters] == ["厂里欠薪", "后一封"]


def test_broken_bytes_are_replaced_and_noted(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_bytes(TABLE.encode() + b"A3,x," + "后面坏了".encode() + b"\xff\xfe\n")
    letters, receipt = read(tmp_path / "a.csv")
    assert letters[2].text.startswith("后面坏了")
    assert any("个别字节不是 utf-8 文字" in note for note in receipt.notes)


def test_one_line_without_end_is_refused_in_bounded_memory(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_text("编号,内容\nA1," + "长" * 5_000_000 + "\nA2,后一封\n")
    letters, receipt = read(tmp_path / "a.csv")
    assert [letter.id for letter in letters] == ["A2"]
    assert "一行超过" in receipt.refusals[0].problem


def test_an_overlong_text_is_refused_with_its_length(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_text("编号,内容\nA1," + "长" * 200_001 + "\nA2,后一封\n")
    letters, receipt = read(tmp_path / "a.csv")
    assert [letter.id for letter in letters] == ["A2"]
    assert receipt.refusals[0].problem == "正文过长，200,001 字，上限 200,000 字"


def test_text_columns_are_joined_without_saying_a_thing_twice(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_text(
        "诉求,内容,概况\n补发工资,厂里三年没发工资，生活困难。,摘要一\n改制,改制后没有安置，请求安置。,摘要二\n,,只有概况\n"
    )
    letters, _ = read(tmp_path / "a.csv")
    assert [letter.text for letter in letters] == [
        "厂里三年没发工资，生活困难。\n补发工资",
        "改制后没有安置，请求安置。",
        "只有概况",
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(st.text(NO_SURROGATES, max_size=20), st.text(NO_SURROGATES, max_size=60)), max_size=8))
def test_any_table_adds_up(tmp_path: Path, read: Read, rows: list[tuple[str, str]]) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([("编号", "内容"), *rows])
    (tmp_path / "a.csv").write_bytes(stream.getvalue().encode())
    letters, _ = read(tmp_path / "a.csv")
    assert len(letters) <= len(rows)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200), name=st.sampled_from(["a.csv", "a.tsv", "a.txt", "a.jsonl", "a.xlsx", "a.xls"]))
def test_any_bytes_add_up(tmp_path: Path, read: Read, content: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(content)
    read(tmp_path / name)
