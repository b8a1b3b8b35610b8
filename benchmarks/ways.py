"""What was tried to be more often right on real letters, each way in one row against the way that is shipped.

Usage: ``python benchmarks/ways.py``. Scores the development letters in ../shared/data; without them it says so and
stops. Writes ``benchmarks/ways.md``. Every way is a plain linear model without calibration, so that a row differs from
the first in one thing only. No letter is printed.
"""

import gzip
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np
from scipy import sparse

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sklearn.decomposition import TruncatedSVD  # noqa: E402
from sklearn.linear_model import LogisticRegression, RidgeClassifier  # noqa: E402
from sklearn.metrics import f1_score  # noqa: E402
from sklearn.multiclass import OneVsRestClassifier  # noqa: E402
from sklearn.naive_bayes import ComplementNB  # noqa: E402
from sklearn.preprocessing import normalize  # noqa: E402

from nlp.classifier.calibrated import BlendedLinear, support_vectors  # noqa: E402
from nlp.corpus import LabelledLetter, contrasts, load_letters  # noqa: E402
from nlp.features import HashedNgrams, read_document  # noqa: E402
from nlp.letter import Letter  # noqa: E402
from nlp.privacy import neutralize_many  # noqa: E402
from nlp.settings import Settings  # noqa: E402
from nlp.taxonomy import Taxonomy, load_taxonomy  # noqa: E402
from nlp.teaching import GENERAL  # noqa: E402
from nlp.tokenization import parse_lexicon, shared_segmenter, user_words  # noqa: E402

DEVELOPMENT = ROOT.parent / "shared" / "data" / "petitions_dev.jsonl.gz"
SEVEN = DEVELOPMENT.with_name("letters_7class.jsonl.gz")
TAIL = 150
AGAIN = "contrasts"
FURTHER = ("lexicon", "matters")


@dataclass(frozen=True)
class Taught:
    """One text to learn from: title, text, label, sub-type, and the round of composition it comes from."""

    title: str
    text: str
    label: str
    subtype: str
    round: str


class Bayes(ComplementNB):
    """Complement naive Bayes with margins, so that it can stand where a linear machine does."""

    def __init__(self, alpha: float = 0.1) -> None:
        super().__init__(alpha=alpha)

    def decision_function(self, X):  # noqa: N803
        """Give (letters, classes) margins, or (letters,) of two classes."""
        margins = X @ self.feature_log_prob_.T
        return margins if len(self.classes_) > 2 else margins[:, 1] - margins[:, 0]


@dataclass(frozen=True)
class Way:
    """How to learn: what from, on which n-grams, with which machine; a row of the table."""

    name: str
    keep: Callable[[Taught], bool] = lambda taught: True
    chars: tuple[int, int] = (1, 2)
    machine: Callable[[], object] = BlendedLinear
    plus: float = 0.0
    presence: bool = False
    tail: bool = False
    topics: int = 0
    finer: bool = False
    stages: bool = True


SHIPPED = Way("as shipped")
WAYS = (
    SHIPPED,
    replace(SHIPPED, name="support vectors alone", machine=lambda: support_vectors(0.5)),
    replace(SHIPPED, name="support vectors alone, C = 0.1", machine=lambda: support_vectors(0.1)),
    replace(SHIPPED, name="complement naive Bayes alone", machine=Bayes),
    replace(SHIPPED, name="logistic regression", machine=lambda: OneVsRestClassifier(
        LogisticRegression(C=10, class_weight="balanced", max_iter=200, tol=1e-3))),
    replace(SHIPPED, name="inverse document frequency + 1, as scikit-learn has it", plus=1),
    replace(SHIPPED, name="one question: which of the five", stages=False),
    replace(SHIPPED, name="65 sub-types, the best of a category", finer=True, machine=lambda: support_vectors(0.5)),
    replace(SHIPPED, name="characters 2-3", chars=(2, 3)),
    replace(SHIPPED, name="characters 1-3", chars=(1, 3)),
    replace(SHIPPED, name="presence instead of counts", presence=True),
    replace(SHIPPED, name="the last 150 characters weighed apart", tail=True),
    replace(SHIPPED, name="200 latent topics beside the n-grams (LSA), support vectors alone", topics=200,
            machine=lambda: support_vectors(0.5)),
    replace(SHIPPED, name="without titles as letters", keep=lambda t: bool(t.text) or t.round in FURTHER),
    replace(SHIPPED, name="letters of a contrast counted once", keep=lambda t: not t.round.startswith(AGAIN)),
    replace(SHIPPED, name="without the lexicon", keep=lambda t: t.round != "lexicon"),
    replace(SHIPPED, name="without one-line matters", keep=lambda t: t.round != "matters"),
    *(replace(SHIPPED, name=f"without round {r}", keep=lambda t, r=r: t.round not in (r, AGAIN + r))
      for r in "abcdefghijk"),
)  # fmt: skip


def main() -> None:
    """Try every way and write the table."""
    if not DEVELOPMENT.exists():
        sys.exit(f"{DEVELOPMENT} is absent: nothing to score on")
    settings = Settings()
    taxonomy = load_taxonomy(settings.taxonomy)
    terms = parse_lexicon(settings.lexicon.read_text(encoding="utf-8"), str(settings.lexicon))
    corpus = load_letters([settings.letters], taxonomy)
    taught = [Taught(x.title, x.text, x.label, x.subtype, x.id[0]) for x in corpus]
    taught += [replace(t, text="") for t in taught if t.title]
    taught += [Taught(x.title, x.text, x.label, x.subtype, AGAIN + x.id[0]) for x in chain(*contrasts(corpus).values())]
    taught += [Taught("", t.text, t.category, "", "lexicon") for t in terms if t.category != GENERAL]
    matters = load_letters([settings.matters], taxonomy)
    taught += [Taught(*said, x.label, x.subtype, "matters") for x in matters for said in (("", x.text), (x.text, ""))]
    test = load_letters([DEVELOPMENT], taxonomy)
    read = reader(shared_segmenter(user_words(terms)))
    lines = ["| way | in-scope macro-F1 | macro-F1 |", "|---|---|---|"]
    for way in WAYS:
        figures = score(way, [t for t in taught if way.keep(t)], test, read, taxonomy)
        lines.append(f"| {way.name} | {figures[0]:.3f} | {figures[1]:.3f} |")
        print(lines[-1], flush=True)
    head = (
        f"# Ways tried\n\nWritten by `benchmarks/ways.py`; {len(test)} development letters, of which a figure moves by"
    )
    page = f"{head} several points by chance (see the intervals in `accuracy.md`).\n\n" + "\n".join(lines) + "\n"
    page += same_origin() if SEVEN.exists() else ""
    (ROOT / "benchmarks" / "ways.md").write_text(page, encoding="utf-8", newline="\n")


@dataclass(frozen=True)
class OfOneOrigin:
    """How to learn from letters of the same origin as those asked."""

    name: str
    machine: Callable[[], object] = lambda: support_vectors(0.5)
    chars: tuple[int, int] = (1, 2)
    titles: bool = False
    plus: float = 0.0


AT_HOME = (
    OfOneOrigin("as shipped: support vectors, C = 0.5, characters 1-2"),
    OfOneOrigin("inverse document frequency + 1, as scikit-learn has it", plus=1),
    OfOneOrigin("C = 0.2", lambda: support_vectors(0.2)),
    OfOneOrigin("C = 1", lambda: support_vectors(1)),
    OfOneOrigin("characters 1-3", chars=(1, 3)),
    OfOneOrigin("characters 2-3", chars=(2, 3)),
    OfOneOrigin("titles as letters too", titles=True),
    OfOneOrigin("least squares", lambda: RidgeClassifier(alpha=0.75, class_weight="balanced")),
    OfOneOrigin("support vectors and naive Bayes", BlendedLinear),
    OfOneOrigin("naive Bayes", Bayes),
)


def same_origin() -> str:
    """Give the section on letters that are learnt from and asked of one origin: seven topics, over grouped folds.

    Beside the folds themselves stands what a choice may be made by: folds inside the learning part of the first.
    """
    with gzip.open(SEVEN, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    read = reader(shared_segmenter(()))
    documents = [read(row["title"], row["text"]) for row in rows]
    titles = [read(row["title"], "") for row in rows]
    labels, folds = np.array([row["label"] for row in rows]), np.array([row["fold"] for row in rows])
    every = np.unique(folds)
    parts = [(folds != fold, folds == fold) for fold in every]
    inner = [((folds != fold) & (folds != every[0]), folds == fold) for fold in every[1:]]
    page = "\n## Letters of one origin\n\nSeven topics of real letters, mean macro-F1 over the grouped folds.\n\n"
    page += "| way | macro-F1 | inside the learning part of the first fold |\n|---|---|---|\n"
    for way in AT_HOME:
        means = [np.mean([at_home(way, documents, titles, labels, *part) for part in some]) for some in (parts, inner)]
        page += f"| {way.name} | {means[0]:.4f} | {means[1]:.4f} |\n"
        print(page.splitlines()[-1], flush=True)
    return page


def at_home(way: OfOneOrigin, documents, titles, labels: np.ndarray, learnt: np.ndarray, asked: np.ndarray) -> float:
    """Give the macro-F1 on the letters asked of one way that learnt from the others."""
    lessons = [documents[i] for i in np.flatnonzero(learnt)] + [titles[i] for i in np.flatnonzero(learnt & way.titles)]
    ngrams = HashedNgrams(chars=way.chars, min_df=3).fit(lessons)
    ngrams.idf_ += np.float32(way.plus)
    machine = way.machine().fit(ngrams.transform(lessons), np.tile(labels[learnt], 1 + way.titles))
    said = machine.predict(ngrams.transform([documents[i] for i in np.flatnonzero(asked)]))
    return float(f1_score(labels[asked], said, average="macro"))


def reader(segmenter):
    """Give the function that makes a letter ready, remembering what it made."""
    made: dict = {}

    def read(title: str, text: str):
        if (title, text) not in made:
            made[title, text] = read_document(Letter(text, title=title), segmenter, neutralize_many)
        return made[title, text]

    return read


def score(way: Way, taught: list[Taught], test: list[LabelledLetter], read, taxonomy: Taxonomy) -> tuple[float, float]:
    """Give in-scope macro-F1 and macro-F1 of one way."""
    learnt, judged = matrices(way, taught, test, read)
    labels = np.array([t.label for t in taught])
    truth = np.array([x.label for x in test])
    inside = [code for code in taxonomy.codes if code != taxonomy.outside_code]
    margins, classes = margins_of(way, learnt, judged, labels, taught, taxonomy)
    forced = np.array(inside)[margins[:, [classes.index(code) for code in inside]].argmax(axis=1)]
    scope = truth != taxonomy.outside_code
    said = np.array(classes)[margins.argmax(axis=1)]
    return (
        float(f1_score(truth[scope], forced[scope], labels=inside, average="macro")),
        float(f1_score(truth, said, average="macro")),
    )


def matrices(way: Way, taught: list[Taught], test: list[LabelledLetter], read):
    """Give what is learnt from and what is judged, as two matrices of the same columns."""
    blocks = [([read(t.title, t.text) for t in taught], [read(x.title, x.text) for x in test])]
    if way.tail:
        blocks.append(([read("", t.text[-TAIL:]) for t in taught], [read("", x.text[-TAIL:]) for x in test]))
    learnt, judged = [], []
    for documents, others in blocks:
        ngrams = HashedNgrams(chars=way.chars, min_df=3).fit(documents)
        ngrams.idf_ += np.float32(way.plus)
        learnt.append(ngrams.transform(documents))
        judged.append(ngrams.transform(others))
    if way.presence:
        learnt, judged = ([normalize(m.sign()) for m in side] for side in (learnt, judged))
    if way.topics:
        topics = TruncatedSVD(way.topics, random_state=0, n_iter=3).fit(learnt[0])
        learnt.append(sparse.csr_matrix(normalize(topics.transform(learnt[0]))))
        judged.append(sparse.csr_matrix(normalize(topics.transform(judged[0]))))
    return sparse.hstack(learnt, format="csr"), sparse.hstack(judged, format="csr")


def margins_of(way: Way, learnt, judged, labels, taught: list[Taught], taxonomy: Taxonomy):
    """Give a margin for each letter and category, and the categories."""
    if way.finer:
        homes = {s.code: s.category for s in taxonomy.subtypes}
        finer = np.array([t.subtype or t.label for t in taught])
        machine = way.machine().fit(learnt, finer)
        margins, codes = machine.decision_function(judged), [homes.get(c, c) for c in machine.classes_]
        best = [margins[:, [i for i, c in enumerate(codes) if c == code]].max(axis=1) for code in taxonomy.codes]
        return np.column_stack(best), list(taxonomy.codes)
    if way.stages:
        outside = labels == taxonomy.outside_code
        gate = way.machine().fit(learnt, outside).decision_function(judged)
        weighed = ~outside & np.array([t.round != "matters" for t in taught])
        which = way.machine().fit(learnt[weighed], labels[weighed])
        margins = which.decision_function(judged)
        beyond = np.where(gate > 0, margins.max(axis=1) + gate, margins.min(axis=1) - 1)
        return np.column_stack([margins, beyond]), [*which.classes_, taxonomy.outside_code]
    machine = way.machine().fit(learnt, labels)
    return machine.decision_function(judged), list(machine.classes_)


if __name__ == "__main__":
    main()
