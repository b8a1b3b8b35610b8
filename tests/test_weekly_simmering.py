"""The weekly run over half a year: what simmers reaches the card, the ledger and the bulletin, and is explained."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from nlp.bulletin import compose
from nlp.bulletin.content import Paragraph
from nlp.intake import ingest
from nlp.replay import week_number
from nlp.store import Store
from nlp.taxonomy import Taxonomy
from nlp.weekly import ClusterCard, Office, Review, alarm_entries, review_week
from tests.clustering.composed import MONDAY
from tests.clustering.simmering import UNIT, fleeting, simmering
from tests.three_weeks import open_at

TOLD = 30
"""In this week, counted from the first, the matter has simmered for 26 weeks since it was new."""


@pytest.fixture(scope="module")
def run(
    tmp_path_factory: pytest.TempPathFactory, small_model: Path, taxonomy: Taxonomy
) -> Iterator[tuple[Store, Review]]:
    folder = tmp_path_factory.mktemp("simmering")
    keys = ("id", "title", "text", "sender")
    rows = [
        {key: getattr(one, key) for key in keys} | {"received": str(one.received)}
        for one in (*fleeting(), *simmering())
    ]
    path = folder / "半年来信.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    store = open_at(folder / "库.db")
    ingest(store, [path], small_model, "安之若")
    yield store, review_week(store, week_number(MONDAY) + TOLD, Office(taxonomy), "安之若")
    store.close()


@pytest.fixture
def card(run: tuple[Store, Review]) -> ClusterCard:
    return next(card for card in run[1].clusters if UNIT in card.headline)


def test_the_card_says_that_the_matter_simmers_and_on_what_counts(card: ClusterCard) -> None:
    assert card.alarm and card.alarm.kind == "simmer"
    assert card.alarm.sentence == (
        "共 16 封（雷同 11 封），16 个来信主体，本周 1 封；近 26 周断断续续一直有来信，偶然如此的概率小于 0.001。"
    )
    assert card.weekly == (1, 0) * 6 + (1,)


def test_the_card_quotes_the_letters(card: ClusterCard) -> None:
    assert card.headline == f"{UNIT}夜间停水"
    assert all(any(sentence in one.text for one in simmering()) for sentence in card.sentences)


def test_the_ledger_holds_the_alarm_for_staff_to_judge(run: tuple[Store, Review], card: ClusterCard) -> None:
    store, review = run
    (entry,) = [entry for entry in alarm_entries(store, review.week) if entry.matter == card.id]
    assert (entry.kind, entry.letters, entry.verdict) == ("simmer", 16, "")


def test_the_bulletin_says_that_it_never_stopped(run: tuple[Store, Review]) -> None:
    blocks = [block for section in compose(run[1]).sections for block in section.blocks]
    told = "".join(block.text for block in blocks if isinstance(block, Paragraph))
    assert "断断续续一直有来信（偶然如此的概率小于 0.001）" in told
