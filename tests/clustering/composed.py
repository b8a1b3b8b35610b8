"""Composed letters for the clustering tests: invented units, each matter told in several people's own words."""

import datetime as dt

from nlp.letter import Letter

MONDAY = dt.date(2024, 3, 4)

TELLINGS = (
    "我们{unit}从上个月起每晚停水，已经停了三十天，老人小孩没法洗澡做饭，要求马上恢复供水。",
    "{unit}晚上一直停水，水压上不来，多次打自来水公司的电话都说在修，恳请领导督促恢复供水。",
    "反映{unit}停水的事。夜里九点以后一滴水都没有，住户只能去井里挑，请求查明停水原因并恢复供水。",
    "家住{unit}，停水快两个月了，水压低、水质黄，物业和自来水公司互相推，希望尽快恢复供水。",
    "{unit}居民夜间停水没人管，消防栓也没水，万一失火怎么办？请求尽快恢复供水。",
)
OTHER_TROUBLES = (
    "厂里欠我们三年的集资款没有还，利息也不认，要求连本带息退还集资款。",
    "改制方案定的工龄补偿标准太低，邻市同类企业高一倍，要求按照省里的文件重新核定。",
    "车间主任罚款不开票，考勤表随便改，提意见就调岗，请求纠正。",
    "退休职工的医药费三年没有报销，有病不敢去医院，恳请尽快报销医药费。",
    "子弟学校移交以后，教师的退休待遇比地方教师低一截，要求落实待遇。",
    "家属区的房产证二十年没有办下来，子女落户上学都受影响，请求协调办证。",
    "矿上的运煤车半夜从村口过，粉尘大，路面压坏了，要求修路限行。",
    "职工食堂承包给外人以后价钱涨了一倍，饭菜不干净，希望重新招标。",
)


def letter(number: int | str, text: str, *, title: str = "", week: int = 0, day: int = 0, sender: str = "") -> Letter:
    """Give a letter received on a day of a week after the first Monday."""
    received = MONDAY + dt.timedelta(weeks=week, days=day)
    return Letter(text, f"信{number}", title, received, sender or f"人{number}")


def matter(unit: str, *, first: int, week: int = 0, count: int = 5) -> list[Letter]:
    """Give letters of different senders about the water of one unit, in their own words."""
    return [
        letter(first + n, TELLINGS[n].format(unit=unit), title=f"{unit}夜间停水", week=week + n // 2, day=n % 5)
        for n in range(count)
    ]


def others(*, first: int, week: int = 0) -> list[Letter]:
    """Give letters that have nothing to do with one another."""
    return [letter(first + n, text, week=week, day=n % 5) for n, text in enumerate(OTHER_TROUBLES)]


def office() -> list[Letter]:
    """Give five weeks of letters with two matters among them."""
    weeks = [one for week in range(5) for one in others(first=1000 + 100 * week, week=week)]
    return [*weeks, *matter("丽园小区", first=1), *matter("石桥村", first=20, week=1)]
