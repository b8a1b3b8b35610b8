import datetime as dt
import gc
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

import nlp
from nlp.corpus import LabelledLetter
from nlp.letter import Letter
from nlp.pipeline import Pipeline
from nlp.privacy import mask
from nlp.taxonomy import Taxonomy
from nlp.tokenization import normalize


def test_the_package_offers_the_pipeline_lazily() -> None:
    assert nlp.Pipeline is Pipeline
    with pytest.raises(AttributeError):
        _ = nlp.Nothing


def test_a_process_that_reads_letters_does_without_pandas_and_may_have_it_later() -> None:
    code = (
        "import sys, nlp.pipeline; assert 'pandas' not in sys.modules; import pandas;"
        "from sklearn.svm import LinearSVC;"
        "print(*LinearSVC().fit(pandas.DataFrame({'a': [0, 1]}), [0, 1]).feature_names_in_)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "a\n"


@pytest.mark.parametrize("was_on", [True, False])
def test_the_search_for_garbage_is_put_off_and_left_as_it_was_found(pipeline: Pipeline, was_on: bool) -> None:
    seen = []

    def told_when(moment: str, info: dict[str, int]) -> None:
        seen.append(moment)

    def fails(*_: object) -> None:
        [[] for _ in range(5_000)].append([])  # enough for several searches
        raise InterruptedError

    (gc.enable if was_on else gc.disable)()
    gc.callbacks.append(told_when)
    try:
        with pytest.raises(InterruptedError), pytest.MonkeyPatch.context() as patch:
            patch.setattr(Pipeline, "_analyse_batch", staticmethod(fails))
            seen.clear()
            pipeline.analyse("内退费停发")
        assert gc.isenabled() == was_on
        assert "start" not in seen
    finally:
        gc.callbacks.remove(told_when)
        gc.enable()


def test_one_letter_gets_one_whole_analysis(pipeline: Pipeline, taxonomy: Taxonomy) -> None:
    letter = Letter("内退费从去年9月停发至今，我们37人联名，请补发。", id="7", received=dt.date(2026, 11, 16))
    analysis = pipeline.analyse(letter)
    assert analysis.letter is letter
    assert analysis.prediction.category == "historical_debts"
    assert set(analysis.prediction.probabilities) == set(taxonomy.codes)
    assert sum(analysis.prediction.probabilities.values()) == pytest.approx(1)
    assert analysis.due[0].date == dt.date(2026, 12, 1)
    assert "n_people" in {signal.kind for signal in analysis.signals}


def test_letters_come_back_in_order_one_for_one(pipeline: Pipeline) -> None:
    letters = [Letter(f"第{n}封，拖欠工资没发。", id=str(n)) for n in range(1200)]
    assert [a.letter.id for a in pipeline.analyse_many(iter(letters))] == [str(n) for n in range(1200)]


def test_a_batch_changes_no_answer(pipeline: Pipeline, some_letters: list[LabelledLetter]) -> None:
    letters = [Letter(x.text, x.id, x.title) for x in some_letters]
    together = list(pipeline.analyse_many(letters))
    for letter, analysis in list(zip(letters, together, strict=True))[::7]:
        alone = pipeline.analyse(letter)
        assert alone.prediction.category == analysis.prediction.category
        assert alone.prediction.evidence == analysis.prediction.evidence
        assert alone.signals == analysis.signals
        assert alone.confidential == analysis.confidential
        np.testing.assert_allclose(
            list(alone.prediction.probabilities.values()), list(analysis.prediction.probabilities.values()), rtol=1e-5
        )


def test_who_masks_when_he_shows_is_given_the_same_and_the_text_that_is_searched(pipeline: Pipeline) -> None:
    letter = Letter("<p>欠資３年，电话13800001234。</p>", title="内退 费")
    ((unmasked, normal),) = pipeline.analyse_unmasked([letter])
    shown = pipeline.analyse(letter)
    assert unmasked == replace(shown, masked_text="")
    assert "13800001234" not in shown.masked_text
    assert normal == normalize(letter.full_text).text


def test_nothing_that_is_masked_alone_is_shown_beside_a_title(
    pipeline: Pipeline, some_letters: list[LabelledLetter]
) -> None:
    letters = [Letter(f"{x.text}电话13800001234", x.id, x.title or "段长喜的来信") for x in some_letters]
    for letter, analysis in zip(letters, pipeline.analyse_many(letters), strict=True):
        alone = mask(letter.text)
        assert len(analysis.masked_text) == len(alone)
        assert all(shown == "*" for shown, hidden in zip(analysis.masked_text, alone, strict=True) if hidden == "*")


def test_every_span_reads_as_it_was_written(pipeline: Pipeline, some_letters: list[LabelledLetter]) -> None:
    letters = [Letter(f"<p>{x.text}</p>", title=x.title) for x in some_letters]
    for analysis in pipeline.analyse_many(letters):
        text = analysis.letter.text
        for span in (*analysis.prediction.evidence, *analysis.signals):
            assert text[span.start : span.end] == span.text


@pytest.mark.parametrize("text", ["", " ", "\0", "\ud800", "<p></p>", "a" * 100_000, "，" * 5000, "🙂" * 300])
def test_no_text_breaks_it(pipeline: Pipeline, text: str) -> None:
    analysis = pipeline.analyse(text)
    assert analysis.prediction.category
    assert len(analysis.masked_text) == len(text)


def test_an_accusation_is_confidential_and_read_twice(pipeline: Pipeline) -> None:
    analysis = pipeline.analyse("厂长把设备当废铁卖给他外甥，三千万的资产作价二百万，请纪委查处。")
    assert analysis.prediction.category == "anti_corruption"
    assert analysis.confidential
    assert analysis.prediction.review_reason == "possible_accusation"


def test_names_numbers_and_addresses_change_no_answer(pipeline: Pipeline) -> None:
    """禁止 N4: what identifies a person reaches no feature (《个人信息保护法》第六条)."""
    letter = "我叫{0}，住{2}，电话{1}。厂长{3}扣发我们2016年的工资，请补发。联系人：{0}，身份证{4}"
    first = letter.format("段长喜", "13800001234", "青石镇和平路12号3栋201室", "马国梁", "11010519491231002X")
    second = letter.format("欧阳春花", "138-1111-4321", "平岭镇新民路88号1单元502室", "赵大勇", "320105196812310017")
    one, other = pipeline.analyse(first).prediction, pipeline.analyse(second).prediction
    assert one.probabilities == pytest.approx(other.probabilities, abs=1e-6)
    assert one.secondary == other.secondary


def test_a_further_category_is_never_the_first_nor_outside(
    pipeline: Pipeline, some_letters: list[LabelledLetter]
) -> None:
    for analysis in pipeline.analyse_many(Letter(x.text) for x in some_letters):
        assert not {analysis.prediction.category, "other"} & set(analysis.prediction.secondary)


def test_most_letters_it_learnt_from_are_told_right(pipeline: Pipeline, some_letters: list[LabelledLetter]) -> None:
    found = pipeline.analyse_many(Letter(x.text, x.id, x.title) for x in some_letters)
    right = [a.prediction.category == x.label for a, x in zip(found, some_letters, strict=True)]
    assert np.mean(right) > 0.9


@pytest.mark.parametrize("text", ["都说厂里腐败，我们只要求退集资款。", "食堂的菜越来越差，谁来查处一下"])
def test_even_a_rhetorical_accusation_is_confidential(pipeline: Pipeline, text: str) -> None:
    """R2 of the handbook: words alone make no accusation, but a person must look before others see the letter."""
    analysis = pipeline.analyse(text)
    assert analysis.confidential
    assert analysis.prediction.review_reason == "possible_accusation"


def test_what_accuses_is_shown_of_confidential_letters_alone(
    pipeline: Pipeline, some_letters: list[LabelledLetter]
) -> None:
    """Also where the letter as a whole is held for less than an accusation and one sentence of it could be one."""
    content = pipeline.content
    letters = [Letter(x.text, x.id, x.title) for x in some_letters]
    unmoved = replace(pipeline, content=replace(content, rules=replace(content.rules, accusation=2.0)))
    hidden = 0
    for as_shipped, analysis in zip(pipeline.analyse_many(letters), unmoved.analyse_many(letters), strict=True):
        accusing = [signal for signal in analysis.signals if signal.kind == "accusation"]
        prediction = analysis.prediction
        asked = {demand.category for demand in prediction.demands}
        shown = {prediction.category, *prediction.secondary, *asked} & pipeline.taxonomy.confidential_codes
        assert analysis.confidential == bool(shown)
        assert analysis.confidential or not accusing
        hidden += any(one.kind == "accusation" for one in as_shipped.signals) and not analysis.confidential
    assert hidden
