"""What codes are called in the office's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from nlp.taxonomy import Taxonomy

__all__ = ["Names"]


@dataclass(frozen=True, slots=True)
class Names:
    """Names of categories (in the order of their columns), review reasons, signal kinds, checks and sub-types, by code.

    A code without a name is shown as it is.

    >>> names = Names(categories={"policy": "改制政策"})
    >>> names.category("policy"), names.signal("money")
    ('改制政策', 'money')
    """

    categories: Mapping[str, str] = field(default_factory=dict)
    review_reasons: Mapping[str, str] = field(default_factory=dict)
    signals: Mapping[str, str] = field(default_factory=dict)
    checks: Mapping[str, str] = field(default_factory=dict)
    subtypes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, taxonomy: Taxonomy) -> Self:
        """Take the names a taxonomy gives."""
        names = taxonomy.names
        subtypes = {subtype.code: subtype.name for subtype in taxonomy.subtypes}
        return cls(taxonomy.category_names, names.review_reasons, names.signals, names.checks, subtypes)

    def category(self, code: str) -> str:
        """Name a category."""
        return self.categories.get(code, code)

    def review_reason(self, code: str) -> str:
        """Name a reason for review."""
        return self.review_reasons.get(code, code)

    def signal(self, code: str) -> str:
        """Name a kind of signal."""
        return self.signals.get(code, code)

    def check(self, code: str) -> str:
        """Name why a signal must be checked."""
        return self.checks.get(code, code)

    def subtype(self, code: str) -> str:
        """Name a sub-type; "" stays "".

        >>> Names(subtypes={"H03": "集资款"}).subtype("H03"), Names().subtype("")
        ('集资款', '')
        """
        return self.subtypes.get(code, code)
