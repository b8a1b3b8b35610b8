"""Danger to others, there or threatening (domain.md 3.2, red): collapse, fire, leaks, bad water, a threat to hurt.

A danger that passed (幸好没翻, 起了一次火) is to be checked; anger without an act is none. The report goes by
《信访工作条例》第二十五条.
"""

import re
from collections.abc import Iterator

from nlp.extraction.doubt import NEGATED, PAST, is_negated, is_over, is_past
from nlp.extraction.mentions import join_mentions
from nlp.extraction.scan import Scanner
from nlp.extraction.thanks import is_thanks
from nlp.letter import Signal

__all__ = ["find_public_safety"]

_BUILDING = (
    r"顶板|掉石|险情|整个沉下去|开裂下沉|梁[^\s，。]{0,4}弯|塌了[^\s，。]{0,6}(?:口|拉|米|房|楼|半)|塌陷|脚底下渗水|"
    r"坝[^\s，。]{0,4}渗水|"
    r"锈透了|锈穿了[ ，]?往外|一[刮颳]风就晃|阳台[^\s，。]{0,3}(?:跌|掉)|楼梯[^\s，。]{0,4}(?:悬|断|塌)|"
    r"砖块[^\s，。]{0,3}掉|"
    r"石头往下|"
    r"没有?(?:围栏|护栏|盖板|井盖)|(?:坑|井|沟)[^\s，。]{0,6}(?:翻|掉|摔|跌)进|翻进坑|掉进去|电梯井口|"
    r"电梯[^\s，。]{0,4}(?:坠|掉|困)|"
    r"[要快将]塌|塌下来|坍塌|垮塌|倒塌|塌方|随时要倒|就要倒|要倒了|(?:墙|房|楼)[^\s，。]{0,4}快倒|墙倒了|墙真?的?倒|"
    r"后墙[^\s，。]{0,8}(?:塌|倒|歪|裂)|(?:墙|楼|梁(?<!鼻梁)|柱|楼板|天花板|水泥板|预制板|牛腿|栏杆|阳台|烟囱|房子|支架|地基|井口)"
    r"[^\s，。；！？]{0,12}(?:裂|歪|倾|鼓出|断了|悬空|弯了|掉下|塌)|裂缝(?!照片)|外倾|整体歪斜|整体倾斜|"
    r"向外[^\s，。]{0,3}[倾歪]|悬空|掏空|掉砖|(?:墙皮|瓷砖|水泥)[^\s，。；]{0,8}(?:掉|脱落)|定为[CD]级(?!、)|"
    r"是[CD]级|"
    r"往下掉(?:块|砖)|挂在半空|脚手架[^\s，。；]{0,6}(?:歪|倒)|铁梯子断|(?:有|是|存在)[^，。]{0,6}安全隐患|随时(?:会|要|可能|"
    r"有)[^\s，。]{0,6}(?:塌|倒|掉|垮)|往路边歪|[属是]危房(?!改造|户)|按危房|危险(?=[，。、的])|[窑房洞棚墙][^\s，。]{0,2}塌|倒了[^\s，。]{0,3}墙|翻进去"
)
_FIRE = (
    r"冒白烟|冒了[半黑]|有黄烟|响了一声|出大事了|电线[^\s，。]{0,8}(?:裸|到处|破|缠|掉|接头)|"
    r"接头裸|配电箱(?:脚|进水|打)|还带着电|没着起来|要着火的?(?=[。，])|抽烟烤火|稀料|出火灾|爆炉|"
    r"压力表[^\s，。]{0,8}(?:坏|卡)|压力[^\s，。]{0,4}(?:红线|超)|锅炉[^\s，。]{0,3}炸|炸了一根|铁水[^\s，。]{0,4}漏|"
    r"漏了半包|漏起来|早晚[^\s，。]{0,3}(?:出事|死人|要出)|要死人|差点没命|消防通道[^\s，。]{0,6}堵|"
    r"没有?消防|往外面跑|"
    r"着[了起]?火(?![锅化车])|起火|失火|起了一次火|[起冒]火花|打火(?!机)|火星|烧黑了|漏电|漏着电|电线老化|线路老化|漏油|"
    r"油管老化|胶管老化|爆炸|(?:锅炉|反应釜|釜|管道|罐|锅)[^\s，。]{0,2}爆|"
    r"漏气|跑了一回料|(?:煤气|燃气|瓦斯|氨|氯气|毒气)[^\s，。；！？]{0,10}(?:漏|味|坏了|没人看|呛|头晕)|瓦斯探头|"
    r"煤气罐|泄漏|泄露(?:毒|气)|氨管|气味[^\s，。]{0,4}呛人|呛得人跑|安全阀[^\s，。]{0,8}(?:该|没|坏|失)|"
    r"刹车[^\s，。；]{0,6}(?:老化|坏|失灵|漏|不灵)|制动失灵|通风坏了|飞出一个|电线杆[^\s，。]{0,6}(?:斜|歪|倒)|"
    r"车门锁不严|扫过去|无证驾驶"
)
_WATER = (
    r"水[^\s，。]{0,4}是[红黄黑]的|喝了?黄水|铁锈水|喝了?[^\s，。]{0,6}拉肚子|孩子拉肚子|"
    r"[渗漏流][到进][^\s，。]{0,8}[塘河井沟]|臭水[^\s，。]{0,6}漫|"
    r"中毒事件|"
    r"饮水污染|水里有毒|(?:井水|自来水|饮用水|水质|抽上来|打上来|水(?![分份平泥]))[^\s，。；！？]{0,8}(?:发[黑黄臭浑]|有味|臭味|"
    r"柴油味|污染|超标|有毒)|吃那口井的水|"
    r"废水[^\s，。；]{0,6}(?:往|排|流|直)|往河里(?:淌|排)|毒烟|毒水|吃完饭肚子疼拉稀|有毒气体|粉尘超标|辐射"
)
_THREAT = (
    r"撞[倒伤]个?|擦倒|挂倒|翻在路口|人腿蹭|站在机动车道|从叉车上滚|"
    r"一起死|一起完|大家完蛋|同归于尽|炸了(?:你|他|它|这|厂|楼)|放火|砍[人死他你]|捅[人死他你]|他们拼命|你们拼命|"
    r"弄死|[拎泼浇提]汽油|开.{0,3}铲车去撞|撞你们|有家伙|"
    r"别想好过|没好日子|完犊子|等着瞧|不要怪我|杀了(?:他|你)|杀人|小心(?:车子|你)|阀门已?经?拧不紧|一股子煤?气?味|"
    r"投毒|要出大事|要出人命|出人命"
)
_MENTION = Scanner({"building": _BUILDING, "fire": _FIRE, "water": _WATER, "threat": _THREAT})


def find_public_safety(text: str) -> Iterator[Signal]:
    """Yield the mentions of danger to others of a normalized text, a signal a sentence.

    >>> [(s.text, s.check) for s in find_public_safety("后墙快塌了。上月楼道起火，幸好扑灭了。")]
    [('后墙快塌', ''), ('起火', 'past')]
    """
    return join_mentions(
        text, "public_safety", ((*m.span(), _check(text, m, family)) for family, m in _MENTION.scan(text))
    )


def _check(text: str, match: re.Match[str], family: str) -> str:
    if family == "threat" and is_negated(text, match.start()):
        return NEGATED
    gone = is_over(text, *match.span()) or is_past(text, *match.span(), reach=12)
    return PAST if gone or (family != "threat" and is_thanks(text)) else ""
