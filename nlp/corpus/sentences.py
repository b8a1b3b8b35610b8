"""Single sentences and what they say, composed for what letters seldom say."""

from collections.abc import Collection, Iterator, Sequence

from nlp.corpus.check import Fault, copied, digits_alone_differ, too_alike
from nlp.corpus.letters import LabelledLetter
from nlp.corpus.quotas import Quotas
from nlp.errors import CorpusError

__all__ = ["check_sentences", "parse_sentences"]

_HEAD = "kinds\ttext"


def parse_sentences(source: str, where: str, known: Collection[str]) -> list[tuple[str, frozenset[str]]]:
    r"""Read sentences: a header line, then what is said, parted by commas, a tab and the sentence; blank lines go.

    ``where`` names the source in messages; ``known`` are the kinds there are. Raises CorpusError, naming the line.

    >>> parse_sentences("kinds\ttext\nprior\t问过三回\n\t我今年四十\n", "statements.tsv", {"deadline", "prior"})
    [('问过三回', frozenset({'prior'})), ('我今年四十', frozenset())]
    """
    head, *lines = source.removeprefix("\ufeff").splitlines() or [""]
    if head != _HEAD:
        raise CorpusError(f"{where} 第 1 行", "表头不是 kinds、text 两列", "请用制表符分隔，第一行写 kinds 和 text")
    found = []
    for number, line in enumerate(lines, 2):
        if not line.strip():
            continue
        kinds, _, text = line.partition("\t")
        said, here = frozenset(filter(None, kinds.split(","))), f"{where} 第 {number} 行"
        if not text.strip() or "\t" in text:
            raise CorpusError(here, "不是两列", "请写：信号（几种用逗号）、制表符、句子")
        if strange := said - set(known):
            raise CorpusError(here, f"没有信号 {'、'.join(sorted(strange))}", f"只能写 {'、'.join(known)}")
        found.append((text.strip(), said))
    return found


def check_sentences(
    sentences: Sequence[tuple[str, Collection[str]]], quotas: Quotas, against: Collection[str] = ()
) -> Iterator[Fault]:
    """Yield the faults of single sentences: what repeats another or is copied; ``against`` are texts of others."""
    as_letters = [
        LabelledLetter(id=f"单句第 {number} 行", text=text, label="-") for number, (text, _) in enumerate(sentences, 2)
    ]
    yield from too_alike(as_letters, quotas)
    yield from digits_alone_differ(as_letters)
    yield from copied(as_letters, quotas, against)
