"""Analyse the letters of the register that nobody has analysed, and keep what was found; here or by other processes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path

from nlp.artefact import Manifest, read_manifest
from nlp.extraction import red_flags, subjects_of
from nlp.letter import Analysis, Letter
from nlp.parallel import Workers, pipeline_at
from nlp.pipeline import Pipeline
from nlp.store import Seal, Store, Study, count_pending, make_study, pending, save_studies
from nlp.tokenization import normalize

__all__ = ["Progress", "fold_text", "model_name", "silent", "study_pending"]

_WORTH_WORKERS = 2_000
"""Fewer letters than this are analysed sooner than worker processes start."""

_Analysed = tuple[int, Analysis, str]
"""A letter's id, what was found, and its full text in normal form."""

Progress = Callable[[str, int | None], AbstractContextManager[Callable[[int], object]]]
"""Given what is being done and how many letters there are (None if unknown), gives what to call with each count."""


def fold_text(text: str) -> str:
    """Bring text to the form in which letters are searched: one way to write it, lower case.

    >>> fold_text("ＡＢＣ拖欠工資")
    'abc拖欠工资'
    """
    return _folded(normalize(text).text)


def _folded(normal: str) -> str:
    return normal.lower()


def model_name(model: Pipeline | Manifest) -> str:
    """Name a model, loaded or not, as analyses are filed under: its name and the beginning of its digest."""
    manifest = model if isinstance(model, Manifest) else model.manifest
    return f"{manifest.name}-{manifest.sha256[:12]}"


def silent(_what: str, _total: int | None) -> AbstractContextManager[Callable[[int], object]]:
    """Show nothing of the progress."""
    return nullcontext(lambda _count: None)


def study_pending(
    store: Store,
    model: Path,
    workers: Workers = Workers(),  # noqa: B008 - it does not change
    *,
    batch_id: int | None = None,
    renew: bool = False,
    progress: Progress = silent,
) -> int:
    """Analyse the registered letters nobody has analysed and store what was found; return how many.

    With ``batch_id``, those of one batch; with ``renew``, also those another model has analysed. Raises
    ``ArtefactError`` without a model and ``ClusterError`` without the cluster that was named.
    """
    name = model_name(read_manifest(model))  # the rest is loaded by whoever analyses: here or in other processes
    total = count_pending(store, name, batch_id=batch_id, renew=renew)
    if not total:
        return 0
    if total < _WORTH_WORKERS:
        workers = replace(workers, jobs=1)
    saved = 0
    with progress("研判", total) as count:
        for studies in _study_all(store, model, workers, pending(store, name, batch_id=batch_id, renew=renew)):
            saved += save_studies(store, name, studies)
            count(len(studies))
    return saved


def _study_all(
    store: Store, model: Path, workers: Workers, chunks: Iterable[Sequence[tuple[int, Letter]]]
) -> Iterator[list[Study]]:
    """Analyse chunk by chunk; results come in order, few are held at a time.

    The office's key never leaves this machine: others analyse, this one seals.
    """
    if workers.scheduler:
        name = model_name(read_manifest(model))
        return (_sealed(analysed, name, store.seal) for analysed in workers.each(_analyse, model, chunks))
    return workers.each(partial(_study, store.seal), model, chunks)


def _analyse(model: Path, chunk: Sequence[tuple[int, Letter]]) -> list[_Analysed]:
    found = pipeline_at(model).analyse_unmasked(letter for _, letter in chunk)
    return [(id_, analysis, normal) for (id_, _), (analysis, normal) in zip(chunk, found, strict=True)]


def _study(seal: Seal, model: Path, chunk: Sequence[tuple[int, Letter]]) -> list[Study]:
    return _sealed(_analyse(model, chunk), model_name(pipeline_at(model)), seal)


def _sealed(analysed: Sequence[_Analysed], name: str, seal: Seal) -> list[Study]:
    studies = []
    for id_, analysis, normal in analysed:
        red, named = red_flags(analysis.signals), subjects_of(analysis.signals)
        studies.append(make_study(id_, analysis, name, seal, fold_text, red, named, folded=_folded(normal)))
    return studies
