"""Assemble the review of a week from what was found in it and what the register holds."""

from dataclasses import asdict, dataclass, field

from sqlalchemy import Connection

from nlp.procedure import ProcedureRules
from nlp.replay import WeekReview, week_name
from nlp.store import Store, hours_ago
from nlp.taxonomy import Taxonomy
from nlp.weekly.alarm_log import detector_record, found_by_staff
from nlp.weekly.cards import Cards, find_joints
from nlp.weekly.facts import UNREAD, Fact, figure, in_days, read_facts
from nlp.weekly.review import Detector, Figure, Line, Review
from nlp.weekly.tables import (
    Span,
    closed_letters,
    count_lines,
    count_year,
    enterprise_lines,
    flag_lines,
    judgements,
    subtype_lines,
    term_lines,
    unfinished,
)

__all__ = ["Office", "assemble"]

_NOT_READ = "未研判"


@dataclass(frozen=True)
class Office:
    """What a review needs to know of the office: its categories, its rules of procedure, and the alarms' knob."""

    taxonomy: Taxonomy
    rules: ProcedureRules = field(default_factory=ProcedureRules)
    false_alarms: float = 1.0

    @property
    def secret(self) -> str:
        """The category under which confidential letters count, whatever they are about; unread where there is none."""
        return min(self.taxonomy.confidential_codes, default=UNREAD)

    @property
    def category_names(self) -> dict[str, str]:
        """The Chinese name of each category."""
        return {**self.taxonomy.category_names, UNREAD: _NOT_READ}


def assemble(store: Store, office: Office, found: WeekReview, span: Span, cards: Cards, late: list[Fact]) -> Review:
    """Put the review together; ``late`` are letters of earlier weeks taken in with this one."""
    secret = office.secret
    last = Span.of(found.week - 1)
    with store.reading() as connection:
        now = read_facts(store, connection, in_days(span.begins, span.ends), secret)
        before = read_facts(store, connection, in_days(last.begins, last.ends), secret)
        counts = _counts(connection, office, span, now, before)
        flags = flag_lines(connection, span, hours_ago(store, office.rules.flags.verify_hours))
    shown = [fact for fact in now if not fact.confidential]
    shown_before = [fact for fact in before if not fact.confidential]
    return Review(
        week=week_name(found.week),
        begins=span.begins,
        ends=span.ends,
        models=tuple(sorted({fact.model for fact in now if fact.model})),
        category_names=office.category_names,
        subtype_names={subtype.code: subtype.name for subtype in office.taxonomy.subtypes},
        confidential_codes=tuple(sorted(office.taxonomy.confidential_codes)),
        false_alarms=office.false_alarms,
        subtypes=subtype_lines(shown, shown_before),
        enterprises=enterprise_lines(shown, shown_before),
        unnamed=figure(fact for fact in shown if not fact.enterprises),
        repeats=figure(fact for fact in shown if fact.repeat),
        undated=figure(fact for fact in shown if fact.undated),
        late=figure(fact for fact in late if not fact.confidential),
        needs_review=figure(fact for fact in shown if fact.needs_review),
        clusters=cards.cards,
        more_clusters=cards.more,
        sealed_alarms=cards.sealed,
        detector=Detector(**asdict(detector_record(store, found_by_staff(store), before=week_name(found.week)))),
        joints=find_joints(store, found.state, span, secret),
        flags=flags,
        flag_hours=office.rules.flags.verify_hours,
        **counts,
    )


def _counts(
    connection: Connection, office: Office, span: Span, now: list[Fact], before: list[Fact]
) -> dict[str, object]:
    """Give the fields of a review that are counted in the register."""
    secret, hidden = office.secret, office.taxonomy.confidential_codes | {UNREAD}
    categories, channels = count_year(connection, span.ends, secret)
    judged, changed = judgements(connection, span)
    counts = (Figure(count=len(now)), Figure(count=len(before)))
    return {
        "total": Line(key="", now=counts[0], before=counts[1], year=categories.total()),
        "categories": count_lines(now, before, categories, lambda fact: fact.category, hidden.__contains__),
        "channels": count_lines(now, before, channels, lambda fact: fact.channel, lambda _channel: True),
        "judged": judged,
        "changed": changed,
        "terms": term_lines(connection, span, office.rules),
        "unfinished": unfinished(connection, span),
        "closed": closed_letters(connection, span),
    }
