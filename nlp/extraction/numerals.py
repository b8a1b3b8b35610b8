"""Numbers as letter writers write them: 一万二, 3千6, 三四千, 两百六七十, 叁仟, 12,000.50, 一百单六.

``cn2an`` reads the well-formed ones and refuses 三四千, 十几, 两千多, 一百单六 and 12,000.50; it takes 19 µs a number,
more than all numbers of a letter may cost. The tests hold this reader to it wherever it answers.
"""

import re
from functools import lru_cache

__all__ = ["NUMERAL", "read_numeral"]

NUMERAL = "0-9零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖几十百千万亿拾佰仟廿卅"
"""Characters a number may consist of, for use inside a character class; ``.``, ``,`` and 单 only between others."""

_ASCII = str.maketrans(
    dict(zip("零〇单一二两三四五六七八九壹贰叁肆伍陆柒捌玖拾佰仟", "0001223456789123456789十百千", strict=True))
    | {"廿": "2十", "卅": "3十"}
)
_HAN_DIGIT = "零〇一二两三四五六七八九"
_ROUGH = re.compile(  # 七八个, 三五千: two digits in a row, of which the first is the least it can be
    rf"(?<![{_HAN_DIGIT}])(?:(一)二|([二两])三|(三)[四五]|(四)五|(五)六|(六)七|(七)八|(八)九)(?![{_HAN_DIGIT}])"
)
_LONGEST = 300  # of more digits int() refuses to read thousands; float() calls them infinite
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[十百千万亿]")
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


@lru_cache(maxsize=4096)  # a letter says the same few numbers again and again
def read_numeral(written: str) -> float:
    """Read a number; one that is only roughly said gives its least value, and no number at all gives 0.

    A last digit without its unit counts tenths of the unit before it (一万二 is 12,000), unless 零 or 单 comes between.
    What is neither digit nor unit (多, 余, 来) is skipped; 几 before a unit is 2, elsewhere nothing.

    >>> [read_numeral(n) for n in ("一万二", "三四千", "两百六七十", "1.2亿", "12,000.50", "一百单六", "二〇〇三")]
    [12000, 3000, 260, 120000000.0, 12000.5, 106, 2003]
    """
    written = _ROUGH.sub(lambda pair: pair[pair.lastindex or 0], written)
    if written.startswith("几"):
        written = "2" + written[1:]
    total: float = 0
    below: float = 0
    pending: float | None = None
    unit, gap, single = 1, False, False
    for token in _TOKEN.findall(written.replace(",", "").translate(_ASCII)):
        value = _UNITS.get(token)
        if value is None:
            gap = token.startswith("0") and unit > 1
            pending = float(token) if "." in token or len(token) > _LONGEST else int(token)
            single = len(token) == 1
        elif value < 10_000:
            below += (1 if pending is None else pending) * value
            pending, unit = None, value
        else:
            part = below + (pending or 0)
            total = (total + part) * value if 0 < total < value else total + (part or 1) * value
            below, pending, unit = 0, None, value
    if pending and single and unit >= 100 and not gap:
        pending *= unit // 10
    return total + below + (pending or 0)
