"""Score the cluster detector on hand-judged events: as it is, in other ways, chosen on one half of them.

Used by ``benchmarks/events.py``. Events, traps, letters and the scorer lie in ../shared.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from nlp.clustering import Alarm, find_alarms, similarity  # noqa: E402
from nlp.letter import Letter  # noqa: E402
from nlp.reading import read_letters  # noqa: E402
from nlp.receipt import Receipt  # noqa: E402
from nlp.replay import Record, WeekReview, follow_merges, replay, week_name  # noqa: E402

SHARED = ROOT.parent / "shared"


def read_timeline(data: Path) -> list[Letter]:
    """Read the dated letters."""
    return list(read_letters([data / "letters_timeline.jsonl.gz"], Receipt()))


def score_events(data: Path, false_alarms: float) -> dict[str, float]:
    """Replay the letters and give the scorer's figures."""
    letters, record = read_timeline(data), Record()
    for review in replay(letters, false_alarms):
        record.add(review)
    return score(data, letters, record.clusters(), record.alarms)


def score(
    data: Path, letters: Sequence[Letter], clusters: Mapping[str, str], alarms: Iterable[object], events: str = ""
) -> dict[str, float]:
    """Give the scorer's figures; ``events`` are lines in place of the file's own."""
    with tempfile.TemporaryDirectory() as folder:
        assigned, alarmed, judged = (Path(folder, f"{name}.jsonl") for name in ("assigned", "alarmed", "judged"))
        rows = [{"id": letter.id, "cluster": clusters.get(letter.id)} for letter in letters]
        assigned.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        alarmed.write_text("".join(json.dumps(row) + "\n" for row in alarms), encoding="utf-8")
        judged.write_text(events or (data / "events_dev.jsonl").read_text(encoding="utf-8"), encoding="utf-8")
        command = [
            sys.executable, SHARED / "score" / "score_events.py", assigned, "--events", judged, "--traps",
            data / "traps_dev.jsonl", "--alarms", alarmed, "--letters", data / "letters_timeline.jsonl.gz",
        ]  # fmt: skip
        done = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures | {"burst_share": figures["bursts_alarmed"] / max(figures["bursts_of_5_or_more"], 1)}


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


NEVER = 10**6


def score_ways(data: Path, knob: float) -> dict[str, dict[str, float]]:
    """Raise alarms in several ways over the same clusters; give the figures of each."""
    doubt = "emergence.MOST_DOUBTFUL"
    ways = {
        "as it is": Way(knob=knob),
        "three voices, however many letters": Way({"belonging.ENOUGH_LETTERS": NEVER}, knob),
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
    letters, record = read_timeline(data), Record()
    for review in replay(letters, knob):
        record.add(review)
        for way in ways.values():
            way.take(review)
    clusters = record.clusters()
    return {name: score(data, letters, clusters, way.alarms) for name, way in ways.items()}


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
    letters = read_timeline(data)
    events = sorted((data / "events_dev.jsonl").read_text(encoding="utf-8").splitlines(), key=_first)
    halves = {
        name: "\n".join(line for rank, line in enumerate(events) if belongs(rank, len(events)))
        for name, belongs in SPLITS.items()
    }
    scored: dict[str, dict[tuple[float, float], tuple[float, float]]] = {name: {} for name in halves}
    for constant, decay in GRID:
        record = Record()
        with patch.object(similarity, "SAME", replace(similarity.SAME, constant=constant, log_weeks=decay)):
            for review in replay(letters):
                record.add(review)
        for name, lines in halves.items():
            figures = score(data, letters, record.clusters(), record.alarms, lines)
            scored[name][constant, decay] = figures["b3_f"], figures["event_f1"]
    rows = []
    for chosen_on, measured_on in [*PAIRS, *((two, one) for one, two in PAIRS)]:
        best = max(GRID, key=lambda point: sum(scored[chosen_on][point]))
        own, other = scored[chosen_on][best], scored[measured_on][best]
        rows.append({"on": chosen_on, "measured": measured_on, "point": best, "own": own, "other": other})
    return rows


def _first(line: str) -> tuple[str, str]:
    event = json.loads(line)
    return event["first"], event["event"]


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
    return [
        "## Chosen on one half of the events, measured on the other",
        "",
        "Constant and decay of the pair score, chosen by B-cubed F plus event F1 among nine points; written by",
        "`benchmarks/events.py --halves`. The other weights and the alarms were chosen on all events.",
        "",
        "| chosen on | constant, decay | there: B-cubed F, event F1 | measured on | B-cubed F, event F1 |",
        "|---|---|---|---|---|",
        *(
            f"| {row['on']} | {row['point'][0]}, {row['point'][1]} | {row['own'][0]:.3f}, {row['own'][1]:.3f} "
            f"| {row['measured']} | {row['other'][0]:.3f}, {row['other'][1]:.3f} |"
            for row in rows
        ),
        "",
    ]
