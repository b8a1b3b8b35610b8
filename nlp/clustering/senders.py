"""Count senders without knowing them: a sender is an opaque number, and unknown senders are each their own."""

import hashlib

import numpy as np
from numpy.typing import NDArray

__all__ = ["count_senders", "sender_number"]


def sender_number(sender: str) -> int:
    """Give a sender an opaque number above 0, the same for the same sender; 0 when there is none.

    >>> sender_number(" "), sender_number("A1") == sender_number("A1 ")
    (0, True)
    """
    sender = sender.strip()
    if not sender:
        return 0
    return (int.from_bytes(hashlib.sha256(sender.encode()).digest()[:7], "big") >> 1) + 1


def count_senders(senders: NDArray[np.int64], copies: NDArray[np.int64]) -> int:
    """Count independent senders: each known sender once, and each text among those of unknown senders once.

    So a stack of unsigned copies counts as one.

    >>> count_senders(np.array([7, 7, 8, 0, 0]), np.array([1, 2, 3, 4, 4]))
    3
    """
    unknown = senders == 0
    return len(np.unique(senders[~unknown])) + len(np.unique(copies[unknown]))
