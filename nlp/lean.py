"""What Python does without being asked where letters are read, and need not.

scikit-learn imports pandas only to see whether it is there (``sklearn.utils.fixes``). pandas brings Arrow: a third of a
second and sixty megabytes in every process that reads letters. Who imports this module before scikit-learn is spared
both; pandas can be imported afterwards all the same. Where other threads run, as behind the page, nothing is done: one
of them may be importing pandas just then.

Python looks for objects that hold each other every time so many were made, through all there are, and a letter's
analysis makes hundreds that hold nothing: ``undisturbed`` puts that off. A tenth of the time goes there otherwise.
"""

import gc
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["undisturbed"]

if threading.active_count() == 1 and not {"pandas", "sklearn"} & set(sys.modules):
    sys.modules["pandas"] = None  # type: ignore[assignment]
    try:
        import sklearn.base  # noqa: F401
    finally:
        del sys.modules["pandas"]


@contextmanager
def undisturbed() -> Iterator[None]:
    """Put off the search for garbage until the end of a block; for work of a moment, on any thread.

    >>> with undisturbed():
    ...     gc.isenabled()
    False
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
