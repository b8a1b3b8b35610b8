"""Train on the corpus and what people settled, compare with the model in use, and offer the result to a person."""

import os
import shutil
from collections.abc import Callable, Collection
from pathlib import Path

from nlp.artefact import read_manifest
from nlp.errors import CorpusError
from nlp.renewal.comparing import Checked, compare_trials
from nlp.renewal.versions import Renewal, offer, version_folder, version_of
from nlp.reviewing import corrected_letters, count_corrected
from nlp.store import Reader, Store, record
from nlp.taxonomy import load_taxonomy
from nlp.training import Made, TrainingInput, make_model, write_card

__all__ = ["STEPS", "retrain"]

STEPS = 6
"""How many lines ``report`` is told, to show how far training has come."""

_SECTION = """## 本单位来信

另学了人工确认或更正过类别的来信 {own} 封（其中更正 {changed} 封，保密件 {confidential} 封），
{made_by} 于 {made_at}（UTC）训练。检验时按事项和抄件分开留出，与语料相同。保密件的编号不列出。"""


def retrain(
    store: Store,
    given: TrainingInput,
    model: Path,
    person: Reader,
    *,
    draws: int = 500,
    report: Callable[[str], None] = lambda line: None,
) -> str:
    """Train a new version of the model and give its name; the model in use stays in use.

    Letters leave the store in this process only; the file holds no text of theirs. Raises ``CorpusError`` where nobody
    has settled a letter yet.
    """
    taxonomy = load_taxonomy(given.taxonomy)
    own, counted = corrected_letters(store, taxonomy), count_corrected(store, taxonomy)
    if not own:
        raise CorpusError("本单位来信", "还没有人确认或更正过类别", "请先在“复核”页或“来信登记”页确认、更正一些来信")
    report(f"本单位来信：{len(own)} 封，其中更正 {counted.changed} 封")
    draft = version_folder(model) / f".{os.getpid()}"
    try:
        made = make_model(given, draft, name=model.name, report=report, own=own)
        report("与正在用的模型比较")
        checked = _compare(model, draft, made, {letter.id for letter in own}, draws)
        renewal = Renewal(
            made_at=store.now(),
            made_by=person.name,
            letters=len(made.letters),
            own=len(own),
            changed=counted.changed,
            confidential=counted.confidential,
            against=version_of(read_manifest(model)),
            checked=checked,
        )
        write_card(made, draft, command="train --with-corrections", added=_SECTION.format(**renewal.model_dump()))
        name = offer(draft, model, renewal)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    _note(store, person, name, renewal)
    return name


def _note(store: Store, person: Reader, name: str, renewal: Renewal) -> None:
    with store.writing() as connection:
        details = renewal.model_dump(include={"letters", "own", "against"})
        record(store, connection, person.name, "model_train", name, details)


def _compare(model: Path, draft: Path, made: Made, mine: Collection[str], draws: int) -> tuple[Checked, ...]:
    """Compare on the letters of the corpus and on the office's own, their groups joined as they were for training."""
    corpus = [letter for letter in made.letters if letter.id not in mine]
    own = [letter for letter in made.letters if letter.id in mine]
    return compare_trials(model, draft, corpus, own, draws)
