"""The tokenizer: jieba's cut, word for word, with rjieba for the heavy part.

jieba 0.42.1 with its default dictionary and HMM is the reference. rjieba 0.2.2 has the same dictionary, route and HMM
in Rust, and cuts nearly all. It differs from jieba in this:

- Its HMM joins ``2019-05-12``, ``A-1``, ``1.2.3``, and rounds (``hmm.py``). A block, which is what stands between two
  punctuation marks, is then cut along rjieba's route, which is exact, with an HMM of our own.
- It takes ideographs beyond U+9FD5 into words, where jieba leaves each alone, and refuses lone surrogates. They are
  taken out of the text before.
- jieba counts a repeated line of its dictionary twice, and a word added again twice: the total frequency differs.
- It suggests the frequency of an added word through logarithms, jieba through integers: ``frequencies.py``.

No tokenizer of jieba's is made, so there is no cache file, no log handler and nothing shared to leak into.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from itertools import accumulate, pairwise

from nlp.tokenization.frequencies import Frequencies
from nlp.tokenization.hmm import close_calls, recognise

__all__ = ["Segmenter", "Word", "shared_segmenter"]

Word = tuple[str, int | None, str | None]

_RARE = "\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\ud800-\udfff\U00020000-\U0003ffff"
_APART = re.compile(f"([{_RARE}])")
_UNUSUAL = re.compile(f"[._\\-{_RARE}]")
_JOINED = re.compile(r"[a-zA-Z0-9](?:[_-][a-zA-Z0-9]|\.(?:[a-zA-Z]|[0-9]+(?:[a-zA-Z]|\.[a-zA-Z0-9])))")
_BLOCK = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]+")  # jieba/__init__.py, re_han_default: only there words match
_LATIN = re.compile("[a-zA-Z0-9]{2,}")
_WORD, _SINGLE, _SPELT = b"wsl"
_RUN = re.compile(b"[sl]{2,}|l")
_BALLAST = "\0"  # stands in no block, so it is never matched: its frequency only makes up the total
_REPEATED = 3  # "B超 3 n" stands twice in jieba's dictionary


def _as_word(word: str | Word) -> Word:
    """Return the word with its frequency and tag; raise ValueError for what jieba could not take."""
    text, frequency, tag = (word, None, None) if isinstance(word, str) else word
    if not text:
        raise ValueError("Segmenter: an empty word cannot be added, ''. Leave it out.")
    if frequency is not None and frequency < 1:
        # jieba takes 0 as "split this word", and does so for every tokenizer of the process.
        raise ValueError(f"Segmenter: a frequency must be 1 or more, {frequency}. Leave it out to have one suggested.")
    return text, frequency, tag


def _apart(text: str, cut: Callable[[str], list[str]]) -> list[str]:
    """Cut what stands between the characters that are always a token of their own."""
    tokens: list[str] = []
    for number, piece in enumerate(_APART.split(text)):
        tokens += [piece] if number % 2 else cut(piece)
    return tokens


class Segmenter:
    """Cuts text exactly as a ``jieba.Tokenizer`` of its own would after ``add_word`` for each of ``words``, in order.

    A word is a string, or a string with its frequency and part of speech, either of them None; ``frequencies`` says
    what each came to count. The cut never changes, threads share it, and it pickles as its words, to be made once a
    process.

    >>> Segmenter().cut("拖欠内退费1.2万元")
    ['拖欠', '内', '退费', '1.2', '万元']
    >>> Segmenter(["内退费"]).cut("拖欠内退费1.2万元")
    ['拖欠', '内退费', '1.2', '万元']
    """

    __slots__ = ("_close", "_engine", "_latin_words", "frequencies", "words")

    def __init__(self, words: Iterable[str | Word] = ()) -> None:
        from rjieba import Jieba

        self.words: tuple[Word, ...] = tuple(map(_as_word, words))
        self._engine = Jieba()
        self._close = close_calls()
        frequencies = self._add_words()
        self.frequencies = {word: frequencies.table[word] for word, _, _ in self.words}
        latin = filter(_LATIN.fullmatch, self.frequencies)
        self._latin_words = frozenset(filter(frequencies.is_chosen, latin))

    def _route(self, text: str) -> list[str]:
        """Cut along the likeliest route through the dictionary, without the HMM."""
        route: list[str] = self._engine.cut(text, hmm=False)
        return route

    def _add_words(self) -> Frequencies:
        """Add the words at jieba's frequencies and keep the total at jieba's; return the frequencies."""
        add_word = self._engine.add_word
        frequencies = Frequencies(word for word, _, _ in self.words)
        ballast = _REPEATED
        add_word(_BALLAST, ballast, None)
        for word, given, _ in self.words:
            frequency = frequencies.suggest(_apart(word, self._route)) if given is None else given
            if _BLOCK.fullmatch(word):
                add_word(word, frequency, None)
                missing = frequencies.table.get(word, 0)
            else:
                missing = frequency
            if missing:
                ballast += missing
                add_word(_BALLAST, ballast, None)
            frequencies.add(word, frequency)
        return frequencies

    def __reduce__(self) -> tuple[Callable[[tuple[Word, ...]], "Segmenter"], tuple[tuple[Word, ...]]]:
        """Pickle as the words alone; whoever unpickles shares one instance a process."""
        return shared_segmenter, (self.words,)

    def __repr__(self) -> str:
        """Name the class and how many words it was given."""
        return f"{type(self).__name__}(<{len(self.words)} words>)"

    def cut(self, text: str) -> list[str]:
        """Return the tokens of ``text``, which joined give ``text`` again; an empty text has none.

        >>> Segmenter().cut("2019-05-12到岗")
        ['2019', '-', '05', '-', '12', '到', '岗']
        """
        unusual = _UNUSUAL.search(text)
        if (unusual and (_JOINED.search(text) or _APART.search(text))) or self._close.search(text):
            return _apart(text, self._cut_with_care)
        tokens: list[str] = self._engine.cut(text)
        return tokens

    def _cut_with_care(self, text: str) -> list[str]:
        """Cut the blocks that rjieba's HMM may cut otherwise by our own, and what stands between them by rjieba's."""
        tokens: list[str] = []
        done = 0
        blocks = _BLOCK.finditer(text)
        for place in sorted(found.start() for rule in (_JOINED, self._close) for found in rule.finditer(text)):
            if place < done:
                continue  # its block is cut already
            block = next(block for block in blocks if block.end() > place)  # neither rule reaches over a block's end
            tokens += self._engine.cut(text[done : block.start()])
            tokens += self._cut_block(block[0])
            done = block.end()
        return tokens + self._engine.cut(text[done:])

    def _cut_block(self, block: str) -> list[str]:
        """Cut along the route, then every run of single characters by our own HMM."""
        route = self._route(block)
        kinds = bytes(map(self._kind, route))
        tokens: list[str] = []
        done = 0
        for match in _RUN.finditer(kinds):
            start, end = match.span()
            run = "".join(route[start:end])
            # what the dictionary has, only that the route would not take it, stays single
            tokens += [*route[done:start], *(run if self._engine.has_word(run) else recognise(run))]
            done = end
        return tokens + route[done:]

    def _kind(self, token: str) -> int:
        """Say what a token of the route is: a word, or one that may join its neighbours.

        rjieba hands over single Latin letters and digits in one piece; one that the dictionary has as a word, only
        that the route would not take it, must be spelt.
        """
        if len(token) == 1:
            return _SINGLE
        if token in self._latin_words or not _LATIN.fullmatch(token):
            return _WORD
        return _SPELT if self._engine.has_word(token) else _SINGLE

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where each token of ``cut`` starts and ends, in code points.

        >>> Segmenter().spans("内退费")
        [(0, 1), (1, 3)]
        """
        return list(pairwise(accumulate(map(len, self.cut(text)), initial=0)))


@cache
def _made(words: tuple[Word, ...]) -> Segmenter:
    return Segmenter(words)


def shared_segmenter(words: Iterable[str | Word] = ()) -> Segmenter:
    """Return the one segmenter of this process for this list of words; the order of the words counts.

    >>> shared_segmenter(["内退费"]) is shared_segmenter([("内退费", None, None)])
    True
    """
    return _made(tuple(map(_as_word, words)))
