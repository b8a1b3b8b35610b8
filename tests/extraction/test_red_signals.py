"""Danger to life and danger to others: what must be seen, and what is seen but to be checked."""

import pytest

from nlp.extraction.life_health import find_life_health
from nlp.extraction.public_safety import find_public_safety


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
