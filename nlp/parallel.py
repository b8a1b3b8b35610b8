"""Who does the work: this process, several of this machine, or a Dask cluster; joblib shares it out, order is kept.

A connection is opened only when a scheduler is named. A worker answers only if what it has is what this machine has:
program, model, enterprises. So the answers are the same bytes wherever they were found, and a worker that dies costs
time and nothing else: Dask gives its part to another.
"""

import gc
import importlib.metadata
import logging
import os
import platform
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar

from joblib import Parallel, delayed, effective_n_jobs, parallel_config

from nlp import __version__
from nlp.artefact import digest, read_manifest
from nlp.errors import ArtefactError, ClusterError
from nlp.letter import Analysis, Letter
from nlp.pipeline import Pipeline
from nlp.settings import Settings

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["Outfit", "Workers", "analyse_many", "pipeline_at"]

Part = TypeVar("Part")
Result = TypeVar("Result")

_PART = 512
"""Letters sent to a worker at a time: whole batches of the pipeline, so that no letter changes its company."""


_HELD = 16
"""Parts of each worker that may be done and not yet taken; while a troop ends, a worker may have nothing to do."""

_LIBRARIES = ("petition-letters", "numpy", "scipy", "scikit-learn", "jieba", "rjieba")

_PATIENCE = 10
"""Seconds in which a scheduler must answer, and have a worker."""


class Outfit(NamedTuple):
    """What must be the same wherever letters are analysed: the program, and digests of model and enterprises."""

    program: str
    model: str
    enterprises: str

    @classmethod
    def at(cls, model: Path, settings: Settings) -> Self:
        """Look at what this machine has; ``ArtefactError`` without a model."""
        table = settings.enterprises
        return cls(__version__, read_manifest(model).sha256, digest(table.read_bytes()) if table.is_file() else "")

    def differences(self, other: Self) -> list[str]:
        """Name the parts in which another outfit differs.

        >>> Outfit("0.1.0", "c0ffee", "").differences(Outfit("0.1.0", "decaf", ""))
        ['模型']
        """
        names = ("程序版本", "模型", "企业名录")
        return [name for name, mine, others in zip(names, self, other, strict=True) if mine != others]


@dataclass(frozen=True, slots=True)
class Workers:
    """``jobs`` processes of this machine, or those of the Dask cluster whose scheduler is at ``HOST:PORT``.

    >>> list(Workers().each(lambda model, part: sum(part), Path("models/petitions"), [[1, 2], [3]]))
    [3, 3]
    """

    jobs: int = 1
    scheduler: str | None = None

    @property
    def alone(self) -> bool:
        """Whether this process does all of it itself."""
        return self.scheduler is None and self.jobs == 1

    @contextmanager
    def engaged(self) -> Iterator[None]:
        """Give these workers what joblib has to share out while the block runs, scikit-learn's own work too.

        Raises ``ClusterError`` when the scheduler cannot be reached or is lost.
        """
        if self.scheduler:
            with _client(self.scheduler) as client, parallel_config(backend="dask", client=client):
                yield
        elif self.alone:
            yield
        else:
            with parallel_config(backend="loky", n_jobs=self.jobs):
                yield

    def each(self, work: Callable[[Path, Part], Result], model: Path, parts: Iterable[Part]) -> Iterator[Result]:
        """Yield ``work(model, part)`` for every part, in order; ``_HELD`` parts a worker are held at most.

        joblib hands out the next part when one is done, not when it is taken: where taking is slower, as storing a
        million letters is, all that is done would wait in memory. Therefore parts are handed out by the troop.
        On another machine the model lies at the same place, or is its default one. Raises ``ArtefactError`` where
        that model is not this one.
        """
        if self.alone:
            yield from (_undisturbed(work, model, part) for part in parts)
            return
        outfit = Outfit.at(model, Settings.from_environment())
        remaining = iter(parts)
        with self.engaged():
            troop = _HELD * max(effective_n_jobs(None), 1)
            for first in remaining:
                some = chain([first], islice(remaining, troop - 1))
                parallel = Parallel(return_as="generator", pre_dispatch="2*n_jobs", batch_size=1)
                yield from parallel(delayed(_equipped)(work, model.resolve(), outfit, part) for part in some)


@contextmanager
def _client(scheduler: str) -> Iterator["Client"]:
    """Open a connection to a scheduler, close it after the block; say in one sentence what goes wrong with it."""
    try:
        from distributed import CancelledError, Client, KilledWorker
    except ImportError:
        raise ClusterError(scheduler, "本机没有装 Dask", "请运行 pip install 'petition-letters[cluster]'") from None
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what goes wrong is said here, not as a traceback
    try:
        client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        remedy = "请核对地址（主机:端口）和网络，并确认 dask scheduler 正在运行"
        raise ClusterError(scheduler, f"连不上调度器（{type(error).__name__}）", remedy) from error
    with client:
        try:
            _inspect(client, scheduler)
            yield client
        except (CancelledError, KilledWorker, TimeoutError) as error:
            remedy = "请用 dask worker 启动或重启各机，再重新运行同一条命令"
            raise ClusterError(scheduler, f"集群没有做完（{type(error).__name__}）", remedy) from error


def _inspect(client: "Client", scheduler: str) -> None:
    """Refuse a cluster without workers, or with one whose libraries would count or learn otherwise than these."""
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError:
        raise ClusterError(scheduler, "没有一台机器在等活", "请在各机运行 dask worker") from None
    for place, there in client.run(_versions, on_error="return").items():
        if isinstance(there, Exception):
            raise ClusterError(place, "这台机器上没有装本程序，或者用不了", "请在各机装同一版本的程序")
        if different := sorted(there.items() - _versions().items()):
            found = "、".join(f"{name} {version}" for name, version in different)
            raise ClusterError(place, f"这台机器上是 {found}，与本机不同", "请在各机装同一版本的程序和库")


def _versions() -> dict[str, str]:
    return {name: importlib.metadata.version(name) for name in _LIBRARIES}


def _equipped(work: Callable[[Path, Part], Result], model: Path, outfit: Outfit, part: Part) -> Result:
    return _undisturbed(work, _checked(model, outfit), part)


def _undisturbed(work: Callable[[Path, Part], Result], model: Path, part: Part) -> Result:
    """Work with the garbage collector at rest: a part leaves no cycles behind, and looking for them costs a tenth."""
    collects = gc.isenabled()
    gc.disable()
    try:
        return work(model, part)
    finally:
        if collects:
            gc.enable()


@lru_cache(maxsize=1)
def _checked(model: Path, outfit: Outfit) -> Path:
    """Give where the model lies on this machine, once it is known to be the one that is meant."""
    settings = Settings.from_environment()
    here = model if (model / "manifest.json").is_file() else settings.model
    if different := outfit.differences(Outfit.at(here, settings)):
        place = f"{platform.node()} 的进程 {os.getpid()}（{here}）"
        remedy = "请在各机装同一版本的程序，用同一个模型文件夹和企业名录"
        raise ArtefactError(place, f"{'、'.join(different)}与派活的机器不同", remedy)
    return here


@lru_cache(maxsize=1)
def pipeline_at(model: Path) -> Pipeline:
    """Load a model with the office's enterprises, once a process."""
    return Pipeline.of_office(Settings.from_environment(), model)


def analyse_many(letters: Iterable[Letter], model: Path, workers: Workers) -> Iterator[Analysis]:
    """Analyse letters in order, as ``Pipeline.analyse_many`` does, by these workers; no letters give none."""
    for part in workers.each(_analyse, model, _parts(letters)):
        yield from part


def _analyse(model: Path, letters: Sequence[Letter]) -> list[Analysis]:
    return list(pipeline_at(model).analyse_many(letters))


def _parts(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    remaining = iter(letters)
    while part := list(islice(remaining, _PART)):
        yield part
