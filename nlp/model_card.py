"""The model card: what a model is for, what it was made of, how right it was. Written, never edited by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nlp.artefact import Manifest
from nlp.card_pictures import PICTURES
from nlp.classifier import ReviewRules
from nlp.classifier.metrics import Judged
from nlp.copies import Copies
from nlp.corpus import LabelledLetter
from nlp.doubtful import Doubtful
from nlp.taxonomy import Taxonomy
from nlp.teaching import CurvePoint

__all__ = ["Diagnosis", "calibration_bins", "model_card"]

_MOST_DOUBTFUL = 20
_BINS = 10
_FIGURES = {
    "in_scope_macro_f1": "不计“其他”的 macro-F1",
    "macro_f1": "全部类别的 macro-F1",
    "other_auroc": "“其他”的 AUROC",
    "ece": "期望校准误差（ECE）",
    "accusation_recall": "检举件召回率",
    "confidential_share": "标为保密的份额",
    "errors_caught_by_review": "错件中被要求复核的份额",
    "review_share": "要求复核的份额",
    "secondary_f1": "次要类别的 F1（合计）",
    "label_ranking": "首要与次要类别的排序（LRAP）",
    "pairs_right": "只差一个细节的对照组全部判对的份额",
    "demand_precision": "诉求句的精确率",
    "demand_recall": "诉求句的召回率",
    "demand_category": "找对的诉求句中类别也对的份额",
}

_PAGE = """# 模型卡：{name}

本页由 `petitions {command}` 生成，请勿手改。模型只提建议，由人决定；不使用写信人的姓名、号码、住址。

分类口径：{taxonomy}。{rule}

用途：按上述口径对来信作初步分流。训练语料 {letters} 封。{copies}
下列数字出自其中留出的 {held} 封（同组来信、抄件不拆开），模型学的时候没有见过。

| 类别 | 语料封数 | 留出封数 | 精确率 | 召回率 | F1 |
|---|---|---|---|---|---|
{classes}

| 指标 | 值 |
|---|---|
{figures}

{rules}## 混淆表

行是标注的类别，列是建议的类别，单位：封。

{confusion}

## 校准

每一行是给出的概率相近的一些来信：概率说得准，两列就相等。

| 给出的概率（平均） | 其中正确的份额 | 封数 |
|---|---|---|
{bins}

## 学习曲线

用一部分来信学、在留出的来信上检验；一律取概率最高的类别，不计别的规定，因此末行与上表可能略有出入。
末两行还在明显上升，说明再标一些来信还有用。

| 学习的份额 | 封数 | macro-F1 |
|---|---|---|
{curve}

{pictures}

## 最可疑的标签

以下来信的标注与同类来信学出来的看法相左（置信学习，Northcutt 等 2021；每封都由没见过它的模型判断）。
可能标错了，也可能只是难判：请逐封对照口径再看一遍。这里只列编号，共 {doubted} 封可疑，列出前 {most} 封。

{doubtful}

{added}局限：模型只会它见过的：别的地方、行业、年代的来信上会差一些；小类的数字误差大；不认图片。随程序附带的语料
（`corpora/letters`）全部为编写，并非真实来信；用它训练的模型在真实来信上的数字见 `benchmarks/`。
"""

_ACCUSATION = """一封信是不是可能检举，由四样合起来算：两个判断各自的把握、最像检举的一句、警示词的多少；各占多大分量，
以及阈值 {accusation:.3f}，都是在留出的来信上定的：使其中 99 % 的检举件被标为保密。因此召回率那一行不是独立检验；
真信没有语料这么直白，同一阈值标得少些。

"""


@dataclass(frozen=True)
class Diagnosis:
    """What a card shows besides the figures; ``bins`` are mean probability, share right and letters.

    ``added`` is a section of its own, for a model made in another way than by training.
    """

    copies: Copies = field(default_factory=Copies)
    bins: Sequence[tuple[float, float, int]] = ()
    curve: Sequence[CurvePoint] = ()
    doubtful: Sequence[Doubtful] = ()
    pictures: Sequence[str] = ()
    command: str = "train"
    added: str = ""


def calibration_bins(judged: Judged) -> list[tuple[float, float, int]]:
    """Sort letters by the probability of what was suggested into ten equal bins; empty ones are left out."""
    columns = [judged.codes.index(code) for code in judged.chosen]
    given = judged.probabilities[np.arange(len(columns)), columns]
    right = np.array(judged.chosen) == np.array(judged.labels)
    bins = np.minimum((given * _BINS).astype(int), _BINS - 1)
    return [
        (round(float(given[bins == b].mean()), 4), round(float(right[bins == b].mean()), 4), int((bins == b).sum()))
        for b in np.unique(bins)
    ]


def model_card(
    manifest: Manifest,
    letters: Sequence[LabelledLetter],
    taxonomy: Taxonomy,
    rules: ReviewRules,
    diagnosis: Diagnosis,
) -> str:
    """Give the card as Markdown; a figure that could not be had is a dash."""
    metrics = manifest.metrics
    names = taxonomy.category_names
    return _PAGE.format(
        name=manifest.name,
        command=diagnosis.command,
        taxonomy=taxonomy.name,
        rule=taxonomy.rule_of_thumb,
        letters=len(letters),
        copies=_copies(diagnosis.copies),
        held=metrics["letters"],
        classes=_classes(metrics, letters, names),
        figures=_figures(metrics),
        rules=_rules(rules, taxonomy),
        confusion=_confusion(metrics["confusion"], list(names.values())),
        bins="\n".join(f"| {mean:.2f} | {right:.2f} | {count} |" for mean, right, count in diagnosis.bins),
        curve="\n".join(f"| {p.percent} % | {p.letters} | {p.macro_f1:.3f} |" for p in diagnosis.curve),
        pictures=_pictures(diagnosis.pictures),
        doubted=len(diagnosis.doubtful),
        most=min(len(diagnosis.doubtful), _MOST_DOUBTFUL),
        doubtful=_doubtful(diagnosis.doubtful, names),
        added=f"{diagnosis.added}\n\n" if diagnosis.added else "",
    )


def _classes(metrics: dict[str, Any], letters: Sequence[LabelledLetter], names: dict[str, str]) -> str:
    return "\n".join(
        f"| {_named(code, names)} | {sum(x.label == code for x in letters)} | {row['letters']:.0f} "
        f"| {row['precision']:.2f} | {row['recall']:.2f} | {row['f1']:.2f} |"
        for code, row in metrics["per_class"].items()
    )


def _named(code: str, names: dict[str, str]) -> str:
    return names[code] if names[code] == code else f"{names[code]} `{code}`"


def _figures(metrics: dict[str, Any]) -> str:
    return "\n".join(
        f"| {label} | {'—' if metrics[key] is None else format(metrics[key], '.2f')} |"
        for key, label in _FIGURES.items()
    )


def _copies(copies: Copies) -> str:
    if not copies.sets:
        return "没有发现抄件。"
    odds = f"，其中 {copies.at_odds} 组的标签不一致，请核对" if copies.at_odds else ""
    return f"发现抄件 {copies.sets} 组、共 {copies.letters} 封{odds}。"


def _rules(rules: ReviewRules, taxonomy: Taxonomy) -> str:
    return _ACCUSATION.format(accusation=rules.accusation) if taxonomy.confidential_codes else ""


def _confusion(table: Sequence[Sequence[int]], names: Sequence[str]) -> str:
    rows = [f"| | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    rows += [f"| {name} | {' | '.join(map(str, row))} |" for name, row in zip(names, table, strict=True)]
    return "\n".join(rows)


def _pictures(drawn: Sequence[str]) -> str:
    if not drawn:
        return (
            "图没有画：本机没有 matplotlib。装上 `petition-letters[card]` 后重新训练，就有混淆图、校准曲线和学习曲线。"
        )
    return "\n\n".join(f"![{PICTURES[name]}]({name})" for name in drawn)


def _doubtful(found: Sequence[Doubtful], names: dict[str, str]) -> str:
    rows = ["| 编号 | 标注 | 像是 | 概率相差 |", "|---|---|---|---|"]
    rows += [
        f"| {_cell(d.id)} | {names[d.label]} | {names[d.believed]} | {d.margin:.2f} |" for d in found[:_MOST_DOUBTFUL]
    ]
    return "\n".join(rows) if found else "没有。"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
