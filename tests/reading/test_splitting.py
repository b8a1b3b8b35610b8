"""A rule a person gives, and a look at how documents would be cut before they are."""

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from nlp.cli import app
from nlp.reading import NO_SPLIT, Receipt, SplitRule, read_letters
from nlp.reading.blocks import Block
from nlp.reading.preview import LONGEST_START, MOST_STARTS, Document, Start, preview_columns
from nlp.reading.splitting import split_blocks

LONG = "厂里拖欠工资已经三年，请尽快解决。"
COUNTED = "".join(f"第{n}封：第{n}件事\n{LONG}{n}\n" for n in "一二三")
OPENED = "".join(f"尊敬的{who}：{LONG}\n盼复。\n" for who in ("领导", "市长"))
RULE = SplitRule.named("开头=尊敬的")


def write(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_what_letters_begin_with_stays_in_them(tmp_path: Path) -> None:
    letters = read_letters([write(tmp_path, "信.txt", OPENED)], Receipt(), split=RULE)
    assert [letter.text.split("：")[0] for letter in letters] == ["尊敬的领导", "尊敬的市长"]


def test_a_letter_written_in_one_long_line_is_cut_by_its_beginning(tmp_path: Path) -> None:
    lines = "\n".join(f"尊敬的{who}：{LONG * 30}" for who in ("领导", "市长"))
    assert len(list(read_letters([write(tmp_path, "信.txt", lines)], Receipt(), split=RULE))) == 2


def test_what_letters_begin_with_is_no_regular_expression(tmp_path: Path) -> None:
    path = write(tmp_path, "信.txt", f"案件(一\n{LONG}\n案件(二\n{LONG}\n案件三\n{LONG}")
    assert len(list(read_letters([path], Receipt(), split=SplitRule.named("开头=案件(")))) == 2


@pytest.mark.parametrize("name", ["开头=", "开头=　\u200b", "开头"])
def test_a_beginning_without_words_is_a_mistake_of_the_caller(name: str) -> None:
    with pytest.raises(ValueError, match="拆分规则"):
        SplitRule.named(name)


@given(st.lists(st.sampled_from(["尊敬的领导：", LONG, "", " 尊敬的市长：欠薪", "第一封"])))
def test_cutting_by_the_beginning_loses_no_line(lines: list[str]) -> None:
    kept = [block.text for piece in split_blocks([Block(line) for line in lines], RULE) for block in piece.blocks]
    assert [line for line in kept if line] == [line for line in lines if line]


def test_a_look_tells_the_rule_and_how_each_letter_begins(tmp_path: Path) -> None:
    (found,) = preview_columns([write(tmp_path, "信.txt", COUNTED)]).documents
    starts = [Start(f"第{n}件事", len(LONG) + 1) for n in "一二三"]
    assert found == Document("信.txt", "第N封", 3, starts)


def test_a_look_tells_what_the_rule_asked_for_would_give(tmp_path: Path) -> None:
    path = write(tmp_path, "信.txt", OPENED)
    assert [preview_columns([path], split=split).letters for split in (None, RULE)] == [1, 2]
    (found,) = preview_columns([path], split=RULE).documents
    assert (found.rule, found.letters) == ("开头=尊敬的", 2)


def test_what_is_looked_at_is_what_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "信.txt", COUNTED)
    for split in (None, NO_SPLIT, RULE, SplitRule.named("分隔线")):
        seen = preview_columns([path], split=split)
        assert seen.letters == len(list(read_letters([path], Receipt(), split=split)))
        assert [document.letters for document in seen.documents] == [seen.letters]


def test_beginnings_are_short_and_not_more_than_a_person_looks_through(tmp_path: Path) -> None:
    marks = "".join(f"第{n}封\n{LONG * 9}\n" for n in range(1, MOST_STARTS + 3))
    (found,) = preview_columns([write(tmp_path, "信.txt", marks)]).documents
    assert (found.letters, len(found.starts)) == (MOST_STARTS + 2, MOST_STARTS)
    assert {len(start.words) for start in found.starts} == {LONGEST_START + 1}


def test_a_collection_too_long_for_one_letter_is_still_shown(tmp_path: Path) -> None:
    path = write(tmp_path, "信.txt", f"尊敬的领导：\n{LONG * 12_000}")
    assert preview_columns([path]).documents == (Document("信.txt"),)


def test_a_look_into_an_archive_names_each_document_and_no_table(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "包.zip", "w") as archive:
        archive.writestr("甲.txt", COUNTED)
        archive.writestr("乙.csv", f"编号,内容\n1,{LONG}\n")
        archive.writestr("丙.txt", LONG)
    found = preview_columns([tmp_path / "包.zip"]).documents
    assert sorted((one.place, one.rule, one.letters) for one in found) == [
        ("包.zip/丙.txt", "不拆分", 1),
        ("包.zip/甲.txt", "第N封", 3),
    ]


def test_the_text_of_a_mail_is_not_cut(tmp_path: Path) -> None:
    found = preview_columns([write(tmp_path, "信.eml", f"Subject: x\n\n{LONG}\n")])
    assert (found.letters, found.documents) == (1, ())


def test_the_receipt_says_that_a_person_had_a_collection_left_whole(tmp_path: Path) -> None:
    receipt = Receipt()
    assert len(list(read_letters([write(tmp_path, "信.txt", COUNTED)], receipt, split=NO_SPLIT))) == 1
    assert "信.txt：按指定的“不拆分”读取" in receipt.notes


def test_the_help_of_a_command_names_every_rule() -> None:
    said = "".join(CliRunner().invoke(app, ["classify", "--help"], terminal_width=60).output.split())
    known = ("不拆分", "第N封", "来信N", "编号", "分隔线", "标题样式", "分页", "开头=", "行=正则")
    assert [name for name in known if name not in said] == []


def test_a_rule_given_on_the_command_line_cuts_and_stands_in_the_receipt(tmp_path: Path) -> None:
    path, out = write(tmp_path, "信.txt", OPENED), tmp_path / "结果.jsonl"
    done = CliRunner().invoke(app, ["classify", str(path), "-o", str(out), "--split", "开头=尊敬的"])
    assert len(out.read_text(encoding="utf-8").splitlines()) == 2
    assert "信.txt：按“开头=尊敬的”拆成 2 封" in done.stdout
