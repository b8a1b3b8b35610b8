"""Letters composed from sentences of our own corpus, as many as are asked for: every name, place and date is invented.

A letter is a frame (how one begins and ends), what is told (sentences of one category of the corpus) and what is
filled in (unit, person, day). The parts are kept apart so that a benchmark can compose the same letter with other
names, or another letter in the same frame, and know which it is.
"""

import datetime as dt
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from nlp.letter import Letter

__all__ = ["Parts", "compose", "draw_names", "draw_parts", "draw_told", "render"]

CORPUS = Path(__file__).resolve().parent.parent / "corpora" / "letters"
FIRST_DAY = dt.date(2026, 1, 5)
DAYS = 300
TOLD = (6, 13)
_SYLLABLES = "安宝昌辰德恒丰光海和华嘉建金锦康乐丽隆茂宁平清荣瑞盛泰天同旺文祥新兴雅阳益永裕元远云泽正中"
_UNITS = ("机械厂", "纺织厂", "化工公司", "煤矿", "水泥厂", "建筑公司", "农场", "供销社", "印染厂", "电机厂")
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_OPENINGS = (
    "尊敬的领导：我叫{person}，是{unit}的职工，有一件事要反映。",
    "领导同志，您好。我在{unit}干了大半辈子，今天写信说说我们的难处。",
    "我们是{unit}的退休职工，由{person}执笔，反映以下情况。",
    "来信人{person}，原{unit}工人，反映的问题如下。",
    "关于{unit}的事，我已经找过几次，没有人答复，只好写这封信。",
    "{unit}家属{person}来信，说的是我们家里的事，也是厂里很多人的事。",
    "您好，打扰了。我是{unit}的，想问一个拖了很久的问题。",
    "我代表{unit}的十几位工友写这封信，名字附在后面。",
)
_CLOSINGS = (
    "以上情况请核实，盼复。反映人：{person}，{day}。",
    "我说的句句是实，请上级派人来{unit}看一看。{person}，{day}。",
    "请求领导过问，给一个明白的答复。此致敬礼。{person}",
    "盼望早日解决。联系人{person}，随时可以找我核对。{day}",
    "材料都在我手里，需要时可以送来。{person}写于{day}。",
    "拜托了，我们等着回音。{unit}职工{person}，{day}。",
    "请按政策办，不要再推了。{person}，{day}。",
    "谢谢领导在百忙之中看完这封信。{person}，{day}。",
)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a letter is made of; ``told`` are whole sentences of one category."""

    opening: str
    closing: str
    told: tuple[str, ...]
    unit: str
    person: str
    day: dt.date


def draw_names(parts: Parts, dice: random.Random) -> Parts:
    """Give the same letter by another person, about another unit, on another day."""
    unit = "".join(dice.choices(_SYLLABLES, k=2 + (dice.random() < 0.5))) + dice.choice(_UNITS)
    person = dice.choice(_SURNAMES) + "".join(dice.choices(_SYLLABLES, k=2))
    return replace(parts, unit=unit, person=person, day=FIRST_DAY + dt.timedelta(days=dice.randrange(DAYS)))


def draw_told(count: int, dice: random.Random) -> tuple[str, ...]:
    """Draw so many different sentences of one category."""
    return tuple(dice.sample(dice.choice(_sentences()), count))


def draw_parts(dice: random.Random) -> Parts:
    """Draw a letter of its own."""
    told = draw_told(dice.randint(*TOLD), dice)
    return draw_names(Parts(dice.choice(_OPENINGS), dice.choice(_CLOSINGS), told, "", "", FIRST_DAY), dice)


def render(parts: Parts) -> str:
    """Write the letter out."""
    day = f"{parts.day.year}年{parts.day.month}月{parts.day.day}日"
    first, last = (end.format(unit=parts.unit, person=parts.person, day=day) for end in (parts.opening, parts.closing))
    return first + "".join(parts.told) + last


def compose(count: int, seed: int) -> Iterator[Letter]:
    """Yield letters of their own, each with title, day and sender; the same for the same seed."""
    dice = random.Random(seed)
    for number in range(1, count + 1):
        parts = draw_parts(dice)
        title = f"关于{parts.unit}{parts.told[0][:14].rstrip('，。、；：')}"
        yield Letter(render(parts), f"S{number:07}", title, parts.day, f"{parts.person}{number}")


@cache
def _sentences() -> tuple[tuple[str, ...], ...]:
    """Give the sentences of each category of the corpus, in a fixed order."""
    by_label: dict[str, set[str]] = {}
    for path in sorted(CORPUS.glob("*.jsonl")):
        for line in path.open(encoding="utf-8"):
            row = json.loads(line)
            cut = row["text"].replace("\n", "").split("。")
            by_label.setdefault(row["label"], set()).update(f"{one}。" for one in cut if 8 <= len(one) <= 60)
    return tuple(tuple(sorted(sentences)) for _, sentences in sorted(by_label.items()))
