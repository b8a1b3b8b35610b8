"""Labelled letters: what a model learns from and is measured on, and the rules a composed corpus keeps."""

from nlp.corpus.card import agreement, corpus_card, load_second_reading
from nlp.corpus.check import Fault, check_corpus, check_matters, contrasts
from nlp.corpus.letters import LabelledLetter, MarkedDemand, MarkedSignal, letter_files
from nlp.corpus.loading import load_letters
from nlp.corpus.quotas import Quotas, load_quotas
from nlp.corpus.sentences import check_sentences, parse_sentences
from nlp.corpus.starter import starter_taxonomy

__all__ = [
    "Fault",
    "LabelledLetter",
    "MarkedDemand",
    "MarkedSignal",
    "Quotas",
    "agreement",
    "check_corpus",
    "check_matters",
    "check_sentences",
    "contrasts",
    "corpus_card",
    "letter_files",
    "load_letters",
    "load_quotas",
    "load_second_reading",
    "parse_sentences",
    "starter_taxonomy",
]
