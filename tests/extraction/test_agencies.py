import pytest

from nlp.extraction.agencies import find_agencies


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("县劳动局说不归他们管", "人社局"),
        ("市国资委", "国资委"),
        ("国有资产监督管理委员会", "国资委"),
        ("社保局窗口", "社保中心"),
        ("打了12345", "政务热线"),
        ("劳动仲裁院", "仲裁委"),
        ("工商所", "市场监管局"),
        ("清算组", "破产管理人"),
    ],
)
def test_an_office_has_one_name(text: str, value: str) -> None:
    (signal,) = find_agencies(text)
    assert signal.value == value


def test_the_level_belongs_to_the_mention() -> None:
    (signal,) = find_agencies("去过省国资委两次")
    assert signal.text == "省国资委"


def test_the_longer_name_wins() -> None:
    assert [s.value for s in find_agencies("劳动监察大队")] == ["劳动监察"]


def test_a_letter_without_offices_has_none() -> None:
    assert list(find_agencies("厂里三年没发工资")) == []
