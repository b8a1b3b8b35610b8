"""Find numbers that identify: identity and bank cards, telephones, accounts, plates, e-mail addresses, staff numbers.

Digits may be full width, Chinese (幺三八…) or mixed, and broken by spaces, hyphens or dots, as people write them.
"""

import re
from collections.abc import Iterator, Sequence
from string import ascii_letters

from nlp.privacy.lookout import Places, matches

__all__ = ["BEGINNINGS", "find_numbers"]

Found = tuple[int, int, str]

_VALUES = {"零〇○Ｏ": "0", "幺一壹": "1", "二贰": "2", "三叁": "3", "四肆": "4", "五伍": "5", "六陆": "6", "七柒": "7"}
_VALUES |= {"八捌": "8", "九玖": "9"} | {chr(0xFF10 + value): str(value) for value in range(10)}
_TO_ASCII = str.maketrans({sign: value for signs, value in _VALUES.items() for sign in signs})
_DIGIT = "0123456789" + "".join(_VALUES)
_BREAK = " 　‐‑–—－_·•.．-"
_GAP = rf"[{_BREAK}]{{0,3}}[（()）]?[ 　\-]{{0,2}}"
_RUN = re.compile(rf"[{_DIGIT}](?=[（()）{_DIGIT}{_BREAK}])(?:{_GAP}[{_DIGIT}]){{6,}}(?:{_GAP}[XxＸｘ×](?![A-Za-z]))?")
_PLUS = frozenset("+＋")
_NOT_A_SIGN = re.compile(rf"[^{_DIGIT}XxＸｘ×]")
_UNIT = re.compile(r"[ 　]?(?:多|余)?[元块万亿吨人户斤米平亩度千台套股名份年月日%％]")
_DAY = "(?:19|20)[0-9]{2}(?:0?[1-9]|1[0-2])(?:0?[1-9]|[12][0-9]|3[01])"
_DATES = re.compile(rf"(?:{_DAY}|(?:19|20)[0-9]{{2}}){{1,2}}|{_DAY}[0-9]{{1,6}}")
_CUE = re.compile(
    r"(?:电话|手机|联系|号码|热线|传真|座机|打|拨|[QqＱ][QqＱ]|微信|卡号|账号|帐号|户头|证号|身份证|工号)[^，。；\n]{0,12}$"
)
_LAST_LANDLINE, _MOBILE, _FIRST_CARD, _LAST_CARD = 10, 11, 15, 19

_EMAIL = re.compile(r"[\w.+-]+[ ]?[@＠][ ]?[\w-]+(?:[.．][\w-]+)+", re.ASCII)
_WIDE = "".join(chr(0xFF21 + place) for place in range(26))
_CAPITALS = "ABCDEFGHJKLMNPQRSTUVWXYZ" + _WIDE
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = re.compile(rf"[{_PROVINCES}][{_CAPITALS}][·.• ]?[A-HJ-NP-Z0-9０-９Ａ-Ｚ]{{5,6}}(?![A-Za-z0-9])")
_ONLINE = re.compile(
    r"[QqＱｑ扣微薇VvＶWw](?:(?<=[QqＱｑ])[QqＱｑ]|(?<=扣)扣|(?<=[微薇VvＶ])信|(?<=[VvＶWw])[XxＸ])"
    r"(?:群?号码?|ID|id)?(?:是|为|同号)?[：: 　]{0,3}([A-Za-z][\w-]{4,19}|[0-9０-９]{5,11})",
    re.ASCII,
)
_NUMBERED = re.compile("[号证码牌](?:是|为)?[：: 　第]{0,3}[A-Za-z0-9０-９]")
_STAFF = re.compile(
    r"(?:工号|职工号|员工号|职工编号|人员编号|胸牌号?|工作证号?|社保号|医保卡号|残疾证号?|退休证号?|军官证号?|护照号?|病历号|住院号|"
    r"档案编?号)码?(?:是|为)?[：: 　第]{0,3}([A-Za-z0-9０-９][\w-]{1,19})",
    re.ASCII,
)


BEGINNINGS = {
    "run": (f"^{_DIGIT}", _DIGIT, *[f"{_DIGIT}{_BREAK}（()）"] * 5),
    "plate": (_PROVINCES, _CAPITALS),
    "online": ("QqＱｑ扣微薇VvＶWw", "QqＱｑ扣信XxＸ"),
    "numbered": ("号证码牌", f"是为：: 　第{ascii_letters}0123456789０１２３４５６７８９"),
}
"""What to look for in the texts to be searched."""


def find_numbers(text: str, places: Places) -> list[Found]:
    """Give start, end and kind of every number that identifies a person, possibly overlapping.

    ``places`` are those of ``BEGINNINGS`` in the text.

    >>> from nlp.privacy.lookout import Lookout
    >>> texts = ["电话幺三八〇〇〇〇一二三四，欠我 12000 元", "1998-2003年，文号〔2003〕12 号"]
    >>> [find_numbers(*both) for both in zip(texts, Lookout(BEGINNINGS).places(texts), strict=True)]
    [[(2, 13, 'phone')], []]
    """
    found = list(_runs(text, places["run"]))
    if "@" in text or "＠" in text:
        found += [(*match.span(), "email") for match in _EMAIL.finditer(text)]
    found += [(*match.span(), "plate") for match in matches(_PLATE, text, places["plate"])]
    found += [(*match.span(1), "online") for match in matches(_ONLINE, text, places["online"])]
    if any(_NUMBERED.match(text, start) for start in places["numbered"]):
        found += [(*match.span(1), "staff_number") for match in _STAFF.finditer(text)]
    return found


def _runs(text: str, starts: Sequence[int]) -> Iterator[Found]:
    for match in matches(_RUN, text, starts):
        start, end = match.span()
        digits = _NOT_A_SIGN.sub("", match[0]).translate(_TO_ASCII)
        if kind := _kind_of(digits, text, start, end):
            yield start - (text[start - 1 : start] in _PLUS), end, kind


def _kind_of(digits: str, text: str, start: int, end: int) -> str:
    """Say what a run of seven digits or more is; empty for a sum, a date, a span of years, a file number."""
    size = len(digits)
    if size == _MOBILE and digits[0] == "1":
        return "phone"
    cued = _CUE.search(text, max(start - 16, 0), start)
    if not cued and _DATES.fullmatch(digits):
        return ""
    if size > _LAST_CARD:
        return "account"
    if size >= _FIRST_CARD:
        return "identity" if _looks_like_identity(digits) else "account"
    if size > _LAST_LANDLINE:
        return "phone"
    local = (digits[0] in "2345678" or size == _LAST_LANDLINE) and text[start - 1 : start] not in ("〔", "第", ".")
    return "phone" if (cued or local) and not _UNIT.match(text, end) else ""


def _looks_like_identity(digits: str) -> bool:
    return (len(digits) == 18 and digits[6:8] in ("18", "19", "20")) or len(digits) == 15
