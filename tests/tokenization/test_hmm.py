"""The HMM is jieba's, and the close calls are all there are for two characters."""

import itertools
import random

import numpy as np
import numpy.typing as npt

from nlp.tokenization import hmm

Values = npt.NDArray[np.float64]
ROUNDED = 2.5e-6  # four emissions, each off by half a millionth at most, and a little more


def test_runs_are_cut_as_finalseg_cuts_them() -> None:
    from jieba import finalseg

    chance = random.Random(11)
    known = sorted(finalseg.emit_P["B"])
    pools = [known, known + list("12ab.%-_+#&"), [chr(code) for code in range(0x4E00, 0x9FD6)]]
    runs = ["".join(chance.choices(chance.choice(pools), k=chance.randint(1, 8))) for _ in range(5000)]
    assert [run for run in runs if hmm.recognise(run) != list(finalseg.cut(run))] == []


def _pairs_within(first: Values, second: Values, constant: float) -> set[tuple[int, int]]:
    """Return the index pairs whose sum with the constant is so near zero that rounding may turn its sign."""
    order = np.argsort(second)
    ranked = second[order]
    low = np.searchsorted(ranked, -first - constant - ROUNDED)
    high = np.searchsorted(ranked, -first - constant + ROUNDED)
    return {(int(a), int(order[k])) for a in np.flatnonzero(high > low) for k in range(low[a], high[a])}


def _turned() -> set[str]:
    """Work out every pair on which figures rounded to six decimals prefer other states than the exact ones.

    Two paths part before the pair and meet after it: B for S or M for E first, E for S or M for B second.
    """
    emit, trans, start = (hmm._table(name) for name in ("emit", "trans", "start"))
    characters = sorted({c for state in "BMES" for c in emit[state] if "\u4e00" <= c <= "\u9fd5"})
    exact = {state: np.array([emit[state].get(c, np.nan) for c in characters]) for state in "BMES"}
    near = {state: np.round(exact[state], 6) for state in "BMES"}
    entries = {"BS": [start["B"] - start["S"], *(trans[p]["B"] - trans[p]["S"] for p in "ES")]}
    entries["ME"] = [trans[p]["M"] - trans[p]["E"] for p in "BM"]
    exits = {"ES": [0.0, *(trans["E"][n] - trans["S"][n] for n in "BS")]}
    exits["MB"] = [trans["M"][n] - trans["B"][n] for n in "ME"]
    pairs = set()
    for (one, other), (last, rest) in itertools.product(entries, exits):
        for come, go in itertools.product(entries[one + other], exits[last + rest]):
            constant = come + trans[one][last] - trans[other][rest] + go
            for a, b in _pairs_within(exact[one] - exact[other], exact[last] - exact[rest], constant):
                margin = exact[one][a] - exact[other][a] + exact[last][b] - exact[rest][b] + constant
                rounded = near[one][a] - near[other][a] + near[last][b] - near[rest][b] + constant
                if abs(rounded) < 1e-9 or abs(margin) < 1e-9 or (margin > 0) != (rounded > 0):
                    pairs.add(characters[a] + characters[b])
    return pairs


def test_the_close_calls_are_those_that_rounding_can_turn() -> None:
    assert set(hmm.close_calls().pattern.split("|")) == _turned()
