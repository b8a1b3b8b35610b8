"""Clerks of the invented office who read its doubtful letters, alone and in pairs: there is something to show."""

import random
from pathlib import Path

from nlp.corpus import load_letters
from nlp.letter import Letter
from nlp.pipeline import Pipeline
from nlp.reviewing import doubtful_letters
from nlp.settings import Settings
from nlp.store import Reader, Store, correct, open_letters, read_twice
from nlp.store.schema import letters

__all__ = ["read_some"]

PAIR = Reader("李工", confidential=True), Reader("周工", confidential=True)
HANDLER = Reader("赵工", confidential=True)
_SLIP = 0.12
"""How often one of a pair takes a letter for something else."""


def read_some(store: Store, settings: Settings, model: Path, *, alone: int = 160, pairs: int = 60) -> None:
    """Have the handler settle doubtful letters and two clerks read others, by the labels of the corpus."""
    dice = random.Random(8)  # the same pictures every day
    labels = {letter.text: letter.label for letter in load_letters([settings.letters])}
    pipeline = Pipeline.of_office(settings, model)
    queue = [one.number for one in doubtful_letters(store, pipeline.content.classifier, HANDLER)]
    with store.reading() as connection:
        opened = [letter for _, letter in open_letters(store, connection, letters.c.number.in_(queue))]
    known = [letter for letter in opened if letter.text in labels]
    for letter in known[:alone]:
        correct(store, letter.id, HANDLER, "category", labels[letter.text], "按标注手册")
    for letter in known[alone : alone + pairs]:
        for person in PAIR:
            category = _reading(letter, labels, pipeline.taxonomy.codes, dice)
            read_twice(store, letter.id, person, category, "看诉求" if dice.random() < 0.5 else "")


def _reading(letter: Letter, labels: dict[str, str], codes: tuple[str, ...], dice: random.Random) -> str:
    return dice.choice(codes) if dice.random() < _SLIP else labels[letter.text]
