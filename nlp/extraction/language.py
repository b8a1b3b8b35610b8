"""The same facts for spaCy users: a tokenizer that cuts as jieba does, and a component that marks signals.

Both are entry points, so an installed ``petition-letters`` is enough:

>>> import spacy
>>> language = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "petitions.Segmenter.v1"}}})
>>> _ = language.add_pipe("petition_signals", config={"kinds": ["life_health", "deadline"]})
>>> doc = language("父亲已断药三天，求救。限15日内答复。")
>>> [(span.text, span.label_, span._.value, span._.check) for span in doc.spans["petition_signals"]]
[('已断药', 'life_health', None, ''), ('限15日内', 'deadline', 15, '')]

Without ``kinds`` every kind of ``nlp.extraction.FINDERS`` is marked.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.vocab import Vocab

from nlp.extraction.signals import FINDERS, find_signals
from nlp.tokenization import Segmenter, normalize, shared_segmenter

__all__ = ["SegmenterTokenizer", "SignalMarker", "make_signals", "make_tokenizer"]


class SegmenterTokenizer:
    """A spaCy tokenizer over our own segmenter; nothing is shared with spaCy's or jieba's global dictionary."""

    def __init__(self, vocab: Vocab, segmenter: Segmenter) -> None:
        self.vocab = vocab
        self.segmenter = segmenter

    def __call__(self, text: str) -> Doc:
        """Cut a text; the document's text is the text."""
        words = self.segmenter.cut(text)
        return Doc(self.vocab, words=words, spaces=[False] * len(words))

    def to_bytes(self, **_: object) -> bytes:
        """Hold nothing: the words come from the configuration."""
        return b""

    def from_bytes(self, _: bytes, **__: object) -> "SegmenterTokenizer":
        """Change nothing."""
        return self

    def to_disk(self, path: str | Path, **_: object) -> None:
        """Write nothing."""

    def from_disk(self, path: str | Path, **_: object) -> "SegmenterTokenizer":
        """Change nothing."""
        return self


def make_tokenizer(words: Iterable[str] = ()) -> Callable[[Language], SegmenterTokenizer]:
    """Make the tokenizer ``petitions.Segmenter.v1``; ``words`` are user-dictionary entries."""
    segmenter = shared_segmenter(tuple(words))

    def create(language: Language) -> SegmenterTokenizer:
        return SegmenterTokenizer(language.vocab, segmenter)

    return create


class SignalMarker:
    """Mark the signals of a document in ``doc.spans[key]``, labelled by kind, widened to whole tokens.

    ``span._.value``, ``span._.note`` and ``span._.check`` are those of ``nlp.letter.Signal``, ``span._.said`` the words
    of the signal alone. They are kept with the span's place and label, so that a saved document keeps them.
    """

    def __init__(self, key: str, kinds: Iterable[str]) -> None:
        self.key = key
        self.kinds = tuple(kinds)
        if unknown := sorted(set(self.kinds) - set(FINDERS)):
            raise ValueError(f"petition_signals: no such kind, {', '.join(unknown)}. Choose from {', '.join(FINDERS)}.")

    def __call__(self, doc: Doc) -> Doc:
        """Add the spans."""
        spans = []
        for signal in find_signals(normalize(doc.text), kinds=self.kinds):
            span = doc.char_span(signal.start, signal.end, label=signal.kind, alignment_mode="expand")
            if span is not None:
                span._.value, span._.note, span._.check = signal.value, signal.note, signal.check
                span._.said = signal.text
                spans.append(span)
        doc.spans[self.key] = SpanGroup(doc, name=self.key, spans=spans)
        return doc


@Language.factory("petition_signals", default_config={"key": "petition_signals", "kinds": list(FINDERS)})
def make_signals(nlp: Language, name: str, key: str, kinds: list[str]) -> SignalMarker:  # spaCy says `nlp`
    """Make the component ``petition_signals``; ``kinds`` chooses among ``nlp.extraction.FINDERS``."""
    for attribute, default in (("value", None), ("note", ""), ("check", ""), ("said", "")):
        if not Span.has_extension(attribute):
            Span.set_extension(attribute, default=default)
    return SignalMarker(key, kinds)
