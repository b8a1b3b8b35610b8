"""What a letter is counted under beside its category: the enterprises and the regions it names."""

import re
from collections.abc import Iterable
from typing import Final

from nlp.letter import Signal

__all__ = ["ENTERPRISE", "REGION", "region_of", "subjects_of"]

ENTERPRISE: Final = "enterprise"
REGION: Final = "region"

_REGION = re.compile("(?:.{2,7}?(?:省|自治区))?(?:.{2,8}?(?:市|自治州|州|盟|地区))?(?:.{2,8}?(?:区|市|旗)|.{1,8}?县)?")
"""Province, city and county, each where it is said; what follows is smaller."""


def region_of(place: str) -> str:
    """Give the county, city or province a place lies in, "" for a town or village of which no more is known.

    >>> region_of("河北省沧州市献县"), region_of("河北省沧州市献县小平王乡"), region_of("小平王乡")
    ('河北省沧州市献县', '河北省沧州市献县', '')
    """
    found = _REGION.match(place)
    return found[0] if found else ""


def subjects_of(signals: Iterable[Signal]) -> list[tuple[str, str]]:
    """Give the enterprises and regions among the facts of a letter, each once; a region around a named one is left out.

    >>> county = Signal(0, 2, "献县", "places", "河北省沧州市献县")
    >>> city = Signal(5, 7, "沧州", "places", "河北省沧州市")
    >>> subjects_of([county, city])
    [('region', '河北省沧州市献县')]
    """
    found = list(signals)
    firms = dict.fromkeys(str(one.value or one.text) for one in found if one.kind == "enterprises")
    regions = dict.fromkeys(region_of(str(one.value or one.text)) for one in found if one.kind == "places")
    narrow = [name for name in regions if name and not any(o != name and o.startswith(name) for o in regions)]
    return [*((ENTERPRISE, name) for name in firms if name), *((REGION, name) for name in narrow)]
