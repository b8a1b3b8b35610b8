"""Words that no dictionary has, found in a run of single characters: what ``jieba.finalseg`` does, sum for sum.

rjieba has this model too, ten times faster, but its figures are rounded to six decimals, which decides a near tie the
other way: once in 5.4 million characters of letters. The pairs of characters for which it can (``close_calls.tsv``;
the tests work them out again) are cut here instead. A near tie over three characters or more may still fall otherwise.

jieba's own tables are read without importing jieba (see ``frequencies.py`` for why), and the sums are made in jieba's
order, so that ties fall as they do there.
"""

import re
from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.resources import files
from importlib.util import module_from_spec, spec_from_loader
from typing import Any

from nlp.tokenization.frequencies import jieba_folder

__all__ = ["close_calls", "recognise"]

_IMPOSSIBLE = -3.14e100
# jieba/finalseg/__init__.py: what re_han takes, what re_skip takes, and what is left between
_PIECE = re.compile(r"[\u4e00-\u9fd5]+|[a-zA-Z0-9]+(?:\.\d+)?%?|[^\u4e00-\u9fd5a-zA-Z0-9]+")


@cache
def close_calls() -> re.Pattern[str]:
    """Return an expression for the pairs of characters on which rounding can turn the cut.

    >>> bool(close_calls().search("常在浮桥上"))
    True
    """
    _, *pairs = files(__package__).joinpath("close_calls.tsv").read_text(encoding="utf-8").split()
    return re.compile("|".join(pairs))


@cache
def _table(name: str) -> Any:
    """Load one of jieba's probability tables: ``start``, ``trans`` or ``emit``, natural logarithms."""
    path = jieba_folder() / "finalseg" / f"prob_{name}.py"
    loader = SourceFileLoader(f"jieba_finalseg_prob_{name}", str(path))
    spec = spec_from_loader(loader.name, loader)
    if spec is None:
        raise ImportError(f"Segmenter: jieba's table cannot be loaded, {path}. Install jieba==0.42.1 again.")
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module.P


class _Emissions(dict[str, tuple[float, float, float, float]]):
    """How likely a character is as Begin, Middle, End and Single; looked up in jieba's tables the first time."""

    def __missing__(self, character: str) -> tuple[float, float, float, float]:
        """Look the character up, and keep what was found: there are no more of them than Chinese has."""
        b, m, e, s = (_table("emit")[state].get(character, _IMPOSSIBLE) for state in "BMES")
        self[character] = b, m, e, s
        return b, m, e, s


@cache
def _model() -> tuple[_Emissions, tuple[float, ...], tuple[float, ...]]:
    """Return the emissions, the starts of BMES, and the eight transitions in the order ``_states`` unpacks them."""
    start, trans = _table("start"), _table("trans")
    pairs = ("ES", "EB", "SS", "SB", "BE", "BM", "ME", "MM")
    return (
        _Emissions(),
        tuple(start[state] for state in "BMES"),
        tuple(trans[pair[0]][pair[1]] for pair in pairs),
    )


def _states(run: str) -> str:
    """Return the likeliest states of two characters or more: Begin, Middle, End of a word, or Single (Viterbi, 1967).

    On a tie the state that comes later in the alphabet wins, as it does among jieba's tuples.
    """
    emissions, (b, m, e, s), (es, eb, ss, sb, be, bm, me, mm) = _model()
    (out_b, out_m, out_e, out_s), *inner, last = map(emissions.__getitem__, run)
    b, m, e, s = b + out_b, m + out_m, e + out_e, s + out_s
    path_b, path_m, path_e, path_s = "B", "M", "E", "S"
    for out_b, out_m, out_e, out_s in inner:
        b_e, m_e, b_m, m_m = b + be + out_e, m + me + out_e, b + bm + out_m, m + mm + out_m
        e_b, s_b, e_s, s_s = e + eb + out_b, s + sb + out_b, e + es + out_s, s + ss + out_s
        e, to_e = (m_e, path_m) if m_e >= b_e else (b_e, path_b)
        m, to_m = (m_m, path_m) if m_m >= b_m else (b_m, path_b)
        b, to_b = (s_b, path_s) if s_b >= e_b else (e_b, path_e)
        s, to_s = (s_s, path_s) if s_s >= e_s else (e_s, path_e)
        path_b, path_m, path_e, path_s = to_b + "B", to_m + "M", to_e + "E", to_s + "S"
    out_b, out_m, out_e, out_s = last
    b_e, m_e, e_s, s_s = b + be + out_e, m + me + out_e, e + es + out_s, s + ss + out_s
    e, to_e = (m_e, path_m) if m_e >= b_e else (b_e, path_b)
    s, to_s = (s_s, path_s) if s_s >= e_s else (e_s, path_e)
    return to_s + "S" if s >= e else to_e + "E"


def _words(run: str) -> list[str]:
    """Cut a run of two Chinese characters or more along its states."""
    words, begin = [], 0
    for end, state in enumerate(_states(run), 1):
        if state == "B":
            begin = end - 1
        elif state == "E":
            words.append(run[begin:end])
        elif state == "S":
            words.append(run[end - 1])
    return words


def recognise(run: str) -> list[str]:
    """Cut a run of characters that the dictionary left single; an empty run has no words.

    >>> recognise("杭研大厦3.5%")
    ['杭研大厦', '3.5%']
    """
    words: list[str] = []
    for piece in _PIECE.findall(run):
        if len(piece) > 1 and piece[0] >= "\u4e00":
            words += _words(piece)
        else:
            words.append(piece)
    return words
