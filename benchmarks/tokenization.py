"""Measure the tokenizer against jieba itself: speed, and how many letters are cut otherwise (none is the aim).

Usage: ``python benchmarks/tokenization.py [--letters FILE.jsonl[.gz] ...] [--rounds N]``. Both cut the same slices of
letters in turn, in one process, with and without the office's word list. No letter is printed.
"""

import argparse
import gzip
import json
import logging
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from nlp.tokenization import Segmenter, Word, normalize, parse_lexicon, user_words  # noqa: E402

SLICE = 200


def default_files() -> list[Path]:
    """Return the shared letters where they are, else the project's own; say which."""
    shared = sorted(
        path
        for path in (ROOT.parent / "shared" / "data").glob("*.jsonl.gz")
        if path.stem.startswith(("letters", "petitions"))
    )
    if shared:
        return shared
    print("../shared/data is absent: measuring on corpora/letters instead")
    return sorted((ROOT / "corpora" / "letters").glob("*.jsonl"))


def read(path: Path) -> list[str]:
    """Return title and text of every letter in a file."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        letters = [json.loads(line) for line in lines]
    return [f"{letter.get('title') or ''}\n{letter['text']}".strip() for letter in letters]


def reference(words: tuple[Word, ...]) -> Callable[[str], list[str]]:
    """Return the cut of a jieba tokenizer of its own, its cache in a folder that is gone afterwards."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    with tempfile.TemporaryDirectory() as folder:
        tokenizer.tmp_dir = folder
        tokenizer.initialize()
    for word, frequency, tag in words:
        tokenizer.add_word(word, frequency, tag)
    return tokenizer.lcut


def timed(work: Callable[[str], object], letters: list[str]) -> tuple[float, list[object]]:
    """Return the seconds a slice of letters takes, and the results."""
    start = time.perf_counter()
    results = [work(letter) for letter in letters]
    return time.perf_counter() - start, results


def compare(name: str, letters: list[str], words: tuple[Word, ...], rounds: int) -> int:
    """Print speeds and ratio, medians over slices; return how many letters are cut otherwise."""
    start = time.perf_counter()
    segmenter = Segmenter(words)
    made = time.perf_counter() - start
    jieba_cut = reference(words)
    ours, theirs, ratios, differing = [], [], [], 0
    for turn in range(rounds):
        for first in range(0, len(letters), SLICE):
            part = letters[first : first + SLICE]
            characters = sum(map(len, part)) / 1e6
            our_seconds, our_tokens = timed(segmenter.cut, part)
            their_seconds, their_tokens = timed(jieba_cut, part)
            ours.append(characters / our_seconds)
            theirs.append(characters / their_seconds)
            ratios.append(their_seconds / our_seconds)
            if turn == 0:
                differing += sum(a != b for a, b in zip(our_tokens, their_tokens, strict=True))
    print(
        f"{name:28} {len(words):4} words  made in {made:.2f} s  ours {median(ours):6.2f}  jieba {median(theirs):5.2f} "
        f"Mchar/s  ratio {median(ratios):5.1f}x  cut otherwise {differing} of {len(letters)}"
    )
    return differing


def report_normalization(letters: list[str]) -> None:
    """Print what normalizing costs a letter, over all letters and over those that need no change."""
    clean = [letter for letter in letters if normalize(letter).text == letter]
    for name, part in (("all", letters), ("already clean", clean)):
        if part:
            seconds, _ = timed(normalize, part)
            size = sum(map(len, part)) / len(part)
            print(f"normalize, {name}: {seconds / len(part) * 1e6:.1f} µs a letter of {size:.0f} characters")


def main() -> int:
    """Run the comparison; the exit status is 1 when a letter is cut otherwise."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--rounds", type=int, default=1)
    arguments = parser.parse_args()
    lexicon = ROOT / "corpora" / "lexicons" / "terms.tsv"
    words = user_words(parse_lexicon(lexicon.read_text(encoding="utf-8"), lexicon.name))
    differing, everything = 0, []
    for path in arguments.letters or default_files():
        letters = read(path)
        everything += letters
        for chosen in ((), words):
            differing += compare(path.name, letters, chosen, arguments.rounds)
    if not everything:
        print("no letters found: name a file with --letters")
        return 2
    report_normalization(everything)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
