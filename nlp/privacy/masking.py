"""Mask what identifies a person: identity, phone and card numbers, e-mail addresses, plates.

Digits may be full width or broken by spaces and hyphens, as people write them. Length is kept, so that offsets
into the original text hold in the masked one.
"""

import re

__all__ = ["mask"]

_D = r"[0-9０-９]"
_GAP = r"[ \-—－·　]?"
_NOT_DIGIT_BEFORE, _NOT_DIGIT_AFTER = rf"(?<!{_D})", rf"(?!{_D})"


def _digits(first: str, count: str) -> str:
    return rf"{first}(?:{_GAP}{_D}){{{count}}}"


_NUMBERS = re.compile(
    _NOT_DIGIT_BEFORE
    + "(?:"
    + "|".join(
        [
            _digits("[1-9１-９]", "16") + rf"{_GAP}(?:{_D}|[XxＸｘ])",  # 身份证 18 位
            _digits("[3-6３-６]", "14,18"),  # 银行卡 15–19 位
            _digits("[1-9１-９]", "14"),  # 身份证 15 位
            rf"(?:[+＋]?86{_GAP})?" + _digits("[1１]", "10"),  # 手机
            rf"[0０]{_D}{{2,3}}{_GAP}" + _digits("[1-9１-９]", "6,7"),  # 固定电话
        ]
    )
    + ")"
    + _NOT_DIGIT_AFTER
)
_EMAIL = re.compile(r"[\w.+-]+[@＠][\w-]+(?:[.．][\w-]+)+", re.ASCII)
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = re.compile(rf"[{_PROVINCES}][A-HJ-NP-Z][·. ]?[A-HJ-NP-Z0-9]{{5,6}}(?![A-Za-z0-9])")


def mask(text: str) -> str:
    """Replace what identifies a person by ``*``, one for each character; line breaks are never touched.

    >>> mask("我的电话 138-0000-1234，身份证 11010519491231002X")
    '我的电话 *************，身份证 ******************'
    >>> mask("欠我 12000 元，文号〔2003〕12 号")
    '欠我 12000 元，文号〔2003〕12 号'
    """
    for pattern in (_EMAIL, _NUMBERS, _PLATE):
        text = pattern.sub(lambda found: "*" * len(found[0]), text)
    return text
