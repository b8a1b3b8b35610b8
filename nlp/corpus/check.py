"""Find what makes a composed corpus worthless: templates, copies, gaps."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from nlp.corpus.letters import LabelledLetter
from nlp.corpus.quotas import Quotas
from nlp.taxonomy import Taxonomy

__all__ = [
    "LENGTHS",
    "Fault",
    "check_corpus",
    "check_matters",
    "contrasts",
    "copied",
    "digits_alone_differ",
    "length_band",
    "speaks_plainly",
    "too_alike",
]

LENGTHS = ("short", "medium", "long")
_SHORT, _MEDIUM = 120, 350
_GRAM = 5
_NOT_WORD = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"[0-9〇零一二三四五六七八九十百千万两]+")


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that is broken: which letters, what is wrong."""

    where: str
    problem: str

    def __str__(self) -> str:
        return f"{self.where}：{self.problem}"


def check_corpus(
    letters: Sequence[LabelledLetter], taxonomy: Taxonomy, quotas: Quotas, against: Iterable[str] = ()
) -> Iterator[Fault]:
    """Yield the faults of a corpus, none if it is sound; ``against`` are texts nothing may be copied from."""
    texts = [_bare(letter.text) for letter in letters]
    yield from _too_few(letters, taxonomy, quotas)
    yield from too_alike(letters, quotas)
    yield from digits_alone_differ(letters)
    yield from _shared_phrases(letters, texts, quotas)
    yield from _repeated_firms(letters, quotas)
    yield from copied(letters, quotas, against)


def check_matters(matters: Sequence[LabelledLetter], quotas: Quotas, against: Iterable[str] = ()) -> Iterator[Fault]:
    """Yield the faults of matters said in one sentence; between two labels they may be alike, to show what decides."""
    for label in sorted({matter.label for matter in matters}):
        kin = [matter for matter in matters if matter.label == label]
        yield from too_alike(kin, quotas)
        yield from digits_alone_differ(kin)
        yield from (Fault(matter.id, "没有子类") for matter in kin if not matter.subtype)
    yield from (Fault(matter.id, "不止一句话") for matter in matters if length_band(matter) != LENGTHS[0])
    yield from copied(matters, quotas, against)


def length_band(letter: LabelledLetter) -> str:
    """Name the length of a letter: short under 120 characters, medium up to 350, long."""
    size = len(letter.text)
    return LENGTHS[0] if size < _SHORT else LENGTHS[1] if size <= _MEDIUM else LENGTHS[2]


def _bare(text: str) -> str:
    return _NOT_WORD.sub("", text)


def _too_few(letters: Sequence[LabelledLetter], taxonomy: Taxonomy, quotas: Quotas) -> Iterator[Fault]:
    def short(kind: str, found: float, wanted: float) -> Iterator[Fault]:
        if found < wanted:
            yield Fault(kind, f"只有 {found:g}，应有 {wanted:g}")

    labels, subtypes = Counter(x.label for x in letters), Counter(x.subtype for x in letters)
    lengths, styles = Counter(map(length_band, letters)), Counter(x.style for x in letters)
    yield from short("来信", len(letters), quotas.letters)
    for category in taxonomy.categories:
        yield from short(f"类别 {category.name}", labels[category.code], quotas.each_category)
    for subtype in taxonomy.subtypes:
        yield from short(f"子类 {subtype.code} {subtype.name}", subtypes[subtype.code], quotas.each_subtype)
    for band in LENGTHS:
        share = lengths[band] / max(len(letters), 1)
        yield from short(f"长度 {band} 的份额", round(share, 3), quotas.each_length)
    for style, wanted in quotas.styles.items():
        yield from short(f"文体 {style}", styles[style], wanted)
    yield from short("标了信号的来信", sum(x.signals is not None for x in letters), quotas.with_signals)
    yield from short("对照组", len(contrasts(letters)), quotas.pairs)
    plain = sum(speaks_plainly(x, taxonomy, quotas) for x in letters)
    yield from short("大白话检举", plain, quotas.plain_accusations)


def contrasts(letters: Sequence[LabelledLetter]) -> dict[str, list[LabelledLetter]]:
    """Group letters that share their facts but not their category."""
    groups: dict[str, list[LabelledLetter]] = defaultdict(list)
    for letter in letters:
        if letter.pair:
            groups[letter.pair].append(letter)
    return {name: group for name, group in groups.items() if len({x.label for x in group}) > 1}


def speaks_plainly(letter: LabelledLetter, taxonomy: Taxonomy, quotas: Quotas) -> bool:
    """Tell an accusation in which not one of the typical words stands."""
    accuses = letter.label in taxonomy.confidential_codes
    return accuses and not any(word in letter.title or word in letter.text for word in quotas.accusing_words)


def too_alike(letters: Sequence[LabelledLetter], quotas: Quotas) -> Iterator[Fault]:
    """Yield the pairs of letters that share too many runs of five characters, those of one contrast excepted."""
    texts = [_bare(letter.text) for letter in letters]
    rows = [row for row, text in enumerate(texts) if len(text) >= _GRAM]
    if len(rows) < 2:
        return
    counter = CountVectorizer(analyzer="char", ngram_range=(_GRAM, _GRAM), binary=True, dtype=np.int32, lowercase=False)
    grams = counter.fit_transform([texts[row] for row in rows]).tocsr()
    sizes = np.asarray(grams.sum(axis=1)).ravel()
    common = (grams @ grams.T).tocoo()
    alike = common.data / (sizes[common.row] + sizes[common.col] - common.data)
    for i, j, value in zip(common.row, common.col, alike, strict=True):
        one, other = letters[rows[i]], letters[rows[j]]
        if i < j and value > quotas.most_alike and not (one.pair and one.pair == other.pair):
            yield Fault(f"{one.id} 与 {other.id}", f"五字组重合 {value:.2f}，超过 {quotas.most_alike}")


def digits_alone_differ(letters: Sequence[LabelledLetter]) -> Iterator[Fault]:
    """Yield the pairs of letters that are equal but for their numbers."""
    seen: dict[str, LabelledLetter] = {}
    for letter in letters:
        text = _bare(letter.text)
        skeleton = _DIGITS.sub("0", text)
        if len(skeleton) > _GRAM and skeleton in seen and text not in ("", seen[skeleton].text):
            yield Fault(f"{seen[skeleton].id} 与 {letter.id}", "只有数字不同")
        seen.setdefault(skeleton, letter)


def _shared_phrases(letters: Sequence[LabelledLetter], texts: Sequence[str], quotas: Quotas) -> Iterator[Fault]:
    size = quotas.shared_length
    holders: dict[str, set[str]] = defaultdict(set)
    for letter, text in zip(letters, texts, strict=True):
        for i in range(len(text) - size + 1):
            holders[text[i : i + size]].add(letter.group)
    allowed = [_bare(phrase) for phrase in quotas.set_phrases]
    most = max(quotas.shared_by * len(letters), 2)
    for phrase, groups in holders.items():
        if len(groups) > most and not any(phrase in known for known in allowed):
            yield Fault(f"“{phrase}”", f"{len(groups)} 封都有这 {size} 个字")


def _repeated_firms(letters: Sequence[LabelledLetter], quotas: Quotas) -> Iterator[Fault]:
    """Count invented firms by the two characters before an industry word, unless those are ordinary words."""
    if not quotas.firm_words:
        return
    firm = re.compile(rf"([一-鿿]{{2}})(?:{'|'.join(sorted(quotas.firm_words, key=len, reverse=True))})")
    holders: dict[str, set[str]] = defaultdict(set)
    for letter in letters:
        for match in firm.finditer(f"{letter.title}\n{letter.text}"):
            if not any(match[1].endswith(opening) for opening in quotas.firm_openings):
                holders[match[0]].add(letter.group)
    for name, groups in holders.items():
        if len(groups) > quotas.letters_a_firm:
            yield Fault(f"“{name}”", f"出现在 {len(groups)} 封信里，像是反复用的名字")


def copied(letters: Sequence[LabelledLetter], quotas: Quotas, against: Iterable[str]) -> Iterator[Fault]:
    """Yield the letters that share a long run of characters with a text of others."""
    size = quotas.copied_length
    ours: dict[str, str] = {}
    for letter in letters:
        for text in (_bare(letter.title), _bare(letter.text)):
            ours.update((text[i : i + size], letter.id) for i in range(len(text) - size + 1))
    for number, foreign in enumerate(map(_bare, against), 1):
        found = {ours[part] for i in range(len(foreign) - size + 1) if (part := foreign[i : i + size]) in ours}
        for name in sorted(found):
            yield Fault(name, f"与对照来信第 {number} 封有相同的 {size} 个字")
