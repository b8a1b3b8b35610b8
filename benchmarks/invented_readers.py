"""Clerks of the invented office who read its doubtful letters, alone and in pairs, and have a model learn from it."""

import random
import shutil
from pathlib import Path

from nlp.corpus import load_letters
from nlp.letter import Letter
from nlp.pipeline import Pipeline
from nlp.renewal import retrain
from nlp.reviewing import doubtful_letters
from nlp.settings import Settings
from nlp.store import Reader, Store, correct, open_letters, read_twice
from nlp.store.schema import letters
from nlp.training import TrainingInput

__all__ = ["read_some", "train_anew"]

PAIR = Reader("李工", confidential=True), Reader("周工", confidential=True)
HANDLER = Reader("赵工", confidential=True)
TRAINER = Reader("管工")
_SLIP = 0.12
"""How often one of a pair takes a letter for something else."""
_PART = 6
"""One letter in so many of the corpus is learnt anew, which takes seconds; all of them take minutes."""


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


def train_anew(store: Store, settings: Settings, folder: Path) -> Path:
    """Copy the model into ``folder`` and offer one that learnt from the readers as well; give the copy, in use."""
    model = folder / settings.model.name
    shutil.copytree(settings.model, model)
    part = folder / "letters.jsonl"
    some = load_letters([settings.letters])[::_PART]
    part.write_text("".join(one.model_dump_json(exclude_none=True) + "\n" for one in some), encoding="utf-8")
    given = TrainingInput((part,), settings.taxonomy, settings.lexicon)
    retrain(store, given, model, TRAINER, draws=100)
    return model


def _reading(letter: Letter, labels: dict[str, str], codes: tuple[str, ...], dice: random.Random) -> str:
    return dice.choice(codes) if dice.random() < _SLIP else labels[letter.text]
