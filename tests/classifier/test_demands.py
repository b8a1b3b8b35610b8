"""The demands of a letter: which sentences ask, and for what."""

import pytest

from nlp.corpus import LabelledLetter
from nlp.letter import Letter
from nlp.pipeline import Pipeline

TWO_MATTERS = "我是厂里的退休工人。厂里欠我三年的工资，请尽快补发拖欠的工资。厂长把设备低价卖给外甥，请纪委查处。"


def test_two_demands_are_found_each_with_its_own_category(pipeline: Pipeline) -> None:
    found = pipeline.analyse(TWO_MATTERS).prediction.demands
    assert [demand.category for demand in found] == ["historical_debts", "anti_corruption"]
    assert [("工资" in demand.text, "查处" in demand.text) for demand in found] == [(True, False), (False, True)]


def test_a_demand_is_a_sentence_of_the_text_as_it_was_written(pipeline: Pipeline, corpus: list[LabelledLetter]) -> None:
    letters = [Letter(x.text, title=x.title) for x in corpus[::97]]
    for analysis in pipeline.analyse_many(letters):
        for demand in analysis.prediction.demands:
            assert analysis.letter.text[demand.start : demand.end] == demand.text
            assert 0 < demand.probability <= 1


def test_a_demand_of_another_category_is_named_beside_the_first(pipeline: Pipeline) -> None:
    prediction = pipeline.analyse(TWO_MATTERS).prediction
    assert {prediction.category, *prediction.secondary} >= {"historical_debts", "anti_corruption"}


def test_an_asked_for_investigation_makes_the_letter_confidential(pipeline: Pipeline) -> None:
    assert pipeline.analyse(TWO_MATTERS).confidential


@pytest.mark.parametrize("text", ["", "。。。", "\n\n", "？"])
def test_a_letter_without_words_has_no_demand(pipeline: Pipeline, text: str) -> None:
    assert pipeline.analyse(text).prediction.demands == ()
