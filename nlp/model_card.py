"""The model card: what a model is for, what it was made of, how right it was. Written, never edited by hand."""

from collections.abc import Sequence

from nlp.artefact import Manifest
from nlp.classifier import ReviewRules
from nlp.corpus import LabelledLetter
from nlp.taxonomy import Taxonomy

__all__ = ["model_card"]

_FIGURES = {
    "in_scope_macro_f1": "不计“其他”的 macro-F1",
    "macro_f1": "全部类别的 macro-F1",
    "other_auroc": "“其他”的 AUROC",
    "ece": "期望校准误差（ECE）",
    "accusation_recall": "检举件召回率",
    "confidential_share": "标为保密的份额",
    "errors_caught_by_review": "错件中被要求复核的份额",
    "review_share": "要求复核的份额",
}

_PAGE = """# 模型卡：{name}

本页由 `petitions train` 生成，请勿手改。模型只提建议，由人决定；不使用写信人的姓名、号码、住址。

分类口径：{taxonomy}。{rule}

用途：国资系统信访件的初步分流。训练语料 {letters} 封。
下列数字出自其中留出的 {held} 封（同组来信不拆开），模型学的时候没有见过；真实来信上的数字见 `benchmarks/`。

| 类别 | 语料封数 | 留出封数 | 精确率 | 召回率 | F1 |
|---|---|---|---|---|---|
{classes}

| 指标 | 值 |
|---|---|
{figures}

检举阈值 {accusation:.2f} 是在留出的来信上选定的：尽量使 97 % 的检举件被标为保密，而标记的总数不超过三成
（检举件本身更多时不超过其份额）。因此召回率那一行不是独立检验。

局限：默认语料全部为编写，并非真实来信，方言、行业和年代的分布未必与来信一致；小类的数字误差大；不认图片。
"""


def model_card(manifest: Manifest, letters: Sequence[LabelledLetter], taxonomy: Taxonomy, rules: ReviewRules) -> str:
    """Give the card as Markdown; a figure that could not be had is a dash."""
    metrics = manifest.metrics
    classes = [
        f"| {taxonomy.category_names[code]} `{code}` | {sum(x.label == code for x in letters)} | {row['letters']:.0f} "
        f"| {row['precision']:.2f} | {row['recall']:.2f} | {row['f1']:.2f} |"
        for code, row in metrics["per_class"].items()
    ]
    figures = [
        f"| {label} | {'—' if metrics[key] is None else format(metrics[key], '.2f')} |"
        for key, label in _FIGURES.items()
    ]
    return _PAGE.format(
        name=manifest.name,
        taxonomy=taxonomy.name,
        rule=taxonomy.rule_of_thumb,
        letters=len(letters),
        held=metrics["letters"],
        classes="\n".join(classes),
        figures="\n".join(figures),
        accusation=rules.accusation,
    )
