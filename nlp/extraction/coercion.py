"""Signing or giving up something under pressure (domain.md 3.14): 不签就按自动离职, blank papers, files held back.

It leads to a hint on keeping evidence and on arbitration, nothing more.
"""

from collections.abc import Iterator

from nlp.extraction.mentions import join_mentions
from nlp.extraction.scan import Scanner
from nlp.letter import Signal

__all__ = ["find_coercion"]

_GAP = r"[^\s，。；！？]"
_ACT = (
    rf"(?:签(?!合同){_GAP}{{0,12}}?|[按盖]手?印|按(?!照|规定|月)|填|办|去(?!年)|走|入|交{_GAP}?|还|搬|买|报|点|接受|"
    r"辞职)"
)
_LOSS = (
    r"(?:自动|旷工|除名|下岗|待岗|开除|别想|没有?(?:饭|下月|排班|岗|身份|工资)|一分钱?[都也]?[没不]|回家|走人|停|扣|"
    r"调|取消|领不了|派去|辞退|解除|封门|锁门|清场|断电|"
    r"不(?:让|给|准|许|用来|再|排|续|发|能|领|算|还|要)|继续待|下一?批|后果)"
)
_MENTION = Scanner(
    {
        "mention": (
            rf"不{_ACT}(?:的?话?[，、]?{_GAP}{{0,3}}(?:就|即|便|都|下|名单|搬到|派)|，){_GAP}{{0,14}}{_LOSS}|"
            rf"不签(?!合同|劳动){_GAP}{{0,12}}{_LOSS}|不签[就不]|不签的人|不上班满{_GAP}{{0,6}}除名|"
            rf"不[按服垫写签交填盖点][^\s，。；！？]{{0,5}}就(?:不给|不让|不发|停(?![药。]|有)|扣|按|算|待岗|除名|换锁|"
            rf"断|等着)|逾期[^\s，。]{{0,3}}(?:不签|未签|未选)|按弃权|视为放弃|才给(?:开|盖|办|发)[^\s，。]{{0,6}}|"
            rf"不按手印|敢不交|金额栏是空|空白签|交工服|没签{_GAP}{{0,6}}[停扣]|未按时交回|要么(?:自己|还|签|去|走|"
            rf"辞|写|打){_GAP}{{0,24}}，?要么|"
            rf"空白的?{_GAP}{{0,10}}[签按协合]|(?:协议|合同|聘任书)上?{_GAP}{{0,8}}(?:空着|空白)|空着让先|"
            rf"(?:被迫|强迫|强行让|强制|胁迫|逼[着迫]?[我俺他她们家]{{0,3}}){_GAP}{{0,8}}(?:签|按|写|买断|辞|内退|入股|"
            rf"集资|办|交)|捂着{_GAP}{{0,6}}[签逼]|"
            rf"门口站着{_GAP}{{0,8}}不让走|不让走，|当[天日][填签]{_GAP}{{0,10}}收走|限当[日天]签|纸就摆在面前|"
            rf"扣[着住押了]{_GAP}{{0,6}}(?:档案|身份证|证件|手册|工作证|毕业证|职称证|房产证)|(?:档案|身份证|"
            rf"证件){_GAP}{{0,4}}(?:扣|押)[着住了在]|压着我的工作证|不签就一直扣|没钱不给档案|要么没档案|先结清|"
            rf"签{_GAP}{{0,3}}承诺书”?，承诺不再"
        )
    }
)


def find_coercion(text: str) -> Iterator[Signal]:
    """Yield the mentions of pressure of a normalized text, a signal a sentence.

    >>> [s.text for s in find_coercion("厂长逼我们在空白协议上签字，说不签就按自动离职处理。")]
    ['逼我们在空白协议上签字，说不签就按自动']
    """
    return join_mentions(text, "coercion", ((*m.span(), "") for m in _MENTION.finditer(text)))
