"""Find copies of letters: ours against datasketch, gaoya and rensa, on copies planted among composed letters.

usage: .venv/bin/python benchmarks/peers_duplicates.py [--quick] [--sizes 50000,500000] [--rounds 3]

Every way gets the same texts in memory and gives a group for each. The peers are MinHash with banding over the same
character 3-grams as ours (signs and spaces left out), 128 hashes, with the threshold of each at its best on 5,000 other
letters planted the same way. Seconds are processor time on one core, from texts to groups; memory is the peak of the
process, texts included. What is larger than ``ROUNDS_UP_TO`` letters is run once.
"""

import argparse
import pickle
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from contest import Row, Run, bars, medians, peak_memory, publish, row, standing_rows, standings, table  # noqa: E402
from planted import KINDS, Found, Planted, grams, measure_found, plant, recall_of_kinds  # noqa: E402
from within import Ended, Limits, run_within  # noqa: E402

HASHES = 128
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7)
TUNING, SEED = 5_000, 20261122
ROUNDS_UP_TO = 100_000
LIMITS = Limits(300, 16)
BATCH = 10_000
TRADITIONAL = "a third of the pairs has a letter in traditional characters, which the peers do not know"
WORDS = "ours first brings texts to simplified characters and keeps all 3-grams to compare; the peer keeps hashes"
PACKAGES = ("datasketch", "gaoya", "rensa", "numpy")


def group_ours(texts: Sequence[str]) -> Callable[[], list[int]]:
    """Make ready to group with ``nlp.copies``."""
    from nlp.copies import join_copies
    from nlp.corpus import LabelledLetter

    letters = [LabelledLetter(id=str(number), text=text, label="") for number, text in enumerate(texts)]
    return lambda: [int(letter.group) for letter in join_copies(letters)[0]]


def group_rensa(texts: Sequence[str], threshold: float) -> Callable[[], list[int]]:
    """Make ready to group with rensa: R-MinHash, its index, pairs checked by its estimate."""
    from rensa import RMinHash, RMinHashLSH

    def group() -> list[int]:
        index = RMinHashLSH(threshold=threshold, num_perm=HASHES, num_bands=bands(threshold))
        hashes: list[Any] = []
        for start in range(0, len(texts), BATCH):
            sets = [list(grams(text)) for text in texts[start : start + BATCH]]
            hashes += RMinHash.from_token_sets(sets, HASHES, 42)
        index.insert_many(hashes)
        near = (
            (start + place, other)
            for start in range(0, len(hashes), BATCH)
            for place, others in enumerate(index.query_all(hashes[start : start + BATCH]))
            for other in others
        )
        return join(len(texts), ((i, j) for i, j in near if i < j and hashes[i].jaccard(hashes[j]) >= threshold))

    return group


def group_datasketch(texts: Sequence[str], threshold: float) -> Callable[[], list[int]]:
    """Make ready to group with datasketch: MinHash in bulk, its index, pairs checked by its estimate."""
    from datasketch import MinHash, MinHashLSH

    def group() -> list[int]:
        count = bands(threshold)
        index = MinHashLSH(num_perm=HASHES, params=(count, HASHES // count))
        hashes: list[Any] = []
        for start in range(0, len(texts), BATCH):
            sets = ([gram.encode() for gram in grams(text)] for text in texts[start : start + BATCH])
            hashes += MinHash.bulk(sets, num_perm=HASHES)
        with index.insertion_session() as session:
            for number, one in enumerate(hashes):
                session.insert(number, one)
        near = ((i, j) for i, one in enumerate(hashes) for j in index.query(one))
        return join(len(texts), ((i, j) for i, j in near if i < j and hashes[i].jaccard(hashes[j]) >= threshold))

    return group


def group_gaoya(texts: Sequence[str], threshold: float) -> Callable[[], list[int]]:
    """Make ready to group with gaoya: its own character 3-grams and its index, which checks the pairs itself."""
    from gaoya.minhash import MinHashStringIndex

    def group() -> list[int]:
        count = bands(threshold)
        index = MinHashStringIndex(
            hash_size=32,
            jaccard_threshold=threshold,
            num_bands=count,
            band_size=HASHES // count,
            analyzer="char",
            ngram_range=(3, 3),
            id_container="smallvec",
        )
        cleaned = ["".join(filter(str.isalnum, text)) for text in texts]
        index.par_bulk_insert_docs(list(range(len(texts))), cleaned)
        near = (
            (start + place, other)
            for start in range(0, len(texts), BATCH)
            for place, others in enumerate(index.par_bulk_query(cleaned[start : start + BATCH]))
            for other in others
        )
        return join(len(texts), ((i, j) for i, j in near if i < j))

    return group


PEERS = {"rensa": group_rensa, "gaoya": group_gaoya, "datasketch": group_datasketch}


def bands(threshold: float) -> int:
    """Give how many bands of equal size find most pairs at the threshold: the steep part lies just below it.

    The steep part is at (1/bands)^(1/rows), Leskovec, Rajaraman & Ullman, Mining of Massive Datasets, 3.4.2.
    """
    fits = [count for count in (16, 32, 64) if (1 / count) ** (count / HASHES) <= threshold]
    return min(fits, default=64)


def join(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Give the connected components of the pairs."""
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    found = np.array(list(pairs), dtype=np.int64).reshape(-1, 2)
    links = coo_array((np.ones(len(found), dtype=np.int8), (found[:, 0], found[:, 1])), shape=(count, count))
    components: list[int] = connected_components(links, directed=False)[1].tolist()
    return components


def run_once(material: Path, way: str, threshold: float) -> Run:
    """Group the texts of a file, in this process; what is timed is from texts in memory to groups."""
    texts = pickle.loads(material.read_bytes()).texts
    work = group_ours(texts) if way == "ours" else PEERS[way](texts, threshold)
    cpu, wall = time.process_time(), time.perf_counter()
    groups = work()
    return Run(time.process_time() - cpu, time.perf_counter() - wall, peak_memory(), groups)


def tune(peers: Iterable[str]) -> dict[str, float]:
    """Give each peer the threshold at which its F1 on letters planted for this is best."""
    planted = plant(TUNING, SEED - 1)
    best = {}
    for peer in peers:
        scores = {
            threshold: measure_found(PEERS[peer](planted.texts, threshold)(), planted.groups).f1
            for threshold in THRESHOLDS
        }
        best[peer] = max(scores, key=lambda threshold: scores[threshold])
    return best


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one way did at one size: its runs, or why it was ended, and what it found."""

    runs: list[Run]
    ended: str = ""
    found: Found | None = None
    plain: float = 0.0
    kinds: dict[str, float] | None = None


def contend(count: int, rounds: int, thresholds: dict[str, float]) -> dict[str, Outcome]:
    """Let every way group the same letters, in turns, each run in a process of its own."""
    planted = plant(count, SEED)
    outcomes = {way: Outcome([]) for way in ("ours", *thresholds)}
    with tempfile.TemporaryDirectory() as folder:
        material = Path(folder, "planted.pickle")
        material.write_bytes(pickle.dumps(planted))
        for turn in range(rounds if count <= ROUNDS_UP_TO else 1):
            ways = list(outcomes)
            for way in ways[turn % len(ways) :] + ways[: turn % len(ways)]:
                if not outcomes[way].ended:
                    outcomes[way] = _extend(outcomes[way], material, way, thresholds.get(way, 0.0), planted)
                print(f"{count:,} letters, round {turn + 1}: {way} {_last(outcomes[way])}", file=sys.stderr)
    return outcomes


def _last(outcome: Outcome) -> str:
    return outcome.ended or f"{outcome.runs[-1].cpu:.1f} s"


def _extend(outcome: Outcome, material: Path, way: str, threshold: float, planted: Planted) -> Outcome:
    given = run_within(partial(run_once, material, way, threshold), LIMITS)
    if isinstance(given, Ended):
        return Outcome([], given.why)
    found = measure_found(given.value, planted.groups)
    rows = zip(given.value, planted.groups, planted.kinds, strict=True)
    mine, true = zip(*((ours, group) for ours, group, kind in rows if kind != "traditional"), strict=True)
    kinds = recall_of_kinds(given.value, planted)
    return Outcome([*outcome.runs, replace(given, value=None)], "", found, measure_found(mine, true).recall, kinds)


def main() -> None:
    """Run every size and publish."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="5,000 letters, one round")
    parser.add_argument("--sizes", default="50000,500000")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    sizes = [TUNING] if given.quick else [int(size) for size in given.sizes.split(",")]
    thresholds = tune(PEERS)
    results = {size: contend(size, 1 if given.quick else given.rounds, thresholds) for size in sizes}
    report(results, thresholds, given.quick)


def report(results: dict[int, dict[str, Outcome]], thresholds: dict[str, float], quick: bool) -> None:
    """Publish the tables, the rows and the chart."""
    rows, tables, panels = [], [], {}
    for size, outcomes in results.items():
        done = {way: outcome for way, outcome in outcomes.items() if outcome.runs}
        times = standings({way: outcome.runs for way, outcome in done.items()})
        peaks = {way: max(run.peak_mb or 0.0 for run in outcome.runs) for way, outcome in done.items()}
        recalls = {way: outcome.found.recall for way, outcome in done.items() if outcome.found}
        at = f"{size:,} letters"
        rows += _quality_rows(at, done) if len(done) > 1 else []
        rows.append(_time_row(at, medians(times), outcomes))
        if len(done) > 1:
            rows.append(row(f"copies, memory, {at}", peaks, unit="MB", higher_is_better=False, note=WORDS))
        tables += [
            f"**{at}**",
            "",
            _quality(outcomes, thresholds),
            "",
            _cost(standing_rows(times), peaks, outcomes),
            "",
        ]
        panels[f"seconds, {at}"] = medians(times)
        panels[f"recall, {at}"] = recalls
    figure = bars("peers_duplicates.png", "Near-duplicates", panels)
    tables.append(f"A run that took more than {LIMITS} was ended.")
    publish(
        "peers_duplicates", "Near-duplicates against the peers", rows, "\n".join(tables), figure=figure, quick=quick,
        packages=PACKAGES,
    )  # fmt: skip


def _quality_rows(at: str, done: dict[str, Outcome]) -> list[Row]:
    """Set recall and precision of pairs beside those of the peers that came to an end."""
    recalls = {way: outcome.found.recall for way, outcome in done.items() if outcome.found}
    precisions = {way: outcome.found.precision for way, outcome in done.items() if outcome.found}
    plain = {way: outcome.plain for way, outcome in done.items()}
    return [
        row(f"copies found, {at}", recalls, unit="recall of pairs", higher_is_better=True, note=TRADITIONAL),
        row(f"copies found in simplified characters, {at}", plain, unit="recall of pairs", higher_is_better=True),
        row(f"copies made up, {at}", precisions, unit="precision of pairs", higher_is_better=True),
    ]


def _time_row(at: str, times: dict[str, float], outcomes: dict[str, Outcome]) -> Row:
    """Set our time beside the peers'; one that was ended counts with the time it had, which flatters it."""
    late = [way for way, outcome in outcomes.items() if outcome.ended]
    note = f"ended before they were done: {', '.join(late)}; the time they had stands for them" if late else ""
    told = {**times, **dict.fromkeys(late, float(LIMITS.seconds))}
    return row(f"copies, time, {at}", told, unit="s", higher_is_better=False, note=note)


def _quality(outcomes: dict[str, Outcome], thresholds: dict[str, float]) -> str:
    head = ["way", "threshold", "recall", "precision", *(f"found: {kind}" for kind in KINDS)]
    lines = [
        [
            way,
            thresholds.get(way, ""),
            f"{outcome.found.recall:.4f}",
            f"{outcome.found.precision:.4f}",
            *(f"{(outcome.kinds or {}).get(kind, 0):.3f}" for kind in KINDS),
        ]
        for way, outcome in outcomes.items()
        if outcome.found
    ]
    return table(head, lines)


def _cost(times: list[list[str]], peaks: dict[str, float], outcomes: dict[str, Outcome]) -> str:
    lines = [[*cells, f"{peaks[cells[0]]:,.0f}"] for cells in times]
    lines += [[way, outcome.ended, "", "", ""] for way, outcome in outcomes.items() if outcome.ended]
    return table(["way", "s (median)", "lowest – highest", "ratio to ours", "peak MB"], lines)


if __name__ == "__main__":
    main()
