"""The ledger of clusters: what was born, grew together, fell apart, was closed or awoke, when and why."""

import base64
import hashlib
from dataclasses import asdict, dataclass
from typing import Literal

__all__ = ["Change", "cluster_id"]

Kind = Literal["born", "merged", "split", "closed", "reopened", "corrected"]


@dataclass(frozen=True, slots=True)
class Change:
    """One entry: what happened to ``cluster`` in the week with this number, to which letters, and the reason.

    ``other`` is the cluster taken up (merged), the new one (split, corrected), or empty.
    """

    week: int
    kind: Kind
    cluster: str
    other: str
    letters: tuple[str, ...]
    reason: str

    def as_dict(self) -> dict[str, object]:
        """Give the entry as plain values for JSON."""
        return asdict(self) | {"letters": list(self.letters)}


def cluster_id(week: int, letter: str, cause: str) -> str:
    """Give a new cluster its name, from the letter that founds it, the week and the cause; it tells nothing.

    A letter founds at most one cluster a week for one cause, so that no name is given twice. Sixty bits of SHA-256.

    >>> cluster_id(2890, "来信-1", "born")
    '3pnan7m5av7k'
    """
    digest = hashlib.sha256(f"{week}|{cause}|{letter}".encode()).digest()
    return base64.b32encode(digest)[:12].decode().lower()
