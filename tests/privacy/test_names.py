"""Names: who wrote, whom the letter names, and what must not be taken for a name."""

import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.corpus import LabelledLetter
from nlp.privacy import mask, neutralize, personal_spans

NAMES = Path(__file__).resolve().parents[2] / "corpora" / "names.tsv"
ENOUGH = 0.98


def names_in(text: str) -> list[str]:
    return [span.text for span in personal_spans(text) if span.kind == "name"]


@pytest.mark.parametrize("held_out", [0, 1], ids=["development", "held out"])
def test_writers_are_found_in_98_of_100_letters_names(corpus: list[LabelledLetter], held_out: int) -> None:
    texts = {letter.id: letter.text for letter in corpus}
    rows = [line.split("\t") for line in NAMES.read_text(encoding="utf-8").splitlines()[1:]]
    rows = [row for row in rows if zlib.crc32(row[0].encode()) % 2 == held_out]
    found = [set(mask(texts[name])[int(start) : int(end)]) == {"*"} for name, start, end in rows]
    assert len(found) > 80
    assert sum(found) / len(found) >= ENOUGH


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("我叫段长喜，今年四十六。", ["段长喜"]),
        ("俺叫乐军，替俺爹写。", ["乐军"]),
        ("来信人：呼改莲", ["呼改莲"]),
        ("联系人 吴秀钗、邓艺红。", ["吴秀钗", "邓艺红"]),
        ("请发还。\n　　　退休职工 曹玉荷", ["曹玉荷"]),
        ("要求按实补发。\n罗启明\n2014年5月3日", ["罗启明"]),
        ("我是欧阳建国同志的女儿。", ["欧阳建国"]),
        ("总经理黎金山挪用公款。", ["黎金山"]),
        ("刘厂长和王科长都知道。", ["刘", "王"]),
        ("我姓药，是部队下来的。", ["药"]),
        ("老隋和小尚、阿娣作证。", ["隋", "尚", "娣"]),
        ("张师傅带我三年。", ["张"]),
    ],
)
def test_a_name_is_found_in_the_forms_letters_use(text: str, names: list[str]) -> None:
    assert names_in(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "请找王某某和李某。",
        "老百姓姓什么不要紧。",
        "总公司和分公司的厂长、副经理、车间主任都换了。",
        "公安局长、分管经理、农林场长、三任厂长。",
        "职工高兴，工人康复，干部马上开会。",
        "老师傅、老百姓、老家、小区、小时、小孩、阿姨。",
        "养老钱没发，水泥厂停产，石油公司改制。",
        "方案任命安排，金额成本，万元以上。",
        "来访人强调不追究，来电人同意登记。",
    ],
)
def test_a_word_that_looks_like_a_name_stays(text: str) -> None:
    assert mask(text) == text


def test_a_name_found_once_is_masked_wherever_it_stands() -> None:
    assert mask("我叫辛志远，厂里把辛志远除名") == "我叫***，厂里把***除名"


def test_an_accused_official_is_masked_for_display() -> None:
    assert mask("厂长贾宏斌把设备卖了，贾宏斌的外甥收的。") == "厂长***把设备卖了，***的外甥收的。"


@given(st.text(max_size=80))
def test_masking_keeps_the_length_and_the_line_breaks(text: str) -> None:
    for covered in (mask(text), neutralize(text)):
        assert len(covered) == len(text)
        assert [i for i, c in enumerate(covered) if c == "\n"] == [i for i, c in enumerate(text) if c == "\n"]


SAME_LENGTH = st.sampled_from(["任桂莲", "段长喜", "马桂英", "袁大庆", "于长顺", "呼改莲", "岑玉秀", "欧阳青"])


@given(SAME_LENGTH, SAME_LENGTH)
def test_swapping_the_name_changes_nothing_that_features_see(one: str, other: str) -> None:
    letter = "我叫{0}，1986年进厂。厂长{0}扣我工资，{0}说了算，要求补发。\n{0}"
    assert neutralize(letter.format(one)) == neutralize(letter.format(other))


def test_swapping_phone_identity_and_address_changes_nothing_that_features_see() -> None:
    letter = "我住{}，电话{}，身份证{}，要求补发工资。"
    one = letter.format("建设路12号院3栋501室", "13800001234", "11010519491231002X")
    other = letter.format("和平街45号楼2单元301", "13911112222", "430105196001010011")
    assert len({neutralize(text).replace("\ue000", "") for text in (one, other)}) == 1


def test_what_somebody_works_as_stays_for_features_and_is_masked_for_display() -> None:
    text = "我是二车间镗床工，要求复岗。"
    assert neutralize(text) == text
    assert mask(text) == "我是******，要求复岗。"
