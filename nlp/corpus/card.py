"""The data card of the corpus: counts, agreement of two readers, how it came to be, what it lacks."""

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from sklearn.metrics import cohen_kappa_score

from nlp.corpus.check import LENGTHS, contrasts, length_band, speaks_plainly
from nlp.corpus.letters import LabelledLetter
from nlp.corpus.quotas import Quotas
from nlp.errors import CorpusError
from nlp.taxonomy import Taxonomy

__all__ = ["agreement", "corpus_card", "load_second_reading"]

_LENGTH_NAMES = dict(zip(LENGTHS, ("120 字以下", "120–350 字", "350 字以上"), strict=True))

_PAGE = """# 语料卡

本页由 `petitions corpus card` 生成，请勿手改。

**全部 {letters} 封来信都是编写的**，不是真实来信，也没有摘抄或改写真实来信；人名、厂名、地名均为虚构。
文件在 `letters/*.jsonl`，每行一封。`petitions corpus check` 检查字段、配额、雷同、套话、只改数字和反复用的名字；
加 `--against 文件` 还检查与别处来信有无 {copied} 字相同。

## 字段

`id`、`title`、`text`、`label`（主类）、`secondary`（次类）、`subtype`（子类）、`channel`（渠道）、`style`（文体）、
`pair`（同一件事改一处细节的对照组，切分时不得拆开）、`demands`（诉求句的位置和类别）、
`signals`（编写者标的信号）、`statements`（另一位读者按标注手册（`docs/marking.zh.md`）逐句读过全信，标出各句说的是哪几种信号；
`uncertain` 是已过去、否认、打比方、听说的，要人核对；两项都是：没有这一项表示没人标过，空表表示看过而没有）、
`note`（判类理由）。
位置按 Unicode 字符计，左闭右开。

## 怎么编写的

先按子类、长度、渠道、文体、年代、地域、行业、写信人分派卡片，再逐封构思、逐封写，不用模板和程序拼接；边写边查雷同。
写法学自公开的真实来信，故事是新的。对照组只改一处关键细节，使类别改变。
编号以 g 开头的一批另有来历：读者把公开的真实来信各写成一段不带名称、数目和原话的梗概，没有读过原信的作者只看梗概和
一组词，另编单位、人物和经过；这组词是真信里常见、前几批却几乎没有的半书面词（“由于、相关、保障、多次”）。各类用词的多少一样。
h 到 k 四批的题目按“模型在真信上还错在哪里”定：每批训练后看错的是哪一类事、哪一条界线，只写出那一类事的名目
（如“国企劳务派遣换公司不认工龄”），作者据此另编故事，没有读过判错的信。
每批使成绩变了多少，见 `benchmarks/learning_curve.md`。

## 数量

{counts}

| 长度 | 封数 |
|---|---|
{lengths}

对照组 {pairs} 组；编写者标了信号的 {signals} 封，逐句标了句意的 {statements} 封；
一个典型检举词都没有的检举 {plain} 封。

## 一句话事由

`matters.jsonl` 另有 {matters} 条一句话事由（{shares}）：标题里、诉求句里一句话能说清的事，同样是编写的，
多写同样的词在不同性质的单位、不同争点下属于不同类。它们只用来学一封信是否归本单位管、提到哪几类事；
整封信主要是哪一类，不从一句话里学。这些句子没有第二读者。

## 单句

`statements.tsv` 另有 {sentences} 个单句（{said} 句说了某种信号，其余是险些算的反例）：一句写一种少见的说法，写的人按
标注手册自己标出它说了哪几种信号，不用现成的关键词。整封信里这样的句子少，光靠来信学不全。没有第二读者。

## 第二读者

第二读者不看标签，只按标注手册逐封另标一遍（`second_reading.tsv`，{read} 封）：
主类一致率 {agreed:.3f}，Cohen κ {kappa:.3f}；
“含检举”（主类或次类）κ {accusation:.3f}。不一致的以手册裁定，裁不了的删去。
一致率高于真实来信上两位读者的一致率，说明编写的信比真信好判：**不要拿本语料上的成绩当真实来信上的成绩。**

## 检验信号用的来信

`signal_test.tsv` 里的来信，句意不给模型学（它们的对照组也不给），三位读者互不相看，逐句标了十二种句意；
三人中两人说有才算有。`fact_test.tsv` 是其中一部分，一位读者标了金额和人数。
成绩和三人彼此的一致程度见 `benchmarks/signals.md`。

## 已知的缺口

- 编写者的想象代替不了来信：真信更含混，常把几件事搅在一起，性质不明的单位也更多。
- 部分早期编写的信有文学腔，结尾过于整齐；后期几批改得平直，个别句子看得出是为用词而写。
- g 批的梗概出自一个省的公开留言，那里常见的事（养老金、厂家属房、铁路定向房）因此偏多。
- 年代、行业、地域按卡片均匀分派，不反映任何一地来信的实际比例；方言只是口吻，没有经当地人核对。
- 法规文号有虚构的，不能当作依据引用。

## 文体与渠道

{styles}
"""


def load_second_reading(path: Path, taxonomy: Taxonomy) -> dict[str, tuple[str, ...]]:
    """Read the second reader's labels: id, then the first label and any further ones, tab-separated."""
    found: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()[1:], 2):
        name, *labels = line.split("\t")
        if not labels or set(labels) - set(taxonomy.codes):
            raise CorpusError(f"{path.name} 第 {number} 行", "不是“编号、主类、次类……”", "请用制表符分隔，类别写代码")
        found[name] = tuple(labels)
    return found


def agreement(
    letters: Sequence[LabelledLetter], second: dict[str, tuple[str, ...]], taxonomy: Taxonomy
) -> dict[str, float]:
    """Compare two readers: letters read twice, share of equal first labels, kappa of first label and of accusation."""
    both = [(letter, second[letter.id]) for letter in letters if letter.id in second]
    ours, theirs = [letter.label for letter, _ in both], [labels[0] for _, labels in both]
    secret = taxonomy.confidential_codes
    accused = [bool(secret & {letter.label, *letter.secondary}) for letter, _ in both]
    accused_too = [bool(secret & set(labels)) for _, labels in both]
    return {
        "read": len(both),
        "agreed": sum(a == b for a, b in zip(ours, theirs, strict=True)) / max(len(both), 1),
        "kappa": float(cohen_kappa_score(ours, theirs)) if both else float("nan"),
        "accusation": float(cohen_kappa_score(accused, accused_too)) if both else float("nan"),
    }


def corpus_card(
    letters: Sequence[LabelledLetter],
    matters: Sequence[LabelledLetter],
    sentences: Sequence[tuple[str, Collection[str]]],
    second: dict[str, tuple[str, ...]],
    taxonomy: Taxonomy,
    quotas: Quotas,
) -> str:
    """Give the card as Markdown."""
    lengths = Counter(map(length_band, letters))
    return _PAGE.format(
        letters=len(letters),
        copied=quotas.copied_length,
        counts=_counts(letters, taxonomy),
        matters=len(matters),
        sentences=len(sentences),
        said=sum(bool(kinds) for _, kinds in sentences),
        shares="、".join(f"{c.name} {sum(m.label == c.code for m in matters)}" for c in taxonomy.categories),
        lengths="\n".join(f"| {_LENGTH_NAMES[band]} | {lengths[band]} |" for band in LENGTHS),
        pairs=len(contrasts(letters)),
        signals=sum(letter.signals is not None for letter in letters),
        statements=sum(letter.statements is not None for letter in letters),
        plain=sum(speaks_plainly(letter, taxonomy, quotas) for letter in letters),
        styles="、".join(
            f"{name} {count}"
            for kind in (Counter(x.style for x in letters), Counter(x.channel for x in letters))
            for name, count in kind.most_common()
            if name
        ),
        **agreement(letters, second, taxonomy),
    )


def _counts(letters: Sequence[LabelledLetter], taxonomy: Taxonomy) -> str:
    labels, subtypes = Counter(x.label for x in letters), Counter(x.subtype for x in letters)
    further = Counter(code for x in letters for code in x.secondary)
    rows = ["| 类别 | 主类 | 作次类 | 子类（封数） |", "|---|---|---|---|"]
    for category in taxonomy.categories:
        inside = "、".join(f"{s.code} {subtypes[s.code]}" for s in taxonomy.subtypes if s.category == category.code)
        rows.append(f"| {category.name} | {labels[category.code]} | {further[category.code]} | {inside} |")
    return "\n".join(rows)
