import pytest

from nlp.extraction.attachments import find_attachments


def found(text: str) -> list[str]:
    return [s.text for s in find_attachments(text)]


@pytest.mark.parametrize(
    "text",
    [
        "复印件附后",
        "附身份证复印件",
        "附件：花名册一份",
        "收据照片两张",
        "随信寄上合同复印件",
        "工资条我拍了照片",
        "录音可以提供",
        "欠条扫描在附件里",
        "押金条照片。",
        "工资条我都带着",
        "退休证、病故证明、银行流水复印件。",
        "材料都复印了，跟信一起寄",
    ],
)
def test_what_a_letter_encloses_is_seen(text: str) -> None:
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        "附近的厂",
        "依附别人",
        "附件二规定的办法没有公布",
        "跟信用社借的",
        "他照片上笑着",
        "公司发给我们的合同",
        "档案关系都在厂里",
        "收据让厂里弄丢了，照片两张也遗失",
    ],
)
def test_what_stays_elsewhere_is_no_attachment(text: str) -> None:
    assert found(text) == []


def test_the_whole_clause_is_given() -> None:
    assert found("欠条复印件附后，照片两张。") == ["欠条复印件附后", "照片两张"]
