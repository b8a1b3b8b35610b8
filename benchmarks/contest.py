"""Run several ways of doing one job side by side, and write down who is ahead.

Shared by the ``peers_*`` benchmarks; import it first: importing it holds every numerical library to one core, in this
process and in those it starts, and puts the project first on the path. A benchmark is these steps::

    runners = {"ours": partial(cut_ours, letters), "jieba": partial(cut_jieba, letters)}   # ours first, always
    runs = compete(runners, rounds=5)                  # or apart=True: every run in a process of its own
    speeds = standings(runs, lambda run: characters / run.cpu)
    rows = [row("speed", medians(speeds), unit="Mchar/s", higher_is_better=True, note="why, if a peer is ahead")]
    bars("peers_x.png", "Who is fastest", {"Mchar/s": medians(speeds)})
    publish("peers_x", "X against the peers", rows, table(...), figure="peers_x.png", quick=given.quick)

``publish`` writes ``benchmarks/<name>.json`` and ``.md``; ``results.py`` gathers every ``.json`` into ``RESULTS.md``.
"""

import json
import multiprocessing
import os
import platform
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[_name] = "1"

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "benchmarks"
SHARED = ROOT.parent / "shared" / "data"
sys.path.insert(0, str(ROOT))

_OURS, _PEER = "#b3261e", "#8a94a3"
_PANELS_ACROSS = 3

Runner = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Run:
    """One run: processor and wall seconds of the call, peak memory of its process in MB, and what it gave.

    ``peak_mb`` is None for a run inside this process, where the peak cannot be told from that of the others. It counts
    the whole process: interpreter, libraries, input and work.
    """

    cpu: float
    wall: float
    peak_mb: float | None
    value: Any


@dataclass(frozen=True, slots=True)
class Standing:
    """One runner's figure over all rounds: median and extremes, and the same of its ratio to the first's, by round."""

    name: str
    median: float
    low: float
    high: float
    ratio: float
    ratio_low: float
    ratio_high: float


@dataclass(frozen=True, slots=True)
class Row:
    """One line of ``RESULTS.md``: our figure beside that of the best peer, and why a peer is ahead where one is."""

    what: str
    ours: float
    best_peer: float
    peer: str
    unit: str
    higher_is_better: bool
    note: str = ""


def compete(
    runners: Mapping[str, Runner],
    rounds: int,
    *,
    apart: bool = False,
    cpu: Callable[[], float] = time.process_time,
    wall: Callable[[], float] = time.perf_counter,
) -> dict[str, list[Run]]:
    """Run every runner once a round, each round beginning with the next one, and give the runs of each by name.

    With ``apart`` every run has a fresh process of its own, whose peak memory is measured; runners must then pickle (a
    ``functools.partial`` of a function of the module's top level), and so must what they give. Starting the process is
    not timed; what the runner itself imports or loads is. A runner's error is raised here, apart as ``RuntimeError``.
    """
    names = list(runners)
    runs: dict[str, list[Run]] = {name: [] for name in names}
    for turn in range(rounds):
        first = turn % max(len(names), 1)
        for name in names[first:] + names[:first]:
            runs[name].append(run_apart(runners[name]) if apart else _run(runners[name], cpu, wall))
    return runs


def run_apart(runner: Runner) -> Run:
    """Run once in a fresh process and give the run with its peak memory."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(_run_and_weigh, runner).result()


def _run(runner: Runner, cpu: Callable[[], float], wall: Callable[[], float]) -> Run:
    cpu_began, wall_began = cpu(), wall()
    value = runner()
    return Run(cpu() - cpu_began, wall() - wall_began, None, value)


def _run_and_weigh(runner: Runner) -> Run:
    try:
        run = _run(runner, time.process_time, time.perf_counter)
    except Exception:  # noqa: BLE001
        raise RuntimeError(traceback.format_exc()) from None  # not every library's error pickles
    return Run(run.cpu, run.wall, peak_memory(), run.value)


def peak_memory() -> float:
    """Give the most memory this process has held, in MB.

    Linux: VmHWM, which a new program begins at zero, while ``ru_maxrss`` inherits the peak of whoever started it.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import psutil

    memory = psutil.Process().memory_info()
    return float(getattr(memory, "peak_wset", memory.rss)) / 2**20


def standings(
    runs: Mapping[str, Sequence[Run]], figure: Callable[[Run], float] = lambda run: run.cpu
) -> list[Standing]:
    """Give every runner's standing in one figure of its runs, in the order of ``runs``; ratios are to the first."""
    figures = {name: [figure(run) for run in found] for name, found in runs.items()}
    first = next(iter(figures.values()), [])
    given = []
    for name, values in figures.items():
        ratios = [value / base for value, base in zip(values, first, strict=True)]
        given.append(Standing(name, median(values), min(values), max(values), median(ratios), min(ratios), max(ratios)))
    return given


def medians(given: Iterable[Standing]) -> dict[str, float]:
    """Give each runner's median by name, the form of ``row`` and ``bars``."""
    return {standing.name: standing.median for standing in given}


def row(what: str, figures: Mapping[str, float | None], *, unit: str, higher_is_better: bool, note: str = "") -> Row:
    """Set the first figure, ours, against the best of the others; those that are None did not run."""
    (_, ours), *others = figures.items()
    known = {name: value for name, value in others if value is not None}
    if ours is None or not known:
        raise ValueError(f"row {what}: our figure and one of a peer are needed, {dict(figures)}. Run them first.")
    peer = (max if higher_is_better else min)(known, key=lambda name: known[name])
    return Row(what, float(ours), float(known[peer]), peer, unit, higher_is_better, note)


def standing_rows(given: Iterable[Standing], digits: int = 2) -> list[list[str]]:
    """Give the cells of a table of standings: name, median, extremes, ratio to the first with its extremes."""
    return [
        [
            standing.name,
            f"{standing.median:,.{digits}f}",
            f"{standing.low:,.{digits}f} – {standing.high:,.{digits}f}",
            f"{standing.ratio:.2f} ({standing.ratio_low:.2f} – {standing.ratio_high:.2f})",
        ]
        for standing in given
    ]


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Give a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def bars(figure: str, title: str, panels: Mapping[str, Mapping[str, float]]) -> str:
    """Draw horizontal bars, one panel a figure, three in a row, the first runner in red; give the name of the PNG.

    Names and titles in English: a machine without a Chinese font draws boxes for Chinese.
    """
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    tallest = max((len(panel) for panel in panels.values()), default=1)
    across = max(min(len(panels), _PANELS_ACROSS), 1)
    down = -(-len(panels) // across) or 1
    size = (4.6 * across, 0.5 + (0.9 + 0.36 * tallest) * down)
    canvas, axes = plt.subplots(down, across, figsize=size, squeeze=False, layout="constrained")
    for place in axes.flat[len(panels) :]:
        place.set_axis_off()
    for place, (what, panel) in zip(axes.flat, panels.items(), strict=False):
        colours = [_OURS if number == 0 else _PEER for number in range(len(panel))]
        drawn = place.barh(list(panel), list(panel.values()), color=colours)
        place.bar_label(drawn, labels=[f"{value:,.4g}" for value in panel.values()], padding=3, fontsize=8)
        place.invert_yaxis()
        place.margins(x=0.18)
        place.set_title(what, fontsize=9)
        place.spines[["top", "right"]].set_visible(False)
    canvas.suptitle(title)
    canvas.savefig(HERE / figure, dpi=130)
    plt.close(canvas)
    return figure


def machine(packages: Sequence[str] = ()) -> str:
    """Describe the machine and the versions of what was measured; a package that is not installed is said so."""
    cores = os.cpu_count() or 1
    parts = [f"{_processor()}, {cores} cores", f"{_memory_gb():.0f} GB", platform.system()]
    parts.append(f"Python {platform.python_version()}")
    if hasattr(os, "getloadavg"):
        parts.append(f"load {os.getloadavg()[0]:.1f} at the end")
    return "; ".join([*parts, *(f"{name} {_version(name)}" for name in packages)])


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    names = (
        [x for x in info.read_text(encoding="utf-8").splitlines() if x.startswith("model name")]
        if info.exists()
        else []
    )
    return names[0].partition(":")[2].strip() if names else platform.processor() or platform.machine()


def _memory_gb() -> float:
    import psutil

    return float(psutil.virtual_memory().total) / 2**30


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def publish(
    name: str,
    title: str,
    rows: Sequence[Row],
    table_md: str,
    *,
    figure: str = "",
    quick: bool = False,
    packages: Sequence[str] = (),
) -> None:
    """Write ``benchmarks/<name>.json`` and ``<name>.md`` and print the page."""
    about = machine(packages)
    content = {
        "title": title,
        "quick": quick,
        "machine": about,
        "rows": [asdict(one) for one in rows],
        "table_md": table_md,
        "figure": figure,
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (HERE / f"{name}.json").write_text(text + "\n", encoding="utf-8", newline="\n")
    size = " A quick run on part of the material." if quick else ""
    lines = [f"# {title}", "", f"Written by `benchmarks/{name}.py`.{size} {about}.", "", table_md, ""]
    lines += [f"![{title}]({figure})", ""] if figure else []
    page = "\n".join(lines)
    (HERE / f"{name}.md").write_text(page, encoding="utf-8", newline="\n")
    sys.stdout.write(page)
