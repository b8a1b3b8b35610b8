"""A store of letters a made-up model has doubts about; some are confidential, one is urgent, two are copies."""

import datetime as dt
import itertools
from collections.abc import Callable

import pytest

from nlp.classifier import LetterClassifier
from nlp.letter import Analysis, Letter, Prediction, Signal
from nlp.store import Reader, Store, make_study, open_store, register, save_studies
from nlp.taxonomy import Category, Taxonomy
from tests.labelled import invented_letters

DEBT, POLICY, ACCUSATION = "debt", "policy", "accusation"
CLERK, OTHER, THIRD = Reader("王工"), Reader("李工"), Reader("周工")
HANDLER = Reader("赵工", confidential=True)
Add = Callable[..., str]


@pytest.fixture
def store() -> Store:
    ticks = itertools.count()
    begin = dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.UTC)
    return open_store("sqlite://", bytes(range(32)), clock=lambda: begin + dt.timedelta(seconds=next(ticks)))


@pytest.fixture
def add(store: Store) -> Add:
    """Register a letter and say what the model makes of it; gives its number."""

    def put(
        text: str,
        sure: float = 0.5,
        *,
        category: str = DEBT,
        review: bool = True,
        confidential: bool = False,
        urgent: bool = False,
        received: dt.date = dt.date(2026, 11, 9),
    ) -> str:
        letter = Letter(text, title="一件事", received=received)
        (registered,) = register(store, [letter])
        shares = dict.fromkeys((DEBT, POLICY, ACCUSATION), (1 - sure) / 2) | {category: sure}
        prediction = Prediction(category, shares, review_reason="close_call" if review else None)
        signals = (Signal(0, 2, text[:2], "life_health"),) if urgent else ()
        found = Analysis(letter, prediction, confidential=confidential, signals=signals)
        study = make_study(registered.id, found, "m", store.seal, str.lower, ["life_health"])
        save_studies(store, "m", [study])
        return registered.number

    return put


@pytest.fixture(scope="session")
def classifier() -> LetterClassifier:
    letters = invented_letters()
    return LetterClassifier(min_df=1).fit([x.text for x in letters], [x.label for x in letters])


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    codes = {DEBT: "历史欠账", POLICY: "改制政策", ACCUSATION: "检举控告"}
    categories = tuple(Category(code=c, name=n, confidential=c == ACCUSATION) for c, n in codes.items())
    return Taxonomy(version=1, name="三类", categories=categories)
