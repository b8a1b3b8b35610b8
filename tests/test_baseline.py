"""The default model and the detector may not fall behind: ``benchmarks/baseline.json``, floors that only rise."""

import json
from pathlib import Path

import pytest

from nlp.artefact import read_manifest
from nlp.settings import Settings

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
FLOORS = json.loads((BENCHMARKS / "baseline.json").read_text(encoding="utf-8"))
REAL = json.loads((BENCHMARKS / "accuracy.json").read_text(encoding="utf-8"))["figures"]
EVENTS = json.loads((BENCHMARKS / "events.json").read_text(encoding="utf-8"))["figures"]
CARD = FLOORS["model card, letters held back"]


@pytest.mark.parametrize(("figure", "floor"), CARD.items())
def test_a_figure_of_the_card_stays_above_its_floor(figure: str, floor: float) -> None:
    reached = read_manifest(Settings().model).metrics[figure]
    assert reached >= floor, f"{figure}: {reached} < {floor}"


@pytest.mark.parametrize(("figure", "floor"), FLOORS["real letters, at least"].items())
def test_a_figure_on_real_letters_last_measured_is_above_its_floor(figure: str, floor: float) -> None:
    assert REAL[figure] >= floor


@pytest.mark.parametrize(("figure", "ceiling"), FLOORS["real letters, at most"].items())
def test_a_figure_on_real_letters_last_measured_is_below_its_ceiling(figure: str, ceiling: float) -> None:
    assert REAL[figure] <= ceiling


@pytest.mark.parametrize(("figure", "floor"), FLOORS["events, at least"].items())
def test_a_figure_of_the_detector_last_measured_is_above_its_floor(figure: str, floor: float) -> None:
    assert EVENTS[figure] >= floor


@pytest.mark.parametrize(("figure", "ceiling"), FLOORS["events, at most"].items())
def test_a_figure_of_the_detector_last_measured_is_below_its_ceiling(figure: str, ceiling: float) -> None:
    assert EVENTS[figure] <= ceiling


def test_the_model_stays_small() -> None:
    assert read_manifest(Settings().model).bytes <= 15 * 2**20
