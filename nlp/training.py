"""From labelled letters to a model folder: fit, measure on letters held back, write the card."""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from nlp.artefact import Manifest, digest, save_artefact
from nlp.classifier import LetterClassifier, ReviewRules
from nlp.classifier.metrics import Judged, measure
from nlp.corpus import LabelledLetter, letter_files, load_letters
from nlp.errors import CorpusError
from nlp.letter import Letter
from nlp.model_card import model_card
from nlp.pipeline import ModelContent, Pipeline
from nlp.taxonomy import Taxonomy, load_taxonomy
from nlp.tokenization import Term, parse_lexicon, user_words

__all__ = ["TrainingInput", "evaluate", "is_held_back", "judge", "train"]

GENERAL = "general"
"""The lexicon's mark for a term that leans to no category."""

_HELD_BACK_OF = 5
_FEWEST_A_CLASS = 10
_WANTED_RECALL = 0.97
_MOST_MARKED = 0.3


@dataclass(frozen=True)
class TrainingInput:
    """The files a model is made from; their digests go into its manifest."""

    letters: tuple[Path, ...]
    taxonomy: Path
    lexicon: Path | None = None

    def digests(self) -> dict[str, str]:
        """Give the SHA-256 of each kind of input."""
        found = {
            "letters": digest(*(path.read_bytes() for path in letter_files(self.letters))),
            "taxonomy": digest(self.taxonomy.read_bytes()),
        }
        return found | ({"lexicon": digest(self.lexicon.read_bytes())} if self.lexicon else {})

    def terms(self) -> tuple[Term, ...]:
        """Give the lexicon's terms, none without a lexicon."""
        if self.lexicon is None:
            return ()
        return parse_lexicon(self.lexicon.read_text(encoding="utf-8"), str(self.lexicon))


def is_held_back(letter: LabelledLetter) -> bool:
    """Tell whether a letter belongs to the fifth that figures are measured on; kin always share the answer.

    The choice depends on the letter's group alone, so a growing corpus never moves a letter across.
    """
    return zlib.crc32(letter.group.encode()) % _HELD_BACK_OF == 0


def train(
    given: TrainingInput, folder: Path, *, name: str, report: Callable[[str], None] = lambda line: None
) -> Manifest:
    """Fit on four fifths, measure on the fifth, fit on all, save; ``report`` is told of each step."""
    taxonomy = load_taxonomy(given.taxonomy)
    letters = load_letters(given.letters, taxonomy)
    terms = tuple(term for term in given.terms() if term.category in (*taxonomy.codes, GENERAL))
    _check_counts(letters, taxonomy)
    learnt = [letter for letter in letters if not is_held_back(letter)]
    held = [letter for letter in letters if is_held_back(letter)]
    report(f"读入 {len(letters)} 封，其中 {len(held)} 封留作检验；词典 {len(terms)} 词")
    trial = _fit(learnt, terms)
    report("检验：用留出的来信")
    rules = choose_rules(trial, held, taxonomy)
    metrics = evaluate(_as_pipeline(trial, rules, taxonomy), held)
    report("定型：用全部来信")
    content = ModelContent(_fit(letters, terms), rules, taxonomy)
    manifest = save_artefact(folder, name, content, digests=given.digests(), metrics=metrics)
    (folder / "README.md").write_text(model_card(manifest, letters, taxonomy, rules), encoding="utf-8", newline="\n")
    return manifest


def evaluate(pipeline: Pipeline, letters: Sequence[LabelledLetter]) -> dict[str, Any]:
    """Run labelled letters through a pipeline and give the figures of ``nlp.classifier.metrics.measure``."""
    taxonomy = pipeline.taxonomy
    judged = judge(pipeline, letters)
    return measure(judged, outside=taxonomy.outside_code, confidential=taxonomy.confidential_codes)


def judge(pipeline: Pipeline, letters: Sequence[LabelledLetter]) -> Judged:
    """Put what a pipeline says of labelled letters beside their labels."""
    taxonomy = pipeline.taxonomy
    found = list(pipeline.analyse_many(Letter(letter.text, letter.id, letter.title) for letter in letters))
    return Judged(
        codes=taxonomy.codes,
        labels=[letter.label for letter in letters],
        secondary=[letter.secondary for letter in letters],
        probabilities=np.array([[a.prediction.probabilities.get(c, 0.0) for c in taxonomy.codes] for a in found]),
        confidential=[analysis.confidential for analysis in found],
        needs_review=[analysis.prediction.needs_review for analysis in found],
    )


def choose_rules(classifier: LetterClassifier, held: Sequence[LabelledLetter], taxonomy: Taxonomy) -> ReviewRules:
    """Set the accusation threshold: 97 % of the accusations held back are found, or as many as 30 % marked allows."""
    if not taxonomy.confidential_codes or not held:
        return ReviewRules()
    chosen, mentioned, _ = classifier.predict_all(classifier.read([_letter(letter) for letter in held]))
    columns = [i for i, code in enumerate(classifier.classes_) if code in taxonomy.confidential_codes]
    scores = np.maximum(chosen, mentioned)[:, columns].max(axis=1)
    accused = [bool(taxonomy.confidential_codes & {letter.label, *letter.secondary}) for letter in held]
    if not any(accused):
        return ReviewRules()
    wanted = np.quantile(scores[accused], 1 - _WANTED_RECALL, method="lower")
    affordable = np.quantile(scores, 1 - max(_MOST_MARKED, float(np.mean(accused))))
    return ReviewRules(accusation=round(float(max(wanted, affordable)), 4))


def _fit(letters: Sequence[LabelledLetter], terms: Sequence[Term]) -> LetterClassifier:
    """Fit on letters, and on their titles and the lexicon's terms as letters of their own.

    A title says the matter in a few words, a term teaches words no letter used; on real letters of another origin both
    helped (``benchmarks/learning_curve.py`` shows the plain model).
    """
    taught = [(_letter(x), x.label, x.secondary, x.group) for x in letters]
    taught += [(Letter("", title=x.title), x.label, x.secondary, x.group) for x in letters if x.title]
    taught += [(Letter(t.text), t.category, (), f"term:{t.text}") for t in terms if t.category != GENERAL]
    texts, labels, secondary, groups = zip(*taught, strict=True)
    return LetterClassifier(words=user_words(terms)).fit(texts, labels, secondary=secondary, groups=groups)


def _letter(letter: LabelledLetter) -> Letter:
    return Letter(letter.text, letter.id, letter.title)


def _as_pipeline(classifier: LetterClassifier, rules: ReviewRules, taxonomy: Taxonomy) -> Pipeline:
    empty = Manifest(format=0, name="", program="", libraries={}, digests={}, metrics={}, sha256="", bytes=0)
    return Pipeline(ModelContent(classifier, rules, taxonomy), empty)


def _check_counts(letters: Sequence[LabelledLetter], taxonomy: Taxonomy) -> None:
    for category in taxonomy.categories:
        count = sum(letter.label == category.code for letter in letters)
        if count < _FEWEST_A_CLASS:
            raise CorpusError(
                category.name, f"只有 {count} 封，少于 {_FEWEST_A_CLASS} 封", "请补充这一类的来信，或从口径中去掉这一类"
            )
