import pytest

from nlp.corpus import LabelledLetter
from nlp.privacy import mask, mask_neutral, neutralize


@pytest.mark.parametrize(
    "secret",
    [
        "13800001234",
        "138-0000-1234",
        "138 0000 1234",
        "１３８００００１２３４",
        "+8613800001234",
        "0731-84440000",
        "073184440000",
        "11010519491231002X",
        "110105 19491231 002x",
        "110105491231002",
        "6222020200112233445",
        "6222 0202 0011 2233 445",
        "wang.wu@example.com",
        "湘A12345",
        "粤B·D12345",
    ],
)
def test_no_number_that_identifies_a_person_survives(secret: str) -> None:
    masked = mask(f"我叫某某，联系：{secret}。请答复。")
    assert masked == f"我叫某某，联系：{'*' * len(secret)}。请答复。"


@pytest.mark.parametrize(
    "plain",
    ["欠我12000元", "〔2003〕12号", "1998年12月31日", "共1234567.89元", "第110条", "2003-2005年", "编号20261116001"],
)
def test_amounts_dates_and_file_numbers_stay(plain: str) -> None:
    assert mask(plain) == plain


def test_the_length_never_changes() -> None:
    text = "电话13800001234\n身份证11010519491231002X"
    assert len(mask(text)) == len(text)
    assert mask(text).count("\n") == 1


def test_what_is_known_from_the_neutral_form_is_masked_the_same(corpus: list[LabelledLetter]) -> None:
    for letter in corpus[::20]:
        text = f"{letter.text}\n二车间镗床工 段长喜 13800001234"
        assert mask_neutral(text, neutralize(text)) == mask(text)
