"""Two models on the same letters."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from nlp.classifier.model import Findings
from nlp.comparison import compare
from nlp.corpus import LabelledLetter
from nlp.letter import Prediction
from nlp.pipeline import ModelContent, Pipeline
from nlp.taxonomy import Taxonomy


@pytest.fixture(scope="module")
def letters(corpus: list[LabelledLetter]) -> list[LabelledLetter]:
    return corpus[::60]


def test_a_model_does_not_differ_from_itself(pipeline: Pipeline, letters: list[LabelledLetter]) -> None:
    found = compare(pipeline, pipeline, letters, draws=20)
    assert {row.figure for row in found} >= {"macro_f1", "in_scope_macro_f1", "other_auroc"}
    assert all(row.first == row.second and row.low == row.high == 0 and not row.is_clear for row in found)


def test_a_model_that_always_says_other_is_clearly_worse(pipeline: Pipeline, letters: list[LabelledLetter]) -> None:
    class SaysOther(Pipeline):
        def _suggest(self, findings: Findings) -> Iterator[Prediction]:
            return (replace(one, category="other") for one in super()._suggest(findings))

    worse = SaysOther(pipeline.content, pipeline.manifest)
    found = {row.figure: row for row in compare(pipeline, worse, letters, draws=50)}
    assert found["macro_f1"].is_clear
    assert found["macro_f1"].second < found["macro_f1"].first
    assert found["other_auroc"].first == found["other_auroc"].second


def test_models_of_different_categories_are_refused(pipeline: Pipeline, letters: list[LabelledLetter]) -> None:
    fewer = Taxonomy(version=1, name="x", categories=pipeline.taxonomy.categories[:2])
    other = Pipeline(ModelContent(pipeline.content.classifier, pipeline.content.rules, fewer), pipeline.manifest)
    with pytest.raises(ValueError, match="different categories"):
        compare(pipeline, other, letters)
