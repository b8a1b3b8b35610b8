"""The cut is jieba's, token for token: over composed sentences, over anything, whatever words are added."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.tokenization import Segmenter, Word
from nlp.tokenization.frequencies import DICTIONARY_TOTAL, jieba_folder

Reference = Callable[..., Callable[[str], list[str]]]

OPENINGS = ["我们是", "尊敬的领导：我叫", "反映", "举报", "请问", "关于", "现就", "恳请市国资委查处"]
MATTERS = [
    "原麻纺厂改制时买断工龄的补偿金标准不一",
    "集团公司拖欠内退费和生活费",
    "全民工转合同工后工龄没有连续计算",
    "厂长虚开发票、私设小金库",
    "工伤残等级鉴定迟迟不给结论",
    "三供一业移交以后水电费翻倍",
    "附近工厂排污造成孩子血铅超标",
    "车间主任打骂职工，调岗降薪",
    "人资分离以后职工安置费一直没到位",
    "经适房的房产证办不下来",
    "常在浮桥边摆摊的下岗职工生活困难",
]
FACTS = [
    "2019-05-12签字",
    "欠3.5万元，占12.5%",
    "联系电话0000-00000000转8_1",
    "见A-1号文件、B+C两级",
    "邮箱abc.def@example.com",
    "型号X_200.5-3%",
    "涉及#3楼&#4楼",
    "共1,200人，人均1.2.3档",
    "50%3年5%-3",
    "AT&T和C++、c#",
    "网址www.example.com/a-b_c.html",
    "T恤厂B超室卡拉OK厅",
    "第--条，1..2，--，++3",
    "工号G260911-0711",
]
ENDINGS = ["。", "！！", "，请答复。\r\n此致\r\n敬礼", "？谢谢……", "\t（附件3份）", " 张 三 ", "㐀鿖😀\x1c"]
AWKWARD: tuple[Word, ...] = (
    ("内退费", None, "n"),
    ("4050人员", None, "n"),
    ("A-1号", None, None),
    ("0000-00000000", 7, "m"),
    ("12345", None, "nz"),
    ("12345热线", 3, "nz"),
    ("AT&T", 50, "nz"),
    ("c", 900_000, None),
    ("c#", 1, None),
    ("ab", 1, None),
    ("a", 40_000_000, None),
    ("b", 40_000_000, None),
    ("C++ 语言", None, "n"),
    ("，工资", None, None),
    ("改制", 1, "v"),
    ("职工", None, "n"),
    ("内退费", None, "n"),
    ("龢", 5, None),
    ("的", 3, None),
    ("鿖鿗", 9, None),
    ("X_200.5-3%", None, None),
    ("集团公司拖欠", None, "n"),
    ("\ud800坏", None, None),
)


def compose(count: int) -> list[str]:
    """Return sentences, the same ones each time."""
    chance = random.Random(20261122)
    sentences = [
        "".join(chance.choice(part) for part in (OPENINGS, MATTERS, ["，", "", "；"], FACTS, FACTS, MATTERS, ENDINGS))
        for _ in range(count)
    ]
    return OPENINGS + MATTERS + FACTS + ENDINGS + sentences


@pytest.fixture(scope="module", params=["no words", "the lexicon", "awkward words"])
def pair(
    request: pytest.FixtureRequest, jieba_cut: Reference, words: tuple[Word, ...]
) -> tuple[Segmenter, Callable[[str], list[str]]]:
    chosen = {"no words": (), "the lexicon": words, "awkward words": AWKWARD}[request.param]
    return Segmenter(chosen), jieba_cut(chosen)


Pair = tuple[Segmenter, Callable[[str], list[str]]]


def test_composed_sentences_are_cut_as_jieba_cuts_them(pair: Pair) -> None:
    ours, theirs = pair
    assert [text for text in compose(400) if ours.cut(text) != theirs(text)] == []


def test_every_sign_between_letters_digits_and_characters_is_cut_as_jieba_cuts_it(pair: Pair) -> None:
    ours, theirs = pair
    sides = ["a", "1", "12", "1.5", "ab", "厂", "", "%", "-"]
    texts = [f"第{x}{sign}{y}{sign}{z}号" for sign in "+#&._%-" for x in sides for y in sides for z in ("2", "b", "厂")]
    assert [text for text in texts if ours.cut(text) != theirs(text)] == []


def test_rare_and_single_characters_are_cut_as_jieba_cuts_them(pair: Pair) -> None:
    ours, theirs = pair
    chance = random.Random(7)
    characters = [chr(chance.randrange(0x4E00, 0xA000)) for _ in range(3000)] + list("的了在是常浮新改3a.-")
    texts = ["".join(chance.choices(characters, k=chance.randint(1, 9))) for _ in range(2000)]
    assert [text for text in texts if ours.cut(text) != theirs(text)] == []


ALPHABET = "改制企业职工拖欠内退费全民工常在浮的了2019aAbcX+#&._%-，。 \n\r鿖㐀😀\ud800"
TEXTS = st.text(ALPHABET, max_size=40) | st.text(max_size=20) | st.lists(st.sampled_from(FACTS)).map("".join)


@settings(max_examples=300, deadline=None)
@given(text=TEXTS)
def test_any_text_is_cut_as_jieba_cuts_it(pair: Pair, text: str) -> None:
    ours, theirs = pair
    assert ours.cut(text) == theirs(text)


def test_rjieba_misses_the_repeated_line_that_jieba_counts() -> None:
    """Ask rjieba through its own suggestion, the only window it has: product of two frequencies over the total."""
    from rjieba import Jieba

    probe, factor = Jieba(), 10**9
    for word, frequency in (("\0", 3), ("㐁", factor)):
        probe.add_word(word, frequency, None)
    expected = factor * factor / (DICTIONARY_TOTAL + factor)
    assert abs(probe.suggest_freq("㐁㐁") - expected) < 1.5


def test_the_total_of_the_dictionary_is_what_its_file_says() -> None:
    lines = (jieba_folder() / "dict.txt").read_text(encoding="utf-8").splitlines()
    assert sum(int(line.split(" ")[1]) for line in lines) == DICTIONARY_TOTAL


def test_added_words_get_the_frequencies_jieba_gives_them(words: tuple[Word, ...], tmp_path: Path) -> None:
    import jieba

    theirs = jieba.Tokenizer()
    theirs.tmp_dir = str(tmp_path)
    suggested = {}
    for word, frequency, tag in (*words, *AWKWARD):
        theirs.add_word(word, frequency, tag)
        suggested[word] = theirs.FREQ[word]
    ours = Segmenter((*words, *AWKWARD))
    assert re.fullmatch(r"Segmenter\(<\d+ words>\)", repr(ours))
    assert ours.frequencies == suggested


def test_the_order_of_words_is_jiebas_too(jieba_cut: Reference) -> None:
    for order in (("退费制", "内退费制", "内退"), ("内退", "内退费制", "退费制")):
        chosen: tuple[Word, ...] = tuple((word, None, None) for word in order)
        text = "内退费制与内退、退费制"
        assert Segmenter(chosen).cut(text) == jieba_cut(chosen)(text)
