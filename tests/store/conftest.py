import datetime as dt
import itertools
import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from nlp.letter import Analysis, Evidence, Letter, Prediction, Signal
from nlp.store import Store, make_study, open_store, pending, save_studies
from nlp.store.schema import meta, metadata
from tests.store import postgresql

KEY = bytes(range(32))
MODEL = "small-0123"
NOON = dt.datetime(2026, 11, 16, 12, 0, tzinfo=dt.UTC)
Address = Callable[[], str]


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.moment = NOON

    def __call__(self) -> dt.datetime:
        self.moment += dt.timedelta(microseconds=1)
        return self.moment


def mask(text: str) -> str:
    return re.sub(r"\d{11}", lambda found: "*" * 11, text)


def analyse(letter: Letter) -> Analysis:
    """Tell accusations and dangers by one word each: the store does not care how a model comes to its mind."""
    accusation, danger = "举报" in letter.text, letter.text.find("自杀")
    category = "anti_corruption" if accusation else "historical_debts"
    prediction = Prediction(
        category=category,
        probabilities={category: 0.75, "other": 0.25},
        secondary=("policy",),
        review_reason="short" if len(letter.text) < 4 else None,
        evidence=(Evidence(0, 2, letter.text[:2], category, 1.5),) if len(letter.text) > 1 else (),
    )
    signals = (Signal(danger, danger + 2, "自杀", "life_health"),) if danger >= 0 else ()
    return Analysis(letter, prediction, confidential=accusation, signals=signals, masked_text="")


def analyse_all(store: Store, model: str = MODEL, renew: bool = False) -> int:
    saved = 0
    for chunk in pending(store, model, renew=renew):
        studies = [make_study(id_, analyse(x), model, store.seal, store.fold, {"life_health"}) for id_, x in chunk]
        saved += save_studies(store, model, studies)
    return saved


@pytest.fixture(scope="session")
def server() -> Iterator[str | None]:
    folder = postgresql.binaries()
    if folder is None:
        yield None
        return
    with postgresql.running(folder) as address:
        template = open_store(address.format(name="template1"))  # every database made after this has the tables
        with template.writing() as connection:
            connection.execute(meta.delete())
        template.close()
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def new_address(request: pytest.FixtureRequest, tmp_path: Path) -> Address:
    """Give the address of a new, empty database each time; every test that uses it runs on both kinds."""
    numbers = itertools.count(1)
    if request.param == "sqlite":
        return lambda: f"sqlite:///{(tmp_path / f'来信{next(numbers)}.db').as_posix()}"
    address = request.getfixturevalue("server")
    if address is None:
        warnings.warn("没有 PostgreSQL，这一半检验没有做（Debian：apt-get install postgresql）", stacklevel=1)
        pytest.skip("PostgreSQL is not installed")
    return lambda: _empty_database(address, f"letters{next(numbers)}")


def _empty_database(address: str, name: str) -> str:
    """Make a database, or empty the one an earlier test made: that is faster than another one."""
    engine = create_engine(address.format(name="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        known = connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name})
        if not known:
            connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    if known:
        tables = ", ".join(["letter_terms", *metadata.tables])
        engine = create_engine(address.format(name=name), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
            connection.execute(text("ALTER TABLE audit ENABLE TRIGGER USER"))
        engine.dispose()
    return address.format(name=name)


@pytest.fixture
def address(new_address: Address) -> str:
    return new_address()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=[None, KEY], ids=["plain", "sealed"])
def key(request: pytest.FixtureRequest) -> bytes | None:
    return request.param


@pytest.fixture
def store(address: str, clock: Clock) -> Iterator[Store]:
    opened = open_store(address, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def keyed_store(address: str, clock: Clock, key: bytes | None) -> Iterator[Store]:
    """A store without a key, and one with."""
    opened = open_store(address, key, clock=clock)
    yield opened
    opened.close()
