import pytest

from nlp.extraction.litigation import find_litigation


def found(text: str) -> list[tuple[str, str]]:
    return [(s.text, s.check) for s in find_litigation(text)]


@pytest.mark.parametrize(
    "text",
    [
        "法院判厂里赔我工伤8.7万元",
        "2017年仲裁委裁决单位付给",
        "一审判赔六万二",
        "上诉到中院",
        "区政府作出复议决定",
        "官司我赢了",
    ],
)
def test_what_was_before_a_court_is_seen(text: str) -> None:
    assert [check for _, check in found(text)] == [""]


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("再不给我就去起诉", "figurative"),
        ("我们准备去申请仲裁", "figurative"),
        ("建议我走仲裁", "figurative"),
        ("我们没有起诉", "negated"),
        ("不想打官司", "negated"),
    ],
)
def test_a_threat_or_a_denial_is_kept_for_checking(text: str, check: str) -> None:
    assert [c for _, c in found(text)] == [check]


@pytest.mark.parametrize("text", ["请把方案审一审", "单位说要再审批", "请纪委立案查处", "厂里立了规矩"])
def test_another_word_is_no_lawsuit(text: str) -> None:
    assert found(text) == []


def test_a_plan_stays_apart_from_what_was_done() -> None:
    text = "2009年法院判厂里赔我。厂里不给，我打算去申请执行。"
    assert found(text) == [("2009年法院判厂里赔我", ""), ("我打算去申请执行", "figurative")]


def test_steps_that_follow_each_other_are_one_mention() -> None:
    assert found("一审判赔六万二，二审改判，上诉没用") == [("一审判赔六万二，二审改判，上诉没用", "")]
