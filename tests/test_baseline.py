"""The default model may not fall below what was reached: ``benchmarks/baseline.json``, floors that only rise."""

import json
from pathlib import Path

import pytest

from nlp.artefact import read_manifest
from nlp.settings import Settings

FLOORS = json.loads((Path(__file__).parent.parent / "benchmarks" / "baseline.json").read_text(encoding="utf-8"))
CARD = FLOORS["model card, letters held back"]


@pytest.mark.parametrize(("figure", "floor"), CARD.items())
def test_a_figure_of_the_card_stays_above_its_floor(figure: str, floor: float) -> None:
    reached = read_manifest(Settings().model).metrics[figure]
    assert reached >= floor, f"{figure}: {reached} < {floor}"


def test_the_model_stays_small() -> None:
    assert read_manifest(Settings().model).bytes <= 15 * 2**20
