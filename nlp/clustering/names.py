"""Names of units and places as they stand in a letter: 丽园小区, 长青路, 华兴机械厂, 石桥村.

A grammar of endings, not a gazetteer: an office knows its own firms, the program does not. A name begins after a
region (某某市, A市B区), a function word or a sign and ends with the word that says what it is. What it finds too much
does little harm, because a name common to many letters weighs little.
"""

import re

__all__ = ["find_names", "part_regions"]

_ENDINGS = (
    "小区|社区|花园|家园|公寓|广场|大厦|酒店|宾馆|公园|学校|中学|小学|大学|学院|幼儿园|医院|卫生院|公司|集团|银行|"
    "矿务局|工程局|工程处|厂|矿|农场|林场|村|镇|乡|街道|大道|路|街|巷|桥|站|号线|高速|铁路|项目|市场|商场|超市|平台|驾校|基地|园区|"
    "城|苑|府|湾|庭院|庭|邸|墅|郡|山庄|园|湖|国际|时代|壹号|一号|半岛|研究所|设计院|供销社"
)
_REGION = re.compile(r"(?:[A-Z]\d*[市县区]市?|[\u4e00-\u9fff]{2}(?:省|市(?![场政民区])|县|(?<![小社园片校城])区))+")
_FUNCTION_WORDS = re.compile(
    "位于|坐落|我们|我是|本人|业主|投诉|举报|反映|咨询|关于|请问|建议|希望|要求|控告|附近|旁边|对面|什么|怎么|何时|没有|"
    "是否|因为|如何|可以|问题|尊敬|领导|您好|你好|请求|恳请|政府|开发商|物业|严重|违规|违法|强烈|居民|住户|职工|员工|拖欠|"
    "以及|周边|[的了在是对和与及到从由被于为给有请也都把让向就又还将跟我你他她它这那该本每各不没]|"
    "[^\u4e00-\u9fffA-Za-z｜]"
)
_LEGAL_FORM = re.compile("(?:股份)?有限(?:责任)?公司")
_NAME = re.compile(rf"[^｜]{{1,6}}?(?:{_ENDINGS})+")
_COMMON = re.compile(rf"(?:[小新老旧学公自道马全大多整几某住各两])?(?:{_ENDINGS})+")
_SHORTEST = 3
_BOUNDARY = "｜"
"""A sign no letter uses: no word reaches over it."""


def find_names(text: str) -> tuple[str, ...]:
    """Give the names of units and places in a normalized text, in order of place, repeats included.

    A bare kind (小区, 学校, 老厂) is no name. An empty text has none.

    >>> find_names("反映江州市长青路丽园小区停水，影响到华兴机械厂")
    ('长青路', '丽园小区', '华兴机械厂')
    >>> find_names("我们小区停水"), find_names("江州市华兴机械有限公司欠薪")
    ((), ('华兴机械公司',))
    """
    pieces = _FUNCTION_WORDS.sub("｜", _REGION.sub("｜", _LEGAL_FORM.sub("公司", text))).split("｜")
    found = [name for piece in pieces if len(piece) >= _SHORTEST for name in _NAME.findall(piece)]
    return tuple(name for name in found if len(name) >= _SHORTEST and not _COMMON.fullmatch(name))


def part_regions(text: str) -> str:
    """Set a boundary behind each region, so that no segmenter joins its last character to what follows.

    Of a firm no dictionary knows, 甲市百穗贷 and 乙县百穗贷 would else be read as the words 市百穗贷 and 县百穗贷:
    two letters about it as letters about two things. An empty text stays empty.

    >>> part_regions("A2区百穗贷跑路，江州市百穗贷也没有了")
    'A2区｜百穗贷跑路，江州市｜百穗贷也没有了'
    """
    return _REGION.sub(rf"\g<0>{_BOUNDARY}", text)
