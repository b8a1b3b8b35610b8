"""What codes are called in the language of the session: the taxonomy's own names, or English ones by code.

A code the English list does not have, as of an office's own taxonomy, keeps the name the taxonomy gives it.
"""

from collections.abc import Mapping

from nlp.taxonomy import Taxonomy
from ui import text

__all__ = ["category_name", "channel_name", "named"]


def category_name(code: str, names: Mapping[str, str]) -> str:
    """Give the name of a category; that of a letter nobody analysed where the code is empty."""
    return text.CATEGORY_NAMES.get(code) or names.get(code, code) or text.NO_CATEGORY


def channel_name(channel: str) -> str:
    """Give the name of a channel, which is stored in Chinese whatever the page speaks."""
    return text.CHANNEL_NAMES.get(channel, channel)


def named(taxonomy: Taxonomy) -> Taxonomy:
    """Give the taxonomy with the names of the session's language; itself in Chinese."""
    if not text.CATEGORY_NAMES:
        return taxonomy
    told = taxonomy.model_dump()
    told["rule_of_thumb"] = text.RULE_OF_THUMB
    for category in told["categories"]:
        code = category["code"]
        if code in text.CATEGORY_NAMES:
            category |= {
                "name": text.CATEGORY_NAMES[code],
                "definition": text.CATEGORY_DEFINITIONS[code],
                "excludes": "",
            }
    names = {"signals": text.SIGNAL_NAMES, "checks": text.CHECK_NAMES, "review_reasons": text.REASON_NAMES}
    for kind, ours in names.items():
        told["names"][kind] = {code: ours.get(code, name) for code, name in told["names"][kind].items()}
    return Taxonomy.model_validate(told)
