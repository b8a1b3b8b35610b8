"""From a letter to an analysis: the only module that knows the order of the steps."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Self

from nlp.artefact import Manifest, load_artefact
from nlp.classifier import LetterClassifier, ReviewRules, review_reason
from nlp.errors import ArtefactError
from nlp.extraction import find_signals, notice_due
from nlp.features import Document
from nlp.letter import Analysis, Evidence, Letter, Prediction
from nlp.privacy import mask
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

    @classmethod
    def load(cls, folder: Path | str) -> Self:
        """Load a model folder; ``ArtefactError`` says what to do if it is missing, damaged or of another version."""
        manifest, content = load_artefact(Path(folder))
        if not isinstance(content, ModelContent):
            raise ArtefactError(str(folder), "模型文件里不是本程序的模型", "请用 petitions train 重新训练")
        return cls(content, manifest)

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
        classifier = self.content.classifier
        documents = classifier.read(letters)
        chosen, mentioned, reasons = classifier.predict_all(documents)
        codes = [str(code) for code in classifier.classes_]
        return [
            self._assemble(
                letter,
                document,
                dict(zip(codes, map(float, probabilities), strict=True)),
                dict(zip(codes, map(float, mentions), strict=True)),
                evidence,
            )
            for letter, document, probabilities, mentions, evidence in zip(
                letters, documents, chosen, mentioned, reasons, strict=True
            )
        ]

    def _assemble(
        self,
        letter: Letter,
        document: Document,
        probabilities: Mapping[str, float],
        mentions: Mapping[str, float],
        evidence: tuple[Evidence, ...],
    ) -> Analysis:
        rules, taxonomy = self.content.rules, self.content.taxonomy
        category = max(probabilities, key=lambda code: probabilities[code])
        alert = taxonomy.alert_pattern
        accusation = any(
            category == code or max(probabilities[code], mentions[code]) >= rules.accusation
            for code in taxonomy.confidential_codes
        ) or bool(alert and alert.search(document.text))
        further = sorted((c for c in mentions if mentions[c] >= rules.mention), key=lambda c: -mentions[c])
        prediction = Prediction(
            category=category,
            probabilities=probabilities,
            secondary=tuple(c for c in further if c not in (category, taxonomy.outside_code)),
            review_reason=review_reason(
                rules,
                length=len(document.text),
                probabilities=probabilities,
                outside=taxonomy.outside_code,
                accusation=accusation,
            ),
            evidence=evidence,
        )
        return Analysis(
            letter=letter,
            prediction=prediction,
            confidential=accusation,
            signals=find_signals(document.normalized, document.text_offset),
            due=notice_due(letter.received),
            masked_text=mask(letter.text),
        )
