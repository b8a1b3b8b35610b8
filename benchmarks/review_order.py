"""Does the order of the review queue teach more? Labels of some hundreds of letters, asked for in four orders.

``.venv/bin/python benchmarks/review_order.py [rounds]`` starts from few labelled letters, asks a person (here: the
corpus) about letters chosen by chance, by doubt alone, by the queue's order and by likeness alone, learns anew after
each batch as an office would from month to month, and scores a fifth of the letters that nobody asks about. Writes
``review_order.md``. Plain fits (``nlp.teaching``), so that many can be had.
"""

import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.special import softmax
from sklearn.metrics import f1_score
from sklearn.svm import LinearSVC

from nlp.classifier import LetterClassifier
from nlp.copies import join_copies
from nlp.corpus import LabelledLetter, load_letters
from nlp.reviewing.teaching_order import teaching_order, uncertainty
from nlp.settings import Settings
from nlp.taxonomy import load_taxonomy
from nlp.teaching import as_letter
from nlp.training import is_held_back

BEGIN, BATCH, BATCHES, POOL = 100, 50, 6, 400
ROUNDS = 5
Order = Callable[[np.ndarray, sparse.csr_matrix, list[str], random.Random], list[int]]


def by_chance(_doubt: np.ndarray, weights: sparse.csr_matrix, _groups: list[str], dice: random.Random) -> list[int]:
    """Ask in any order."""
    rows = list(range(weights.shape[0]))
    dice.shuffle(rows)
    return rows


def by_doubt(doubt: np.ndarray, _weights: sparse.csr_matrix, _groups: list[str], _dice: random.Random) -> list[int]:
    """Ask about the least sure first."""
    return np.argsort(-doubt, kind="stable").tolist()


def by_likeness(_doubt: np.ndarray, weights: sparse.csr_matrix, groups: list[str], _dice: random.Random) -> list[int]:
    """Ask about what stands for most, however sure the model is."""
    return [placed.row for placed in teaching_order(np.ones(weights.shape[0]), weights, groups)]


def by_teaching(doubt: np.ndarray, weights: sparse.csr_matrix, groups: list[str], _dice: random.Random) -> list[int]:
    """Ask as the queue does: of the least sure, those that stand for most."""
    kept = np.argsort(-doubt, kind="stable")[:POOL]
    placed = teaching_order(doubt[kept], weights[kept], [groups[row] for row in kept])
    return [int(kept[place.row]) for place in placed]


ORDERS: dict[str, Order] = {
    "随机": by_chance,
    "只看犹豫": by_doubt,
    "只看代表性": by_likeness,
    "复核页的次序": by_teaching,
}


def run(order: Order, letters: Sequence[LabelledLetter], matrix: sparse.csr_matrix, seed: int) -> list[float]:
    """Give macro-F1 on the letters held back, before any question and after each batch."""
    dice = random.Random(seed)
    labels = np.array([letter.label for letter in letters])
    held = np.array([is_held_back(letter) for letter in letters])
    pool = np.flatnonzero(~held).tolist()
    dice.shuffle(pool)
    known, asked, scores = pool[:BEGIN], pool[BEGIN:], list[float]()
    for batch in range(BATCHES + 1):
        machine = LinearSVC(C=0.5, class_weight="balanced", random_state=0).fit(matrix[known], labels[known])
        scores.append(float(f1_score(labels[held], machine.predict(matrix[held]), average="macro")))
        if batch < BATCHES:
            doubt = uncertainty(softmax(3 * machine.decision_function(matrix[asked]), axis=1))
            places = order(doubt, matrix[asked], [letters[row].group for row in asked], dice)[:BATCH]
            known = known + [asked[place] for place in places]
            asked = [row for place, row in enumerate(asked) if place not in set(places)]
    return scores


def main(rounds: int) -> None:
    """Run every order from the same beginnings and write what came of it."""
    settings = Settings.from_environment()
    letters = join_copies(load_letters([settings.letters], load_taxonomy(settings.taxonomy)))[0]
    reader = LetterClassifier()
    documents = reader.read([as_letter(letter) for letter in letters])
    matrix = type(reader.fit(["甲方欠薪", "乙方欠薪"] * 6, ["a", "b"] * 6).ngrams_)(min_df=3).fit_transform(documents)
    rows = [f"| 问过的来信 | {' | '.join(ORDERS)} |", "|---" * (len(ORDERS) + 1) + "|"]
    found = {
        name: np.array([run(order, letters, matrix, seed) for seed in range(rounds)]) for name, order in ORDERS.items()
    }
    for batch in range(BATCHES + 1):
        cells = [f"{scores[:, batch].mean():.3f}" for scores in found.values()]
        rows.append(f"| {BEGIN + batch * BATCH} | {' | '.join(cells)} |")
    last = {name: scores[:, -1] for name, scores in found.items()}
    gaps = last["复核页的次序"] - last["随机"]
    page = (
        "# 复核的次序教得快不快\n\n"
        f"由 `benchmarks/review_order.py` 写出。从 {BEGIN} 封已标注来信起，每次问 {BATCH} 封、学一遍；"
        f"留出的五分之一上的 macro-F1，{rounds} 个不同的开头平均。\n\n" + "\n".join(rows) + "\n\n"
        f"问到最后，复核页的次序比随机高 {gaps.mean():+.3f}（各开头 {gaps.min():+.3f} 至 {gaps.max():+.3f}）。"
        "语料是编写的，类别均匀；真实来信里把握高的占多数，随机问更吃亏。\n"
    )
    Path(__file__).with_suffix(".md").write_text(page, encoding="utf-8")
    sys.stdout.write(page)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
