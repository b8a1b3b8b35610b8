"""Which encoding a text is in, however short it is."""

from pathlib import Path

import pytest

from nlp.reading import TextEncoding, encoding_of, guess_encoding

SHORT = [
    "联通",
    "你好",
    "厂里欠薪",
    "请求补发工资。",
    "1.改制后没有安置",
    "王某某：您好",
    "编号,内容\n1,厂长任人唯亲\n",
]
SHORT_TRADITIONAL = ["請求補發工資", "廠長貪污", "您好：", "編號,內容\n1,沒有安置職工\n", "改制後沒有安置"]


@pytest.mark.parametrize("text", SHORT)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_short_simplified_text_is_told(text: str, encoding: str) -> None:
    assert guess_encoding(text.encode(encoding)) == encoding


@pytest.mark.parametrize("text", SHORT_TRADITIONAL)
def test_a_short_traditional_text_is_told(text: str) -> None:
    assert guess_encoding(text.encode("big5")) == "big5hkscs"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_mark_is_told_from_its_chinese(encoding: str) -> None:
    assert guess_encoding("厂里拖欠工资三年，请领导解决。".encode(encoding)) == encoding


def test_an_ascii_beginning_does_not_hide_the_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"id,content\n" * 20_000 + "A1,厂里拖欠工资".encode("gb18030"))
    assert encoding_of(tmp_path / "a.csv") == TextEncoding("gb18030")


def test_a_character_across_the_end_of_the_sample_is_no_damage(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("一".encode() * 50_000)
    assert encoding_of(tmp_path / "a.txt") == TextEncoding("utf-8")


def test_damage_is_told_from_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("厂里拖欠工资三年，请领导解决。".encode() * 9 + b"\xff")
    assert encoding_of(tmp_path / "a.txt") == TextEncoding("utf-8", damaged=True)
