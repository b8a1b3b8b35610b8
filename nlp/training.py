"""From labelled letters to a model folder: fit, measure on letters held back, write the card."""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from nlp.artefact import Manifest, digest, save_artefact
from nlp.card_pictures import draw_pictures
from nlp.classifier import STATED, AccusationOdds, LetterClassifier, ReviewRules, Stated
from nlp.classifier.metrics import Judged, measure, measure_demands
from nlp.copies import join_copies
from nlp.corpus import LabelledLetter, letter_files, load_letters, parse_sentences
from nlp.doubtful import Doubtful, find_doubtful
from nlp.errors import CorpusError, SettingError
from nlp.letter import Analysis
from nlp.model_card import Diagnosis, calibration_bins, model_card
from nlp.pipeline import ModelContent, Pipeline, clues_of
from nlp.taxonomy import Taxonomy, load_taxonomy
from nlp.teaching import GENERAL, Lesson, as_letter, as_marks, learning_curve, lessons_of, out_of_fold, teach
from nlp.tokenization import Term, parse_lexicon
from nlp.trial import save_trial

__all__ = ["Made", "TrainingInput", "evaluate", "is_held_back", "judge", "make_model", "train", "write_card"]

_HELD_BACK_OF = 5
_FEWEST_A_CLASS = 10
_WANTED_RECALL = 0.98
_RISKED = 0.045

Further = Callable[[Sequence[LabelledLetter], Sequence[Term], Taxonomy], Sequence[Lesson]]
"""What gives lessons beyond the letters: asked once with the letters learnt from, never with those held back."""

Finish = Callable[[LetterClassifier], LetterClassifier]
"""What is done to a fitted classifier before it is measured or saved."""


def _as_it_is(classifier: LetterClassifier) -> LetterClassifier:
    return classifier


@dataclass(frozen=True)
class TrainingInput:
    """The files a model is made from; their digests go into its manifest."""

    letters: tuple[Path, ...]
    taxonomy: Path
    lexicon: Path | None = None
    matters: Path | None = None
    statements: Path | None = None

    def digests(self) -> dict[str, str]:
        """Give the SHA-256 of each kind of input; ``CorpusError`` names a file that is not there."""
        found = {
            "letters": digest(*map(_content, letter_files(self.letters))),
            "taxonomy": digest(_content(self.taxonomy)),
        }
        further = {"lexicon": self.lexicon, "matters": self.matters, "statements": self.statements}
        return found | {name: digest(_content(path)) for name, path in further.items() if path}

    def terms(self) -> tuple[Term, ...]:
        """Give the lexicon's terms, none without a lexicon."""
        if self.lexicon is None:
            return ()
        return parse_lexicon(_text(self.lexicon), str(self.lexicon))

    def sentences(self, taxonomy: Taxonomy) -> list[LabelledLetter]:
        """Give the matters that are said in one sentence, none without a file of them.

        Those of a category or sub-type this taxonomy does not have are left out: they are of another office's making.
        """
        known = {(one.category, one.code) for one in taxonomy.subtypes}
        return [x for x in load_letters([self.matters]) if (x.label, x.subtype) in known] if self.matters else []

    def stated(self) -> list[Stated]:
        """Give the single sentences and what they say, none without a file of them."""
        if self.statements is None:
            return []
        return [*parse_sentences(_text(self.statements), str(self.statements), STATED)]


def _text(path: Path) -> str:
    try:
        return _content(path).decode()
    except UnicodeDecodeError as error:
        raise SettingError(str(path), "不是 UTF-8 编码", "请存为 UTF-8") from error


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        remedy = "请放回原处，或用 petitions train 的选项写明它在哪里"
        raise CorpusError(str(path), "没有这个文件或文件夹", remedy) from error
    except OSError as error:
        raise CorpusError(str(path), f"读不了（{type(error).__name__}）", "请核对路径和权限") from error


@dataclass(frozen=True)
class Made:
    """A model just made, what it was made of and what its card will show."""

    content: ModelContent
    manifest: Manifest
    letters: Sequence[LabelledLetter]
    diagnosis: Diagnosis


def is_held_back(letter: LabelledLetter) -> bool:
    """Tell whether a letter belongs to the fifth that figures are measured on; kin always share the answer.

    The choice depends on the letter's group alone, so a growing corpus never moves a letter across.
    """
    return zlib.crc32(letter.group.encode()) % _HELD_BACK_OF == 0


def train(
    given: TrainingInput, folder: Path, *, name: str, report: Callable[[str], None] = lambda line: None
) -> Manifest:
    """Fit on four fifths, measure on the fifth, fit on all, save, write the card; ``report`` is told of each step."""
    made = make_model(given, folder, name=name, report=report)
    write_card(made, folder)
    return made.manifest


def make_model(
    given: TrainingInput,
    folder: Path,
    *,
    name: str,
    report: Callable[[str], None],
    further: Further | None = None,
    finish: Finish = _as_it_is,
    own: Sequence[LabelledLetter] = (),
) -> Made:
    """Do what ``train`` does up to the card, with further lessons and a last touch where they are given.

    ``own`` are labelled letters that lie in no file: split, learnt and measured on like the others. Copies are joined
    first: they are on one side of every split.
    """
    digests, taxonomy = given.digests(), load_taxonomy(given.taxonomy)  # a file that is missing is told of at once
    letters, copies = join_copies([*load_letters(given.letters, taxonomy), *own])
    terms = tuple(term for term in given.terms() if term.category in (*taxonomy.codes, GENERAL))
    learnt = [letter for letter in letters if not is_held_back(letter)]
    held = [letter for letter in letters if is_held_back(letter)]
    _check_counts(letters, learnt, held, taxonomy)
    report(f"读入 {len(letters)} 封，其中 {len(held)} 封留作检验；词典 {len(terms)} 词")
    matters, more = given.sentences(taxonomy), further(learnt, terms, taxonomy) if further else ()

    def fitted(some: Sequence[LabelledLetter]) -> LetterClassifier:
        return finish(teach([*lessons_of(some, terms, matters), *more], terms, taxonomy, given.stated()))

    trial = fitted(learnt)
    report("检验：用留出的来信")
    tried = _as_pipeline(trial, choose_rules(trial, held, taxonomy), taxonomy)
    save_trial(folder, tried.content, learnt)
    judged, metrics = _measured(tried, held)
    report("学习曲线和可疑标签")
    bins, curve = calibration_bins(judged), learning_curve(trial, learnt, held, terms)
    metrics |= {"calibration": [list(row) for row in bins]}
    doubtful = _doubtful(trial, letters, taxonomy)
    report("定型：用全部来信")
    content = ModelContent(fitted(letters), tried.content.rules, taxonomy)
    manifest = save_artefact(folder, name, content, digests=digests | _digest_of(own), metrics=metrics)
    return Made(content, manifest, letters, Diagnosis(copies, bins, curve, doubtful))


def _doubtful(trial: LetterClassifier, letters: Sequence[LabelledLetter], taxonomy: Taxonomy) -> list[Doubtful]:
    ids, labels = [letter.id for letter in letters], [letter.label for letter in letters]
    return find_doubtful(ids, labels, taxonomy.codes, out_of_fold(trial, letters, taxonomy.codes))


def _digest_of(own: Sequence[LabelledLetter]) -> dict[str, str]:
    return {"corrections": digest(*sorted(x.model_dump_json().encode() for x in own))} if own else {}


def write_card(made: Made, folder: Path, *, command: str = "train", added: str = "") -> None:
    """Draw the pictures and write README.md beside the model; ``added`` is a section in Markdown."""
    taxonomy = made.content.taxonomy
    pictures = draw_pictures(
        folder,
        names=taxonomy.category_names,
        confusion=made.manifest.metrics["confusion"],
        bins=made.diagnosis.bins,
        curve=[(point.letters, point.macro_f1) for point in made.diagnosis.curve],
    )
    diagnosis = replace(made.diagnosis, pictures=pictures, command=command, added=added)
    page = model_card(made.manifest, made.letters, taxonomy, made.content.rules, diagnosis)
    (folder / "README.md").write_text(page, encoding="utf-8", newline="\n")


def evaluate(pipeline: Pipeline, letters: Sequence[LabelledLetter]) -> dict[str, Any]:
    """Run labelled letters through a pipeline and give the figures of ``nlp.classifier.metrics.measure``."""
    return _measured(pipeline, letters)[1]


def judge(pipeline: Pipeline, letters: Sequence[LabelledLetter]) -> Judged:
    """Put what a pipeline says of labelled letters beside their labels."""
    return _judged(pipeline.taxonomy, letters, list(pipeline.analyse_many(map(as_letter, letters))))


def choose_rules(classifier: LetterClassifier, held: Sequence[LabelledLetter], taxonomy: Taxonomy) -> ReviewRules:
    """Weigh what hints at an accusation, and set the threshold: 98 % of those held back are found.

    A letter to come is less plain than one of the corpus, and its hints are weaker: the threshold is never above a
    chance of 4.5 %, and the corpus is marked more than letters to come.
    """
    accused = [bool(taxonomy.confidential_codes & {letter.label, *letter.secondary}) for letter in held]
    if len(set(accused)) < 2:
        return ReviewRules()
    documents = classifier.read([as_letter(letter) for letter in held])
    clues = clues_of(classifier, taxonomy, documents, classifier.predict_all(documents))
    odds = AccusationOdds.fit(clues, accused)
    threshold = np.quantile(odds.probabilities(clues)[accused], 1 - _WANTED_RECALL, method="lower")
    return ReviewRules(accusation=round(min(float(threshold), _RISKED), 4), odds=odds)


def _measured(pipeline: Pipeline, letters: Sequence[LabelledLetter]) -> tuple[Judged, dict[str, Any]]:
    taxonomy = pipeline.taxonomy
    found = list(pipeline.analyse_many(map(as_letter, letters)))
    judged = _judged(taxonomy, letters, found)
    figures = measure(judged, outside=taxonomy.outside_code, confidential=taxonomy.confidential_codes)
    marks = [as_marks(letter) for letter in letters]
    return judged, figures | measure_demands(marks, [analysis.prediction.demands for analysis in found])


def _judged(taxonomy: Taxonomy, letters: Sequence[LabelledLetter], found: Sequence[Analysis]) -> Judged:
    return Judged(
        codes=taxonomy.codes,
        labels=[letter.label for letter in letters],
        secondary=[letter.secondary for letter in letters],
        probabilities=np.array([[a.prediction.probabilities.get(c, 0.0) for c in taxonomy.codes] for a in found]),
        confidential=[analysis.confidential for analysis in found],
        needs_review=[analysis.prediction.needs_review for analysis in found],
        secondary_found=[analysis.prediction.secondary for analysis in found],
        chosen=[analysis.prediction.category for analysis in found],
        pairs=[letter.pair for letter in letters],
    )


def _as_pipeline(classifier: LetterClassifier, rules: ReviewRules, taxonomy: Taxonomy) -> Pipeline:
    empty = Manifest(format=0, name="", program="", libraries={}, digests={}, metrics={}, sha256="", bytes=0)
    return Pipeline(ModelContent(classifier, rules, taxonomy), empty)


def _check_counts(
    letters: Sequence[LabelledLetter],
    learnt: Sequence[LabelledLetter],
    held: Sequence[LabelledLetter],
    taxonomy: Taxonomy,
) -> None:
    remedy = "请补充这一类的来信，或从口径中去掉这一类"
    for category in taxonomy.categories:
        count = sum(letter.label == category.code for letter in letters)
        if count < _FEWEST_A_CLASS:
            raise CorpusError(category.name, f"只有 {count} 封，少于 {_FEWEST_A_CLASS} 封", remedy)
        if not any(letter.label == category.code for letter in learnt):
            raise CorpusError(category.name, "几乎都是同一封信的抄件，留出检验后无可学的", remedy)
    if not held:
        raise CorpusError("来信", f"{len(letters)} 封里没有一封可以留作检验", "请补充来信")
