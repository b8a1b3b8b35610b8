"""What is passed around: a letter, and what the program has to say about it.

Every span carries offsets into the original text of the letter, counted in characters (Unicode code points),
end exclusive, so that ``letter.text[span.start:span.end] == span.text``.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Analysis", "Demand", "Due", "Evidence", "Letter", "Prediction", "Signal", "Span"]


@dataclass(frozen=True, slots=True)
class Letter:
    """One incoming letter as it was written; only ``text`` is needed.

    ``source`` says where it came from (file and row), for receipts and messages.
    """

    text: str
    id: str = ""
    title: str = ""
    received: dt.date | None = None
    sender: str = ""
    source: str = ""

    @property
    def full_text(self) -> str:
        """Title and text as one piece; the text starts at ``text_offset``."""
        return f"{self.title}\n{self.text}" if self.title else self.text

    @property
    def text_offset(self) -> int:
        """Where ``text`` begins in ``full_text``."""
        return len(self.title) + 1 if self.title else 0


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the original text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Evidence(Span):
    """A piece of the letter that speaks for a category; ``weight`` is its share of the decision, in log-odds."""

    category: str
    weight: float


@dataclass(frozen=True, slots=True)
class Demand(Span):
    """A sentence that asks for something, and the category of what it asks."""

    category: str
    probability: float


@dataclass(frozen=True, slots=True)
class Signal(Span):
    """A fact that matters beside the category: its kind, and its value where it has one.

    ``note`` says what the value is for (联名, 人均, 工龄补偿 …). ``check`` says why a person must look before it is
    believed: ``past``, ``figurative`` or ``negated``; empty for a plain mention. A doubtful one is kept all the same.
    """

    kind: str
    value: float | str | None = None
    note: str = ""
    check: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A date by which somebody must act, and the article that says so.

    ``since`` is the date it is counted from; ``clock`` says what is counted: ``natural`` or ``working`` days; on
    ``warn`` the office is reminded. ``note`` says what a clerk must know: an extension, a local rule.
    """

    what: str
    date: dt.date
    article: str
    since: dt.date | None = None
    clock: str = "natural"
    warn: dt.date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Prediction:
    """A suggested category; a person decides. ``probabilities`` holds every category and sums to 1.

    ``subtype`` is the code of the finer kind of matter, "" where none stands out or the letter is outside.
    """

    category: str
    probabilities: Mapping[str, float]
    secondary: tuple[str, ...] = ()
    review_reason: str | None = None
    evidence: tuple[Evidence, ...] = ()
    demands: tuple[Demand, ...] = ()
    subtype: str = ""

    @property
    def probability(self) -> float:
        """The probability of the suggested category."""
        return self.probabilities[self.category]

    @property
    def needs_review(self) -> bool:
        """Whether a second reader is asked for."""
        return self.review_reason is not None


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that is said about one letter: the prediction and the facts beside it."""

    letter: Letter
    prediction: Prediction
    confidential: bool
    signals: tuple[Signal, ...] = ()
    due: tuple[Due, ...] = ()
    masked_text: str = field(default="", repr=False)
