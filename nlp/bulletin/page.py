"""Write a bulletin as one HTML page: no scripts, nothing loaded from elsewhere, every text escaped, bars in SVG."""

from collections.abc import Sequence
from html import escape

from nlp.bulletin.content import MARK, Bars, Block, Bulletin, Paragraph, Table

__all__ = ["to_html"]

_STYLE = (
    "body{font-family:'Noto Serif CJK SC',SimSun,serif;max-width:46em;margin:2em auto;padding:0 1em;line-height:1.7}"
    "h1,.line{text-align:center}h1{color:#b00;letter-spacing:.1em;margin-bottom:.5em}.line{margin:.4em}"
    "hr{border:0;border-top:2px solid #b00;margin:1em 0}h2{font-size:1.1em;margin:1.4em 0 .4em}"
    "p{margin:.4em 0;text-indent:2em}.item{padding-left:1.5em;text-indent:-.75em}.plain,.line{text-indent:0}"
    ".draft{border:2px solid #b00;color:#b00;display:inline-block;padding:0 .6em;font-weight:bold}"
    "table{border-collapse:collapse;margin:.6em 0;width:100%}td,th{border:1px solid #999;padding:.1em .6em}"
    "td,th{text-align:right}td:first-child,th:first-child,.words{text-align:left}.number{white-space:nowrap}"
    "caption,figcaption{text-align:left;font-weight:bold}figure{margin:.8em 0}sup{font-size:.7em;line-height:0}"
    "sup a{text-decoration:none}#appendix{font-size:.75em;line-height:1.4;table-layout:fixed}"
    "#appendix td{vertical-align:top}@media print{body{margin:0}tr,figure{break-inside:avoid}h2{break-after:avoid}}"
)
_COLOURS = ("#2a5a8a", "#b9c9d9")
_BAR, _GAP, _LEFT, _WIDTH = 14, 12, 180, 380


def to_html(bulletin: Bulletin) -> str:
    """Give the whole page."""
    title = escape(bulletin.title)
    parts = [f"<h1>{title}</h1>", f'<p class="line"><span class="draft">{escape(bulletin.draft)}</span></p>']
    parts += [f'<p class="line">{escape(line)}</p>' for line in bulletin.lines]
    parts.append("<hr>")
    for section in bulletin.sections:
        parts += [f"<h2>{escape(section.title)}</h2>", *map(_block, section.blocks)]
    parts += ["<h2>附录　数字对应的登记号</h2>", _appendix(bulletin)]
    parts += ["<hr>", *(f'<p class="plain">{escape(line)}</p>' for line in bulletin.footer)]
    head = f'<meta charset="utf-8"><title>{title}（{escape(bulletin.draft)}）</title><style>{_STYLE}</style>'
    return "\n".join((f'<!DOCTYPE html>\n<html lang="zh-CN"><head>{head}</head><body>', *parts, "</body></html>", ""))


def _text(words: str) -> str:
    """Escape a text and turn its marks into links to the appendix."""
    return MARK.sub(r'<sup><a href="#n\1">〔\1〕</a></sup>', escape(words))


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f'<p class="item">· {_text(block.text)}</p>' if block.item else f"<p>{_text(block.text)}</p>"
    return _table(block) if isinstance(block, Table) else _bars(block)


def _table(table: Table) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in table.header)
    rows = ("".join(f"<td>{_text(cell)}</td>" for cell in row) for row in table.rows)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table><caption>{escape(table.caption)}</caption><tr>{head}</tr>{body}</table>"


def _bars(bars: Bars) -> str:
    """Draw the bars as SVG, with their numbers written beside them."""
    series = list(bars.series.items())
    longest = max((value for _, values in series for value in values), default=0) or 1
    step = _BAR * len(series) + _GAP
    drawn = []
    for row, label in enumerate(bars.labels):
        top = row * step
        middle = top + _BAR * len(series) // 2 + 5
        drawn.append(f'<text x="{_LEFT - 8}" y="{middle}" text-anchor="end">{escape(label)}</text>')
        for number, (_, values) in enumerate(series):
            width, y = round(values[row] / longest * _WIDTH), top + number * _BAR
            colour = _COLOURS[number % len(_COLOURS)]
            drawn.append(f'<rect x="{_LEFT}" y="{y}" width="{width}" height="{_BAR - 2}" fill="{colour}"/>')
            drawn.append(f'<text x="{_LEFT + width + 5}" y="{y + 11}">{values[row]}</text>')
    size = f'width="{_LEFT + _WIDTH + 60}" height="{len(bars.labels) * step}"'
    signs = (f'<span style="color:{_COLOURS[number % len(_COLOURS)]}">■</span>' for number in range(len(series)))
    keys = "、".join(sign + escape(name) for sign, (name, _) in zip(signs, series, strict=True))
    caption = f"<figcaption>{escape(bars.caption)}{f'　{keys}' if len(series) > 1 else ''}</figcaption>"
    return f'<figure>{caption}<svg {size} font-size="12" role="img">{"".join(drawn)}</svg></figure>'


def _appendix(bulletin: Bulletin) -> str:
    rows = "".join(
        f'<tr id="n{trace.number}"><td>〔{trace.number}〕</td><td class="words">{escape(trace.what)}</td>'
        f'<td>{trace.count}</td><td class="words">{_numbers(trace.letters)}</td></tr>'
        for trace in bulletin.traces
    )
    widths = "".join(f'<col style="width:{width}">' for width in ("9%", "26%", "9%", "56%"))
    head = '<th>编号</th><th class="words">数字</th><th>件数</th><th class="words">登记号</th>'
    return f'<table id="appendix">{widths}<tr>{head}</tr>{rows}</table>'


def _numbers(letters: Sequence[str]) -> str:
    """Write registration numbers so that a line ends between two of them only."""
    return "、<wbr>".join(f'<span class="number">{escape(number)}</span>' for number in letters)
