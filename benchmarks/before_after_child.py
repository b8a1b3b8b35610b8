"""Measure the version whose tree is the working folder; ``before_after.py`` starts it. Prints one line of JSON.

Only what every version since the first has is called: ``Pipeline.load``, ``analyse``, ``analyse_many``, and the
classifier's ``read`` and ``predict_all``.
"""

import time

began = time.process_time()

from nlp.pipeline import Pipeline  # noqa: E402

pipeline = Pipeline.load("models/petitions")
pipeline.analyse("厂里拖欠工资三年，请补发。")
started = time.process_time() - began

import cProfile  # noqa: E402
import json  # noqa: E402
import pstats  # noqa: E402
import sys  # noqa: E402
from collections import Counter  # noqa: E402
from collections.abc import Callable, Iterable  # noqa: E402
from pathlib import Path  # noqa: E402

import psutil  # noqa: E402

import nlp  # noqa: E402
from nlp.letter import Letter  # noqa: E402

BATCH, PASTES = 512, 200


def timed(call: Callable[[], object]) -> float:
    """Give the processor seconds of a call."""
    before = time.process_time()
    call()
    return time.process_time() - before


def suggest(letters: list[Letter]) -> None:
    """Go from raw text to category with reasons."""
    classifier = pipeline.content.classifier
    for start in range(0, len(letters), BATCH):
        classifier.predict_all(classifier.read(letters[start : start + BATCH]))


def use_up(found: Iterable[object]) -> None:
    """Go through it all."""
    for _ in found:
        pass


def parts_of(letters: list[Letter]) -> dict[str, float]:
    """Give the microseconds a letter that each part of the program, or library, takes by itself."""
    profile = cProfile.Profile()
    profile.runcall(lambda: use_up(pipeline.analyse_many(letters)))
    spent: Counter[str] = Counter()
    for (file, _, name), (_, _, own, _, callers) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        if file.startswith(("~", "<")):  # built in: it belongs to who calls it
            for (caller, _, _), figures in callers.items():
                spent[part_of(caller, name)] += figures[2]
        else:
            spent[part_of(file, name)] += own
    return {part: seconds / len(letters) * 1e6 for part, seconds in spent.items()}


def part_of(file: str, name: str) -> str:
    """Name the part of the program a function is of."""
    here = str(Path(nlp.__file__).parent)
    if not file.startswith(here):
        return "libraries" if "site-packages" in file else "Python itself"
    module = Path(file).relative_to(here).with_suffix("").parts
    return "cutting into words" if "Jieba" in name else f"nlp.{module[0]}"


def main() -> None:
    """Measure, print."""
    rows = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    letters = [Letter(row["text"], row["id"], row["title"]) for row in rows]
    answer: dict[str, object] = {"start": started, "memory": psutil.Process().memory_info().rss / 2**20}
    use_up(pipeline.analyse_many(letters))  # what is made when first needed is made
    answer["category"] = timed(lambda: suggest(letters)) / len(letters) * 1e6
    answer["whole"] = timed(lambda: use_up(pipeline.analyse_many(letters))) / len(letters) * 1e6
    few = letters[:PASTES]
    answer["paste"] = timed(lambda: [pipeline.analyse(letter) for letter in few]) / len(few) * 1e3
    answer["parts"] = parts_of(letters) if "--profile" in sys.argv else {}
    answer["tree"] = str(Path(nlp.__file__).resolve().parents[1])
    print(json.dumps(answer))


main()
