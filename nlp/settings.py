"""Where things are: the model, the corpora, and what the environment may change."""

import os
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict

__all__ = ["Settings"]

_PROJECT = Path(__file__).resolve().parent.parent


class Settings(BaseModel):
    """Paths of one installation; ``PETITIONS_HOME`` moves them all, ``PETITIONS_MODEL`` the model alone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path = _PROJECT
    model: Path = _PROJECT / "models" / "petitions"

    @classmethod
    def from_environment(cls) -> Self:
        """Read the two variables; what is not set keeps its place in the project."""
        home = Path(os.environ.get("PETITIONS_HOME", _PROJECT))
        return cls(home=home, model=Path(os.environ.get("PETITIONS_MODEL", home / "models" / "petitions")))

    @property
    def taxonomy(self) -> Path:
        """The default taxonomy file."""
        return self.home / "corpora" / "taxonomy.toml"

    @property
    def lexicon(self) -> Path:
        """The default term list."""
        return self.home / "corpora" / "lexicons" / "terms.tsv"

    @property
    def letters(self) -> Path:
        """The folder of labelled letters the default model learns from."""
        return self.home / "corpora" / "letters"

    @property
    def quotas(self) -> Path:
        """What the default corpus must hold."""
        return self.home / "corpora" / "quotas.toml"

    @property
    def second_reading(self) -> Path:
        """What a second reader, who did not see the labels, made of the same letters."""
        return self.home / "corpora" / "second_reading.tsv"

    @property
    def samples(self) -> Path:
        """A few files to try the command on."""
        return self.home / "corpora" / "samples"
