"""The weekly run: from the register to a stored review, week after week.

A week starts from the state the week before left in the store, and takes the letters received in it, with those of
earlier weeks that were registered too late for theirs (``Review.late``). So the newest week can be run again and again:
nothing new, the same review and the same ids; cut off at any point, the next run does it whole. A week that a later one
was built on is closed and is only read again. Weeks left out are made up for in order. Before the very first week the
past year is replayed without reviews, so that what is old is not taken for new.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import and_, func, or_, select

from nlp.clustering import correct, new_state
from nlp.clustering.state import MEMORY_WEEKS
from nlp.errors import LetterError
from nlp.letter import Letter
from nlp.replay import WeekReview, run_week, week_name, week_number
from nlp.store import Store, open_letters, recall, remember, review_weeks, save_week
from nlp.store.schema import letters
from nlp.weekly.assembling import Office, assemble
from nlp.weekly.cards import make_cards
from nlp.weekly.facts import Fact, in_days, read_facts
from nlp.weekly.keeping import first_days, forget_purged, new_corrections, pack, unpack, week_of
from nlp.weekly.review import Review, load_review
from nlp.weekly.tables import Span

__all__ = ["last_full_week", "review_week"]

Tell = Callable[[str], object]


def _silent(_what: str) -> None:
    return None


def last_full_week(store: Store) -> int:
    """Give the number of the last week that is over, by the store's clock."""
    return week_number(store.clock().date()) - 1


def review_week(store: Store, week: int, office: Office, who: str, tell: Tell = _silent) -> Review:
    """Run a week and give its review; ``tell`` hears what is begun, in the clerk's words.

    Raises ``LetterError`` for a week that was never reviewed while a later one was: weeks are taken in order.
    """
    name = week_name(week)
    if any(later > name for later in review_weeks(store)):
        closed = load_review(store, name)
        if closed is None:
            raise LetterError(name, "更晚的一周已有周报，这一周没有", "这一周的来信已计入后来的周报，请看后来的")
        return closed
    through = _last_id(store)
    kept = recall(store, name)
    before = _replay_past(store, week, through, office, tell) if kept is None else unpack(kept)
    known = kept.through if kept else through
    while before.week + 1 < week:
        before, _ = _run(store, _Task(before, known, through, office, who), tell)
        known = through
    return _run(store, _Task(before, known, through, office, who), tell)[1]


def _last_id(store: Store) -> int:
    with store.reading() as connection:
        return connection.scalar(select(func.max(letters.c.id))) or 0


def _replay_past(store: Store, week: int, through: int, office: Office, tell: Tell) -> WeekReview:
    """Take the detector through the year before the first week, and keep where that leads."""
    past = WeekReview(0, new_state())
    for number in range(week - MEMORY_WEEKS, week):
        span = Span.of(number)
        with store.reading() as connection:
            known = and_(in_days(span.begins, span.ends), letters.c.id <= through)
            received = [letter for _, letter in open_letters(store, connection, known)]
        if received:
            tell(f"回放 {week_name(number)}")
            past = run_week(past, number, received, {}, office.false_alarms)
    past = replace(past, week=week - 1)
    remember(store, pack(past, through))
    return past


@dataclass(frozen=True, slots=True)
class _Task:
    """The week after ``before``: letters up to id ``through``, of earlier weeks those after id ``known``."""

    before: WeekReview
    known: int
    through: int
    office: Office
    who: str


def _run(store: Store, task: _Task, tell: Tell) -> tuple[WeekReview, Review]:
    """Run one week and keep all of it: first the review with its matters, then what the next week starts from."""
    office, week = task.office, task.before.week + 1
    span = Span.of(week)
    tell(f"聚类 {week_name(week)}")
    before = forget_purged(store, task.before)
    state, corrected = correct(before.state, new_corrections(store, before.state))
    received, late = _received(store, span, task)
    found = run_week(replace(before, state=state), week, received, {}, office.false_alarms)
    tell(f"汇总 {week_name(week)}")
    born = first_days(store)
    cards = make_cards(store, found, span, office.secret, born)
    review = assemble(store, office, found, span, cards, late)
    changes = [*(replace(change, week=week) for change in corrected), *found.changes]
    save_week(store, week_of(store, before.state, found, changes, review, born), task.who)
    remember(store, pack(found, task.through))
    return found, review


def _received(store: Store, span: Span, task: _Task) -> tuple[list[Letter], list[Fact]]:
    """Read the letters of a week with the late ones of earlier weeks; give the facts of the late ones."""
    earlier = in_days(dt.date.min, Span.of(task.before.week).ends)
    late = and_(earlier, letters.c.id > task.known, letters.c.id <= task.through)
    own = and_(in_days(span.begins, span.ends), letters.c.id <= task.through)
    with store.reading() as connection:
        opened = open_letters(store, connection, or_(own, late))
        return [letter for _, letter in opened], read_facts(store, connection, late, task.office.secret)
