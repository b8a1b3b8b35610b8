"""The classifiers that meet in ``peers_classification.py``: each learns, saves, is opened again and answers.

A peer is what its own manual shows, with one configuration and nothing chosen on the letters asked. Every library is
imported where it is used: a fresh process carries only its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["LEARNERS", "OURS", "REASONS", "Answers", "Learner", "Task", "encoder_absent", "missing"]

OURS, REASONS = "ours", "ours, with reasons"
_SPACY_EPOCHS, _SPACY_BATCH = 10, 64
_FASTTEXT = {"lr": 1.0, "epoch": 25, "wordNgrams": 2, "bucket": 200_000, "dim": 50, "loss": "softmax", "thread": 1}
"""The values of fastText's own tutorial on text classification, one thread so that two runs agree."""

Rows = Sequence[dict[str, Any]]
"""Letters as plain rows: ``title``, ``text``, ``label`` and whatever else ``LabelledLetter`` knows."""


@dataclass(frozen=True, slots=True)
class Task:
    """Letters to learn from, letters asked, and the office's word list."""

    learn: Rows
    ask: Rows
    lexicon: Path


@dataclass(frozen=True, slots=True)
class Answers:
    """The label chosen for each letter asked, and the scores (letters, codes) behind it."""

    chosen: list[str]
    codes: list[str]
    scores: NDArray[np.floating[Any]]


Ask = Callable[[Rows], Answers]


@dataclass(frozen=True, slots=True)
class Learner:
    """How a classifier learns and saves itself in a folder, and how it is opened there; ``like`` shares a folder."""

    name: str
    open: Callable[[Path, Task], Ask]
    teach: Callable[[Task, Path], None] | None = None
    package: str = "sklearn"
    like: str = ""


def missing(learner: Learner) -> bool:
    """Tell whether a learner's library is absent."""
    return find_spec(learner.package) is None


def encoder_absent() -> str:
    """Say why no sentence encoder takes part: its package or its weights are not on this machine."""
    packages = [name for name in ("setfit", "sentence_transformers") if find_spec(name)]
    if not packages:
        return "no package for them is installed"
    weights = [*Path.home().glob(".cache/huggingface/hub/models--*/snapshots/*/config.json")]
    return f"{', '.join(packages)} installed, sets of weights on this machine: {len(weights)}; none is fetched"


def _text(row: dict[str, Any]) -> str:
    return f"{row['title']}\n{row['text']}" if row["title"] else str(row["text"])


def _answers(scores: NDArray[np.floating[Any]], codes: Sequence[str]) -> Answers:
    return Answers([str(codes[best]) for best in scores.argmax(axis=1)], [*map(str, codes)], scores)


def _teach_ours(task: Task, folder: Path) -> None:
    from nlp.artefact import save_artefact

    letters, terms = _our_material(task)
    from nlp.teaching import lessons_of, teach

    save_artefact(folder, "contest", teach(lessons_of(letters, terms), terms), digests={}, metrics={})


def _our_material(task: Task) -> tuple[list[Any], list[Any]]:
    """Give labelled letters and the terms that ``petitions train`` would take."""
    from nlp.corpus import LabelledLetter
    from nlp.teaching import GENERAL
    from nlp.tokenization import parse_lexicon

    letters = [LabelledLetter(**row) for row in task.learn]
    codes = {GENERAL, *(letter.label for letter in letters)}
    terms = parse_lexicon(task.lexicon.read_text(encoding="utf-8"), task.lexicon.name)
    return letters, [term for term in terms if term.category in codes]


def _open_ours(folder: Path, task: Task, *, reasons: bool) -> Ask:
    """Answer as ``nlp.pipeline`` does; with ``reasons`` also evidence, demands and what else a letter mentions."""
    from nlp.artefact import load_artefact
    from nlp.classifier import LetterClassifier
    from nlp.letter import Letter

    classifier: LetterClassifier = load_artefact(folder)[1]  # type: ignore[assignment]
    codes = [str(code) for code in classifier.classes_]

    def ask(rows: Rows) -> Answers:
        letters = [Letter(row["text"], title=row["title"]) for row in rows]
        parts = [letters[first : first + 512] for first in range(0, len(letters), 512)]
        found = [classifier.predict_explained(part)[0] if reasons else classifier.predict_proba(part) for part in parts]
        scores = np.concatenate(found)
        chosen = [codes[row.argmax()] for row in scores]
        return Answers(chosen, codes, scores)

    return ask


def _quiet_jieba() -> Any:
    import jieba

    jieba.setLogLevel(60)
    return jieba


@cache
def _jieba(lexicon: str) -> Any:
    tokenizer = _quiet_jieba().Tokenizer()
    if lexicon:
        from nlp.tokenization import parse_lexicon, user_words

        for word, frequency, tag in user_words(parse_lexicon(Path(lexicon).read_text(encoding="utf-8"), lexicon)):
            tokenizer.add_word(word, frequency, tag)
    return tokenizer


def jieba_words(text: str, lexicon: str = "") -> list[str]:
    """Cut with jieba; a vectorizer that holds this function pickles, one that holds a tokenizer does not."""
    words: list[str] = _jieba(lexicon).lcut(text)
    return words


def _teach_linear(task: Task, folder: Path, *, bayes: bool = False, our_lessons: bool = False) -> None:
    import joblib
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.naive_bayes import ComplementNB
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    texts, labels = [_text(row) for row in task.learn], [row["label"] for row in task.learn]
    cut: Callable[[str], list[str]] = jieba_words
    if our_lessons:
        from nlp.teaching import lessons_of

        lessons = lessons_of(*_our_material(task))
        texts, labels = [lesson.letter.full_text for lesson in lessons], [lesson.label for lesson in lessons]
        cut = partial(jieba_words, lexicon=str(task.lexicon))
    words = TfidfVectorizer(tokenizer=cut, token_pattern=None, lowercase=False)
    steps = make_pipeline(words, ComplementNB() if bayes else LinearSVC()).fit(texts, labels)
    folder.mkdir(parents=True, exist_ok=True)
    joblib.dump(steps, folder / "model.joblib", compress=3)


def _open_linear(folder: Path, task: Task, *, bayes: bool = False) -> Ask:
    import joblib

    steps = joblib.load(folder / "model.joblib")
    score = steps.predict_log_proba if bayes else steps.decision_function
    return lambda rows: _answers(score([_text(row) for row in rows]), steps.classes_)


def _teach_spacy(task: Task, folder: Path) -> None:
    import random

    import spacy
    from spacy.training import Example
    from spacy.util import fix_random_seed, minibatch

    fix_random_seed(0)
    _quiet_jieba()
    language = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    shape = {"exclusive_classes": True, "ngram_size": 1, "no_output_layer": False}
    language.add_pipe("textcat", config={"model": {"@architectures": "spacy.TextCatBOW.v3", **shape}})
    codes = sorted({row["label"] for row in task.learn})
    taught = [
        Example.from_dict(
            language.make_doc(_text(row)), {"cats": {code: float(code == row["label"]) for code in codes}}
        )
        for row in task.learn
    ]
    optimizer = language.initialize(lambda: taught)
    order = random.Random(0)
    for _ in range(_SPACY_EPOCHS):
        order.shuffle(taught)
        for batch in minibatch(taught, _SPACY_BATCH):
            language.update(batch, sgd=optimizer)
    language.to_disk(folder)


def _open_spacy(folder: Path, task: Task) -> Ask:
    import spacy

    _quiet_jieba()
    language = spacy.load(folder)
    codes = language.get_pipe("textcat").labels

    def ask(rows: Rows) -> Answers:
        found = [[doc.cats[code] for code in codes] for doc in language.pipe(map(_text, rows))]
        return _answers(np.array(found), codes)

    return ask


def _line(row: dict[str, Any]) -> str:
    return " ".join(word for word in jieba_words(_text(row)) if word.strip())


def _teach_fasttext(task: Task, folder: Path) -> None:
    import fasttext

    folder.mkdir(parents=True, exist_ok=True)
    codes = sorted({row["label"] for row in task.learn})
    lines = [f"__label__{codes.index(row['label'])} {_line(row)}" for row in task.learn]
    source = folder / "learn.txt"
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    model = fasttext.train_supervised(str(source), verbose=0, **_FASTTEXT)
    source.unlink()
    model.save_model(str(folder / "model.bin"))
    (folder / "codes.txt").write_text("\n".join(codes), encoding="utf-8")


def _open_fasttext(folder: Path, task: Task) -> Ask:
    import fasttext

    model = fasttext.load_model(str(folder / "model.bin"))
    codes = (folder / "codes.txt").read_text(encoding="utf-8").split("\n")

    def ask(rows: Rows) -> Answers:
        scores = np.zeros((len(rows), len(codes)))
        labels, shares = model.predict([_line(row) for row in rows], k=-1)
        for place, (names, values) in enumerate(zip(labels, shares, strict=True)):
            scores[place, [int(name.removeprefix("__label__")) for name in names]] = values
        return _answers(scores, codes)

    return ask


LEARNERS = (
    Learner(OURS, partial(_open_ours, reasons=False), _teach_ours),
    Learner(REASONS, partial(_open_ours, reasons=True), like=OURS),
    Learner("jieba + TF-IDF + LinearSVC", _open_linear, _teach_linear),
    Learner("the same, our lessons and words", _open_linear, partial(_teach_linear, our_lessons=True)),
    Learner("jieba + TF-IDF + ComplementNB", partial(_open_linear, bayes=True), partial(_teach_linear, bayes=True)),
    Learner("spaCy textcat (bow)", _open_spacy, _teach_spacy, package="spacy"),
    Learner("fastText", _open_fasttext, _teach_fasttext, package="fasttext"),
)
"""All that take part, ours first."""
