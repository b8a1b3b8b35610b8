"""From a letter to an analysis: the only module that knows the order of the steps."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
        for analysed in self._by_batch(letters):
            with nlp.lean.undisturbed():
                texts = _masked([one.letter for one, _ in analysed], [document for _, document in analysed])
                masked = [replace(one, masked_text=text) for (one, _), text in zip(analysed, texts, strict=True)]
            yield from masked

    def analyse_unmasked(self, letters: Iterable[Letter]) -> Iterator[tuple[Analysis, str]]:
        """Do the same for who keeps analyses and masks when he shows: the masked text stays empty.

        Beside each analysis comes the letter's full text in normal form, which is what is searched.
        """
        for analysed in self._by_batch(letters):
            yield from ((analysis, document.normalized.text) for analysis, document in analysed)

    def _by_batch(self, letters: Iterable[Letter]) -> Iterator[list[tuple[Analysis, Document]]]:
        remaining = iter(letters)
        while batch := list(islice(remaining, _BATCH)):
            with nlp.lean.undisturbed():
                analysed = self._analyse_batch(batch)
            yield analysed

    def _analyse_batch(self, batch: Sequence[Letter]) -> list[tuple[Analysis, Document]]:
        documents = self.content.classifier.read(batch)
        placed = [
            (one.normalized, one.text_offset, letter.received) for one, letter in zip(documents, batch, strict=True)
        ]
        signals = find_signals_of_many(placed, table=self.enterprises)
        findings = self.content.classifier.predict_all(documents, signals)
        accusing = self._accusing(documents, findings)
        return [
            (self._assemble(letter, document, found, findings, row, accusing[row]), document)
            for row, (letter, document, found) in enumerate(zip(batch, documents, signals, strict=True))
        ]

    def _accusing(self, documents: Sequence[Document], findings: Findings) -> Sequence[bool]:
        """Say of each letter whether all that hints at an accusation is enough to treat it as one."""
        if not self.taxonomy.confidential_codes:
            return [False] * len(documents)
        clues = clues_of(self.content.classifier, self.taxonomy, documents, findings)
        accusing: list[bool] = (self.content.rules.odds.probabilities(clues) >= self.content.rules.accusation).tolist()
        return accusing

    def _assemble(
        self, letter: Letter, document: Document, found: Sequence[Signal], findings: Findings, row: int, accusing: bool
    ) -> Analysis:
        rules, outside = self.content.rules, self.taxonomy.outside_code
        prediction = self._suggest(findings, row, self._by_code(findings.mentions[row]))
        signals = add_statements(found, findings.statements[row], document.normalized.text, findings.judged)
        weighed = _ACCUSATION in findings.judged
        accusation = accusing or self._accuses(prediction, () if weighed else signals)
        if weighed and not accusation:  # a sentence that could accuse, in a letter that all in all does not
            signals = tuple(signal for signal in signals if signal.kind != _ACCUSATION)
        reason = review_reason(
            rules,
            length=len(document.text),
            probabilities=prediction.probabilities,
            outside=outside,
            accusation=accusation,
        )
        return Analysis(
            letter=letter,
            prediction=replace(prediction, review_reason=reason),
            confidential=accusation,
            signals=signals,
            due=_notice_due(letter.received),
        )

    def _suggest(self, findings: Findings, row: int, mentions: Mapping[str, float]) -> Prediction:
        """Give the prediction but for the reason to review it."""
        rules, outside = self.content.rules, self.taxonomy.outside_code
        probabilities, demands = self._by_code(findings.probabilities[row]), findings.demands[row]
        category = max(probabilities, key=lambda code: probabilities[code])
        return Prediction(
            category=category,
            probabilities=probabilities,
            subtype="" if category == outside else findings.subtypes[row].get(category, ""),
            secondary=secondary_categories(rules, mentions, demands, (category, outside)),
            evidence=findings.evidence[row],
            demands=demands,
        )

    def _accuses(self, prediction: Prediction, found: Sequence[Signal]) -> bool:
        """Say whether anything that will be shown of a letter is an accusation: what is shown must be withheld."""
        codes = self.taxonomy.confidential_codes
        shown = {prediction.category, *prediction.secondary, *(demand.category for demand in prediction.demands)}
        return bool(codes) and (bool(codes & shown) or any(signal.kind == _ACCUSATION for signal in found))

    def _by_code(self, values: NDArray[np.float64]) -> dict[str, float]:
        return dict(zip(self.content.classifier.classes_.tolist(), values.tolist(), strict=True))
