"""Where things are: the model, the corpora, and what the environment may change."""

import os
from pathlib import Path
from typing import Self

import platformdirs
from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Settings"]

_PACKAGE = Path(__file__).resolve().parent
_HOME = _PACKAGE / "default" if (_PACKAGE / "default" / "corpora").is_dir() else _PACKAGE.parent
"""What the wheel carries, or the project's folder."""


def _default_store() -> str:
    folder = platformdirs.user_data_path("petition-letters", appauthor=False)
    return f"sqlite:///{(folder / 'petitions.db').as_posix()}"


def _default_templates() -> Path:
    return platformdirs.user_data_path("petition-letters", appauthor=False) / "columns.json"


class Settings(BaseModel):
    """Paths of one installation; ``PETITIONS_HOME`` moves them all, ``PETITIONS_MODEL`` the model alone.

    ``store`` (``PETITIONS_STORE``) is the address of the database, by default a file in the user's data folder; ``key``
    (``PETITIONS_KEY``) is the key file that seals it, by default none. ``staff`` and ``secrets`` (``PETITIONS_ROLES``,
    ``PETITIONS_SIGN_IN``) are the files that say who may use the page and how they sign in. ``templates``
    (``PETITIONS_COLUMNS``) is where the columns a person put right are remembered by header.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path = _HOME
    model: Path = _HOME / "models" / "petitions"
    store: str = Field(default_factory=_default_store)
    key: Path | None = None
    templates: Path = Field(default_factory=_default_templates)
    staff: Path | None = None
    secrets: Path | None = None

    @classmethod
    def from_environment(cls) -> Self:
        """Read the variables; what is not set keeps its place."""
        home = Path(os.environ.get("PETITIONS_HOME", _HOME))
        key, staff, secrets = map(os.environ.get, ("PETITIONS_KEY", "PETITIONS_ROLES", "PETITIONS_SIGN_IN"))
        return cls(
            home=home,
            model=Path(os.environ.get("PETITIONS_MODEL", home / "models" / "petitions")),
            store=os.environ.get("PETITIONS_STORE") or _default_store(),
            key=Path(key) if key else None,
            templates=Path(os.environ.get("PETITIONS_COLUMNS") or _default_templates()),
            staff=Path(staff) if staff else None,
            secrets=Path(secrets) if secrets else None,
        )

    @property
    def page(self) -> Path:
        """The page's router: the home's own, or the one that came with the program where the home has none."""
        own = self.home / "app.py"
        return own if own.is_file() else _HOME / "app.py"

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
    def matters(self) -> Path:
        """The matters said in one sentence each that the default model learns from beside the letters."""
        return self.home / "corpora" / "matters.jsonl"

    @property
    def statements(self) -> Path:
        """The single sentences the default model learns signals from beside the letters."""
        return self.home / "corpora" / "statements.tsv"

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
    def roles(self) -> Path:
        """Who works here in which role (``PETITIONS_ROLES``)."""
        return self.staff or self.home / "corpora" / "roles.toml"

    @property
    def sign_in(self) -> Path:
        """How people sign in: the address of the OpenID provider, the secret shared with it (``PETITIONS_SIGN_IN``)."""
        return self.secrets or self.home / ".streamlit" / "secrets.toml"

    @property
    def samples(self) -> Path:
        """A few files to try the command on."""
        return self.home / "corpora" / "samples"
