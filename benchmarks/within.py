"""Run something in a process of its own that is ended when it takes too long or too much memory."""

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import psutil

__all__ = ["Ended", "Limits", "run_within"]

_LOOK, _PARTING = 0.2, 10.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one run may take, in seconds by the clock, and how much memory it may hold, in GB."""

    seconds: float
    gigabytes: float

    def __str__(self) -> str:
        return f"{self.seconds:g} s, {self.gigabytes:g} GB"


@dataclass(frozen=True, slots=True)
class Ended:
    """Why a run was ended before it was done: the limit it met, as a figure to print (``> 900 s``)."""

    why: str


def run_within(runner: Callable[[], Any], limits: Limits) -> Any:
    """Give what the runner gives, or ``Ended``; the runner must pickle, and an error of its own is raised here."""
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe()
    process = context.Process(target=_call, args=(runner, theirs))
    process.start()
    theirs.close()
    began = time.monotonic()
    try:
        while not mine.poll(_LOOK):
            if time.monotonic() - began > limits.seconds:
                return Ended(f"> {limits.seconds:g} s")
            if _held(process.pid) > limits.gigabytes * 2**30:
                return Ended(f"> {limits.gigabytes:g} GB")
        good, value = mine.recv()
        process.join(_PARTING)  # it may have workers to send home
    except EOFError:
        return Ended(f"died, exit code {process.exitcode}")
    finally:
        process.kill()
        process.join()
    if not good:
        raise value
    return value


def _held(process: int | None) -> int:
    try:
        return int(psutil.Process(process).memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def _call(runner: Callable[[], Any], pipe: Connection) -> None:
    try:
        pipe.send((True, runner()))
    except Exception as error:  # noqa: BLE001  whatever it is, the parent raises it
        pipe.send((False, error))
