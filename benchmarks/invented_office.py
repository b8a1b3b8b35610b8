"""An office with half a year of invented letters, to look at its pages and to measure them: nobody in it is real."""

import csv
import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path

from sqlalchemy import select

from nlp.corpus import load_letters
from nlp.intake import ingest, open_office
from nlp.replay import week_number
from nlp.settings import Settings
from nlp.store import Reader, Store, close_flag, close_letter
from nlp.store.schema import flags, letters
from nlp.taxonomy import load_taxonomy
from nlp.timeline import matter_courses, matter_numbers
from nlp.weekly import Office, review_week

__all__ = ["LETTER", "MONDAY", "address_of", "fill"]

MONDAY = dt.date(2026, 11, 9)
"""The Monday of the newest week."""
WEEKS = 13
CLERK, SECOND = "王工", "李工"
CHANNELS = ("来信", "来访", "网上信访", "上级转送")
LETTER = (
    "我们是石湾仪表厂的内退职工，共37人。2019年厂里改制，内退费从去年9月停发至今，每人被欠12000元，合计44.4万元。"
    "父亲矽肺三期，药费没人管，已断药三天。前年有人喊过要跳楼，后来劝住了。要求把欠的内退费补发给我们。"
    "请求给父亲安排体检和治疗。如果月底前不答复，我们就一起去省里。去年5月向市国资委反映过，没有答复。"
)
PLACES = (
    "家住沧州市献县，",
    "家住衡水市景县，",
    "现住邢台市宁晋县，",
    "住在保定市徐水区，",
    "老家在沧州市泊头市，",
    "",
)
OPENINGS = ("您好，", "尊敬的领导：", "向领导反映一件事。", "", "麻烦领导过问一下，", "第三次写信了，")
CLOSINGS = ("盼复。", "请领导督促。", "望尽快答复。", "", "家里实在困难。", "谢谢领导。")


@dataclass(frozen=True, slots=True)
class Matter:
    """An invented matter: who writes, what happened, what is asked; and how many letters so many weeks ago (0: now)."""

    who: tuple[str, ...]
    facts: tuple[str, ...]
    asks: tuple[str, ...]
    comes: dict[int, int]

    def letter(self, dice: random.Random) -> str:
        """Make one letter of it."""
        opening, home, closing = dice.choice(OPENINGS), dice.choice(PLACES), dice.choice(CLOSINGS)
        facts = "".join(dice.sample(self.facts, 2))
        return f"{opening}{dice.choice(self.who)}{home}{facts}{dice.choice(self.asks)}{closing}"


MATTERS = (
    Matter(
        (
            "我是石湾仪表厂98年办的内退职工，",
            "我们是石湾仪表厂内退的二十几个人，",
            "老伴在石湾仪表厂内退，",
            "我在石湾仪表厂干了二十六年，",
        ),
        (
            "内退费从去年9月停发至今，每人被欠12000元。",
            "厂里内退费停了一年多，去问过四回，财务说账上没钱。",
            "改制文件写明内退费由留守处按月发放，留守处说已经交接，新公司说没有接。",
            "去年9月以后内退费就不发了，两个人的药费都指着它。",
            "内退费拖欠十四个月，37人合计欠44.4万元。",
            "去年5月向市里反映过内退费，没有答复。",
        ),
        ("要求补发拖欠的内退费。", "请督促厂里补发内退费。", "恳请领导过问，把内退费补发给我们。"),
        {0: 18, 1: 2, 2: 1, 3: 1, 5: 1, 8: 1, 11: 1},
    ),
    Matter(
        ("我们是青坪水泥厂集资建房户，", "我住青坪水泥厂家属院，", "青坪水泥厂86户集资房住户联名，"),
        (
            "2015年交清集资房款，房产证一直没有办下来。",
            "办房产证的资料都在留守组，留守组说找不到了。",
            "没有房产证，孩子上学落户都受影响。",
            "去年答复说今年六月办证，过了五个月还是没有办。",
            "厂子破产后集资房没人管，物业也撤了。",
        ),
        ("要求给我们办理房产证。", "请协调办证。", "请问房产证什么时候能办？"),
        dict.fromkeys(range(13), 3) | {0: 6, 4: 6},
    ),
    Matter(
        ("我是罗店矿务局的老矿工，", "父亲是罗店矿务局的掘进工，", "罗店矿务局二十多个井下工联名反映，"),
        (
            "矿上关闭后矽肺体检停了两年。",
            "单位注销，没人出职业病诊断证明。",
            "矽肺二期，药费报销停了。",
            "矿办医院关了，看职业病要自己垫钱。",
            "胸闷喘不上气，已经断药三天。",
        ),
        ("要求恢复职业病体检。", "请解决矽肺药费。", "请求尽快安排体检和治疗。"),
        {0: 9},
    ),
    Matter(
        ("我是江口客运公司的驾驶员，", "江口客运公司十几名老驾驶员反映，", "我在江口客运公司开车二十年，"),
        (
            "新班子把我们调去扫站台，工资降了一半。",
            "竞聘只给十分钟准备，落聘的一律转岗降薪。",
            "转岗合同不签就停班，停班两个月没有工资。",
            "职代会没有开过，方案没有公示。",
        ),
        ("要求恢复岗位和工资。", "请调查竞聘程序。", "请纠正强制转岗。"),
        dict.fromkeys(range(12), 2) | {0: 4, 1: 3},
    ),
    Matter(
        ("我是临浦造纸厂的职工，", "临浦造纸厂改制职工来信，", "我父亲在临浦造纸厂工作三十年，"),
        (
            "改制方案没有经过职代会表决。",
            "安置费按工龄打了六折。",
            "军龄不算工龄，少算六年安置费。",
            "经济补偿金按哪个文件算，两个科室两个说法。",
        ),
        ("要求公开改制方案和计算依据。", "请按政策认定工龄。", "请问补偿标准到底按哪个文件？"),
        {0: 6, 1: 6, 2: 5, 3: 2, 6: 2, 9: 1},
    ),
    Matter(
        ("我们是东泉热电公司外包检修队的工人，", "我在东泉热电公司检修队干活，", "东泉热电公司52名检修工联名，"),
        (
            "检修的工钱从8月欠到现在。",
            "找项目部推劳务公司，劳务公司推项目部。",
            "每人被欠三个月工资，一共60多万元。",
            "快过年了，没有钱回家。",
        ),
        ("请督促发放工资。", "要求把拖欠的工资发给我们。"),
        {0: 3, 1: 5, 2: 9, 3: 4, 4: 2},
    ),
)


def address_of(folder: Path) -> str:
    """Give the address of the store in a folder."""
    return f"sqlite:///{(folder / 'office.db').as_posix()}"


def _letters(settings: Settings, dice: random.Random, a_week: int) -> Iterator[tuple[dt.date, str, str]]:
    """Give the letters of all weeks: the project's own invented ones by chance, and those of the matters."""
    known = [letter for letter in load_letters([settings.letters]) if letter.text]
    others = cycle(dice.sample(known, k=min(len(known), WEEKS * a_week)))
    for ago in range(WEEKS - 1, -1, -1):
        monday = MONDAY - dt.timedelta(weeks=ago)
        for _ in range(a_week + dice.randrange(-a_week // 8, a_week // 8 + 1)):
            letter = next(others)
            yield monday + dt.timedelta(days=dice.randrange(7)), letter.title, letter.text
        for matter in MATTERS:
            for _ in range(matter.comes.get(ago, 0)):
                yield monday + dt.timedelta(days=dice.randrange(7)), "", matter.letter(dice)


def fill(folder: Path, *, a_week: int = 90, reviewed: int = 6) -> Store:
    """Fill a store in ``folder`` with ``a_week`` letters a week besides the matters; review the last weeks of them."""
    settings = Settings.from_environment().model_copy(update={"store": address_of(folder)})
    dice = random.Random(3)  # the same pictures every day
    rows: dict[str, list[tuple[dt.date, str, str]]] = {channel: [] for channel in CHANNELS}
    for row in _letters(settings, dice, a_week):
        rows[dice.choices(CHANNELS, (5, 2, 4, 1))[0]].append(row)
    store = open_office(settings)
    for channel, own in rows.items():
        file = folder / f"{channel}.csv"
        with file.open("w", encoding="utf-8", newline="") as stream:
            table = csv.writer(stream)
            table.writerow(["编号", "来信日期", "标题", "正文"])
            table.writerows((f"{channel}{number}", *row) for number, row in enumerate(own, 1))
        ingest(store, [file], settings.model, CLERK, jobs=1, channel=channel)
    office = Office(load_taxonomy(settings.taxonomy))
    for ago in range(reviewed - 1, -1, -1):
        review_week(store, week_number(MONDAY - dt.timedelta(weeks=ago)), office, CLERK)
    _close_some(store)
    return store


def _close_some(store: Store) -> None:
    """Close the oldest letters of the matters heard most of, a month ago, as an office does that has answered them."""
    then = replace(store, clock=lambda: dt.datetime.combine(MONDAY, dt.time(9), dt.UTC) - dt.timedelta(weeks=4))
    week = f"{MONDAY:%G-W%V}"
    for course in matter_courses(store, week, weeks=WEEKS, most=3):
        for number in matter_numbers(store, course.id)[:3]:
            _close_flags(then, number)
            close_letter(then, number, Reader(CLERK))


def _close_flags(store: Store, number: str) -> None:
    """Have two clerks say why the red flags of a letter may be closed; before that nobody may close the letter."""
    open_now = select(flags.c.kind).join(letters).where(letters.c.number == number, flags.c.closed_at.is_(None))
    with store.reading() as connection:
        kinds = connection.scalars(open_now).all()
    for kind in kinds:
        for who in (CLERK, SECOND):
            close_flag(store, number, kind, Reader(who), "已上门核实，当日处理")
