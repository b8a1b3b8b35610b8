"""No identity number, telephone or card survives masking, however it is written, wherever it stands."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.corpus import LabelledLetter
from nlp.privacy import mask

CHINESE = ["零一二三四五六七八九", "〇幺二三四五六七八九", "０１２３４５６７８９", "零壹贰叁肆伍陆柒捌玖", "0123456789"]
GAPS = ["", " ", "-", "－", "　", "·", "  ", "—"]
digit = st.sampled_from("0123456789")


def digits(count: int) -> st.SearchStrategy[str]:
    return st.text(alphabet="0123456789", min_size=count, max_size=count)


mobiles = st.builds(lambda second, rest: "1" + second + rest, st.sampled_from("3456789"), digits(9))
landlines = st.builds(
    lambda area, rest: area + rest, st.sampled_from(["010", "0731", "0737", "021"]), digits(8)
).filter(lambda number: number[3] not in "01")
identities = st.builds(
    lambda region, year, rest, last: region + year + "0312" + rest + last,
    st.sampled_from(["110105", "430902", "654301"]),
    st.sampled_from(["1949", "1962", "2001"]),
    digits(3),
    st.sampled_from("0123456789X"),
)
cards = st.builds(
    lambda head, rest: head + rest, st.sampled_from(["6222", "6217", "4367", "9558"]), digits(12)
) | st.builds(lambda head, rest: head + rest, st.sampled_from(["622202", "621700"]), digits(13))
secrets = mobiles | landlines | identities | cards


@st.composite
def written(draw: st.DrawFn) -> str:
    """A secret as somebody writes it: in one of the scripts, broken by one kind of gap every three or four digits."""
    secret, script, gap = draw(secrets), draw(st.sampled_from(CHINESE)), draw(st.sampled_from(GAPS))
    step = draw(st.sampled_from([3, 4, 6]))
    shown = [script[int(sign)] if sign.isdigit() else sign for sign in secret]
    return gap.join("".join(shown[i : i + step]) for i in range(0, len(shown), step))


@given(st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_number_of_a_person_survives_in_a_letter(corpus: list[LabelledLetter], data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(corpus[:400])).text
    secret = data.draw(written())
    cue = data.draw(st.sampled_from(["", "电话", "请打", "身份证号码是：", "卡号", "联系我"]))
    places = [i for i, sign in enumerate(text) if sign in "。，；"] or [len(text)]
    place = data.draw(st.sampled_from(places))
    start = place + 1 + len(cue)
    masked = mask(f"{text[:place]}，{cue}{secret}{text[place:]}")
    assert set(masked[start : start + len(secret)]) == {"*"}


@pytest.mark.parametrize(
    "text",
    [
        "电话幺三八零零零零幺二三四",
        "(0731)84440000",
        "84440000转801",
        "微信号：laohong88",
        "QQ 12345678",
        "工号A03-117",
        "残疾证号：43090219620312",
        "邮箱：wang.wu@example.com",
    ],
)
def test_other_ways_to_reach_a_person_are_masked(text: str) -> None:
    masked = mask(f"找我，{text}。")
    assert not any(sign.isdigit() for sign in masked.replace("转801", ""))
    assert "laohong" not in masked
    assert "wang" not in masked


@pytest.mark.parametrize(
    "text",
    [
        "欠我1234567元",
        "1998年至2003年",
        "2003.10.23-2005.12.24",
        "一二三四五六车间",
        "国资发〔2010〕157号",
        "12345热线",
        "20030412文件",
    ],
)
def test_sums_dates_and_file_numbers_stay(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我住建设路12号院3栋501室。", "我住*************。"),
        ("家属区二号楼一单元三〇二室漏雨", "*************漏雨"),
        ("他住柳家营村三组12号。", "他住*********。"),
    ],
)
def test_an_address_is_masked_down_to_the_door(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text", ["同楼三十六户没有证", "三栋六层楼", "九号二号釜", "家属院四栋楼二百来户", "厂里三号高炉"]
)
def test_a_building_of_many_families_is_no_address(text: str) -> None:
    assert mask(text) == text
