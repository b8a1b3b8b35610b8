"""Where a name begins in running Chinese, when only its last word (厂, 公司, 镇) is known.

No dictionary of names is asked: a name begins after the last word that cannot stand inside one, such as a pronoun, a
verb of moving or telling, or a number with its counter.
"""

import re

__all__ = ["begin_of_name"]

_STOP_CHARACTERS = frozenset(
    "我俺咱你您他她它额阿拉们的了着过吗呢吧啊被把给让叫从对跟和与及或同是在到由于向为系去来进回找问请该某那这哪每各本全原也都又还就才只不没无很将已曾自称说讲有要查随替按听经至转等送住拿先但"
    "别个像致告年月日"
)
_STOP_WORDS = re.compile(
    "反映|举报|控告|投诉|求|分配|调入|调往|归属|隶属|所属|下属|属于|退休|下岗|参加|工作|职工|工人|家属|隔壁|当时|后来|以前|以后|现在|改制|成立|并入|合并|组建|注册|承包|控股|上面|里面|下面|旁边|"
    "附近|年代|名叫|督促|责成|责令|敦促|关于|咨询|因为|所以|如果|而且|其中|另外|包括|以及|看见|根据|结果|整个|上次|纳入|改成|变成|整合|写明|人家|房子|方案|停薪留职|统一|委托|保留|建议|往常|感谢|通知|"
    "送达|国有|民营|私人|私营|外地|大型|中型|小型|老板|领导|厂长|[一二三四五六七八九十百两几多]+[家座名位次份台岁]|[春夏秋冬](?=.{3})"
)


def begin_of_name(text: str, last_word: int, reach: int) -> int:
    """Return where the name that goes on at ``last_word`` begins, at most ``reach`` characters before it.

    It is ``last_word`` itself where nothing before can belong to the name. 和 right after another such word begins
    a name.

    >>> text = "后来把我们调到石湾仪表厂，现在和泉铸造厂"
    >>> text[begin_of_name(text, 11, 16):12], text[begin_of_name(text, 19, 16):]
    ('石湾仪表厂', '和泉铸造厂')
    """
    begin, first = last_word, max(0, last_word - reach)
    while begin > first and not _stops(text[begin - 1]):
        begin -= 1
    if begin > first and text[begin - 1] == "和" and (begin == 1 or _stops(text[begin - 2])):
        begin -= 1
    for stop in _STOP_WORDS.finditer(text, begin, last_word):
        begin = stop.end()
    return begin


def _stops(character: str) -> bool:
    """Say whether no name holds this character: a function word, a digit, a punctuation mark."""
    return character in _STOP_CHARACTERS or not (
        "一" <= character <= "鿿" or (character.isascii() and character.isalpha())
    )
