"""Score the cluster detector on hand-judged events: as it is, in other ways, chosen on one half of them.

Used by ``benchmarks/events.py``. Events, traps and letters lie in ../shared, and beside them the scorer that judges the
detector for acceptance: ``check`` tells where our figures are not its own.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from timeline import Event, Timeline, b_cubed, load_judged, score_alarms, score_clusters, sure_letters, trap_pairs  # noqa: E402

from nlp.clustering import Alarm, find_alarms, similarity  # noqa: E402
from nlp.letter import Letter  # noqa: E402
from nlp.replay import Record, WeekReview, follow_merges, replay, week_name  # noqa: E402

SHARED = HERE.parent.parent / "shared"


def score_events(data: Path, false_alarms: float) -> dict[str, float]:
    """Replay the letters and give the figures, after the scorer of ../shared has found the same."""
    timeline, record = read_timeline(data), Record()
    for review in replay(timeline.letters, false_alarms):
        record.add(review)
    figures = score(timeline, record.clusters(), record.alarms)
    check(figures, data, timeline.letters, record)
    return figures


def read_timeline(data: Path) -> Timeline:
    """Read the judged timeline; ends the program where it is absent."""
    timeline = load_judged(data)
    if timeline is None:
        sys.exit(f"{data} is absent")
    return timeline


def score(
    timeline: Timeline,
    clusters: Mapping[str, str],
    alarms: Sequence[Mapping[str, Any]],
    events: Sequence[Event] = (),
) -> dict[str, float]:
    """Give all figures; ``events`` stand in place of the timeline's own."""
    events = events or timeline.events
    precision, recall = b_cubed(clusters, events)
    received = {letter.id: letter.received for letter in timeline.letters if letter.received}
    counts = {
        "letters_judged": sum(map(len, sure_letters(events))),
        "events": len(events),
        "b3_precision": precision,
        "b3_recall": recall,
        "trap_pairs": len(trap_pairs(events, timeline.traps)),
    }
    judged = asdict(score_clusters(clusters, events, timeline.traps)) | score_alarms(alarms, events, received)
    return {name: round(value, 4) for name, value in (counts | judged).items()}


def check(figures: Mapping[str, float], data: Path, letters: Sequence[Letter], record: Record) -> None:
    """Let ../shared/score/score_events.py measure the same; ends the program where it finds another figure."""
    scorer = SHARED / "score" / "score_events.py"
    if not scorer.exists():
        return
    clusters = record.clusters()
    with tempfile.TemporaryDirectory() as folder:
        assigned, alarmed = Path(folder, "assigned.jsonl"), Path(folder, "alarmed.jsonl")
        _write(assigned, ({"id": letter.id, "cluster": clusters.get(letter.id)} for letter in letters))
        _write(alarmed, record.alarms)
        command = [
            sys.executable, scorer, assigned, "--events", data / "events_dev.jsonl", "--traps",
            data / "traps_dev.jsonl", "--alarms", alarmed, "--letters", data / "letters_timeline.jsonl.gz",
        ]  # fmt: skip
        done = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True)
    theirs: dict[str, float] = json.loads(done.stdout)
    other = {name: (figures.get(name), value) for name, value in theirs.items() if _differ(figures.get(name), value)}
    if other:
        sys.exit(f"{scorer} finds other figures (ours, its): {other}")


def _differ(ours: float | None, theirs: float) -> bool:
    return ours is None or abs(ours - theirs) > _ROUNDED


def _write(path: Path, rows: Iterable[object]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@dataclass(slots=True)
class Way:
    """One way to raise alarms: settings of modules in place of their own, and what becomes of what the knob leaves."""

    settings: Mapping[str, float] = field(default_factory=dict)
    knob: float = 1.0
    carried: bool = False
    spare: float = 0.0
    alarmed: dict[str, int] = field(default_factory=dict)
    alarms: list[dict[str, object]] = field(default_factory=list)

    def take(self, review: WeekReview) -> None:
        """Raise the alarms of a week."""
        merged = {change.other: change.cluster for change in review.changes if change.kind == "merged"}
        self.alarmed = {follow_merges(cluster, merged): week for cluster, week in self.alarmed.items()}
        found = self._found(review)
        self.spare = max(self.knob + self.spare - sum(alarm.p_value for alarm in found), 0) if self.carried else 0.0
        self.alarmed |= {alarm.cluster: review.week for alarm in found}
        week = week_name(review.week)
        self.alarms += [{"week": week, "cluster": alarm.cluster, "letters": alarm.letters} for alarm in found]

    def _found(self, review: WeekReview) -> list[Alarm]:
        patches = [patch(f"nlp.clustering.{name}", value) for name, value in self.settings.items()]
        for one in patches:
            one.start()
        try:
            return find_alarms(review.state, self.alarmed, self.knob + self.spare)
        finally:
            for one in patches:
                one.stop()


UNREACHED = 10**6
_ROUNDED = 6e-4
"""Both round, the scorer some figures to three decimals."""


def score_ways(data: Path, knob: float) -> dict[str, dict[str, float]]:
    """Raise alarms in several ways over the same clusters; give the figures of each."""
    doubt = "emergence.MOST_DOUBTFUL"
    ways = {
        "as it is": Way(knob=knob),
        "three voices, however many letters": Way({"belonging.ENOUGH_LETTERS": UNREACHED}, knob),
        "two voices are enough": Way({"belonging.ENOUGH_VOICES": 2}, knob),
        "three letters are enough": Way({"belonging.ENOUGH_LETTERS": 3}, knob),
        "letters of the last 13 weeks only": Way({"emergence.BASELINE_WEEKS": 13}, knob),
        "letters of the last 6 weeks only": Way({"emergence.BASELINE_WEEKS": 6}, knob),
        "letters far apart in time count in full": Way({"belonging._PER_LOG_WEEK": 0.0}, knob),
        "however doubtful, up to the knob": Way({doubt: 0.95}, knob),
        "only what is rather something": Way({doubt: 0.5}, knob),
        "what the knob leaves is carried over": Way({}, knob, carried=True),
        "the knob turned up by half": Way({}, 1.5 * knob),
        "the knob turned up by half, two voices": Way({"belonging.ENOUGH_VOICES": 2}, 1.5 * knob),
    }
    timeline, record = read_timeline(data), Record()
    for review in replay(timeline.letters, knob):
        record.add(review)
        for way in ways.values():
            way.take(review)
    clusters = record.clusters()
    return {name: score(timeline, clusters, way.alarms) for name, way in ways.items()}


SPLITS: dict[str, Callable[[int, int], bool]] = {
    "the earlier half in time": lambda rank, count: rank < count // 2,
    "the later half in time": lambda rank, count: rank >= count // 2,
    "every other event": lambda rank, _: rank % 2 == 0,
    "the others": lambda rank, _: rank % 2 == 1,
}
PAIRS = (("the earlier half in time", "the later half in time"), ("every other event", "the others"))
GRID = [(constant, decay) for constant in (-9.3, -9.0, -8.7) for decay in (-0.2, -0.4, -0.6)]


def score_halves(data: Path) -> list[dict[str, Any]]:
    """Choose constant and decay of the pair score on one half of the events, by B-cubed F and event F1; measure both.

    An event counts where its first letter puts it, so that its place is in one half.
    """
    timeline = read_timeline(data)
    events = sorted(timeline.events, key=lambda event: event.first)
    halves = {
        name: [event for rank, event in enumerate(events) if belongs(rank, len(events))]
        for name, belongs in SPLITS.items()
    }
    scored: dict[str, dict[tuple[float, float], tuple[float, float]]] = {name: {} for name in halves}
    for constant, decay in GRID:
        record = Record()
        with patch.object(similarity, "SAME", replace(similarity.SAME, constant=constant, log_weeks=decay)):
            for review in replay(timeline.letters):
                record.add(review)
        for name, own in halves.items():
            figures = score(timeline, record.clusters(), record.alarms, own)
            scored[name][constant, decay] = figures["b3_f"], figures["event_f1"]
    rows = []
    for chosen_on, measured_on in [*PAIRS, *((two, one) for one, two in PAIRS)]:
        best = max(GRID, key=lambda point: sum(scored[chosen_on][point]))
        own, other = scored[chosen_on][best], scored[measured_on][best]
        rows.append({"on": chosen_on, "measured": measured_on, "point": best, "own": own, "other": other})
    return rows


def tell_ways(ways: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Give the lines of the page about the ways."""
    names = {
        "burst_share": "bursts alarmed", "median_letters_at_alarm": "letters at alarm, median",
        "median_weeks_to_alarm": "weeks to alarm, median", "unexplained_alarms_a_week": "unexplained a week",
        "alarmed_clusters": "clusters alarmed",
    }  # fmt: skip
    return [
        "## Other ways to raise alarms",
        "",
        "Over the same clusters, written by `benchmarks/events.py --ways`. An unexplained alarm is one that none of",
        "the judged events explains; about as many events are held back and count as unexplained here.",
        "",
        f"| way | {' | '.join(names.values())} |",
        "|---" * (len(names) + 1) + "|",
        *(f"| {name} | {' | '.join(f'{own[key]:.3g}' for key in names)} |" for name, own in ways.items()),
        "",
    ]


def tell_halves(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Give the lines of the page about the halves."""
    best = {row["on"]: row["own"] for row in rows}
    return [
        "## Chosen on one half of the events, measured on the other",
        "",
        "Constant and decay of the pair score, chosen by B-cubed F plus event F1 among nine points; written by",
        "`benchmarks/events.py --halves`. The other weights and the alarms were chosen on all events. One half is",
        "harder than the other, so the gain of choosing is read on one and the same half: what the point chosen there",
        "reaches there, less what the point chosen on the other half reaches there (in points of 100).",
        "",
        "| measured on | chosen on the other half | B-cubed F, event F1 | chosen there | gained by choosing there |",
        "|---|---|---|---|---|",
        *(_told_half(row, best[row["measured"]]) for row in rows),
        "",
    ]


def _told_half(row: Mapping[str, Any], best: Sequence[float]) -> str:
    gained = ", ".join(f"{100 * (own - other):+.1f}" for own, other in zip(best, row["other"], strict=True))
    point = f"{row['point'][0]}, {row['point'][1]}"
    cells = (row["measured"], point, *(f"{b3:.3f}, {f1:.3f}" for b3, f1 in (row["other"], best)), gained)
    return f"| {' | '.join(cells)} |"
