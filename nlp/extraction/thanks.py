"""Letters that thank or praise and ask for nothing: what they tell of is over.

A rescue is told with its danger (车着了火，师傅们救了我们), a cold winter with the heating that came. Such mentions
are kept to be checked as past; what a person may do to himself never is. A farewell is no letter of thanks.
"""

import re
from functools import lru_cache

__all__ = ["is_thanks"]

_THANKS = re.compile(
    r"感谢信|表扬信|特此(?:感谢|致谢|表扬)|(?:表示|致以)[^，。]{0,6}(?:感谢|谢意|敬意)|"
    r"(?:要|想|来|是|就|为了?|替|写信|打电话|一声|请)[^，。；]{0,12}(?:感谢|谢谢|道谢|道声谢|表扬|致谢|多谢)|"
    r"(?:谢谢|感谢|多谢)(?:他|她|这|那|小|老(?!师)|[一-鿿]{1,6}(?:师傅|公司|同志|医生|护士|队|局|所|工人))|"
    r"点个?赞|赞一个|好样的|锦旗|致敬|祝[^，。]{0,12}(?:平安|健康|快乐|新年|过年好|越[办来])|拜个?早?年"
)
_NOTHING = re.compile(
    r"没有?(?:别的|其他|什么|啥|任何)(?:要求|诉求|事)|没有?(?:要求|诉求)|不(?:用|必|需要|求)[^，。]{0,4}(?:回信|答复|回复)|"
    r"别的(?:什么)?(?:都)?没有?|不要求啥|就是?(?:想)?(?:说|讲|表扬)[^，。]{0,6}(?:一声|一下|谢)"
)
_ASKS = re.compile(
    r"请求|恳请|恳求|求你|盼|举报|检举|反映|欠|拖|凭什么|为什么|为啥|怎么|什么时候|何时|谁来|能不能|可不可以|可否|是否|该不该|行不行|要不要|"
    r"吗[？?]|呢[？?]|请问|想问|问一[下问]|问问|打听|咨询|建议|管一管|帮帮?忙|告诉我|回个?[话信电音]|至今|"
    r"请[^，。；]{0,12}(?:查|解决|处理|督促|协调|派人|落实|补|退|核|给予|给个|给[我俺]|答复|明确|公开|制止|撤|按)|"
    r"希望[^，。]{0,14}(?:解决|处理|答复|落实|补|修|查|管|退|给)"
)
_DEMANDS = re.compile(r"要求|诉求")
_FAREWELL = re.compile(r"永别|下辈子|来世|来生|后事|托付|我走了?以?后|我不在了|对不起(?:你们|大家|孩子|爹|妈)|最后一封")


@lru_cache(maxsize=1)  # asked by the finder of each red kind
def is_thanks(text: str) -> bool:
    """Say whether a letter gives thanks and asks for nothing; an empty text does not.

    >>> [is_thanks(t) for t in ("楼道起火，幸有消防员。特此感谢。", "楼道起火，请派人查，谢谢。")]
    [True, False]
    """
    if _ASKS.search(text) or not (_THANKS.search(text) or _NOTHING.search(text)):
        return False
    return not _FAREWELL.search(text) and not _DEMANDS.search(_NOTHING.sub("", text))
