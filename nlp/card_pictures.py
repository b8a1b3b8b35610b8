"""The pictures of a model card: confusion, calibration, learning curve; none without matplotlib (extra ``card``)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["PICTURES", "draw_pictures", "find_chinese_font"]

PICTURES = {"confusion.png": "混淆图", "calibration.png": "校准曲线", "learning_curve.png": "学习曲线"}
"""The files, and what each is called."""

_FONTS = (
    *("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "SimHei", "SimSun"),
    *("PingFang SC", "Heiti SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Noto Serif CJK SC"),
)
_WORDS = {
    "suggested": ("建议的类别", "suggested"),
    "labelled": ("标注的类别", "labelled"),
    "confidence": ("给出的概率", "probability given"),
    "right": ("其中正确的份额", "share right"),
    "ideal": ("恰如其分", "as it should be"),
    "letters": ("学习的来信（封）", "letters learnt from"),
    "score": ("留出来信上的 macro-F1", "macro-F1 on held-back letters"),
}
_DPI = 110
Bins = Sequence[tuple[float, float, int]]


def draw_pictures(
    folder: Path,
    *,
    names: dict[str, str],
    confusion: Sequence[Sequence[int]],
    bins: Bins,
    curve: Sequence[tuple[int, float]],
) -> tuple[str, ...]:
    """Write the pictures into the folder and give their names, none without matplotlib.

    ``names`` are code and Chinese name of each class, in the order of ``confusion`` (labelled, suggested); ``bins`` are
    mean probability, share right and number of letters; ``curve`` is letters and macro-F1. Where no Chinese font is
    found, the codes stand for the names and the words are English.
    """
    if find_spec("matplotlib") is None:
        return ()
    font = find_chinese_font()
    words = {key: pair[0 if font else 1] for key, pair in _WORDS.items()}
    shown = list(names.values()) if font else [c if c.isascii() else f"class {n}" for n, c in enumerate(names, 1)]
    side = max(4.0, 0.75 * len(shown) + 2)
    with _page(folder / "confusion.png", font, (side, side)) as axes:
        _draw_confusion(axes, shown, confusion, words)
    with _page(folder / "calibration.png", font, (4.5, 4.5)) as axes:
        _draw_calibration(axes, bins, words)
    with _page(folder / "learning_curve.png", font, (5, 3.5)) as axes:
        _draw_curve(axes, curve, words)
    return tuple(PICTURES)


def find_chinese_font() -> str | None:
    """Give the name of a font of this computer that has Chinese signs, None without one; needs matplotlib."""
    from matplotlib import font_manager

    known = {font.name for font in font_manager.fontManager.ttflist}
    return next((name for name in _FONTS if name in known), None)


@contextmanager
def _page(path: Path, font: str | None, size: tuple[float, float]) -> Iterator["Axes"]:
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with mpl.rc_context({"font.family": [font, "sans-serif"] if font else ["sans-serif"]}):
        figure = Figure(figsize=size, layout="constrained")
        FigureCanvasAgg(figure)
        yield figure.subplots()
        figure.savefig(path, dpi=_DPI)


def _draw_confusion(axes: "Axes", names: list[str], table: Sequence[Sequence[int]], words: dict[str, str]) -> None:
    totals = [max(sum(row), 1) for row in table]
    shares = [[count / total for count in row] for row, total in zip(table, totals, strict=True)]
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for row, counts in enumerate(table):
        for column, count in enumerate(counts):
            colour = "white" if shares[row][column] > 0.5 else "black"
            axes.text(column, row, str(count), ha="center", va="center", color=colour)
    axes.set_xticks(range(len(names)), names, rotation=45, ha="right")
    axes.set_yticks(range(len(names)), names)
    axes.set(xlabel=words["suggested"], ylabel=words["labelled"])


def _draw_calibration(axes: "Axes", bins: Bins, words: dict[str, str]) -> None:
    axes.plot([0, 1], [0, 1], "--", color="grey", label=words["ideal"])
    axes.plot([mean for mean, _, _ in bins], [right for _, right, _ in bins], "-", color="tab:blue")
    most = max((count for _, _, count in bins), default=1)
    axes.scatter(
        [mean for mean, _, _ in bins], [right for _, right, _ in bins], s=[20 + 180 * n / most for *_, n in bins]
    )
    axes.set(xlim=(0, 1.03), ylim=(0, 1.03), xlabel=words["confidence"], ylabel=words["right"])
    axes.grid(alpha=0.3)
    axes.legend()


def _draw_curve(axes: "Axes", curve: Sequence[tuple[int, float]], words: dict[str, str]) -> None:
    axes.plot([letters for letters, _ in curve], [score for _, score in curve], "o-")
    axes.set(ylim=(0, 1.02), xlabel=words["letters"], ylabel=words["score"])
    axes.grid(alpha=0.3)
