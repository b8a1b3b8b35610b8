"""What the benchmarks against peers compute and say, on figures made up for the purpose."""

import itertools
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
sys.path.append(str(BENCHMARKS))

with patch.dict(os.environ):  # the one core that a benchmark is held to is not for the other tests
    import contest
    import results


def clock(*spans: float) -> Callable[[], float]:
    """Give a clock by which the first run takes the first span, the second the second."""
    ticks = itertools.chain.from_iterable((0.0, span) for span in spans)
    return lambda: next(ticks)


def nothing() -> None:
    return None


def compete(*spans: float) -> dict[str, list[contest.Run]]:
    """Two runners, as many rounds as there are pairs of spans, in the order in which they run."""
    runners = {"ours": nothing, "peer": nothing}
    return contest.compete(runners, len(spans) // 2, cpu=clock(*spans), wall=clock(*spans))


def test_every_round_begins_with_the_next_runner() -> None:
    order: list[str] = []
    contest.compete({name: lambda name=name: order.append(name) for name in "abc"}, 3)  # type: ignore[misc]
    assert "".join(order) == "abcbcacab"


def test_a_ratio_is_taken_within_a_round() -> None:
    first_round, second_round = (1.0, 3.0), (40.0, 10.0)  # the second begins with the peer
    peer = contest.standings(compete(*first_round, *second_round))[1]
    assert (peer.ratio_low, peer.ratio, peer.ratio_high) == (3.0, 3.5, 4.0)


def test_one_slow_round_does_not_move_the_median() -> None:
    ours = contest.standings(compete(1, 1, 1, 1, 100, 100))[0]
    assert (ours.low, ours.median, ours.high) == (1, 1, 100)


def test_the_first_runner_is_measured_by_itself() -> None:
    ours = contest.standings(compete(2, 3, 5, 7))[0]
    assert (ours.ratio_low, ours.ratio, ours.ratio_high) == (1, 1, 1)


def test_any_figure_of_a_run_can_be_compared() -> None:
    runs = {name: [contest.Run(0, 0, peak, None)] for name, peak in (("ours", 50.0), ("peer", 200.0))}
    assert contest.standings(runs, lambda run: run.peak_mb or 0)[1].ratio == 4


def test_a_process_of_its_own_is_weighed_without_its_parent() -> None:
    ballast = bytearray(300 * 2**20)
    light = contest.run_apart(nothing)
    assert light.peak_mb is not None
    assert light.peak_mb < len(ballast) / 2**20


@pytest.mark.parametrize(
    ("higher_is_better", "peer", "value"), [(True, "fast", 9), (False, "slow", 2)], ids=["higher", "lower"]
)
def test_the_best_peer_is_chosen_by_what_is_better(higher_is_better: bool, peer: str, value: float) -> None:
    figures = {"ours": 100.0, "fast": 9.0, "slow": 2.0, "absent": None}
    row = contest.row("speed", figures, unit="", higher_is_better=higher_is_better)
    assert (row.peer, row.best_peer, row.ours) == (peer, value, 100)


def test_a_row_without_any_peer_is_refused() -> None:
    with pytest.raises(ValueError, match="a peer are needed"):
        contest.row("speed", {"ours": 1.0, "peer": None}, unit="", higher_is_better=True)


@pytest.mark.parametrize(
    ("ours", "peer", "higher_is_better", "word"),
    [
        (2, 3, True, "behind"),
        (3, 2, True, "ahead"),
        (2, 3, False, "ahead"),
        (3, 2, False, "behind"),
        (100, 100.5, True, "level"),
    ],
)
def test_the_word_follows_from_the_figures(ours: float, peer: float, higher_is_better: bool, word: str) -> None:
    assert results.standing(contest.Row("x", ours, peer, "p", "", higher_is_better)) == word


def _written(folder: Path, *rows: contest.Row) -> Path:
    content = {"title": "Speed", "rows": [contest.asdict(row) for row in rows], "table_md": "| a |", "figure": ""}
    file = folder / "peers_x.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def test_the_page_names_the_peer_that_is_ahead_before_anything_else(tmp_path: Path) -> None:
    page = results.gather(
        [_written(tmp_path, contest.Row("letters/s", 5, 10, "quickpeer", "", True, "it skips titles"))]
    )
    top = page.partition("\n## ")[0]
    assert "- Speed: letters/s: **behind** quickpeer, 5 against 10, 0.50 times; it skips titles." in top


def test_the_page_admits_that_a_reason_is_not_known(tmp_path: Path) -> None:
    page = results.gather([_written(tmp_path, contest.Row("letters/s", 5, 10, "quickpeer", "", True))])
    assert "why is not known" in page


def test_a_json_file_without_rows_is_no_contest(tmp_path: Path) -> None:
    (tmp_path / "baseline.json").write_text('{"floor": 1}', encoding="utf-8")
    assert "0 figures" in results.gather([tmp_path / "baseline.json"])
