"""How many people a letter speaks for or about.

The note keeps apart what registers of petition offices keep apart: those who signed or wrote (联名), those concerned
(涉及), households, which are not people (户), and the headcount of a whole firm, which is neither (总数). A rate a head
(一人八百六), a rank (第七名) and one or two other persons are no such numbers. Every mention is given: who adds numbers
up would count the same people twice, so the largest is the one to go by. A number of another time (当年七十多个) is to
be checked as ``past``.
"""

import re
from collections.abc import Iterable, Iterator

from nlp.extraction.clauses import clause_around
from nlp.extraction.doubt import PAST, is_of_then
from nlp.extraction.numerals import NUMERAL, read_numeral
from nlp.letter import Signal

__all__ = ["find_people"]

_THINGS = 1000  # so many 个 without a noun are things
_PAIR = 2
_LEAST = 4  # fewer are named rather than counted, unless they speak for themselves: 我们三个
_WHO = (
    "职工|员工|工人|女工|男工|民工|矿工|农民工|临时工|派遣工|轮换工|联营工|合同工|家属工|集体工|学徒工|老工|工友|工匠|师傅|老师|教师|教职工|"
    "老人|老伙计|老头|老太|阿姨|姑娘|妇女|女的|男的|退休|离休|内退|内部退|下岗|待岗|在岗|协保|双解|在编|在册|在职|派遣|大集体|停薪|持股|无房|留守|买断|遗属|"
    "家长|学生|考生|孩子|小孩|娃|病人|患者|乘客|战友|老兵|转业|退伍|复员|军转|干部|党员|户主|业主|股东|护士|医生|司机|司炉|保安|保洁|营业员|售货员|业务员|"
    "会计|同事|同志|同行|兄弟|弟兄|姐妹|姊妹|伙计|老乡|邻居|村民|居民|社员|住户|承包户|商户|租户|车主|看门|陪床|帮工|班长|组长|代表|知青|仓管|乡亲|年轻人|[一-鿿]{1,4}[工员](?![资程作龄会厂人地])"
)
_MANY = "职工|员工|工人|工友|民工|女工|学生|家长|业主|居民|村民|老人|孩子|住户|教师|司机"  # 二百多工人: no 个 between
_COUNT = re.compile(
    rf"([{NUMERAL}](?<![第{NUMERAL}.\-/A-Za-z〔].)(?:[{NUMERAL}]|单(?=[一二三四五六七八九]))*+)([多余来几]*+)"
    rf"(?:(户)(?![口籍头型])|[个名位号]?人(?![次民均家力事社行才员大头口身命情防寿类参格])"
    rf"|(?<=[多余来])(?:{_MANY})(?!代表)|[个名位号](?:老|女|男|青年|年轻|原|子弟校|一线|车间|无房|贫困|困难)?(?:{_WHO})|(?<=[十百千万多余来])口(?=人)|(?<=[多余来])口"
    rf"|[名位](?![义额字单列称目下次誉词声于置代])|个(?:(?<=[我俺咱们][{NUMERAL}]个)|(?<=[我俺咱们][{NUMERAL}]{{2}}个)|(?<=[我俺咱们][{NUMERAL}]{{3}}个))"
    rf"(?![月年星礼车班组小单厂村队家点部方夜])|(个|(?<=[百千多余来])号)(?=[，。；！？、都没的是\n]|$|内[退部]|派遣|待岗|下岗))"
)
_ALL = re.compile(
    r"全(?:体|厂|矿|场|公司|集团|院|校|车间|局|社)(?:下岗|退休|离休|在岗|内退|在职|留守|持股|老|女)?(?:职工|员工|工人|教师|老师|业主|住户|村民|党员|家属|股东)"
    r"(?!代表|大会|住房|医|安置|工资)"
)
_WE = re.compile(r"(?:[我俺咱]们?|们|阿拉)[^，。]{0,8}$")
_OURS = re.compile(
    r"(?:我们[^，。]{0,8}|俺们[^，。]{0,8}|[我俺咱额阿们拉]|[一总合]?共|[还就只另]?有|现有|等|剩下?|像|跟|同|全|联名|签[名字了]|涉及|约|近|达|的|里|上|班|批|栋|楼|组)$"
)
_SIGNED = re.compile(
    r"联名|联署|签[名字了]|署名|落款|按.{0,4}手印|委托|执笔|推我|推俺|推选|代.{0,8}(?:写|反映)|连名|来信人|写信"
)
_HEADCOUNT = re.compile(
    r"(?:全[厂矿场县市]|全公司|全集团|在册职工|现有职工|共有职工|职工总数|总人数|厂里原?有)[一二三四五六七八九十百原有共职工]{0,4}$"
)
_RATE = re.compile(
    rf"(?:每|[他她]们|(?<![之以])前面?|名单里前|排到|从|[^里另]一个班|班子里?|小组，?|改制办，?|委员会?|留守组|手底下|一行|能坐|"
    rf"回我|钥匙|领导组下来|一条船|一人负责|一个人负责|分成|平均|人均|推选?了?|代表|到会|实到|举手的?|会上|[{NUMERAL}][至到~-])$"
)
_PART = re.compile(r"(?:其中|[里中]头?面?有?|其余|另外?|只有|[又还]有)$")


def find_people(text: str) -> Iterator[Signal]:
    """Yield the counts of people in a normalized text; ``value`` is the number, None for 全体职工 without one.

    >>> [(s.text, s.value, s.note) for s in find_people("我们123名双解人员联名，涉及150多户，一人八百六")]
    [('123名双解', 123, '联名'), ('150多户', 150, '户')]
    """
    people: list[float] = []
    for match in _COUNT.finditer(text):
        number, _, household, bare = match.groups()
        value = read_numeral(number)
        if number == "几" or not 1 < value < 1_000_000:
            continue
        start, end = match.span()
        before, after = clause_around(text, start, end)
        if not _counts(value, before, household is not None, bare is not None, people):
            continue
        people += [] if household else [value]
        note = "户" if household else _note(before, after)
        check = PAST if note != "联名" and is_of_then(before) else ""
        yield Signal(start, end, text[start:end], "n_people", value, note, check)
    for match in _ALL.finditer(text):
        before, after = clause_around(text, *match.span())
        note = "联名" if _SIGNED.search(before + after) else "涉及"
        yield Signal(*match.span(), match[0], "n_people", None, note)


def _counts(value: float, before: str, household: bool, bare: bool, people: Iterable[float]) -> bool:
    """Say whether a number of persons or households tells how many the letter is about."""
    if _RATE.search(before):
        return False
    if value < _LEAST and not (household and value > _PAIR) and not _WE.search(before):
        return False
    if bare and (value >= _THINGS or not _OURS.search(before)):
        return False
    return not (_PART.search(before) and any(value < whole for whole in people))


def _note(before: str, after: str) -> str:
    """Say whether these people signed, are concerned, or are all there are."""
    if _SIGNED.search(before) or _SIGNED.search(after):
        return "联名"
    return "总数" if _HEADCOUNT.search(before) else "涉及"
