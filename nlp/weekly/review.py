"""The review of a week: the one document page and bulletin read. It names no person and shows masked words only.

Every number is a ``Figure``: a count with the registration numbers behind it. Letters that may hold an accusation count
in totals alone: no number, enterprise, headline or sentence of theirs is in here (《信访工作条例》第三十条第三款).
Small cells are kept as they are; who shows or prints them hides them (``nlp.privacy.hide_small``).
"""

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict

from nlp.store import Store, review_weeks
from nlp.store import load_review as load_document

__all__ = [
    "AlarmNote",
    "ClusterCard",
    "Detector",
    "EnterpriseLine",
    "Figure",
    "FlagLine",
    "Joint",
    "Line",
    "Review",
    "SubtypeLine",
    "TermLine",
    "list_weeks",
    "load_review",
]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Figure(_Frozen):
    """A count and the letters behind it, by registration number; successive ones are written ``first~last``.

    ``letters`` is empty where the count includes confidential letters (total, channels, accusations), so that nobody
    can tell by subtraction which number is an accusation.
    """

    count: int = 0
    letters: tuple[str, ...] = ()


class Line(_Frozen):
    """One row of a table: this week, the calendar week before, and the year up to the end of this week.

    ``key`` is a category code, a channel or an enterprise; ``year`` counts the register and carries no numbers.
    """

    key: str
    now: Figure
    before: Figure
    year: int = 0


class SubtypeLine(_Frozen):
    """Letters of the week of one sub-type, confidential ones left out; ``code`` is "" for those that have none."""

    code: str
    category: str
    now: Figure
    before: Figure


class EnterpriseLine(_Frozen):
    """An enterprise and its letters of the week and of the week before, confidential ones left out.

    ``categories`` splits the letters of this week by code. A letter that names two enterprises counts for both.
    """

    name: str
    now: Figure
    before: Figure
    categories: dict[str, Figure]


class AlarmNote(_Frozen):
    """Why a cluster should be looked at: kind, p-value, and the sentence of counts that explains it.

    For a new matter the p-value is the probability that it is none, else that of its past giving such a week.
    What staff said of it is in the alarm ledger (``alarm_entries``), under the same week and matter.
    """

    kind: Literal["new", "growth", "simmer"]
    p_value: float
    sentence: str


class ClusterCard(_Frozen):
    """A matter several letters are about, as a manager may see it: masked words, counts, no letter's text.

    ``id`` is the matter's opaque id. ``letters`` are its letters in memory (52 weeks), ``recent`` those of this week;
    ``copies`` of one text and independent ``senders`` are counted apart. ``weekly`` counts its letters in each of the
    last 13 weeks, this one last. ``categories`` are shares (0-1) of its letters by code, ``by_category`` and
    ``by_subtype`` the letters, those without a sub-type under ""; ``spread`` gives each enterprise and the day it was
    first heard of in it, ``enterprises`` its letters. ``people`` is the largest number
    concerned that a letter gives. ``replied`` counts letters that tell of earlier answers or steps, ``demand`` is what
    the letters ask, masked. ``sentences`` are the latest letters' own demands, masked. ``alarm`` is None where the
    matter goes on as before.
    ``new`` says that its first letter came within the week.
    """

    id: str
    headline: str
    demand: str
    terms: tuple[str, ...]
    first: dt.date
    last: dt.date
    new: bool
    letters: Figure
    recent: Figure
    copies: int
    senders: int
    weekly: tuple[int, ...]
    categories: dict[str, float]
    by_category: dict[str, Figure] = {}
    by_subtype: dict[str, Figure] = {}
    spread: dict[str, dt.date]
    enterprises: dict[str, Figure]
    people: int | None
    replied: Figure
    sentences: tuple[str, ...]
    alarm: AlarmNote | None = None


class Joint(_Frozen):
    """Several kinds of trouble at one enterprise within 60 days (handbook 2.3 M); confidential letters left out."""

    enterprise: str
    categories: dict[str, Figure]
    letters: Figure
    senders: int


class FlagLine(_Frozen):
    """Red flags of one kind at the end of the week; ``hours`` is the median of those closed in it, None without any.

    ``late`` are those of ``open`` that were up for over ``Review.flag_hours`` hours when the review was made.
    Flags of confidential letters count and carry their number: that a letter is urgent is hidden from nobody.
    """

    kind: str
    open: Figure
    raised: Figure
    closed: Figure
    late: Figure = Figure()
    hours: float | None = None


class TermLine(_Frozen):
    """Letters with a date of one kind that falls in the week after, or has passed; ``article`` is what sets it."""

    what: str
    article: str
    due: Figure
    overdue: Figure


class Detector(_Frozen):
    """The detector's own record up to the week before, by what staff said of its alarms; see ``LedgerFigures``.

    Shares are 0-1 and None while nothing supports them; ``misses`` are matters staff put together that never alarmed.
    """

    alarms: int = 0
    judged: int = 0
    precision: float | None = None
    news: float | None = None
    misses: int = 0
    recall: float | None = None
    delay_weeks: float | None = None
    delay_letters: float | None = None


class Review(_Frozen):
    """All that is said of one week.

    ``week`` is its ISO name, ``begins`` its Monday, ``ends`` its Sunday. Weeks count by the date of receipt, else by
    the day of registration (``undated``). ``late`` are letters of earlier weeks that came in after those were reviewed:
    they count for this week's clusters, not in its totals. Table rows are in descending order of ``now``, clusters with
    an alarm first. But for the total, the channels, the flags and the terms, figures leave confidential letters out.
    """

    format: Literal[1] = 1
    week: str
    begins: dt.date
    ends: dt.date
    models: tuple[str, ...]
    """Which models analysed the week's letters."""
    category_names: dict[str, str]
    """The Chinese name of each category code that occurs; ``""`` is a letter not analysed."""
    confidential_codes: tuple[str, ...]
    """Categories of which only totals may be shown."""
    subtype_names: dict[str, str] = {}
    """The Chinese name of each sub-type that occurs."""
    false_alarms: float
    """The knob: expected false alarms a week."""
    total: Line
    categories: tuple[Line, ...]
    channels: tuple[Line, ...]
    subtypes: tuple[SubtypeLine, ...] = ()
    enterprises: tuple[EnterpriseLine, ...]
    unnamed: Figure
    """Letters of the week that name no enterprise, confidential ones left out."""
    repeats: Figure
    """Letters that repeat an earlier one: same text, same sender."""
    undated: Figure
    late: Figure
    needs_review: Figure
    """Letters for which the program asked for a second reader."""
    judged: Figure
    """Letters whose suggested category a person confirmed or changed during the week."""
    changed: Figure
    """Those of ``judged`` whose category was changed."""
    clusters: tuple[ClusterCard, ...]
    more_clusters: int
    """Matters heard of this week for which there is no card: those with most letters and all alarms have one."""
    sealed_alarms: int
    """Alarms of matters known from confidential letters only; their handlers are to be told, nobody else."""
    detector: Detector = Detector()
    joints: tuple[Joint, ...]
    flags: tuple[FlagLine, ...]
    flag_hours: int = 24
    """After how many hours an open red flag is late (``procedure.toml``)."""
    terms: tuple[TermLine, ...]
    unfinished: int
    """Letters in the register up to this week that are not closed."""
    closed: Figure
    """Letters closed during the week."""


def load_review(store: Store, week: str | None = None) -> Review | None:
    """Read the review of a week (``2026-W47``), or the newest; None where there is none."""
    document = load_document(store, week)
    return None if document is None else Review.model_validate(document)


def list_weeks(store: Store) -> list[str]:
    """List the weeks that have been reviewed, newest first."""
    return review_weeks(store)
