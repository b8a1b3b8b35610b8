"""From a letter to an analysis: the only module that knows the order of the steps."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Self

from nlp.artefact import Manifest, load_artefact
from nlp.classifier import (
    Findings,
    LetterClassifier,
    ReviewRules,
    choose_category,
    review_reason,
    secondary_categories,
)
from nlp.errors import ArtefactError
from nlp.extraction import find_signals
from nlp.extraction.enterprise_table import EnterpriseTable, load_enterprises
from nlp.features import Document
from nlp.letter import Analysis, Letter, Prediction
from nlp.privacy import mask
from nlp.procedure import notice_due
from nlp.settings import Settings
from nlp.taxonomy import Taxonomy

__all__ = ["ModelContent", "Pipeline"]

_BATCH = 512


@dataclass(frozen=True)
class ModelContent:
    """What a model file holds."""

    classifier: LetterClassifier
    rules: ReviewRules
    taxonomy: Taxonomy


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
        return self._analyse_batch([Letter(letter) if isinstance(letter, str) else letter])[0]

    def analyse_many(self, letters: Iterable[Letter]) -> Iterator[Analysis]:
        """Analyse letters one after another, in order, holding no more than a few hundred at a time."""
        remaining = iter(letters)
        while batch := list(islice(remaining, _BATCH)):
            yield from self._analyse_batch(batch)

    def _analyse_batch(self, letters: list[Letter]) -> list[Analysis]:
        documents = self.content.classifier.read(letters)
        findings = self.content.classifier.predict_all(documents)
        return [
            self._assemble(letter, document, findings, row)
            for row, (letter, document) in enumerate(zip(letters, documents, strict=True))
        ]

    def _assemble(self, letter: Letter, document: Document, findings: Findings, row: int) -> Analysis:
        prediction, confidential = self._suggest(document, findings, row)
        return Analysis(
            letter=letter,
            prediction=prediction,
            confidential=confidential,
            signals=find_signals(
                document.normalized, document.text_offset, table=self.enterprises, received=letter.received
            ),
            due=notice_due(letter.received),
            masked_text=mask(letter.text),
        )

    def _suggest(self, document: Document, findings: Findings, row: int) -> tuple[Prediction, bool]:
        """Give the prediction, and whether the letter may hold an accusation."""
        rules, taxonomy = self.content.rules, self.content.taxonomy
        codes = [str(code) for code in self.content.classifier.classes_]
        probabilities = dict(zip(codes, map(float, findings.probabilities[row]), strict=True))
        mentions = dict(zip(codes, map(float, findings.mentions[row]), strict=True))
        demands = findings.demands[row]
        category = choose_category(rules, probabilities, taxonomy.outside_code)
        alert = taxonomy.alert_pattern
        accusation = bool(alert and alert.search(document.text)) or any(
            category == code
            or max(probabilities[code], mentions[code]) >= rules.accusation
            or any(demand.category == code for demand in demands)
            for code in taxonomy.confidential_codes
        )
        reason = review_reason(
            rules,
            length=len(document.text),
            probabilities=probabilities,
            outside=taxonomy.outside_code,
            accusation=accusation,
        )
        prediction = Prediction(
            category=category,
            probabilities=probabilities,
            secondary=secondary_categories(rules, mentions, demands, (category, taxonomy.outside_code)),
            review_reason=reason,
            evidence=findings.evidence[row],
            demands=demands,
        )
        return prediction, accusation
