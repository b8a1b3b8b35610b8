"""Invented letters of a small office with two classes, for tests that train."""

from collections.abc import Sequence

from nlp.corpus import LabelledLetter

MATTERS = {
    "路灯": ("路灯不亮", "夜里看不见路", "请派人修灯", "灯杆倒了", "灯泡坏了"),
    "供水": ("水管漏水", "家里停水", "水压太低", "请检修水表", "水里有锈"),
    "其他": ("想问文化站几点开门", "感谢社区帮忙", "谁家丢了一只猫", "想学剪纸", "图书还到哪里"),
}
PLACES = ["东桥", "西桥", "南塘", "北塘", "上湾", "下湾", "柳巷", "槐巷", "竹园", "梅园", "石坊", "瓦坊"]
TIMES = ("上个月起", "这个星期", "已经半年", "昨天夜里", "开春以来")


def invented_letters(a_class: int = 24, classes: Sequence[str] = tuple(MATTERS)) -> list[LabelledLetter]:
    """Give ``a_class`` letters of each class, no two of them copies of each other."""
    return [
        LabelledLetter(id=f"{label}{n}", title=MATTERS[label][n % 5], text=_text(label, n), label=label)
        for label in classes
        for n in range(a_class)
    ]


def _text(label: str, n: int) -> str:
    """Write a letter; a tail of characters all its own keeps it from being a copy of another with the same phrases."""
    phrases, seed = MATTERS[label], list(MATTERS).index(label) * 1000 + n
    tail = "".join(chr(0x4E00 + (seed * 97 + place * 613) % 20000) for place in range(30))
    return f"{PLACES[n % 12]}{n}号，{TIMES[n // 5 % 5]}{phrases[n % 5]}，{phrases[(n + 1 + n // 12) % 5]}。{tail}"
