"""scikit-learn without pandas, which it imports only to see whether it is there (``sklearn.utils.fixes``).

pandas brings Arrow: a third of a second and sixty megabytes in every process that reads letters. Who imports this
module before scikit-learn is spared both; pandas can be imported afterwards all the same. Where other threads run, as
behind the page, nothing is done: one of them may be importing pandas just then.
"""

import sys
import threading

__all__: list[str] = []

if threading.active_count() == 1 and not {"pandas", "sklearn"} & set(sys.modules):
    sys.modules["pandas"] = None  # type: ignore[assignment]
    try:
        import sklearn.base  # noqa: F401
    finally:
        del sys.modules["pandas"]
