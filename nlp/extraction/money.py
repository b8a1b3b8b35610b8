"""Amounts of money, in yuan, with what they are for.

An amount with its unit (元, 块, 毛, 万元) is one wherever it stands. Letters mostly leave the unit out (一万二,
四百六): such a number is an amount when no other unit follows it (三百平方, 四十万亩) and its clause speaks of money.
"""

import re
from collections.abc import Iterator

from nlp.extraction.beginnings import either
from nlp.extraction.clauses import clause_around
from nlp.extraction.doubt import FIGURATIVE, PAST, is_of_then
from nlp.extraction.numerals import NUMERAL, read_numeral
from nlp.letter import Signal

__all__ = ["find_money"]

_DIGITS = "一二两三四五六七八九1-9"
_EACH = "个人户月年天股亩平吨家台次斤袋晚面趟条套车口桶箱件"
_NUMBER = (  # 七百六一平 is 760 for one; 三百来万 is one number
    rf"[{NUMERAL}](?=[{NUMERAL}.,单多余来大把本元圆块毛角分厘蚊])"  # one sign by itself is no amount
    rf"(?<![第{NUMERAL}.\-/A-Za-z〔].)(?<!万(?=一))"
    rf"(?:(?!(?<=[百千万亿])一[{_EACH}]|(?<=[百千万][二三四五六七八九])一[{_EACH}])[{NUMERAL}]|[.,](?=\d)|单(?=[{_DIGITS}])|[多余来](?=[万亿]))*+"
)
_OTHER_UNIT = (  # what makes a number without 元 a count of something else
    "个名位人户口家斤吨公米里平亩年月日天号岁届次回趟遍封台辆件套条张间栋座只头股字度级克升层本份批根块篇页码匹桶箱袋瓶盒桌点分秒时小倍%％"
    "所门项种处样段班排队工师车站周星季期幢孔颗株棵捆包枚支双对副例成立方千瓦锭步句职女男代村乡县省市路楼房床卷则转盏册寸吋英伏兆毫厘日夜"
)
_RIGHT = "月旦宵件地煤田牌表砖板石布肉钢铁玻草菜儿"
_AMOUNT = re.compile(
    rf"({_NUMBER})([多余来几大把]*+)"
    rf"(?:((?:[万亿][多余来]?)?(?:[元圆]整?|块钱|块|毛钱?|角钱?|分钱|厘钱?|蚊))(?![{_RIGHT}])"
    rf"(?:([{_DIGITS}][毛角]?(?:[{_DIGITS}]分?)?|半)(?![{NUMERAL}{_OTHER_UNIT}]))?"
    rf"|(?=本钱)|(?![{_OTHER_UNIT}]))"
)
_BROKEN = re.compile(rf"[{NUMERAL}单]*[百千万亿][{_DIGITS}]")  # 一万二: nothing is counted so
_ROUND = re.compile(rf"[{NUMERAL}.,多余来单]*[万亿]|[{NUMERAL}单]*[千万][{NUMERAL}单]+|\d{{2,}},\d{{3}}(?:\.\d+)?")
_MANY = 100  # a smaller number without a unit needs a plainer word
_FILLERS = "了着过得我他她们你您俺咱才只不足近约大共就能成的有为人民币起码整合计还"
_PAYING = frozenset("给发交罚扣收付欠赔花补退租差薪钱价费款贴金资")
_SPENDING = _PAYING | frozenset("借降涨拿领卖值少剩存垫捐报挣赚抵押亏额出掏集入到是要加够按从励偿方")
_EACH_ONE = tuple(f"{one}{each}" for one in ("每", "一", "每个", "一个") for each in _EACH)
_NO_MONEY = re.compile(r"(?:血压高?到?|[高低]压|温度?|里程|考了|编号|发行)$")
_HOTLINE = re.compile(r"1?23\d\d|1?1[029]|12\d{3}|96\d{3,4}|\d{7,}")
_RATES = {
    "人均": "人均 每人 每个人 每名 每位 一人 一个人",
    "每户": "每户 一户",
    "单价": "每股 每亩 每平 每吨 每台 每斤 每套 每车 一股 一亩 一平 一吨 一台 一斤",
    "每月": "每月 每个月 一个月 月薪 月租 月均 月补 月息",
    "每年": "每年 一年 年薪 年租 年均",
    "每天": "每天 一天 每日 每晚 一晚",
    "总额": "总额 合计 一共 总计 共计 总共 总价",
}
_RATE_OF = {word: rate for rate, words in _RATES.items() for word in words.split()}
_RATE = re.compile(either(*_RATE_OF))
_PURPOSE = re.compile(
    r"工龄补偿|经济补偿金?|补偿金?|安置费|安家费|集资款?|入股款?|股金|股权|生活费|生活补助|内退费|内退工资|退休金|退休费|养老金|养老保险|医疗保险|"
    r"社保费?|公积金|医药费|医疗费|药费|住院费|丧葬费|抚恤金?|遗属补助|赔偿金?|伤残|租金|房租|月租|年租|承包费|抵押金|押金|保证金|奖金|津贴|补贴|补助|"
    r"工资|底薪|月薪|货款|工程款|运费|罚款|滞纳金|违约金|利息|贷款|借款|购房款|房款|采暖费|取暖费|水电费|电费|水费|物业费|学费|路费|费用|工钱|罚"
)
_SUBUNITS = {"毛": 10, "角": 10, "分": 100, "厘": 1000}
_IDIOM = re.compile(r"[一1半](?:分钱|毛钱|块钱|分|个子)")
_DENIED = re.compile(r"^(?:都|也)?(?:没|不|未)")


def find_money(text: str) -> Iterator[Signal]:
    """Yield the amounts of a normalized text; ``value`` is in yuan, the least of what is said roughly.

    ``note`` names the rate (人均, 每户, 单价, 每月, 每年, 每天, 总额) and the purpose where the clause does.
    一分钱没给 is kept as ``figurative``, an amount of another time (那时候一月三十六块) as ``past``.

    >>> [(s.text, s.value, s.note) for s in find_money("每人补偿一万二，另欠工资3千块，占地三百平方")]
    [('一万二', 12000, '人均 补偿'), ('3千块', 3000, '工资')]
    """
    for match in _AMOUNT.finditer(text):
        number, tail, unit, rest = match.groups()
        start, end = match.span()
        if rest is None and not _is_amount(text[max(0, start - 10) : start], number, tail, unit):
            continue
        before, after = clause_around(text, start, end)
        check = PAST if is_of_then(before) else ""
        if _IDIOM.fullmatch(text, start, end) and _DENIED.search(after):
            check = FIGURATIVE
        yield Signal(start, end, text[start:end], "money", _in_yuan(number, unit, rest), _purpose(before, after), check)


def _is_amount(before: str, number: str, tail: str, unit: str | None) -> bool:
    """Say whether a number is money: by its unit, by its shape, or by the words before it."""
    if unit is None:
        if len(number) < 2 or _HOTLINE.fullmatch(number) or _NO_MONEY.search(before):
            return False
        if _ROUND.fullmatch(number) or _BROKEN.fullmatch(number):
            return True
        if tail and number[-1] in "百千":  # 六千多
            return True
        return _is_spent(before, _SPENDING if read_numeral(number) >= _MANY else _PAYING)
    if len(number) > 1 or unit not in ("块", "角", "厘"):
        return True
    return _is_spent(before, _SPENDING if unit == "块" else _PAYING)  # a piece of something: 断了一块, 少了一角


def _is_spent(before: str, verbs: frozenset[str]) -> bool:
    """Say whether the words before a number pay or price something, with at most fillers between."""
    words = before.rstrip(_FILLERS)
    return before[-1:] in verbs or words[-1:] in verbs or words.endswith(_EACH_ONE)


def _in_yuan(number: str, unit: str | None, rest: str | None) -> float:
    """Put number, unit and what follows the unit (块四毛) together."""
    value = read_numeral(number)
    if unit is None:
        return value
    if unit[0] in "万亿":
        value *= 10_000 if unit[0] == "万" else 100_000_000
    if unit[0] in _SUBUNITS:
        value /= _SUBUNITS[unit[0]]
    if rest:
        value += 0.5 if rest == "半" else read_numeral(rest[0]) / 10
    return value


def _purpose(before: str, after: str) -> str:
    """Name the rates and the purpose: the nearest before the amount, else the first after it."""
    rates = dict.fromkeys(_RATE_OF[word] for word in _RATE.findall(before))
    purposes = _PURPOSE.findall(before)
    purpose = purposes[-1] if purposes else (found[0] if (found := _PURPOSE.search(after)) else "")
    return " ".join((*rates, purpose)).rstrip()
