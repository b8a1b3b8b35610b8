"""Find events: ours against HDBSCAN on LSA, BERTopic on LSA and one-pass nearest neighbour on TF-IDF.

usage: .venv/bin/python benchmarks/peers_clustering.py [--quick] [--sizes 5000,50000] [--rounds 3]

Quality: the judged timeline of ``../shared/data``, or an invented one where that is absent. Ours takes the letters week
by week, as they came, and never sees a later one; a peer gets all thirteen months at once, and the setting at which it
does best on these very events. Time and memory: composed letters (``clustering_scale.py``), clustered in one go, each
run in a process of its own on one core after a warm-up on ``WARM_UP`` letters (compilers, dictionaries); a run beyond
the limits is ended and said so.
"""

import argparse
import pickle
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from contest import SHARED, Run, bars, medians, peak_memory, publish, row, standing_rows, standings, table  # noqa: E402
from timeline import Scores, Timeline, invent, load_judged, score_clusters  # noqa: E402
from within import Ended, Limits, run_within  # noqa: E402

from nlp.letter import Letter  # noqa: E402

LIMITS = Limits(900, 8)
ROUNDS_UP_TO = 10_000
WARM_UP = 300
DIMENSIONS = 100
SEED = 7
MORE = "ours reads titles, units and places apart, looks for copies, and keeps for each letter what next week needs"
PACKAGES = ("scikit-learn", "bertopic", "umap-learn", "hdbscan", "numba", "numpy")
MEASURES = {"b3_f": "B-cubed F", "event_f1": "event F1", "trap_apart": "trap pairs kept apart"}

Setting = dict[str, float]


def replay_ours(letters: Sequence[Letter]) -> dict[str, str]:
    """Give each letter's cluster after the last week, the letters taken in week by week."""
    from nlp.replay import Record, replay

    record = Record()
    for review in replay(letters):
        record.add(review)
    return record.clusters()


def cluster_ours(letters: Sequence[Letter]) -> list[int]:
    """Cluster all letters as one week's."""
    from nlp.clustering import advance, new_state

    state, _ = advance(new_state(), 100_000, letters)
    number = dict(zip(state.ids, state.clusters.tolist(), strict=True))
    return [number[letter.id] for letter in letters]


def weigh_grams(letters: Sequence[Letter]) -> Any:
    """Give TF-IDF rows of character 2-3-grams, sublinear, of what at least two letters hold."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    weigher = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), min_df=2, sublinear_tf=True, dtype=np.float32)
    return weigher.fit_transform([letter.full_text for letter in letters])


def reduce_grams(letters: Sequence[Letter]) -> Any:
    """Give the ``DIMENSIONS`` latent semantic rows (Deerwester et al. 1990), of length one."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.preprocessing import normalize

    return normalize(TruncatedSVD(DIMENSIONS, random_state=0).fit_transform(weigh_grams(letters)))


def cluster_nearest(letters: Sequence[Letter], threshold: float) -> list[int]:
    """Cluster in one pass: a letter joins the cluster of the earlier letter it is most like, if that is enough."""
    import numpy as np

    rows = weigh_grams(letters)
    clusters: list[int] = []
    step = 200
    for start in range(0, len(letters), step):
        near = (rows[start : start + step] @ rows[: start + step].T).toarray()
        for place, likeness in enumerate(near, start):
            best = int(np.argmax(likeness[:place])) if place else 0
            clusters.append(clusters[best] if place and likeness[best] >= threshold else place)
    return clusters


def cluster_hdbscan(letters: Sequence[Letter], size: float, samples: float) -> list[int]:
    """Cluster with scikit-learn's HDBSCAN on LSA."""
    from sklearn.cluster import HDBSCAN

    found = HDBSCAN(min_cluster_size=int(size), min_samples=int(samples), copy=True)
    return alone(found.fit_predict(reduce_grams(letters)).tolist())


def cluster_bertopic(letters: Sequence[Letter], size: float) -> list[int]:
    """Cluster with BERTopic as it comes (UMAP, HDBSCAN, class-based TF-IDF over words cut by jieba) on LSA."""
    import jieba
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder
    from sklearn.feature_extraction.text import CountVectorizer
    from umap import UMAP

    words = [" ".join(jieba.lcut(letter.full_text)) for letter in letters]
    model = BERTopic(
        embedding_model=BaseEmbedder(),
        umap_model=UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=0),
        vectorizer_model=CountVectorizer(analyzer=str.split),
        min_topic_size=int(size),
    )
    topics, _ = model.fit_transform(words, embeddings=reduce_grams(letters))
    return alone(topics)


def alone(labels: Sequence[int]) -> list[int]:
    """Give each outlier (-1) a cluster of its own."""
    return [label if label >= 0 else -2 - place for place, label in enumerate(labels)]


@dataclass(frozen=True, slots=True)
class Peer:
    """A way of clustering, and the values each of its settings is tried with; the first are those of a quick run."""

    cluster: Callable[..., list[int]]
    tried: dict[str, tuple[float, ...]] = field(default_factory=dict)


PEERS = {
    "one-pass nearest neighbour": Peer(cluster_nearest, {"threshold": (0.1, 0.08, 0.12, 0.14, 0.16, 0.2)}),
    "HDBSCAN on LSA": Peer(cluster_hdbscan, {"size": (2, 3), "samples": (1, 2)}),
    "BERTopic on LSA": Peer(cluster_bertopic, {"size": (3, 2, 5)}),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """How well a way did on the events, and the setting it did so with."""

    scores: Scores
    setting: Setting


def judge(timeline: Timeline, quick: bool) -> dict[str, Judged]:
    """Score ours, and every peer at its best setting by B-cubed F."""
    judged = {"ours": Judged(score_clusters(replay_ours(timeline.letters), timeline.events, timeline.traps), {})}
    for name, peer in PEERS.items():
        settings = [dict(zip(peer.tried, values, strict=True)) for values in product(*peer.tried.values())]
        tries = []
        for setting in settings[:1] if quick else settings:
            labels = peer.cluster(timeline.letters, **setting)
            clusters = {x.id: str(label) for x, label in zip(timeline.letters, labels, strict=True)}
            tries.append(Judged(score_clusters(clusters, timeline.events, timeline.traps), setting))
            print(f"{name} {setting}: {tries[-1].scores}", file=sys.stderr)
        judged[name] = max(tries, key=lambda one: one.scores.b3_f)
    return judged


def run_once(material: Path, way: str, setting: Setting) -> Run:
    """Cluster the letters of a file in this process; the clock runs from letters in memory to clusters."""
    letters: list[Letter] = pickle.loads(material.read_bytes())
    cluster = cluster_ours if way == "ours" else partial(PEERS[way].cluster, **setting)
    cluster(letters[:WARM_UP])
    cpu, wall = time.process_time(), time.perf_counter()
    labels = cluster(letters)
    return Run(time.process_time() - cpu, time.perf_counter() - wall, peak_memory(), len(set(labels)))


def contend(count: int, rounds: int, settings: dict[str, Setting]) -> dict[str, list[Run] | Ended]:
    """Let every way cluster the same letters, in turns; a way that meets a limit is not run again."""
    from clustering_scale import compose

    outcomes: dict[str, list[Run] | Ended] = {way: [] for way in settings}
    with tempfile.TemporaryDirectory() as folder:
        material = Path(folder, "letters.pickle")
        material.write_bytes(pickle.dumps(list(compose(count, SEED))))
        for turn in range(rounds if count <= ROUNDS_UP_TO else 1):
            ways = list(settings)
            for way in ways[turn % len(ways) :] + ways[: turn % len(ways)]:
                done = outcomes[way]
                if isinstance(done, Ended):
                    continue
                run = run_within(partial(run_once, material, way, settings[way]), LIMITS)
                outcomes[way] = run if isinstance(run, Ended) else [*done, run]
                print(f"{count:,} letters, round {turn + 1}: {way} {run}", file=sys.stderr)
    return outcomes


def main() -> None:
    """Judge, run every size and publish."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one setting a peer, 1,000 letters, one round")
    parser.add_argument("--sizes", default="5000,50000")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    judged_letters = load_judged(SHARED)
    if judged_letters is None:
        print(f"{SHARED} is absent: an invented timeline is clustered instead", file=sys.stderr)
    judged = judge(judged_letters or invent(), given.quick)
    sizes = [1000] if given.quick else [int(size) for size in given.sizes.split(",")]
    settings = {name: one.setting for name, one in judged.items()}
    results = {size: contend(size, 1 if given.quick else given.rounds, settings) for size in sizes}
    report(judged, results, judged_letters is not None, given.quick)


def report(
    judged: dict[str, Judged], results: dict[int, dict[str, list[Run] | Ended]], real: bool, quick: bool
) -> None:
    """Publish the tables, the rows and the chart."""
    where = "development events" if real else "invented events (../shared is absent)"
    rows, panels = [], {}
    for key, name in MEASURES.items():
        figures = {way: float(asdict(one.scores)[key]) for way, one in judged.items()}
        rows.append(row(f"clustering, {name}", figures, unit=where, higher_is_better=True))
        panels[name] = figures
    lines = [
        [
            way,
            " ".join(f"{k}={v:g}" for k, v in one.setting.items()),
            *(f"{x:.3f}" for x in asdict(one.scores).values()),
        ]
        for way, one in judged.items()
    ]
    parts = [f"**Quality on the {where}**", "", table(["way", "setting", *MEASURES.values()], lines)]
    for size, outcomes in results.items():
        at = f"{size:,} letters"
        done = {way: runs for way, runs in outcomes.items() if not isinstance(runs, Ended)}
        times = standings(done)
        peaks = {way: max(run.peak_mb or 0.0 for run in runs) for way, runs in done.items()}
        if len(done) > 1:
            rows.append(row(f"clustering, time, {at}", medians(times), unit="s", higher_is_better=False, note=MORE))
            rows.append(row(f"clustering, memory, {at}", peaks, unit="MB", higher_is_better=False, note=MORE))
        panels[f"seconds, {at}"] = medians(times)
        cells = [[*line, f"{peaks[line[0]]:,.0f}"] for line in standing_rows(times)]
        cells += [[way, runs.why, "", "", ""] for way, runs in outcomes.items() if isinstance(runs, Ended)]
        head = ["way", "s (median)", "lowest – highest", "ratio to ours", "peak MB"]
        parts += ["", f"**{at}** (limits: {LIMITS})", "", table(head, cells)]
    figure = bars("peers_clustering.png", "Events", panels)
    title = "Clustering against the peers"
    publish("peers_clustering", title, rows, "\n".join(parts), figure=figure, quick=quick, packages=PACKAGES)


if __name__ == "__main__":
    main()
