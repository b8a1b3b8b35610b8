"""What managers are shown of the clusters: cards of masked words and counts, and enterprises with several troubles.

Confidential letters are left out before anything is said: a card is made of the others alone, as if those were all.
A matter known from confidential letters only has no card, nor has one that only such letters spoke of this week: a card
without a letter of the week would tell that an accusation came in.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sqlalchemy import and_, select

from nlp.clustering import Alarm, ClusterState, EnterpriseLetter, demand_sentence, find_concurrences, summarise
from nlp.clustering.enterprises import WITHIN_DAYS
from nlp.letter import Letter
from nlp.privacy import mask
from nlp.replay import WeekReview
from nlp.store import Store, open_letters
from nlp.store.schema import letters
from nlp.weekly.facts import UNREAD, Fact, figure, in_chunks, in_days, read_facts
from nlp.weekly.review import AlarmNote, ClusterCard, Figure, Joint
from nlp.weekly.tables import Span

__all__ = ["CARDS", "Cards", "find_joints", "make_cards", "rows_by_cluster"]

CARDS = 60
"""So many matters have a card each week; every alarm has one besides."""

_WEEKS = 13
_LATEST = 3
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Cards:
    """The cards, how many matters have none, and how many alarms rest on confidential letters alone."""

    cards: tuple[ClusterCard, ...]
    more: int
    sealed: int


def rows_by_cluster(state: ClusterState) -> dict[str, list[int]]:
    """Give the rows of each cluster, oldest first."""
    order = np.argsort(state.clusters, kind="stable")
    ends = np.flatnonzero(np.diff(state.clusters[order])) + 1
    groups = np.split(order, ends) if len(order) else []
    return {state.cluster_ids[state.clusters[rows[0]]]: rows.tolist() for rows in groups}


def make_cards(store: Store, found: WeekReview, span: Span, secret: str, born: Mapping[str, dt.date]) -> Cards:
    """Make the cards of the matters heard of this week: alarms first, surest first, then those with most letters.

    ``born`` gives the first day of matters known from earlier weeks, which may be older than the detector's memory.
    """
    state = found.state
    hidden = _confidential(store, state)
    heard = set(state.clusters[state.weeks == state.week].tolist())
    names = {state.cluster_ids[number] for number in heard}
    visible = {
        cluster: [row for row in rows if state.ids[row] not in hidden]
        for cluster, rows in rows_by_cluster(state).items()
        if cluster in names
    }
    visible = {
        cluster: rows
        for cluster, rows in visible.items()
        if len(rows) >= _FEWEST and (state.weeks[rows] == state.week).any()
    }
    alarms = {alarm.cluster: alarm for alarm in found.alarms}
    shown = [cluster for cluster in alarms if cluster in visible]
    rest = sorted(visible.keys() - alarms.keys(), key=lambda cluster: _size(state, cluster, visible[cluster]))
    chosen = {cluster: visible[cluster] for cluster in (*shown, *rest[:CARDS])}
    maker = _Maker.of(store, state, chosen, secret)
    cards = tuple(maker.card(cluster, alarms.get(cluster), span, born.get(cluster)) for cluster in chosen)
    return Cards(cards, len(visible) - len(chosen), len(alarms) - len(shown))


def _size(state: ClusterState, cluster: str, rows: Sequence[int]) -> tuple[int, int, str]:
    return (-int((state.weeks[list(rows)] == state.week).sum()), -len(rows), cluster)


def _confidential(store: Store, state: ClusterState) -> frozenset[str]:
    """Give the letters in memory that must not be shown, those the register does not know included."""
    if not len(state):
        return frozenset()
    with store.reading() as connection:
        shown = select(letters.c.number).where(letters.c.confidential.is_(False))
        return frozenset(state.ids) - frozenset(connection.scalars(shown))


@dataclass(frozen=True, slots=True)
class _Maker:
    """The masked letters and the facts behind some cards, and the state cut down to them."""

    state: ClusterState
    rows: Mapping[str, Sequence[int]]
    texts: Mapping[str, Letter]
    facts: Mapping[str, Fact]

    @classmethod
    def of(cls, store: Store, state: ClusterState, chosen: Mapping[str, Sequence[int]], secret: str) -> "_Maker":
        rows = np.array(sorted(row for own in chosen.values() for row in own), dtype=np.int64)
        texts: dict[str, Letter] = {}
        facts: dict[str, Fact] = {}
        with store.reading() as connection:
            for condition in in_chunks(state.ids[row] for row in rows):
                texts |= {letter.id: _masked(letter) for _, letter in open_letters(store, connection, condition)}
                facts |= {fact.number: fact for fact in read_facts(store, connection, condition, secret)}
        small = state.keep_rows(rows)
        return cls(small, rows_by_cluster(small), texts, facts)

    def card(self, cluster: str, alarm: Alarm | None, span: Span, born: dt.date | None) -> ClusterCard:
        """Put one cluster on a card."""
        state, own = self.state, self.rows[cluster]
        facts = [self.facts[state.ids[row]] for row in own]
        replied = [fact for fact in facts if fact.prior]
        said = summarise(
            state,
            cluster,
            self.texts,
            {fact.number: fact.category for fact in facts},
            {fact.number: fact.enterprises for fact in facts},
            frozenset(fact.number for fact in replied),
        )
        recent = [fact for row, fact in zip(own, facts, strict=True) if state.weeks[row] == state.week]
        latest = (demand_sentence(self.texts[fact.number]) for fact in facts[-_LATEST:])
        first = min(said.first, born or said.first)
        note = None if alarm is None else _note(alarm, facts, len(recent), said.copies, said.senders)
        return ClusterCard(
            id=cluster,
            headline=said.headline,
            demand=said.demand,
            terms=said.terms,
            first=first,
            last=said.last,
            new=first >= span.begins,
            letters=figure(facts),
            recent=figure(recent),
            copies=said.copies,
            senders=said.senders,
            weekly=_weekly(state, own),
            categories=dict(said.categories),
            by_category=_split_by(facts, lambda fact: fact.category),
            by_subtype=_split_by(facts, lambda fact: fact.subtype),
            spread=dict(said.spread),
            enterprises={name: figure(fact for fact in facts if name in fact.enterprises) for name in said.spread},
            people=max((fact.people for fact in facts if fact.people is not None), default=None),
            replied=figure(replied),
            sentences=tuple(dict.fromkeys(latest)),
            alarm=note,
        )


def _split_by(facts: Sequence[Fact], key: Callable[[Fact], str]) -> dict[str, Figure]:
    return {name: figure(fact for fact in facts if key(fact) == name) for name in sorted(set(map(key, facts)))}


def _masked(letter: Letter) -> Letter:
    """Mask a letter whole, before anything is cut out of it: a name is told by what stands around it."""
    return replace(letter, text=mask(letter.text), title=mask(letter.title), sender="")


def _note(alarm: Alarm, facts: Sequence[Fact], recent: int, copies: int, senders: int) -> AlarmNote:
    """Explain an alarm by the counts of the letters that are shown."""
    numbers = tuple(fact.number for fact in facts)
    shown = replace(alarm, letters=numbers, recent=recent, copies=copies, senders=senders)
    return AlarmNote(kind=alarm.kind, p_value=alarm.p_value, sentence=shown.sentence)


def _weekly(state: ClusterState, rows: Sequence[int]) -> tuple[int, ...]:
    ages = state.week - state.weeks[list(rows)]
    return tuple(np.bincount(ages[ages < _WEEKS], minlength=_WEEKS)[::-1].tolist())


def find_joints(store: Store, state: ClusterState, span: Span, secret: str) -> tuple[Joint, ...]:
    """Find the enterprises at which several kinds of trouble come together in the 60 days up to the week's end."""
    since = span.ends - dt.timedelta(days=WITHIN_DAYS - 1)
    with store.reading() as connection:
        recent = and_(in_days(since, span.ends), letters.c.confidential.is_(False))
        facts = {fact.number: fact for fact in read_facts(store, connection, recent, secret)}
    voices = {
        state.ids[row]: int(state.senders[row]) or -1 - int(state.copies[row])
        for row in range(len(state))
        if state.ids[row] in facts
    }
    named = [
        EnterpriseLetter(number, enterprise, facts[number].category, facts[number].day, voice)
        for number, voice in voices.items()
        for enterprise in facts[number].enterprises
        if facts[number].category not in (UNREAD, secret)
    ]
    joints = []
    for joint in find_concurrences(named, span.ends):
        own = [facts[number] for number in joint.letters]
        categories = {code: figure(fact for fact in own if fact.category == code) for code in joint.categories}
        entry = {"enterprise": joint.enterprise, "categories": categories, "letters": figure(own)}
        joints.append(Joint.model_validate(entry | {"senders": joint.senders}))
    return tuple(joints)
