"""The tables and bars of a bulletin, with small cells hidden and so many more that none can be computed."""

from collections.abc import Iterator, Mapping, Sequence

from nlp.bulletin.content import Bars, Block, Paragraph, Table, Traces, clean
from nlp.privacy import hide_small
from nlp.privacy.suppression import TOTAL, SafeTable
from nlp.weekly import Figure, Line, Review

__all__ = ["FEWEST", "HIDDEN", "by_category", "by_channel", "by_enterprise", "by_subtype", "compare", "secret_total"]
__all__ += ["parts_to_tell", "totals"]

FEWEST = 5
"""A cell of fewer letters is not printed."""
HIDDEN = "—"
_SMALL_BASE = 10
_ENTERPRISES = 10
_SUBTYPES = 5
_NAMELESS = "（无）"
_NOW, _BEFORE, _EARLIER = "本周", "上周", "更早"
_COLUMNS = (_NOW, _BEFORE, TOTAL)
_PERIODS = ("本周", "上周", "本年累计")


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
    safe = _safe(review.categories)
    return [safe[TOTAL, column] for column in _COLUMNS]


def by_channel(review: Review) -> str:
    """Say through which channels the letters came, small ones hidden."""
    safe = _safe(review.channels)
    counts = {line.key: safe[line.key or _NAMELESS, _NOW] for line in review.channels}
    named = [key for key, count in counts.items() if key and count]
    if not named:
        return ""
    rest = "" if len(named) == len(counts) else "，其余渠道及未注明渠道的不列数"
    return f"按渠道：{'、'.join(f'{clean(key)} {counts[key]} 件' for key in named)}{rest}。"


def by_category(review: Review, traces: Traces) -> Iterator[Block]:
    """Give the categories by week and year, and the bars of what may be shown."""
    safe = _safe(review.categories)
    rows, shown = [], []
    for line in review.categories:
        name, key = review.category_names.get(line.key, line.key), line.key or _NAMELESS
        figures = (line.now, line.before, Figure(count=line.year))
        cells = [
            _cell(safe[key, column], figure, traces, f"{name}·{period}")
            for column, figure, period in zip(_COLUMNS, figures, _PERIODS, strict=True)
        ]
        rows.append([name, *cells])
        if HIDDEN not in cells[:2]:
            shown.append(line)
    rows.append([TOTAL, *(HIDDEN if count is None else str(count) for count in totals(review))])
    yield Table("表1　类别", ("类别", *_PERIODS), rows)
    if shown:
        labels = [review.category_names.get(line.key, line.key) for line in shown]
        series = {"本周": [line.now.count for line in shown], "上周": [line.before.count for line in shown]}
        yield Bars("图1　各类来信（件）", labels, series)


def _safe(lines: Sequence[Line]) -> SafeTable:
    """Hide small cells of a table by week: the year is the sum of this week, the last, and what was before them."""
    counts = {}
    for line in lines:
        earlier = max(line.year - line.now.count - line.before.count, 0)
        counts[line.key or _NAMELESS] = {_NOW: line.now.count, _BEFORE: line.before.count, _EARLIER: earlier}
    return hide_small(counts or {_NAMELESS: dict.fromkeys((_NOW, _BEFORE, _EARLIER), 0)}, FEWEST)


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
    if known:
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
    safe = _safe(review.categories)
    counts = [safe[line.key, _NOW] for line in review.categories if line.key in review.confidential_codes]
    known = [count for count in counts if count is not None]
    if not counts or (not any(known) and len(known) == len(counts)):
        return "本周没有收到检举类件"
    return f"本周收到检举类件共 {sum(known)} 件" if len(known) == len(counts) else "本周检举类件数按规定不列"
