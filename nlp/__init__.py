"""Text mining for petition letters: category with reasons, facts and dates; clusters over weeks.

>>> import nlp
>>> nlp.__version__.count(".")
2
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nlp.pipeline import Pipeline

__all__ = ["Pipeline", "__version__"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Import the pipeline only when asked for, so that ``petitions --help`` answers at once."""
    if name == "Pipeline":
        from nlp.pipeline import Pipeline

        return Pipeline
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
