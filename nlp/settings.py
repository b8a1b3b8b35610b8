"""Where things are: the model, the corpora, and what the environment may change."""

import os
from pathlib import Path
from typing import Self

import platformdirs
from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Settings"]

_PROJECT = Path(__file__).resolve().parent.parent


def _default_store() -> str:
    folder = platformdirs.user_data_path("petition-letters", appauthor=False)
    return f"sqlite:///{(folder / 'petitions.db').as_posix()}"


class Settings(BaseModel):
    """Paths of one installation; ``PETITIONS_HOME`` moves them all, ``PETITIONS_MODEL`` the model alone.

    ``store`` (``PETITIONS_STORE``) is the address of the database, by default a file in the user's data folder; ``key``
    (``PETITIONS_KEY``) is the key file that seals it, by default none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path = _PROJECT
    model: Path = _PROJECT / "models" / "petitions"
    store: str = Field(default_factory=_default_store)
    key: Path | None = None

    @classmethod
    def from_environment(cls) -> Self:
        """Read the variables; what is not set keeps its place."""
        home = Path(os.environ.get("PETITIONS_HOME", _PROJECT))
        key = os.environ.get("PETITIONS_KEY")
        return cls(
            home=home,
            model=Path(os.environ.get("PETITIONS_MODEL", home / "models" / "petitions")),
            store=os.environ.get("PETITIONS_STORE") or _default_store(),
            key=Path(key) if key else None,
        )

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
    def enterprises(self) -> Path:
        """The enterprises the office knows, with their other names and successors."""
        return self.home / "corpora" / "enterprises.toml"

    @property
    def procedure(self) -> Path:
        """The local rules of procedure: how days count, whom the office is, how matters are ordered."""
        return self.home / "corpora" / "procedure.toml"

    @property
    def samples(self) -> Path:
        """A few files to try the command on."""
        return self.home / "corpora" / "samples"
