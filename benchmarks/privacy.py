"""How well personal data is found: names of letter writers, what is masked without need, and how long it takes.

Run ``.venv/bin/python benchmarks/privacy.py``; it writes ``privacy.md`` beside itself. The names of writers are marked
in ``corpora/names.tsv`` (offsets only), half of the letters to develop on, half held out by a checksum of their number.
What is masked without need was read by hand in a fixed sample, ``corpora/masked.tsv``.
"""

import time
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from nlp.corpus import load_letters
from nlp.privacy import mask, neutralize, personal_spans
from nlp.settings import Settings

HERE = Path(__file__).resolve().parent
NAMES, JUDGED = HERE.parent / "corpora" / "names.tsv", HERE.parent / "corpora" / "masked.tsv"
USUAL_LENGTH = 424
RARE, ONE_IN = 40, 11
Key = tuple[str, int, int, str]


def read_rows(path: Path) -> list[list[str]]:
    """Give the rows of a table without its heading."""
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]


def recall_lines(texts: dict[str, str]) -> list[str]:
    """Give the table of recall on the marked names."""
    lines = ["| 部分 | 来信 | 姓名 | 全部遮住 | 召回率 |", "|---|---|---|---|---|"]
    for part, name in ((0, "开发"), (1, "留出")):
        rows = [row for row in read_rows(NAMES) if zlib.crc32(row[0].encode()) % 2 == part]
        hidden = sum(set(mask(texts[row[0]])[int(row[1]) : int(row[2])]) == {"*"} for row in rows)
        letters = len({row[0] for row in rows})
        lines.append(f"| {name} | {letters} | {len(rows)} | {hidden} | {hidden / len(rows):.3f} |")
    return lines


def found_spans(texts: dict[str, str]) -> list[Key]:
    """Give every span that is masked, with the letter it stands in."""
    return [(name, span.start, span.end, span.kind) for name, text in texts.items() for span in personal_spans(text)]


def sample_of(spans: list[Key]) -> list[Key]:
    """Give the spans that are read by hand: all of a rare kind, of the others one in eleven, by a checksum.

    A checksum keeps the sample the same when other spans come or go.
    """
    counts = Counter(kind for *_, kind in spans)
    return [s for s in spans if counts[s[3]] <= RARE or zlib.crc32(f"{s[0]}:{s[1]}:{s[2]}".encode()) % ONE_IN == 0]


def precision_lines(spans: list[Key]) -> list[str]:
    """Give the table of what is masked rightly, by kind; spans nobody has read yet are counted apart."""
    judged = {(row[0], int(row[1]), int(row[2]), row[3]): row[4] == "1" for row in read_rows(JUDGED)}
    lines = ["| 种类 | 语料中 | 抽读 | 该遮 | 准确率 | 未读 |", "|---|---|---|---|---|---|"]
    counts, sample = Counter(kind for *_, kind in spans), sample_of(spans)
    for kind in sorted(counts):
        drawn = [span for span in sample if span[3] == kind]
        read = [judged[span] for span in drawn if span in judged]
        share = f"{sum(read) / len(read):.3f}" if read else "—"
        lines.append(f"| {kind} | {counts[kind]} | {len(read)} | {sum(read)} | {share} | {len(drawn) - len(read)} |")
    return lines


def speed_of(work: Callable[[str], object], texts: list[str]) -> float:
    """Give milliseconds of processor time for a letter of usual length, the best of five rounds."""
    characters, best = sum(map(len, texts)), float("inf")
    for _ in range(5):
        began = time.process_time()
        for text in texts:
            work(text)
        best = min(best, time.process_time() - began)
    return best / characters * USUAL_LENGTH * 1000


def main() -> None:
    """Measure and write the page."""
    texts = {letter.id: letter.text for letter in load_letters([Settings().letters])}
    spans = found_spans(texts)
    characters = sum(map(len, texts.values()))
    masked = sum(sign != shown for text in texts.values() for sign, shown in zip(text, mask(text), strict=True))
    page = [
        "# 遮蔽个人信息",
        "",
        "本页由 `benchmarks/privacy.py` 生成，请勿手改。标注见 `corpora/names.tsv`，抽读见 `corpora/masked.tsv`。",
        "",
        "## 写信人姓名",
        "",
        *recall_lines(texts),
        "",
        "## 遮得多不多",
        "",
        f"语料 {len(texts)} 封，{characters} 字，遮去 {masked} 字，占 {masked / characters:.4f}。",
        "",
        *precision_lines(spans),
        "",
        "## 用时",
        "",
        f"每封 {USUAL_LENGTH} 字的处理器时间（五轮取最好）：遮蔽 {speed_of(mask, list(texts.values())):.3f} 毫秒，"
        f"去身份 {speed_of(neutralize, list(texts.values())):.3f} 毫秒。",
        "",
    ]
    (HERE / "privacy.md").write_text("\n".join(page), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
