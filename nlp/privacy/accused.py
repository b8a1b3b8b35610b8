"""Whom a letter accuses: units, and the office itself; they may neither be sent the letter nor look at it.

《信访工作条例》第二十八条 (回避)、第三十条 (不得透露给、转给被检举的人和单位)。
"""

import re
from collections.abc import Iterable, Iterator

from nlp.errors import LetterError

__all__ = ["accused_units", "accuses_any", "accuses_office", "refuse_accused"]

_ASKED = re.compile(
    r"(?:请求?|求|望|盼|希望|建议|要求|恳请|向|致|呈|报|(?<![卖租包送转让借付分发批划交])给|找|(?<![转卖拉])到|"
    r"转|由|(?<!转)让|叫|尊敬的|敬爱的|去|寄)"
    r"(?:[^，。；！？\n]{0,8}[、和与及])?(?:我|贵|本|上级|[省市区县州])*$"
)
_ADDRESSED = re.compile(
    r"(?:信访[办室处科局]|办公室|领导|书记|主任|同志|负责人|各位|纪委|监委|纪检组|检察院|国资委|党委|政府|们|的|[、和及与省市区县])*(?:：|:|您好|你好|好[，！])"
)
_PERSON = "某|领导|主任|书记|科长|处长|局长|干部|工作人员|的人|里的人|负责人|官员|个别人|分管|经办"
_WRONG = (
    "勾结|串通|合谋|共谋|包庇|收受|收了|收钱|受贿|侵吞|纵容|默许|参与|贪污|贪了|挪用|分了|吃了|伙同|袒护|徇私|渎职|失职|滥用|以权谋私|"
    "拿回扣|拿了|好处费|保护伞|打击报复|泄露|把信转|把我的信|低价|贱卖|腐败|一手遮天|私分|索贿|行贿|送了|送钱"
)
_ACCUSED_OFFICE = re.compile(
    rf"[^，。；！？：:\n把给对将让向]{{0,8}}?(?:(?:{_PERSON})[^。！？：:\n]{{0,40}}?)?(?:{_WRONG})"
)
_LEGAL_FORM = re.compile(r"(?:（集团）|\(集团\)|集团|股份|有限责任|有限|责任|总|分|公司|厂|\s)+$")
_SHORTEST_NAME = 2


def accused_units(text: str, units: Iterable[str]) -> frozenset[str]:
    """Give those of ``units`` an accusation may be about: all named in the text that are not just asked for help.

    When in doubt a unit counts as accused: withheld too often is mended by a person, leaked once is not.

    >>> sorted(accused_units("请市审计局查容坡锅炉厂，厂长把设备卖给亲戚。", ["市审计局", "容坡锅炉厂", "乐店纸厂"]))
    ['容坡锅炉厂']
    """
    return frozenset(
        unit for unit in units if unit and any(not _is_asked(text, at, unit) for at in _places(text, unit))
    )


def accuses_any(text: str, units: Iterable[str]) -> bool:
    """Say whether an accusation may be about one of these units, or about a parent or a branch of it.

    >>> accuses_any("容坡锅炉集团的厂长把设备卖给亲戚。", ["容坡锅炉厂"]), accuses_any("厂长卖设备。", ["容坡锅炉厂"])
    (True, False)
    """
    cores = {name for unit in units for name in (unit, _core(unit)) if len(name) >= _SHORTEST_NAME}
    return bool(accused_units(text, cores))


def accuses_office(text: str, office_names: Iterable[str]) -> bool:
    """Say whether a letter accuses the office itself or somebody in it; such a letter goes up and is not seen here.

    >>> accuses_office("国资委某领导和开发商合谋，侵吞资产，请省纪委一查到底。", ["国资委"])
    True
    >>> accuses_office("请国资委查处厂长，他和开发商合谋。", ["国资委"])
    False
    """
    return any(
        not _is_asked(text, place, name) and _ACCUSED_OFFICE.match(text, place + len(name))
        for name in office_names
        if name
        for place in _places(text, name)
    )


def refuse_accused(target: str, accused: Iterable[str], where: str) -> None:
    """Raise ``LetterError`` when a letter would be sent or shown to a unit it accuses; ``where`` names the matter.

    A parent or a branch of it counts as the same: 容坡锅炉厂 and 容坡锅炉集团有限公司.

    >>> refuse_accused("容坡锅炉集团有限公司", ["容坡锅炉厂"], "事项 2026-0117")
    Traceback (most recent call last):
    nlp.errors.LetterError: 事项 2026-0117：转送对象就是被检举的单位，或是它的上下级。请改送...
    """
    core = _core(target)
    for unit in accused:
        other = _core(unit)
        if min(len(core), len(other)) >= _SHORTEST_NAME and (core in other or other in core):
            remedy = "请改送有管理权限的纪检监察机关（《信访工作条例》第三十条）"
            raise LetterError(where, "转送对象就是被检举的单位，或是它的上下级", remedy)


def _core(name: str) -> str:
    name = re.sub(r"\s", "", name)
    return _LEGAL_FORM.sub("", name) or name


def _places(text: str, name: str) -> Iterator[int]:
    place = text.find(name)
    while place >= 0:
        yield place
        place = text.find(name, place + 1)


def _is_asked(text: str, place: int, name: str) -> bool:
    """Say whether a unit stands where help is asked for, or is the one the letter is addressed to."""
    return bool(_ASKED.search(text, max(place - 14, 0), place) or _ADDRESSED.match(text, place + len(name)))
