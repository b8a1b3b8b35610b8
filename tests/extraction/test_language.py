import pytest
import spacy

from nlp.tokenization import Segmenter

CONFIG = {"nlp": {"tokenizer": {"@tokenizers": "petitions.Segmenter.v1", "words": ["内退费"]}}}
TEXT = "内退费停发了， 父亲已断药三天！\n求救"


def language() -> spacy.language.Language:
    made = spacy.blank("zh", config=CONFIG)
    made.add_pipe("petition_signals")
    return made


def test_the_tokens_are_those_of_the_segmenter() -> None:
    doc = language()(TEXT)
    assert [token.text for token in doc] == Segmenter(["内退费"]).cut(TEXT)
    assert doc.text == TEXT


def test_signals_are_spans_of_whole_tokens_with_their_kind() -> None:
    doc = language()(TEXT)
    assert ("已断药", "life_health") in {(span.text, span.label_) for span in doc.spans["petition_signals"]}


def test_a_saved_language_reads_the_same(tmp_path) -> None:
    made = language()
    made.to_disk(tmp_path / "saved")
    again = spacy.load(tmp_path / "saved")
    assert [t.text for t in again(TEXT)] == [t.text for t in made(TEXT)]
    assert len(again(TEXT).spans["petition_signals"]) == 1


def test_an_empty_text_has_neither_tokens_nor_signals() -> None:
    doc = language()("")
    assert len(doc) == 0
    assert len(doc.spans["petition_signals"]) == 0


def test_only_the_kinds_asked_for_are_marked() -> None:
    made = spacy.blank("zh", config=CONFIG)
    made.add_pipe("petition_signals", config={"kinds": ["deadline"]})
    doc = made(f"{TEXT}，限15日内答复。")
    assert {span.label_ for span in doc.spans["petition_signals"]} == {"deadline"}


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no such kind, mood"):
        spacy.blank("zh", config=CONFIG).add_pipe("petition_signals", config={"kinds": ["mood"]})


def test_a_span_tells_its_value_and_why_it_is_doubtful() -> None:
    doc = language()("我父亲98年病逝。限15日内答复。")
    told = {span.label_: (span._.value, span._.check, span._.said) for span in doc.spans["petition_signals"]}
    assert told["life_health"] == (None, "past", "病逝")
    assert told["deadline"] == (15, "", "限15日")
