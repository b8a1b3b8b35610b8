import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.extraction.people import find_people


def found(text: str) -> list[tuple[str, object, str]]:
    return [(s.text, s.value, s.note) for s in find_people(text)]


@pytest.mark.parametrize(
    ("text", "value", "note"),
    [
        ("123名双解人员联名", 123, "联名"),
        ("四十六个职工按了手印", 46, "联名"),
        ("涉及职工三百多人", 300, "涉及"),
        ("我们车间四十多人住院", 40, "涉及"),
        ("同样情况的27人", 27, "涉及"),
        ("六十余名下岗女工", 60, "涉及"),
        ("全厂六百多号人", 600, "总数"),
        ("在册职工三百一十四人", 314, "总数"),
        ("涉及150多户", 150, "户"),
        ("我们三个", 3, "涉及"),
        ("二百多工人没有社保", 200, "涉及"),
        ("剩下一百来号，天天点名", 100, "涉及"),
        ("俺们一百单六人", 106, "涉及"),
        ("跟我一样的有十九个", 19, "涉及"),
    ],
)
def test_a_number_of_people_is_read_with_its_role(text: str, value: int, note: str) -> None:
    ((_, number, role),) = found(text)
    assert (number, role) == (value, note)


def test_all_of_them_without_a_number_has_no_value() -> None:
    assert found("全体职工坚决反对") == [("全体职工", None, "涉及")]
    assert found("全厂职工联名") == [("全厂职工", None, "联名")]


@pytest.mark.parametrize(
    "text",
    [
        "一人八百六",
        "每十人一台",
        "考了第七名",
        "厂里来了两个人",
        "一户一万二",
        "五口井",
        "三个月",
        "人均四十人份",
        "十五个工作日",
        "门牌十二号楼",
        "共住的是5号，没有电梯",
        "二百多职工代表大会",
        "前六十名",
        "班子里五个人",
    ],
)
def test_a_rate_a_rank_or_a_thing_is_no_number_of_people(text: str) -> None:
    assert found(text) == []


def test_every_mention_of_the_same_people_is_given() -> None:
    assert [value for _, value, _ in found("我们三十六个人没发，三十六个人都签了字")] == [36, 36]


def test_two_who_speak_for_themselves_are_counted_and_two_others_are_not() -> None:
    assert found("我们两个人都签了字") == [("两个人", 2, "联名")]
    assert found("来了两名工友") == []


def test_a_part_of_a_larger_number_is_left_out() -> None:
    assert [value for _, value, _ in found("车间有四十六人，其中十二人没到")] == [46]


def test_people_of_another_time_are_to_be_checked() -> None:
    assert [s.check for s in find_people("当年七十多个知青，现在剩十一个人")] == ["past", ""]


def test_households_are_never_people() -> None:
    assert found("家属区三十二户，四十个人") == [("三十二户", 32, "户"), ("四十个人", 40, "涉及")]


@given(st.text(alphabet="一二三十百几多余名人户个口我们全厂职工联名第每0123456789", max_size=30))
def test_any_text_gives_spans_of_itself(text: str) -> None:
    for signal in find_people(text):
        assert text[signal.start : signal.end] == signal.text
