"""Measure the tokenizer against jieba and its faster kin: speed, and how many letters are cut exactly as jieba cuts.

Usage: ``python benchmarks/peers_tokenization.py [--quick] [--letters FILE.jsonl[.gz] ...] [--rounds N]``. Letters:
those of ../shared/data where they are, else the project's own, which it says. Speed: one core, processor time, all in
one process, rounds in turn. Agreement: every letter, without and with the office's word list. The exit status is 1
when ours cuts a letter otherwise. Writes ``benchmarks/peers_tokenization.md``, ``.json`` and ``.png``. No letter is
printed.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from contest import (
    ROOT,
    SHARED,
    Row,
    Standing,
    bars,
    compete,
    medians,
    publish,
    row,
    standing_rows,
    standings,
    table,
)

if TYPE_CHECKING:
    from nlp.tokenization import Word

NAME = "peers_tokenization"
OURS, REFERENCE = "ours", "jieba"
TIMED, TIMED_QUICK = 1000, 300
QUICK_EVERY = 10
FIRST_LETTERS = 20
PACKAGES = ("jieba", "jieba_fast", "rjieba")

Cut = Callable[[str], list[str]]
Makers = dict[str, Callable[[Sequence["Word"]], Cut]]


def main() -> int:
    """Compare speeds, then the cuts letter by letter, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args()
    files = given.letters or default_files()
    letters, words = material(files)
    letters = letters[:: QUICK_EVERY if given.quick else 1]
    if not letters:
        print("no letters found: name a file with --letters")
        return 2
    makers = installed()
    timed = letters[:: max(len(letters) // (TIMED_QUICK if given.quick else TIMED), 1)]
    speeds = compare_speed(makers, timed, min(given.rounds, 5) if given.quick else given.rounds)
    agreement = {size: agree(makers, letters, chosen) for size, chosen in ((0, ()), (len(words), words))}
    memory = {name: compete({name: partial(start, name, timed[:FIRST_LETTERS])}, 3, apart=True) for name in makers}
    starts = standings({name: found[name] for name, found in memory.items()})
    peaks = {name: max(run.peak_mb or 0.0 for run in found[name]) for name, found in memory.items()}
    report(speeds, agreement, starts, peaks, about(files, letters, timed), quick=given.quick)
    return 1 if any(share[OURS] < 1 for share in agreement.values()) else 0


def default_files() -> list[Path]:
    """Give the shared letters where they are, else the project's own; say which."""
    shared = sorted(x for x in SHARED.glob("*.jsonl.gz") if x.stem.startswith(("letters", "petitions")))
    if shared:
        return shared
    print("../shared/data is absent: measuring on corpora/letters instead")
    return sorted((ROOT / "corpora" / "letters").glob("*.jsonl"))


def material(files: Sequence[Path]) -> tuple[list[str], tuple["Word", ...]]:
    """Give the letters and the office's words.

    What reads them is imported here and not above: a fresh process that is weighed must not carry it.
    """
    from nlp.corpus.letters import foreign_texts
    from nlp.tokenization import parse_lexicon, user_words

    lexicon = ROOT / "corpora" / "lexicons" / "terms.tsv"
    return list(foreign_texts(files)), user_words(parse_lexicon(lexicon.read_text(encoding="utf-8"), lexicon.name))


def installed() -> Makers:
    """Give how each tokenizer is made with some words; one that is not installed is said so and left out."""
    makers = {
        OURS: make_ours,
        "jieba": partial(make_jieba, "jieba"),
        "jieba_fast": partial(make_jieba, "jieba_fast"),
        "rjieba": make_rjieba,
    }
    for name in [name for name in makers if name != OURS and find_spec(name) is None]:
        print(f"{name} is not installed (pip install '.[bench]'): left out")
        del makers[name]
    return makers


def make_ours(words: Sequence["Word"]) -> Cut:
    """Give the cut of our segmenter."""
    from nlp.tokenization import Segmenter

    return Segmenter(words).cut


def make_jieba(module: str, words: Sequence["Word"]) -> Cut:
    """Give the cut of a jieba or jieba_fast tokenizer of its own, its cache in a folder that is gone afterwards."""
    import importlib

    library = importlib.import_module(module)
    library.setLogLevel(60)
    tokenizer = library.Tokenizer()
    with tempfile.TemporaryDirectory() as folder:
        tokenizer.tmp_dir = folder
        tokenizer.initialize()
    for word, frequency, tag in words:
        tokenizer.add_word(word, frequency, tag)
    cut: Cut = tokenizer.lcut
    return cut


def make_rjieba(words: Sequence["Word"]) -> Cut:
    """Give the cut of rjieba as it is, the words added by its own means."""
    from rjieba import Jieba

    engine = Jieba()
    for word, frequency, tag in words:
        engine.add_word(word, frequency, tag)
    cut: Cut = engine.cut
    return cut


def start(name: str, letters: Sequence[str]) -> None:
    """Make a tokenizer from nothing and cut a few letters: what a fresh process pays."""
    cut_all(installed()[name](()), letters)


def cut_all(cut: Cut, letters: Sequence[str]) -> None:
    """Cut letters and drop the tokens, as a counter of words would."""
    for letter in letters:
        cut(letter)


def compare_speed(makers: Makers, letters: Sequence[str], rounds: int) -> list[Standing]:
    """Give Mchar/s of each over the same letters, and of our normalization, which no peer does."""
    from nlp.tokenization import normalize

    runners = {name: partial(cut_all, make(()), letters) for name, make in makers.items()}
    runners["ours, normalization alone"] = partial(cut_all, normalize, letters)
    for runner in runners.values():
        runner()  # what is made at the first use is not timed here but in ``start``
    millions = sum(map(len, letters)) / 1e6
    return standings(compete(runners, rounds), lambda run: millions / run.cpu)


def agree(makers: Makers, letters: Sequence[str], words: Sequence["Word"]) -> dict[str, float]:
    """Give the share of letters each cuts exactly as jieba does with the same words."""
    cuts = {name: make(words) for name, make in makers.items()}
    same = dict.fromkeys(cuts, 0)
    for letter in letters:
        wanted = cuts[REFERENCE](letter)
        for name, cut in cuts.items():
            same[name] += cut(letter) == wanted
    return {name: count / len(letters) for name, count in same.items()}


def about(files: Sequence[Path], letters: Sequence[str], timed: Sequence[str]) -> str:
    """Say what was measured on."""
    names = ", ".join(path.name for path in files)
    return (
        f"{len(letters):,} letters ({sum(map(len, letters)) / 1e6:.2f} million characters) of {names}; speed on "
        f"{len(timed):,} of them spread evenly, processor time of one core."
    )


def report(
    speeds: list[Standing],
    agreement: dict[int, dict[str, float]],
    starts: list[Standing],
    peaks: dict[str, float],
    origin: str,
    *,
    quick: bool,
) -> None:
    """Write the page, the rows for RESULTS.md and the picture."""
    rates = {name: rate for name, rate in medians(speeds).items() if name in peaks}
    rows = list(result_rows(rates, agreement, medians(starts), peaks))
    parts = [
        origin,
        table(("tokenizer", "Mchar/s (median)", "slowest – fastest", "times ours, same round"), standing_rows(speeds)),
        table(
            ("tokenizer", *(f"cut as jieba cuts, {size} words added" for size in agreement)),
            [(name, *(f"{share[name]:.2%}" for share in agreement.values())) for name in peaks],
        ),
        table(
            ("tokenizer", "s from nothing to the first letters, no cache", "extremes", "times ours", "peak memory, MB"),
            [(*cells, f"{peaks[cells[0]]:.0f}") for cells in standing_rows(starts)],
        ),
    ]
    panels = {"speed, Mchar/s": rates, "letters cut as jieba cuts, %": {k: 100 * v for k, v in agreement[0].items()}}
    figure = bars(f"{NAME}.png", "Tokenization", panels)
    publish(NAME, "Tokenization", rows, "\n\n".join(parts), figure=figure, quick=quick, packages=PACKAGES)


def result_rows(
    rates: dict[str, float], agreement: dict[int, dict[str, float]], starts: dict[str, float], peaks: dict[str, float]
) -> Iterator[Row]:
    """Yield our figures beside the best peer's; what is not jieba's cut is compared apart from what is."""
    plain = next(iter(agreement.values()))
    exact = {name: rate for name, rate in rates.items() if name == OURS or plain[name] == 1}
    yield row("speed of an exact jieba cut", exact, unit="Mchar/s", higher_is_better=True)
    fastest = max((name for name in rates if name != OURS), key=lambda name: rates[name])
    cost = f"{fastest} cuts {1 - plain[fastest]:.2%} of the letters otherwise than jieba, ours {1 - plain[OURS]:.2%}"
    yield row("speed, exact or not", rates, unit="Mchar/s", higher_is_better=True, note=cost)
    for size, share in agreement.items():
        peers = {name: 100 * value for name, value in share.items() if name != REFERENCE}
        yield row(f"letters cut as jieba cuts, {size} words added", peers, unit="%", higher_is_better=True)
    more = "ours is rjieba and what finds the places where it strays from jieba"
    yield row("from nothing to the first letters", starts, unit="s", higher_is_better=False, note=more)
    yield row("peak memory", peaks, unit="MB", higher_is_better=False, note=more)


if __name__ == "__main__":
    sys.exit(main())
