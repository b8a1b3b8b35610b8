"""Train in a process of its own, so that the page stays quick, and follow how far it has come.

The child writes what it says into a file that holds no letter; it is the same command a person would type.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from nlp.renewal.retraining import STEPS
from nlp.renewal.versions import version_folder

__all__ = ["Progress", "follow", "start"]

_LOG = "training.log"
_running: dict[Path, subprocess.Popen[bytes]] = {}
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far training has come: what it said, whether it still runs, and how it ended (0 is well)."""

    lines: tuple[str, ...]
    running: bool
    code: int | None = None

    @property
    def share(self) -> float:
        """The share of the steps that are done."""
        return 1.0 if self.code == 0 else min(max(len(self.lines) - 1, 0) / STEPS, 0.99)


def start(model: Path, who: str) -> bool:
    """Start training on corpus and corrections with the settings of this process; False if it is running already."""
    log = version_folder(model) / _LOG
    command = [sys.executable, "-m", "nlp", "train", "--with-corrections", "--model", str(model), "--user", who]
    with _lock:
        known = _running.get(model)
        if known is not None and known.poll() is None:
            return False
        log.parent.mkdir(parents=True, exist_ok=True)
        env = {**os.environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
        with log.open("wb") as said:
            _running[model] = subprocess.Popen(  # noqa: S603 - our own command, no shell
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said, env=env
            )
    return True


def follow(model: Path) -> Progress | None:
    """Say how far training has come; None where this process has started none."""
    known = _running.get(model)
    if known is None:
        return None
    code = known.poll()
    said = (version_folder(model) / _LOG).read_text(encoding="utf-8", errors="replace")
    return Progress(tuple(line for line in said.splitlines() if line.strip()), code is None, code)
