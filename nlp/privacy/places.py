"""Find what locates or singles out a person without a name: a home down to the door, a post in a workshop."""

import re
from collections.abc import Iterator, Sequence

from nlp.privacy.lookout import Places

__all__ = ["BEGINNINGS", "find_addresses", "find_posts"]

Found = tuple[int, int, str]

_DIGITS = "0123456789０１２３４５６７８９一二三四五六七八九十百零〇○"
_NUMBER = rf"[{_DIGITS}]{{1,5}}"
_LEVEL = rf"[ 　\-—]?{_NUMBER}(?:号院|号楼|号|栋|幢|座|单元|室|弄|组|门|楼|层)"
_DOOR = re.compile(
    rf"[{_DIGITS}]{{1,5}}(?:号院|号楼|号|栋|幢|座|单元|弄|组|室)(?![文井线高隧令泵窑炉车机门通办])(?:{_LEVEL}){{0,5}}"
    rf"(?:[ 　\-—]?{_NUMBER}(?=室|$|[^{_DIGITS}年月日个户人]))?"
)
_TO_A_DOOR = re.compile(rf"单元.|[{_DIGITS}]{{3,5}}室|组.+号|(?:栋|幢|号楼|座)[ 　\-—]?[{_DIGITS}]{{3,5}}$")
_NOT_STREET = r"，,。；;：:、！!？?（()）“”\"\s的在住是于到从向和与及了着我他她们有把去这那回每"
_PLACES = rf"(?:[^{_NOT_STREET}]{{1,6}}?(?:省|市|区|县|旗|镇|乡|街道)){{0,4}}"
_STREET = re.compile(
    rf"{_PLACES}(?:和[平谐睦]|[^{_NOT_STREET}]){{1,4}}(?:路|街|巷|胡同|大道|道街|弄堂|里弄)(?:[东南西北中]段?)?$"
)
_ESTATE = re.compile(
    rf"{_PLACES}[^{_NOT_STREET}]{{0,4}}(?:小区|新村|家属院|家属区|家属楼|宿舍区?|大院|苑|坊|花园|公寓|[村庄屯寨])$"
)
_NAMED = re.compile(r"(?:家庭住址|通讯地址|联系地址|通信地址|住址|地址)(?:是|为)?[：:][ 　]?([^，。；;\n]{4,40})")
_LONGEST_STREET, _MOST_DIGITS = 24, 5

_SHOPS = (
    "铸造|锻造|机加|机加工|金工|装配|总装|热处理|电镀|冲压|焊接|铆焊|铣床|车床|镗床|动力|维修|机修|铸钢|铸铁|炼钢|轧钢|热轧|冷轧|烧结|制革|鞣制|"
    "细纱|粗纱|前纺|后纺|织布|织造|印染|染整|缫丝|整理|浆纱|络筒|成品|包装|原料|配料|制炼|压榨|酿造|发酵|蒸煮|制浆|造纸|油脂|锯材|烧窑|成型|"
    "热电|锅炉|合成|合成氨|电解|选矿|球磨|采掘|掘进|充填|拉丝|漆包|绕线|涂装|喷漆|表壳|注塑|缝纫|裁剪|缝制|屠宰|分割|洗煤|排梗|纺织|检修"
)
_TRADES = (
    "车工|钳工|铣工|刨工|磨工|镗工|镗床工|车床工|铆工|焊工|电焊工|气焊工|电工|锻工|铸工|木工|瓦工|油漆工|喷漆工|起重工|行车工|天车工|"
    "叉车工|司炉工|锅炉工|炉前工|浇铸工|造型工|热处理工|电镀工|挡车工|细纱工|络筒工|织布工|印染工|染色工|维修工|机修工|装配工|检验工|"
    "包装工|搬运工|冲压工|配料工|砂轮工|仓库保管员|保管员|化验员|质检员|检验员|统计员|核算员|调度员|安全员|材料员|考勤员|技术员|"
    "工程师|会计|出纳|班长|组长|工段长|工长"
)
_SHOP = re.compile("车间|工段|分厂|工区|作业区")
_WHICH = re.compile(rf"(?:第?[{_DIGITS}]{{1,3}}|{_SHOPS})$")
_TRADE = re.compile(rf"(?:的|里的|一名|唯一的)?(?:{_TRADES})")
_LONGEST_SHOP = 4


BEGINNINGS = {"door": (_DIGITS, "号栋幢座单弄组室")}
"""What to look for in the texts to be searched: the last digit of a number and what may stand behind it."""


def find_addresses(text: str, places: Places) -> list[Found]:
    """Give the spans of addresses that lead to a house or a door; a building of many families alone is none.

    ``places`` are those of ``BEGINNINGS`` in the text.

    >>> from nlp.privacy.lookout import Lookout
    >>> text = "我住建设路12号院3栋501室，路不好走，同楼十二户。"
    >>> [text[start:end] for start, end, _ in find_addresses(text, Lookout(BEGINNINGS).places([text])[0])]
    ['建设路12号院3栋501室']
    """
    found = list(_doors(text, places["door"]))
    if "址" in text:
        found += [(*match.span(1), "address") for match in _NAMED.finditer(text)]
    return found


def _doors(text: str, last_digits: Sequence[int]) -> Iterator[Found]:
    done = 0
    for last_digit in last_digits:
        if last_digit < done:
            continue
        begin = last_digit
        while begin > done and last_digit - begin < _MOST_DIGITS - 1 and text[begin - 1] in _DIGITS:
            begin -= 1
        if match := _DOOR.match(text, begin):
            done = match.end()
            first = max(begin - _LONGEST_STREET, 0)
            if (street := _STREET.search(text, first, begin)) and "号" in match[0]:
                yield street.start(), done, "address"
            elif _TO_A_DOOR.search(match[0]):
                estate = _ESTATE.search(text, first, begin)
                yield estate.start() if estate else begin, done, "address"


def find_posts(text: str) -> list[Found]:
    """Give the spans of a workshop with a post in it: 二车间镗床工 is one person in a small plant.

    >>> find_posts("二车间镗床工说，车间主任知道")
    [(0, 6, 'post')]
    """
    found = []
    for match in _SHOP.finditer(text):
        start, end = match.span()
        if trade := _TRADE.match(text, end):
            which = _WHICH.search(text, max(start - _LONGEST_SHOP, 0), start)
            found += [(which.start(), trade.end(), "post")] if which else []
    return found
