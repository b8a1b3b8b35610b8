"""Files made for the tests and a shorthand for reading them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nlp.letter import Letter
from nlp.reading import Receipt, read_letters

Read = Callable[..., tuple[list[Letter], Receipt]]


@pytest.fixture
def read() -> Read:
    """Read files to the end; whatever happened, the receipt must add up and agree with the letters."""

    def _read(*paths: Path) -> tuple[list[Letter], Receipt]:
        receipt = Receipt()
        letters = list(read_letters(paths, receipt))
        assert receipt.adds_up, receipt.summary()
        assert receipt.letters == len(letters)
        assert receipt.rows == receipt.letters + receipt.refused + receipt.blank + receipt.headings
        assert len({letter.id for letter in letters}) == len(letters)
        return letters, receipt

    return _read
