"""How many letters of each kind a corpus must hold, and which phrases many letters may share."""

import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nlp.errors import CorpusError

__all__ = ["Quotas", "load_quotas"]

Share = Annotated[float, Field(ge=0, le=1)]


class Quotas(BaseModel):
    """Least numbers and shares, and greatest overlaps; ``corpora/quotas.toml`` says why each is what it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    letters: int = 0
    each_category: int = 0
    each_subtype: int = 0
    each_length: Share = 0
    with_signals: int = 0
    pairs: int = 0
    plain_accusations: int = 0
    styles: dict[str, int] = {}
    most_alike: Share = 0.35
    shared_length: int = 14
    shared_by: Share = 0.005
    copied_length: int = 20
    letters_a_firm: int = 12
    set_phrases: tuple[str, ...] = ()
    accusing_words: tuple[str, ...] = ()
    firm_words: tuple[str, ...] = ()
    firm_openings: tuple[str, ...] = ()


def load_quotas(path: Path) -> Quotas:
    """Read the quotas; a wrong file raises ``CorpusError``."""
    try:
        return Quotas.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        problem = f"配额文件读不了（{type(error).__name__}）"
        raise CorpusError(str(path), problem, "请对照 nlp/corpus/quotas.py 的项目改正") from error
