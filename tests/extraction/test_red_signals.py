"""Danger to life and danger to others: what must be seen, and what is seen but to be checked."""

import pytest

from nlp.extraction import add_statements
from nlp.extraction.life_health import find_life_health
from nlp.extraction.public_safety import find_public_safety
from nlp.extraction.thanks import is_thanks
from nlp.letter import Signal


@pytest.mark.parametrize(
    "text",
    [
        "再不解决我就从办公楼跳下去。",
        "父亲矽肺三期，厂子破产后药费没人管，已断药三天。",
        "厂区附近砷超标，我们车间四十多人住院，医院催交押金，求救。",
        "家里揭不开锅了，没钱买药",
        "老李停了透析在家等死",
        "食堂吃完上吐下泻，倒下去七个人",
        "他夜里喘不上气，送到医院抢救",
        "我不想活了",
    ],
)
def test_danger_to_life_is_plain(text: str) -> None:
    assert [signal.check for signal in find_life_health(text)] == [""]


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("我父亲1998年病逝，抚恤金没给。", "past"),
        ("我老伴前年走了。", "past"),
        ("前年他想过跳楼，现在好了。", "past"),
        ("这点钱真是要命。", "figurative"),
        ("别逼我们上绝路。", "figurative"),
        ("我们不想闹到跳楼那一步。", "negated"),
    ],
)
def test_a_past_figurative_or_denied_danger_is_kept_to_be_checked(text: str, check: str) -> None:
    assert [signal.check for signal in find_life_health(text)] == [check]


@pytest.mark.parametrize(
    "text", ["药店房租涨了。", "孩子还没断奶。", "急救箱坏了。", "人都调走了。", "资料都拿走了。", "船停了九天。"]
)
def test_what_only_sounds_like_it_is_no_danger_to_life(text: str) -> None:
    assert list(find_life_health(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "家属楼后墙快塌了，住着三十户。",
        "冷库的氨管漏了，呛得人跑。",
        "自来水发黑有味。",
        "电线老化，墙上天天打火花。",
        "大不了大家一起死。",
        "再不给钱我就放火。",
    ],
)
def test_danger_to_others_is_plain(text: str) -> None:
    assert [signal.check for signal in find_public_safety(text)] == [""]


@pytest.mark.parametrize(
    ("text", "check"),
    [("上月楼道起火，幸好扑灭了。", "past"), ("我们不会放火。", "negated"), ("2003年档案室着火。", "past")],
)
def test_a_danger_that_passed_or_is_denied_is_to_be_checked(text: str, check: str) -> None:
    assert [signal.check for signal in find_public_safety(text)] == [check]


@pytest.mark.parametrize(
    "text",
    [
        "打火机厂停产了。",
        "领导点了点头。",
        "政策向技师倾斜。",
        "工资砍了六百。",
        "茶水凉了。",
        "老板把社保断了。",
        "化验水分超标。",
    ],
)
def test_anger_and_everyday_words_are_no_danger(text: str) -> None:
    assert list(find_public_safety(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "驱铅打一个疗程三千多，实在打不起。",
        "这药一盒四百，我们吃不起。",
        "内退费还不够吃药的。",
        "屋里两个人头晕呕吐，怕是中毒了。",
        "透析一个星期三回，早就做不起了。",
    ],
)
def test_care_that_cannot_be_paid_and_a_feared_poisoning_are_plain_danger(text: str) -> None:
    assert [signal.check for signal in find_life_health(text)] == [""]


@pytest.mark.parametrize(
    "text", ["我有尘肺二期，爬不了楼。", "老伴糖尿病，卡刷不了。", "冬天家里没有炉子，手冻得开口子。"]
)
def test_an_illness_told_as_how_things_are_is_only_implied_danger(text: str) -> None:
    assert [signal.check for signal in find_life_health(text)] == ["implied"]


def test_an_illness_never_hides_the_danger_beside_it() -> None:
    assert [signal.check for signal in find_life_health("糖尿病，胰岛素断了三天")] == [""]


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("我爹昏迷，是汽运公司的师傅送到医院抢救。写这封信感谢他，没有别的要求。", "past"),
        ("我爹昏迷，正在医院抢救，请派人来看看，谢谢。", ""),
        ("感谢大家这些年的照顾，没有别的要求，我不想活了。", ""),
    ],
)
def test_what_a_letter_of_thanks_tells_of_is_over_but_never_a_farewell(text: str, check: str) -> None:
    assert {signal.check for signal in find_life_health(text)} == {check}


def test_a_fire_put_out_by_those_who_are_thanked_is_past() -> None:
    text = "夜里楼道起火，是你们消防队来扑。特此感谢。"
    assert [signal.check for signal in find_public_safety(text)] == ["past"]


def test_no_danger_is_inferred_from_a_letter_of_thanks() -> None:
    guess = Signal(0, 8, "那年冬天最难熬。", "life_health", check="implied")
    assert add_statements((), [guess], "那年冬天最难熬。特此感谢热力公司。") == ()
    assert add_statements((), [guess], "那年冬天最难熬。请派人来修。") == (guess,)


@pytest.mark.parametrize("text", ["", "一切都好。", "我走了以后，孩子托付给你们，谢谢你们，没有别的要求。"])
def test_nothing_said_and_a_farewell_are_no_thanks(text: str) -> None:
    assert not is_thanks(text)
