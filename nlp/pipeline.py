"""From a letter to an analysis: the only module that knows the order of the steps."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

import nlp.lean  # before what imports scikit-learn
from nlp.artefact import Manifest, load_artefact
from nlp.classifier import (
    Findings,
    LetterClassifier,
    ReviewRules,
    accusation_clues,
    review_reason,
    secondary_categories,
)
from nlp.errors import ArtefactError
from nlp.extraction import add_statements, find_signals_of_many
from nlp.extraction.enterprise_table import EnterpriseTable, load_enterprises
from nlp.features import Document
from nlp.letter import Analysis, Letter, Prediction, Signal
from nlp.privacy import mask_many, mask_neutral
from nlp.procedure import notice_due
from nlp.settings import Settings
from nlp.taxonomy import Taxonomy

__all__ = ["ModelContent", "Pipeline", "clues_of"]

_Masking = Callable[[Sequence[Letter], Sequence[Document]], Sequence[str]]
_BATCH = 256
"""Letters counted together: more, and what numpy holds of them is new memory every time."""
_ACCUSATION = "accusation"


_notice_due = lru_cache(maxsize=512)(notice_due)  # letters come by the day


@dataclass(frozen=True)
class ModelContent:
    """What a model file holds."""

    classifier: LetterClassifier
    rules: ReviewRules
    taxonomy: Taxonomy


def clues_of(
    classifier: LetterClassifier, taxonomy: Taxonomy, documents: Sequence[Document], findings: Findings
) -> NDArray[np.float64]:
    """Give what hints at an accusation in each letter, ``accusation_clues``; the taxonomy must have such a category."""
    columns = [place for place, code in enumerate(classifier.classes_) if code in taxonomy.confidential_codes]
    alert = taxonomy.alert_pattern
    words = [len(alert.findall(one.normalized.text)) if alert else 0 for one in documents]
    outside = next((place for place, code in enumerate(classifier.classes_) if code == taxonomy.outside_code), None)
    return accusation_clues(findings, columns, words, outside)


def _masked(letters: Sequence[Letter], documents: Sequence[Document]) -> list[str]:
    """Mask letters; where one is in normal form as it was written, what identifies a person is known already."""
    as_written = [
        document.normalized.text == letter.full_text for letter, document in zip(letters, documents, strict=True)
    ]
    otherwise = iter(mask_many([letter.text for letter, same in zip(letters, as_written, strict=True) if not same]))
    return [
        mask_neutral(letter.text, document.text[letter.text_offset :]) if same else next(otherwise)
        for letter, document, same in zip(letters, documents, as_written, strict=True)
    ]


@dataclass(frozen=True)
class Pipeline:
    """A loaded model and all that is done to a letter with it.

    ``Pipeline.load(folder)`` once a process, then ``analyse`` letters; nothing of a letter is kept.
    """

    content: ModelContent
    manifest: Manifest
    enterprises: EnterpriseTable | None = None

    @classmethod
    def load(cls, folder: Path | str, enterprises: EnterpriseTable | None = None) -> Self:
        """Load a model folder; ``ArtefactError`` says what to do if it is missing, damaged or of another version."""
        manifest, content = load_artefact(Path(folder))
        if not isinstance(content, ModelContent):
            raise ArtefactError(str(folder), "模型文件里不是本程序的模型", "请用 petitions train 重新训练")
        return cls(content, manifest, enterprises)

    @classmethod
    def of_office(cls, settings: Settings, model: Path | None = None) -> Self:
        """Load the model an office uses, or another one, with the enterprises it knows.

        Raises ``ArtefactError`` as ``load`` does, and ``SettingError`` for a mistake in the table of enterprises.
        """
        table = load_enterprises(settings.enterprises) if settings.enterprises.is_file() else None
        return cls.load(model or settings.model, table)

    @property
    def taxonomy(self) -> Taxonomy:
        """The categories this model knows."""
        return self.content.taxonomy

    def analyse(self, letter: Letter | str) -> Analysis:
        """Analyse one letter or one pasted text."""
        return next(self.analyse_many([Letter(letter) if isinstance(letter, str) else letter]))

    def analyse_many(self, letters: Iterable[Letter]) -> Iterator[Analysis]:
        """Analyse letters one after another, in order, holding no more than a few hundred at a time."""
        return (analysis for analysis, _ in self._by_batch(letters, _masked))

    def analyse_unmasked(self, letters: Iterable[Letter]) -> Iterator[tuple[Analysis, str]]:
        """Do the same for who keeps analyses and masks when he shows: the masked text stays empty.

        Beside each analysis comes the letter's full text in normal form, which is what is searched.
        """
        return self._by_batch(letters, lambda batch, _: [""] * len(batch))

    def _by_batch(self, letters: Iterable[Letter], masked: _Masking) -> Iterator[tuple[Analysis, str]]:
        remaining = iter(letters)
        while batch := list(islice(remaining, _BATCH)):
            with nlp.lean.undisturbed():
                analysed = self._analyse_batch(batch, masked)
            yield from analysed

    def _analyse_batch(self, batch: Sequence[Letter], masked: _Masking) -> list[tuple[Analysis, str]]:
        documents = self.content.classifier.read(batch)
        placed = [
            (one.normalized, one.text_offset, letter.received) for one, letter in zip(documents, batch, strict=True)
        ]
        signals = find_signals_of_many(placed, table=self.enterprises)
        findings = self.content.classifier.predict_all(documents, signals)
        suggested = self._suggest(findings)
        known = zip(batch, documents, masked(batch, documents), strict=True)
        found = zip(signals, findings.statements, self._accusing(documents, findings), strict=True)
        return [
            (self._assemble(of_letter, prediction, of_signals, findings.judged), of_letter[1].normalized.text)
            for of_letter, prediction, of_signals in zip(known, suggested, found, strict=True)
        ]

    def _accusing(self, documents: Sequence[Document], findings: Findings) -> Sequence[bool]:
        """Say of each letter whether all that hints at an accusation is enough to treat it as one."""
        if not self.taxonomy.confidential_codes:
            return [False] * len(documents)
        clues = clues_of(self.content.classifier, self.taxonomy, documents, findings)
        accusing: list[bool] = (self.content.rules.odds.probabilities(clues) >= self.content.rules.accusation).tolist()
        return accusing

    def _assemble(
        self,
        known: tuple[Letter, Document, str],
        prediction: Prediction,
        found: tuple[Sequence[Signal], Sequence[Signal], bool],
        judged: Container[str],
    ) -> Analysis:
        """Put an analysis together.

        ``known`` are the letter, what was read and its masked text; ``found`` its signals, what its sentences say, and
        whether all in all it accuses.
        """
        (letter, document, masked), (signals, statements, accusing) = known, found
        signals = add_statements(signals, statements, document.normalized.text, judged)
        weighed = _ACCUSATION in judged
        accusation = accusing or self._accuses(prediction, () if weighed else signals)
        if weighed and not accusation:  # a sentence that could accuse, in a letter that all in all does not
            signals = tuple(signal for signal in signals if signal.kind != _ACCUSATION)
        reason = review_reason(
            self.content.rules,
            length=len(document.text),
            probabilities=prediction.probabilities,
            outside=self.taxonomy.outside_code,
            accusation=accusation,
        )
        return Analysis(
            letter=letter,
            prediction=replace(prediction, review_reason=reason) if reason else prediction,
            confidential=accusation,
            signals=signals,
            due=_notice_due(letter.received),
            masked_text=masked,
        )

    def _suggest(self, findings: Findings) -> Iterator[Prediction]:
        """Yield the predictions but for the reason to review them."""
        rules, outside = self.content.rules, self.taxonomy.outside_code
        codes = self.content.classifier.classes_.tolist()
        rows = zip(findings.probabilities.tolist(), findings.mentions.tolist(), strict=True)
        for row, (probabilities, mentions) in enumerate(rows):
            category, demands = codes[probabilities.index(max(probabilities))], findings.demands[row]
            named = dict(zip(codes, mentions, strict=True))
            yield Prediction(
                category=category,
                probabilities=dict(zip(codes, probabilities, strict=True)),
                subtype="" if category == outside else findings.subtypes[row].get(category, ""),
                secondary=secondary_categories(rules, named, demands, (category, outside)),
                evidence=findings.evidence[row],
                demands=demands,
            )

    def _accuses(self, prediction: Prediction, found: Sequence[Signal]) -> bool:
        """Say whether anything that will be shown of a letter is an accusation: what is shown must be withheld."""
        codes = self.taxonomy.confidential_codes
        shown = {prediction.category, *prediction.secondary, *(demand.category for demand in prediction.demands)}
        return bool(codes) and (bool(codes & shown) or any(signal.kind == _ACCUSATION for signal in found))
