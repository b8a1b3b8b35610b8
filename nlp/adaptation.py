"""``petitions adapt``: make a second model with an office's own unlabelled letters, and say whether it is better.

The old model is never touched. Whether the new one helped is said only where there are labelled letters to tell by.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp.classifier import LetterClassifier
from nlp.comparison import Difference, compare
from nlp.copies import join_copies
from nlp.corpus import LabelledLetter
from nlp.domain_shift import Agreed, agreed_lessons, reweigh, shift_priors
from nlp.errors import ArtefactError, ReadingError
from nlp.letter import Letter
from nlp.pipeline import Pipeline
from nlp.reading import read_letters
from nlp.receipt import Receipt
from nlp.taxonomy import Taxonomy
from nlp.teaching import Lesson, lessons_of
from nlp.tokenization import Term, user_words
from nlp.training import Made, TrainingInput, make_model, write_card

__all__ = ["Adapted", "adapt", "read_own", "without_copies"]

_DECISIVE = "macro_f1"

_SECTION = """## 用本单位来信适应

在 {given} 封没有标注的来信上适应（{left_out} 封与检验用的来信相同或相近，没有用）：

1. 词频：字词的权重按这些来信里的多少重估。
2. 自学：按词和按字两个视角各判一遍，{agreed:.0%} 的来信看法一致；两边都有八成以上把握的，每类至多取学习材料的一成，
   且不超过各类中位数的两倍，当作已标注来信再学：{taken}。
3. 各类份额：{priors}。
{materials}
{verdict}
"""

_TABLE = """| 指标 | 旧模型 | 新模型 | 新减旧的 95 % 区间 | 算数 |
|---|---|---|---|---|
{rows}

{judgement}"""

_UNKNOWN = (
    "没有给出已标注的来信（`--check`），因此**不知道它是否比旧模型好**。看法一致不等于正确；换用之前请标几十封再检验。"
)


@dataclass(frozen=True)
class Adapted:
    """What came of it: the new model, what the two views said, and the differences where letters had labels."""

    made: Made
    agreed: Agreed
    differences: tuple[Difference, ...]

    @property
    def verdict(self) -> str:
        """Say in one sentence whether it helped."""
        decisive = next((row for row in self.differences if row.figure == _DECISIVE), None)
        if decisive is None:
            return "没有已标注的来信，不知道是否有用"
        if not decisive.is_clear:
            return "在给出的来信上看不出 macro-F1 的差别：不要仅凭这次结果换用"
        return "macro-F1 确有提高" if decisive.low > 0 else "macro-F1 确有下降：不要换用"


def read_own(paths: Sequence[Path], report: Callable[[str], None]) -> list[Letter]:
    """Read unlabelled letters of any kind of file, the receipt to ``report``; none at all raises ``ReadingError``."""
    receipt = Receipt()
    letters = list(read_letters(paths, receipt))
    for line in receipt.lines():
        report(line)
    if not letters:
        raise ReadingError("、".join(path.name for path in paths), "没有读到来信", "请核对文件")
    return letters


def adapt(
    given: TrainingInput,
    old: Pipeline,
    own: Sequence[Letter],
    folder: Path,
    *,
    check: Sequence[LabelledLetter] = (),
    priors: bool = False,
    draws: int = 500,
    report: Callable[[str], None] = lambda line: None,
) -> Adapted:
    """Train again with the letters ``own``, save, compare with ``old`` on ``check``, and write the card.

    Letters of ``own`` that are copies of letters to check on are left out. ``priors`` re-estimates the shares of the
    classes too; ``draws`` are those of the comparison's bootstrap. Raises ``ArtefactError`` where the old model knows
    other categories.
    """
    used = without_copies(own, check)
    agreed, made = _make(given, old.taxonomy, used, folder, priors, report)
    differences: tuple[Difference, ...] = ()
    if check:
        report("与旧模型比较")
        differences = tuple(compare(old, Pipeline(made.content, made.manifest), check, draws))
    adapted = Adapted(made, agreed, differences)
    materials = (
        ""
        if given.digests() == old.manifest.digests
        else "\n旧模型的语料、口径或词典与这次不同，差别不全是适应带来的。\n"
    )
    section = _section(adapted, len(own) - len(used), len(used), priors, materials)
    write_card(made, folder, command="adapt", added=section)
    return adapted


def _make(
    given: TrainingInput,
    taxonomy: Taxonomy,
    own: Sequence[Letter],
    folder: Path,
    priors: bool,
    report: Callable[[str], None],
) -> tuple[Agreed, Made]:
    chosen: list[tuple[list[Lesson], Agreed]] = []
    labels: list[str] = []

    def further(learnt: Sequence[LabelledLetter], terms: Sequence[Term], known: Taxonomy) -> Sequence[Lesson]:
        if set(known.codes) != set(taxonomy.codes):
            raise ArtefactError("旧模型", "类别与这次的口径不同", "请用 --taxonomy 给出旧模型所用的口径")
        report(f"自学：两个视角各判 {len(own)} 封")
        labels.extend(letter.label for letter in learnt)
        chosen.append(agreed_lessons(LetterClassifier(words=user_words(terms)), lessons_of(learnt, terms), own))
        return chosen[0][0]

    def finish(classifier: LetterClassifier) -> LetterClassifier:
        documents = classifier.read(own)
        changed = reweigh(classifier, documents)
        return shift_priors(changed, labels, documents) if priors else changed

    made = make_model(given, folder, name=folder.name, report=report, further=further, finish=finish)
    return chosen[0][1], made


def without_copies(own: Sequence[Letter], check: Sequence[LabelledLetter]) -> list[Letter]:
    """Leave out what the new model will be checked on: a letter it has learnt from proves nothing."""
    probes = [LabelledLetter(id=f"check:{n}", text=letter.text, label="-") for n, letter in enumerate(check)]
    asked = [LabelledLetter(id=f"own:{n}", text=letter.text, label="-") for n, letter in enumerate(own)]
    joined = join_copies([*probes, *asked])[0]
    barred = {letter.group for letter in joined[: len(probes)]}
    return [letter for letter, kin in zip(own, joined[len(probes) :], strict=True) if kin.group not in barred]


def _section(adapted: Adapted, left_out: int, given: int, priors: bool, materials: str) -> str:
    names = adapted.made.content.taxonomy.category_names
    agreed = adapted.agreed
    taken = "、".join(f"{names[code]} {count}/{agreed.sure[code]} 封" for code, count in agreed.taken.items())
    return _SECTION.format(
        given=given,
        left_out=left_out,
        agreed=agreed.agreed / max(agreed.asked, 1),
        taken=taken or "无",
        priors="按这些来信重估（Saerens 等 2002）" if priors else "没有改",
        materials=materials,
        verdict=_verdict(adapted),
    )


def _verdict(adapted: Adapted) -> str:
    if not adapted.differences:
        return _UNKNOWN
    rows = [
        f"| {row.figure} | {row.first:.3f} | {row.second:.3f} | {row.low:+.3f} … {row.high:+.3f} "
        f"| {'是' if row.is_clear else '否'} |"
        for row in adapted.differences
    ]
    return _TABLE.format(rows="\n".join(rows), judgement=f"结论：{adapted.verdict}。")
