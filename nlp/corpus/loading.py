"""Read labelled letters of any kind of file and put their labels into a taxonomy's codes."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from nlp.corpus.letters import LabelledLetter, letter_files, numbered_lines, parse_letter
from nlp.corpus.tables import read_labelled
from nlp.errors import CorpusError
from nlp.reading.intake import Intake
from nlp.reading.parser_process import ParserProcess
from nlp.receipt import Receipt
from nlp.taxonomy import Taxonomy

__all__ = ["load_letters"]

_LONGEST_SHOWN = 20
_UNKNOWN = "请改标签，或用 --taxonomy 指定对应的口径；还没有口径的，petitions train --make-taxonomy 可按标签起草一份"


def load_letters(paths: Iterable[Path], taxonomy: Taxonomy | None = None) -> list[LabelledLetter]:
    """Read labelled letters; a wrong line or row raises ``CorpusError`` naming file and row.

    The corpus's own JSONL is read strictly; any other table as ``nlp.corpus.tables`` says. With a taxonomy, every label
    must be one of its codes or names, and comes back as the code. Ids must be unique over all files.
    """
    letters: list[LabelledLetter] = []
    seen: dict[str, str] = {}
    with ParserProcess() as parsers:
        intake = Intake(Receipt(), parsers)
        for path in letter_files(paths):
            for where, letter in _letters_of(path, intake):
                if letter.id in seen:
                    raise CorpusError(where, f"编号 {letter.id} 与{seen[letter.id]}重复", "请改用唯一的编号")
                seen[letter.id] = where
                letters.append(letter if taxonomy is None else in_codes(letter, taxonomy, where))
    return letters


def in_codes(letter: LabelledLetter, taxonomy: Taxonomy, where: str) -> LabelledLetter:
    """Put the labels of a letter, codes or Chinese names, into codes; raise ``CorpusError`` for an unknown one."""
    codes = {name: code for code, name in taxonomy.category_names.items()} | {code: code for code in taxonomy.codes}
    written = {letter.label, *letter.secondary, *(demand.label for demand in letter.demands)}
    if unknown := written - set(codes):
        shown = "、".join(sorted(x if len(x) <= _LONGEST_SHOWN else f"（{len(x)} 字）" for x in unknown))
        raise CorpusError(where, f"口径里没有类别 {shown}", _UNKNOWN)
    changed: dict[str, object] = {
        "label": codes[letter.label],
        "secondary": tuple(dict.fromkeys(codes[x] for x in letter.secondary if codes[x] != codes[letter.label])),
        "demands": tuple(demand.model_copy(update={"label": codes[demand.label]}) for demand in letter.demands),
        "subtype": _subtype_code(letter, codes[letter.label], taxonomy, where),
    }
    return letter.model_copy(update={key: value for key, value in changed.items() if value != getattr(letter, key)})


def _subtype_code(letter: LabelledLetter, label: str, taxonomy: Taxonomy, where: str) -> str:
    """Give the sub-type's code; a taxonomy without sub-types has none."""
    if not letter.subtype or not taxonomy.subtypes:
        return ""
    named = [s for s in taxonomy.subtypes if letter.subtype in (s.code, s.name) and s.category == label]
    if not named:
        shown = letter.subtype if len(letter.subtype) <= _LONGEST_SHOWN else f"（{len(letter.subtype)} 字）"
        raise CorpusError(where, f"子类 {shown} 不属于类别 {label}", "请改正子类或类别")
    return named[0].code


def _letters_of(path: Path, intake: Intake) -> Iterator[tuple[str, LabelledLetter]]:
    if path.name.endswith((".jsonl", ".jsonl.gz")) and _is_of_the_corpus(path):
        for number, line in numbered_lines(path):
            where = f"{path.name} 第 {number} 行"
            yield where, parse_letter(line, where)
    else:
        yield from read_labelled(path, intake)


def _is_of_the_corpus(path: Path) -> bool:
    """Tell the corpus's own JSONL by the keys of its first line; what is no JSON is left to the strict reader."""
    first = next((line for _, line in numbered_lines(path)), "{}")
    try:
        row = json.loads(first)
    except ValueError:
        return True
    return not isinstance(row, dict) or ("label" in row and set(row) <= set(LabelledLetter.model_fields))
