"""The tables and bars of a bulletin, with small cells hidden and so many more that none can be computed."""

from collections.abc import Iterator, Mapping

from nlp.bulletin.content import Bars, Block, Paragraph, Table, Traces, clean
from nlp.privacy import hide_small
from nlp.privacy.suppression import TOTAL
from nlp.weekly import Figure, Review

__all__ = ["FEWEST", "HIDDEN", "by_category", "by_channel", "by_enterprise", "by_subtype", "compare", "secret_total"]
__all__ += ["parts_to_tell", "totals"]

FEWEST = 5
"""A cell of fewer letters is not printed."""
HIDDEN = "—"
_SMALL_BASE = 10
_ENTERPRISES = 10
_SUBTYPES = 5
_YEAR_BARS = "图1　各类来信本年累计（件，约数）"
_FEWEST_BARS = 2
"""A chart of one bar compares nothing."""
_NOW, _BEFORE, _YEAR = "本周", "上周", "本年累计"
_ABOUT = 5
"""Of what a year's count by category is a multiple: taken from the count printed a week later it tells of no letter."""


def compare(now: int, before: int) -> str:
    """Say how this week stands to the last; below a base of ten in absolute numbers only.

    >>> compare(12, 10), compare(12, 3), compare(8, 16)
    ('上周 10 件，环比上升 20.0%', '上周 3 件', '上周 16 件，环比下降 50.0%')
    """
    if before < _SMALL_BASE:
        return f"上周 {before} 件"
    change = (now - before) / before
    word = "上升" if change > 0 else "下降"
    return f"上周 {before} 件，环比{f'{word} {abs(change):.1%}' if change else '持平'}"


def totals(review: Review) -> list[int | None]:
    """Give the letters of this week, of the week before and of the year; None where that would tell a small cell."""
    line = review.total
    return [count if not 0 < count < FEWEST else None for count in (line.now.count, line.before.count, line.year)]


def by_channel(review: Review) -> str:
    """Say through which channels the letters came, small ones hidden."""
    counts = _shown({line.key: line.now.count for line in review.channels})
    named = [key for key, count in counts.items() if key and count]
    if not named:
        return ""
    rest = "" if len(named) == len(counts) else "，其余渠道及未注明渠道的不列数"
    return f"按渠道：{'、'.join(f'{clean(key)} {counts[key]} 件' for key in named)}{rest}。"


def by_category(review: Review, traces: Traces) -> Iterator[Block]:
    """Give the categories by week and year, and the bars of what may be shown.

    Each week is made safe by itself, so that the next bulletin hides of it what this one hid.
    """
    now, before = _weeks(review)
    year = {line.key: _about(line.year) for line in review.categories}
    rows = []
    for line in review.categories:
        name = review.category_names.get(line.key, line.key)
        cells = [
            _cell(shown[line.key], figure, traces, f"{name}·{period}")
            for shown, figure, period in ((now, line.now, _NOW), (before, line.before, _BEFORE))
        ]
        about = year[line.key]
        rows.append([name, *cells, HIDDEN if about is None else f"约 {about}" if about else "0"])
    rows.append([TOTAL, *(HIDDEN if count is None else str(count) for count in totals(review))])
    yield Table("表1　类别", ("类别", _NOW, _BEFORE, _YEAR), rows)
    yield from _category_bars(review, {"图1　各类来信（件）": {_NOW: now, _BEFORE: before}, _YEAR_BARS: {_YEAR: year}})


def _category_bars(review: Review, choices: Mapping[str, Mapping[str, Mapping[str, int | None]]]) -> Iterator[Bars]:
    """Draw the first choice of columns that shows two categories or more."""
    for caption, columns in choices.items():
        told = [line.key for line in review.categories if all(own[line.key] is not None for own in columns.values())]
        if len(told) >= _FEWEST_BARS:
            labels = [review.category_names.get(key, key) for key in told]
            yield Bars(caption, labels, {name: [own[key] or 0 for key in told] for name, own in columns.items()})
            return


def _weeks(review: Review) -> tuple[dict[str, int | None], dict[str, int | None]]:
    """Give the categories of this week and of the week before, None where a count is hidden."""
    now = {line.key: line.now.count for line in review.categories}
    return _shown(now), _shown({line.key: line.before.count for line in review.categories})


def _shown(counts: Mapping[str, int]) -> dict[str, int | None]:
    told = parts_to_tell(counts)
    return {key: count if key in told or not count else None for key, count in counts.items()}


def _about(year: int) -> int | None:
    """Round a year's count to a multiple of five (Willenborg & de Waal 2001, 5.4); a small one is not told.

    >>> _about(2828), _about(6), _about(4), _about(0)
    (2830, 5, None, 0)
    """
    return None if 0 < year < FEWEST else _ABOUT * round(year / _ABOUT)


def _cell(shown: int | None, figure: Figure, traces: Traces, what: str) -> str:
    return HIDDEN if shown is None else traces.number(figure, what)


def by_enterprise(review: Review, traces: Traces) -> Iterator[Block]:
    """Give the ten enterprises with most letters by category; the others, and all of fewer than five, together."""
    lines = [line for line in review.enterprises if line.now.count >= FEWEST][:_ENTERPRISES]
    if not lines:
        yield Paragraph(f"本周没有一家企业达到 {FEWEST} 件，不列企业。")
        return
    codes = [line.key for line in review.categories if any(line.key in row.categories for row in lines)]
    own = {row.name: {code: row.categories.get(code, Figure()).count for code in codes} for row in lines}
    safe = hide_small(own, FEWEST)
    names = [review.category_names.get(code, code) for code in codes]
    rows = []
    for row in lines:
        cells = [
            _cell(safe[row.name, code], row.categories.get(code, Figure()), traces, f"{clean(row.name)}·{name}")
            for code, name in zip(codes, names, strict=True)
        ]
        total = _cell(safe[row.name, TOTAL], row.now, traces, f"{clean(row.name)}·本周")
        rows.append([clean(row.name), total, *cells])
    yield Table(f"表2　企业（前 {_ENTERPRISES} 家，不足 {FEWEST} 件的不列）", ("企业", "本周", *names), rows)
    known = [row for row in lines if safe[row.name, TOTAL] is not None]
    if len(known) >= _FEWEST_BARS:
        series = {"本周": [row.now.count for row in known]}
        yield Bars("图2　来信较多的企业（件）", [clean(row.name) for row in known], series)
    others = {line.name for line in review.enterprises if line.now.count} - {row.name for row in lines}
    yield Paragraph(f"另有 {len(others)} 家企业不单列。" if others else "没有其他企业。")


def by_subtype(review: Review, traces: Traces) -> Iterator[Block]:
    """Give the five sub-types with most letters, but for those that would tell a small cell of their category."""
    counts: dict[str, dict[str, int]] = {}
    for line in review.subtypes:
        counts.setdefault(line.category, {})[line.code] = line.now.count
    told = {category: parts_to_tell(own) for category, own in counts.items()}
    shown = [line for line in review.subtypes if line.code and line.code in told[line.category]][:_SUBTYPES]
    if not shown:
        yield Paragraph(f"本周没有一个诉求子类可单列（不足 {FEWEST} 件的不列）。")
        return
    rows = []
    for line in shown:
        name = review.subtype_names.get(line.code, line.code)
        category = review.category_names.get(line.category, line.category)
        rows.append([name, category, traces.number(line.now, f"{name}·本周")])
    yield Table(f"表3　诉求子类（前 {_SUBTYPES} 类，不足 {FEWEST} 件的不列）", ("诉求子类", "类别", "本周"), rows)


def parts_to_tell(counts: Mapping[str, int]) -> frozenset[str]:
    """Give the parts of a known total that may be told: what is kept back is two parts at least, of five letters.

    >>> sorted(parts_to_tell({"甲": 9, "乙": 6, "丙": 2})), sorted(parts_to_tell({"甲": 9, "乙": 6}))
    (['甲'], ['乙', '甲'])
    """
    told = sorted((name for name, count in counts.items() if count), key=lambda name: (counts[name], name))
    kept = [told.pop(0) for name in tuple(told) if counts[name] < FEWEST]
    while kept and told and (len(kept) < 2 or sum(counts[name] for name in kept) < FEWEST):
        kept.append(told.pop(0))
    return frozenset(told)


def secret_total(review: Review) -> str:
    """Say how many accusations came, where that is not a small number."""
    now, _ = _weeks(review)
    counts = [now[line.key] for line in review.categories if line.key in review.confidential_codes]
    known = [count for count in counts if count is not None]
    if not counts or (not any(known) and len(known) == len(counts)):
        return "本周没有收到检举类件"
    return f"本周收到检举类件共 {sum(known)} 件" if len(known) == len(counts) else "本周检举类件数按规定不列"
