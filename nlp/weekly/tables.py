"""The tables of a review: by category, channel and enterprise, this week against the one before; flags and terms."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from sqlalchemy import ColumnElement, Connection, func, or_, select

from nlp.letter import Due
from nlp.procedure import ProcedureRules, notice_due
from nlp.store.schema import corrections, flags, letters
from nlp.weekly.facts import UNREAD, Fact, figure, in_days, number_runs, sum_up
from nlp.weekly.review import EnterpriseLine, Figure, FlagLine, Line, SubtypeLine, TermLine

__all__ = ["Span", "closed_letters", "count_lines", "count_year", "enterprise_lines", "flag_lines", "judgements"]
__all__ += ["subtype_lines", "term_lines", "unfinished"]

_WARNED = 7


@dataclass(frozen=True, slots=True)
class Span:
    """The Monday and the Sunday of a week."""

    begins: dt.date
    ends: dt.date

    @classmethod
    def of(cls, week: int) -> "Span":
        """Give the days of the week with this number (Monday's ordinal // 7)."""
        monday = dt.date.fromordinal(week * 7 + 1)
        return cls(monday, monday + dt.timedelta(days=6))

    @property
    def moments(self) -> tuple[str, str]:
        """The week as stored moments, the end exclusive."""
        return self.begins.isoformat(), (self.ends + dt.timedelta(days=1)).isoformat()


def count_lines(
    now: Sequence[Fact],
    before: Sequence[Fact],
    year: Counter[str],
    key: Callable[[Fact], str],
    secret: Callable[[str], bool],
) -> tuple[Line, ...]:
    """Count the letters by a key, most first; where the key is ``secret`` no letter is named."""
    keys = {key(fact) for fact in (*now, *before)} | year.keys()
    lines = [
        Line(
            key=name,
            now=sum_up([fact for fact in now if key(fact) == name], secret(name)),
            before=sum_up([fact for fact in before if key(fact) == name], secret(name)),
            year=year[name],
        )
        for name in keys
    ]
    return tuple(sorted(lines, key=lambda line: (-line.now.count, -line.before.count, line.key)))


def count_year(connection: Connection, ends: dt.date, secret: str) -> tuple[Counter[str], Counter[str]]:
    """Count the register of the year up to a day, by category and by channel."""
    columns = (letters.c.category, letters.c.confidential, letters.c.channel, letters.c.model.is_(None).label("unread"))
    counted = select(*columns, func.count().label("held")).where(in_days(dt.date(ends.year, 1, 1), ends))
    categories, channels = Counter[str](), Counter[str]()
    for row in connection.execute(counted.group_by(*columns)):
        category = UNREAD if row.unread else secret if row.confidential else row.category or UNREAD
        categories[category] += row.held
        channels[row.channel] += row.held
    return categories, channels


def enterprise_lines(now: Sequence[Fact], before: Sequence[Fact]) -> tuple[EnterpriseLine, ...]:
    """Count the letters that name each enterprise, most first."""
    current, former = _by_enterprise(now), _by_enterprise(before)
    lines = []
    for name in current.keys() | former.keys():
        codes = {fact.category for fact in current.get(name, ())}
        own = {code: figure(fact for fact in current[name] if fact.category == code) for code in sorted(codes)}
        counts = (figure(current.get(name, ())), figure(former.get(name, ())))
        lines.append(EnterpriseLine(name=name, now=counts[0], before=counts[1], categories=own))
    return tuple(sorted(lines, key=lambda line: (-line.now.count, -line.before.count, line.name)))


def subtype_lines(now: Sequence[Fact], before: Sequence[Fact]) -> tuple[SubtypeLine, ...]:
    """Count the letters of each sub-type within its category, most first; no letters give no lines."""
    keys = {(fact.category, fact.subtype) for fact in (*now, *before)}
    lines = [
        SubtypeLine(
            code=code,
            category=category,
            now=figure(fact for fact in now if (fact.category, fact.subtype) == (category, code)),
            before=figure(fact for fact in before if (fact.category, fact.subtype) == (category, code)),
        )
        for category, code in keys
    ]
    return tuple(sorted(lines, key=lambda line: (-line.now.count, -line.before.count, line.category, line.code)))


def _by_enterprise(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    table: dict[str, list[Fact]] = {}
    for fact in facts:
        for name in fact.enterprises:
            table.setdefault(name, []).append(fact)
    return table


def flag_lines(connection: Connection, span: Span, long_ago: str) -> tuple[FlagLine, ...]:
    """Give the red flags by kind: still open of all letters up to the week, raised and closed in it.

    Those open that were raised before the moment ``long_ago`` are late.
    """
    columns = (flags.c.kind, flags.c.raised_at, flags.c.closed_at, letters.c.number)
    joined = select(*columns, in_days(span.begins, span.ends).label("recent")).join(
        letters, letters.c.id == flags.c.letter_id
    )
    start, end = span.moments
    concerned = or_(flags.c.closed_at.is_(None), flags.c.closed_at.between(start, end), in_days(span.begins, span.ends))
    rows = connection.execute(joined.where(in_days(dt.date.min, span.ends), concerned)).all()
    lines = []
    for kind in sorted({row.kind for row in rows}):
        own = [row for row in rows if row.kind == kind]
        closed = [row for row in own if row.closed_at and start <= row.closed_at < end]
        hours = [_hours(row.raised_at, row.closed_at) for row in closed]
        lines.append(
            FlagLine(
                kind=kind,
                open=_numbered(row.number for row in own if row.closed_at is None),
                raised=_numbered(row.number for row in own if row.recent),
                closed=_numbered(row.number for row in closed),
                late=_numbered(row.number for row in own if row.closed_at is None and row.raised_at < long_ago),
                hours=round(median(hours), 1) if hours else None,
            )
        )
    return tuple(lines)


def _hours(start: str, end: str) -> float:
    return (dt.datetime.fromisoformat(end) - dt.datetime.fromisoformat(start)).total_seconds() / 3600


def _numbered(numbers: Iterable[str]) -> Figure:
    known = list(numbers)
    return Figure(count=len(known), letters=number_runs(known))


def _not_closed(span: Span) -> ColumnElement[bool]:
    later = letters.c.closed_at >= span.moments[1]
    return or_(letters.c.closed_at.is_(None), later)


def term_lines(connection: Connection, span: Span, rules: ProcedureRules) -> tuple[TermLine, ...]:
    """Give the written notices (第二十三条) of letters not closed that fall due in the week after, or should be out."""
    found = select(letters.c.number, letters.c.received).where(letters.c.received <= span.ends, _not_closed(span))
    dates: dict[dt.date, tuple[Due, ...]] = {}
    due: dict[tuple[str, str], list[str]] = {}
    overdue: dict[tuple[str, str], list[str]] = {}
    last = span.ends + dt.timedelta(days=_WARNED)
    for row in connection.execute(found):
        if row.received not in dates:
            dates[row.received] = notice_due(row.received, rules)
        for term in dates[row.received]:
            if term.date <= last:
                table = overdue if term.date <= span.ends else due
                table.setdefault((term.what, term.article), []).append(row.number)
    return tuple(
        TermLine(
            what=what,
            article=article,
            due=_numbered(due.get((what, article), ())),
            overdue=_numbered(overdue.get((what, article), ())),
        )
        for what, article in sorted(due.keys() | overdue.keys())
    )


def unfinished(connection: Connection, span: Span) -> int:
    """Count the letters of the register up to the end of the week that were not closed then."""
    known = in_days(dt.date.min, span.ends)
    return connection.scalar(select(func.count()).select_from(letters).where(known, _not_closed(span))) or 0


def closed_letters(connection: Connection, span: Span) -> Figure:
    """Give the letters closed during the week, confidential ones left out."""
    start, end = span.moments
    closed = (letters.c.closed_at >= start, letters.c.closed_at < end, letters.c.confidential.is_(False))
    return _numbered(connection.scalars(select(letters.c.number).where(*closed)))


def judgements(connection: Connection, span: Span) -> tuple[Figure, Figure]:
    """Give the letters whose category a person confirmed or changed during the week, and those changed."""
    start, end = span.moments
    said = select(letters.c.number, corrections.c.before, corrections.c.after).join(
        letters, letters.c.id == corrections.c.letter_id
    )
    open_ = letters.c.confidential.is_(False)
    week = (corrections.c.field == "category", corrections.c.at >= start, corrections.c.at < end, open_)
    rows = connection.execute(said.where(*week)).all()
    changed = {row.number for row in rows if row.before != row.after}
    return _numbered({row.number for row in rows}), _numbered(changed)
