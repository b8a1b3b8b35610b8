"""The half of a model that two models are compared by: fitted on what was learnt, never on what was held back.

A finished model has learnt from all letters, so nothing is left to measure it on. Its trial has not, and lies beside
it in the folder ``trial``. Which letters are held back depends on their groups alone (``nlp.training.is_held_back``),
so of two trials made at different times nearly every letter held back from one was held back from the other; the few
that were not are left out by their digests.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp.artefact import load_artefact, save_artefact
from nlp.corpus import LabelledLetter
from nlp.errors import ArtefactError
from nlp.pipeline import ModelContent, Pipeline

__all__ = ["Trial", "load_trial", "save_trial", "unseen"]

_FOLDER = "trial"
_DIGITS = 16


@dataclass(frozen=True)
class Trial:
    """What the file holds: a model, and digests of the letters it learnt from."""

    content: ModelContent
    learnt: tuple[str, ...]


def _digest(letter: LabelledLetter) -> str:
    return hashlib.sha256(letter.full_text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def save_trial(folder: Path, content: ModelContent, learnt: Iterable[LabelledLetter]) -> None:
    """Write the trial beside a model; the digests do not give a letter back."""
    trial = Trial(content, tuple(sorted({_digest(letter) for letter in learnt})))
    save_artefact(folder / _FOLDER, _FOLDER, trial, digests={}, metrics={})


def load_trial(folder: Path) -> tuple[Pipeline, frozenset[str]] | None:
    """Give the trial of a model and the digests of what it learnt; None for a model that has none.

    Raises ``ArtefactError`` for one that is damaged or of another version, as for a model.
    """
    if not (folder / _FOLDER / "manifest.json").is_file():
        return None
    manifest, trial = load_artefact(folder / _FOLDER)
    if not isinstance(trial, Trial):
        raise ArtefactError(str(folder / _FOLDER), "模型文件里不是本程序的模型", "请用 petitions train 重新训练")
    return Pipeline(trial.content, manifest), frozenset(trial.learnt)


def unseen(letters: Sequence[LabelledLetter], *learnt: Collection[str]) -> list[LabelledLetter]:
    """Give the letters none of the trials learnt from.

    >>> some = [LabelledLetter(id="1", text="欠薪", label="a"), LabelledLetter(id="2", text="停水", label="b")]
    >>> [letter.id for letter in unseen(some, {_digest(some[0])})]
    ['2']
    """
    return [letter for letter in letters if not any(_digest(letter) in known for known in learnt)]
