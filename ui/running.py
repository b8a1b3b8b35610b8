"""A batch that is taken in while the page goes on: a thread works, the page watches, and may stop it without loss.

What is kept here is how far it is; letters are in the store, uploads in a folder of their own until the run is over.
"""

import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from streamlit.runtime.uploaded_file_manager import UploadedFile

from nlp.errors import LetterError
from nlp.intake import Taken, ingest, read_even_blank
from nlp.letter import Letter
from nlp.parallel import Workers
from nlp.reading import SplitRule
from nlp.reading.templates import Choice
from nlp.receipt import Receipt
from nlp.settings import Settings
from nlp.store import Store
from nlp.studying import study_pending
from ui import text

__all__ = ["Order", "Run", "run_of", "save_uploads", "start", "start_rest"]


class _Stopped(Exception):  # noqa: N818 - nothing went wrong
    """Somebody asked the run to stop."""


@dataclass
class Run:
    """How far a run is: what is being done, letters done and in all (None: unknown), seconds on it, what came of it."""

    what: str = ""
    done: int = 0
    total: int | None = None
    begun: float = field(default_factory=time.monotonic)
    taken: Taken | None = None
    problem: str = ""
    stopped: bool = False
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        """Whether it is still at work."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def stopping(self) -> bool:
        """Whether it was asked to stop; it does after the letters it has in hand, which are kept."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask it to stop."""
        self._stop.set()

    def wait(self, seconds: float) -> bool:
        """Wait until it is over, so many seconds at most; say whether it is."""
        if self._thread is not None:
            self._thread.join(seconds)
        return not self.running

    @contextmanager
    def progress(self, what: str, total: int | None) -> Iterator[Callable[[int], object]]:
        """Note what is being done; stop where that was asked for."""
        self.what, self.done, self.begun = what, 0, time.monotonic()
        self.total = total if total is not None else self.total
        self._check(0)
        yield self._check

    def _check(self, count: int) -> None:
        self.done += count
        if self._stop.is_set():
            raise _Stopped

    def _work(self, job: Callable[["Run"], Taken | None], folder: Path | None) -> None:
        try:
            self.taken = job(self)
        except _Stopped:
            self.stopped = True
        except LetterError as error:
            self.problem = str(error)
        except Exception as error:  # noqa: BLE001 - the page must hear of it, and no more than its kind: it may quote
            self.problem = text.OUR_FAULT.format(kind=type(error).__name__)
        finally:
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Order:
    """Who takes what in: the channel, how many processes, the columns and, by a file's id, the rules put right."""

    store: Store
    who: str
    channel: str = ""
    jobs: int = 1
    mappings: Mapping[str, Choice] = field(default_factory=dict)
    rules: Mapping[str, SplitRule] = field(default_factory=dict)


_RUNS: dict[str, Run] = {}
"""The latest run of each person, so that it is found again after the page was loaded anew."""


def run_of(who: str) -> Run | None:
    """Give the latest run of a person."""
    return _RUNS.get(who)


def save_uploads(files: Sequence[UploadedFile], folder: Path) -> list[Path]:
    """Write the uploads under their own base names, each in a folder of its own so that none hides another."""
    paths = []
    for number, file in enumerate(files):
        place = folder / str(number) / Path(file.name.replace("\\", "/")).name
        place.parent.mkdir()
        place.write_bytes(file.getbuffer())
        paths.append(place)
    return paths


def start(order: Order, files: Sequence[UploadedFile], expected: int) -> Run:
    """Begin to take in uploaded files of about ``expected`` letters."""
    folder = Path(tempfile.mkdtemp(prefix="petitions-"))
    paths = save_uploads(files, folder)
    templates = Settings.from_environment().templates
    rules = {path: rule for file, path in zip(files, paths, strict=True) if (rule := order.rules.get(file.file_id))}
    read = partial(_read_as_asked, rules=rules, mappings=order.mappings, templates=templates)

    def job(run: Run) -> Taken:
        model = Settings.from_environment().model
        return ingest(
            order.store,
            paths,
            model,
            order.who,
            jobs=order.jobs,
            channel=order.channel,
            read=read,
            progress=run.progress,
        )

    return _begin(order.who, Run(total=expected), job, folder)


def _read_as_asked(
    paths: Sequence[Path], receipt: Receipt, scan_folder: Path, *, rules: Mapping[Path, SplitRule], **asked: Any
) -> Iterator[Letter]:
    """Read each file by the rule chosen for it."""
    for path in paths:
        yield from read_even_blank([path], receipt, scan_folder, split=rules.get(path), **asked)


def start_rest(order: Order, batch: int) -> Run:
    """Begin to analyse what a batch that was cut off has registered and not analysed; no file is needed."""

    def job(run: Run) -> None:
        model = Settings.from_environment().model
        study_pending(order.store, model, Workers(order.jobs), batch_id=batch, progress=run.progress)

    return _begin(order.who, Run(), job, None)


def _begin(who: str, run: Run, job: Callable[[Run], Taken | None], folder: Path | None) -> Run:
    run._thread = threading.Thread(target=run._work, args=(job, folder), name="batch", daemon=True)
    _RUNS[who] = run
    run._thread.start()
    return run
