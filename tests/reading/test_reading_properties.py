"""What holds for any input: nothing is lost, everything is counted, nothing raises."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.letter import Letter
from nlp.reading import NO_SPLIT, Receipt, SplitRule
from nlp.reading.blocks import Block
from nlp.reading.documents import letters_of_document
from nlp.reading.intake import Intake
from nlp.reading.names import HIDDEN, LONGEST, shown_name
from nlp.reading.parser_process import ParserProcess
from nlp.reading.parsers.__main__ import answer
from nlp.reading.parsers.hypertext import text_of_html
from nlp.reading.parsers.layout import Line, join_lines
from nlp.reading.parsers.mail import parse_mail
from nlp.reading.splitting import RULES, split_blocks
from tests.reading.making import docx_bytes, msg_bytes, paragraph, pdf_bytes, table, zip_bytes

Read = Callable[..., tuple[list[Letter], Receipt]]
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)
MARKS = st.sampled_from(["第一封", "第2封：欠薪", "来信三", "编号：X1", "======", "关于欠薪的反映"])
BLOCKS = st.lists(st.builds(Block, MARKS | WORDS, heading=st.booleans(), new_page=st.booleans()), max_size=12)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SEEDS = {
    "docx": docx_bytes("厂里欠薪", table([["编号", "内容"], ["A1", "改制"]])),
    "pdf": pdf_bytes([[(100, 700, "厂里欠薪")]]),
    "rtf": rb"{\rtf1\ansi\ansicpg936 \'b3\'a7\u27424?\par}",
    "eml": b"Subject: =?gbk?B?x7fQvQ==?=\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nabc\n--b--\n",
    "msg": msg_bytes("x", "厂里欠薪", {"a.txt": b"abc"}),
    "image": b"\x89PNG\r\n\x1a\n",
}


@QUICK
@given(blocks=BLOCKS, rule=st.sampled_from([*RULES, NO_SPLIT, SplitRule.named("行=.*封.*")]))
def test_splitting_loses_no_line_but_the_marks(blocks: list[Block], rule: SplitRule) -> None:
    pieces = split_blocks(blocks, rule)
    order = {id(block): at for at, block in enumerate(blocks)}
    kept = [order[id(block)] for piece in pieces for block in piece.blocks]
    titles = {piece.title for piece in pieces}
    lost = [blocks[at].text.strip() for at in order.values() if at not in kept]
    assert kept == sorted(kept)
    assert all(not text or text in titles or (rule.pattern and rule.pattern.fullmatch(text)) for text in lost)


@QUICK
@given(blocks=BLOCKS, split=st.sampled_from([None, *RULES, NO_SPLIT]))
def test_a_document_of_any_blocks_adds_up(blocks: list[Block], split: SplitRule | None) -> None:
    receipt = Receipt()
    receipt.open_file("a")
    with ParserProcess() as parsers:
        letters = list(letters_of_document(blocks, "a", {}, Intake(receipt, parsers, split=split)))
    receipt.close_file()
    assert receipt.adds_up
    assert receipt.letters == len(letters)


@pytest.mark.parametrize("format_name", SEEDS)
@QUICK
@given(data=st.data())
def test_a_parser_always_answers_to_the_end(tmp_path: Path, format_name: str, data: st.DataObject) -> None:
    content = bytearray(SEEDS[format_name])
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9)) or b"\0"
    (tmp_path / "a").write_bytes(content)
    request = {"format": format_name, "path": str(tmp_path / "a"), "folder": str(tmp_path)}
    last = list(answer([json.dumps(request)]))[-1]
    assert "end" in last or {"problem", "remedy"} <= last.keys()


@QUICK
@given(xml=st.text(st.characters(exclude_categories=("Cs",)), max_size=80), depth=st.integers(0, 3))
def test_any_words_in_a_docx_come_out_as_they_went_in(tmp_path: Path, xml: str, depth: int) -> None:
    shown = "".join(character for character in xml if character.isprintable() and character not in "<>&")
    nested = "<w:tbl><w:tr><w:tc>" * depth + paragraph(shown) + "</w:tc></w:tr></w:tbl>" * depth
    (tmp_path / "a.docx").write_bytes(docx_bytes(nested))
    replies = list(answer([json.dumps({"format": "docx", "path": str(tmp_path / "a.docx")})]))
    (block,) = [block for reply in replies[:-1] for block in reply["blocks"]]
    assert (block["text"] or "".join(cell for row in block["rows"] or () for cell in row)) == shown


@QUICK
@given(content=st.binary(max_size=300))
def test_any_bytes_are_a_mail_without_a_crash(content: bytes) -> None:
    fields, _, _ = parse_mail(b"Subject: " + content)
    assert set(fields) == {"title", "received", "sender", "body"}
    text_of_html(content.decode("latin-1"))


@QUICK
@given(names=st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=4, unique=True))
def test_archives_with_any_member_names_add_up(tmp_path: Path, read: Read, names: list[str]) -> None:
    safe = {name.encode("utf-8", "replace").decode().replace("\x00", "") + ".txt": "厂里欠薪" for name in names}
    (tmp_path / "a.zip").write_bytes(zip_bytes(safe))
    _, receipt = read(tmp_path / "a.zip")
    folders = [name for name in safe if name.endswith("/")]
    assert len(receipt.files) == 1 + len(safe) - len(folders)


@QUICK
@given(name=st.text(max_size=400))
def test_a_shown_name_hides_nothing_and_is_short(name: str) -> None:
    shown = shown_name(name)
    assert not HIDDEN.search(shown)
    assert len(shown) <= LONGEST
    assert shown_name(shown) == shown
    shown.encode()


@QUICK
@given(
    texts=st.lists(WORDS.filter(lambda text: text.strip() and not text.strip().isascii()), max_size=8), data=st.data()
)
def test_joining_lines_keeps_every_character_in_order(texts: list[str], data: st.DataObject) -> None:
    place = st.floats(0, 500, allow_nan=False)
    lines = [
        Line(text, left := data.draw(place), left + data.draw(place), 20.0 * row, 20.0 * row + 14)
        for row, text in enumerate(texts)
    ]
    blocks, _, _ = join_lines(lines, 1)
    joined = "".join("".join(block.text for block in blocks).split())
    assert joined == "".join("".join(texts).split()) or any(character.isdigit() for character in "".join(texts))
