"""Names of files, sheets and columns as messages may show them: nothing hidden, nothing reversed, nothing endless."""

import contextlib
import os
import re

__all__ = ["HIDDEN", "shown_name"]

LONGEST = 160
HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
"""Control, zero-width and bidirectional characters (Unicode TR 36) and lone surrogates: a name with them lies."""


def shown_name(name: str) -> str:
    r"""Write a name so that it reads as what it is: hidden characters become U+FFFD, a long middle is cut.

    A name whose bytes are no UTF-8, as unpacked from an old Windows archive, is read as GB 18030.

    >>> shown_name("\u202ecod.信来.exe") == "\ufffdcod.信来.exe", len(shown_name("长" * 999))
    (True, 160)
    """
    if any("\udc80" <= character <= "\udcff" for character in name):
        with contextlib.suppress(ValueError):
            name = os.fsencode(name).decode("gb18030")
    name = HIDDEN.sub("\ufffd", name)
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 41]}…{name[-40:]}"
