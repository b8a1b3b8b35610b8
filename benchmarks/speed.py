"""Time the classifier against the usual way of doing it, in one run, and what one pasted letter takes.

Usage: ``python benchmarks/speed.py [--letters N] [--rounds N]``. Letters: those of ../shared/data where they are, else
the project's own, which it says. One core, processor time, rounds of the two taken in turn, medians. The peer is jieba
with TfidfVectorizer and LinearSVC of scikit-learn, learning from the same letters. Writes ``benchmarks/speed.md``.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import jieba  # noqa: E402
from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: E402
from sklearn.pipeline import Pipeline as Steps  # noqa: E402
from sklearn.pipeline import make_pipeline  # noqa: E402
from sklearn.svm import LinearSVC  # noqa: E402

from nlp.corpus import LabelledLetter, load_letters  # noqa: E402
from nlp.letter import Letter  # noqa: E402
from nlp.pipeline import Pipeline  # noqa: E402
from nlp.settings import Settings  # noqa: E402

REAL = ROOT.parent / "shared" / "data" / "letters_7class.jsonl.gz"
WANTED_LENGTH = 424
BATCH = 512
PASTES = 300
START = """
import time; began = time.perf_counter()
from nlp.pipeline import Pipeline
Pipeline.load({model!r}).analyse("厂里拖欠工资三年，请补发。")
print(time.perf_counter() - began)
import psutil; print(psutil.Process().memory_info().rss / 2**20)
"""


def main() -> None:
    """Time, compare, write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, default=2048)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    settings = Settings()
    corpus = load_letters([settings.letters])
    letters, origin = some_letters(corpus, given.letters)
    pipeline = Pipeline.load(settings.model)
    peer = peer_learnt_from(corpus)
    del corpus  # Python would look through it for waste at every turn, of either way
    ways = {
        "names hidden and words cut, nothing judged": lambda: pipeline.content.classifier.read(letters),
        "category with reasons": lambda: suggest(pipeline, letters),
        "whole analysis": lambda: [None for _ in pipeline.analyse_many(letters)],
        "jieba + TfidfVectorizer + LinearSVC": lambda: peer.predict([letter.full_text for letter in letters]),
    }
    rates = {name: [] for name in ways}
    for _ in range(given.rounds):
        for name, way in ways.items():
            rates[name].append(len(letters) / timed(way))
    pastes = sorted(timed(lambda letter=letter: pipeline.analyse(letter)) * 1000 for letter in letters[:PASTES])
    starts = [cold_start(settings.model) for _ in range(3)]
    page = report(letters, origin, rates, pastes, starts, settings.model)
    (ROOT / "benchmarks" / "speed.md").write_text(page, encoding="utf-8", newline="\n")
    print(page)


def some_letters(corpus: list[LabelledLetter], count: int) -> tuple[list[Letter], str]:
    """Give letters whose mean length is near the wanted one, and say where they come from."""
    if REAL.exists():
        with gzip.open(REAL, "rt", encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        letters = [Letter(row["text"], row["id"], row["title"]) for row in rows]
        return nearest(letters, count), "real letters"
    print("../shared/data is absent: timing the project's own letters")
    return nearest([Letter(x.text, x.id, x.title) for x in corpus], count), "the project's own letters"


def nearest(letters: list[Letter], count: int) -> list[Letter]:
    """Take letters in their order, as many as wanted; skip one while the mean would stray from the wanted length."""
    chosen: list[Letter] = []
    total = 0
    for letter in letters:
        size = len(letter.full_text)
        if len(chosen) < count and (total > WANTED_LENGTH * len(chosen)) != (size > WANTED_LENGTH):
            chosen.append(letter)
            total += size
    return chosen


def peer_learnt_from(corpus: list[LabelledLetter]) -> Steps:
    """Fit the usual pipeline."""
    jieba.setLogLevel(60)
    words = TfidfVectorizer(tokenizer=jieba.lcut, token_pattern=None, lowercase=False)
    return make_pipeline(words, LinearSVC()).fit([x.full_text for x in corpus], [x.label for x in corpus])


def suggest(pipeline: Pipeline, letters: list[Letter]) -> None:
    """Go from raw text to category, probabilities and reasons."""
    classifier = pipeline.content.classifier
    for start in range(0, len(letters), BATCH):
        classifier.predict_explained(letters[start : start + BATCH])


def timed(way: Callable[[], object]) -> float:
    """Give the processor seconds a call takes."""
    began = time.process_time()
    way()
    return time.process_time() - began


def cold_start(model: Path) -> tuple[float, float]:
    """Give seconds from nothing to the first answer, and the memory in MB, of a fresh process."""
    code = START.format(model=str(model))
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    seconds, memory = map(float, done.stdout.split())
    return seconds, memory


def report(
    letters: list[Letter],
    origin: str,
    rates: dict[str, list[float]],
    pastes: list[float],
    starts: list[tuple[float, float]],
    model: Path,
) -> str:
    """Give the page."""
    length = sum(len(letter.full_text) for letter in letters) / len(letters)
    peer = rates["jieba + TfidfVectorizer + LinearSVC"]
    lines = ["# Speed", "", f"Written by `benchmarks/speed.py`: {len(letters)} of {origin}, {length:.0f} characters on"]
    lines[-1] += " average, one core, processor time, rounds in turn."
    lines += ["", "| way | letters/s (median) | slowest – fastest | times the peer, same round |", "|---|---|---|---|"]
    for name, found in rates.items():
        ratio = median(a / b for a, b in zip(found, peer, strict=True))
        lines.append(f"| {name} | {median(found):,.0f} | {min(found):,.0f} – {max(found):,.0f} | {ratio:.1f} |")
    size = sum(path.stat().st_size for path in model.iterdir()) / 1e6
    lines += ["", "| one letter | value |", "|---|---|"]
    lines.append(
        f"| paste to whole analysis, median and 95th percentile | {median(pastes):.1f} / {p95(pastes):.1f} ms |"
    )
    lines.append(f"| import, load and first answer, fastest of three | {min(s for s, _ in starts):.2f} s |")
    lines.append(f"| memory after it | {max(m for _, m in starts):.0f} MB |")
    lines.append(f"| model on disk | {size:.1f} MB |")
    return "\n".join([*lines, ""])


def p95(values: list[float]) -> float:
    """Give the 95th percentile."""
    return quantiles(values, n=20)[-1]


if __name__ == "__main__":
    main()
