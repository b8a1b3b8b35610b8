"""The text of HTML, as mail programs write it."""

from html.parser import HTMLParser

__all__ = ["text_of_html"]

BLOCKS = frozenset(("address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "hr", "li", "ol", "p", "pre"))
BLOCKS |= frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "section", "table", "tr", "ul"))
SILENT = frozenset(("script", "style", "head", "title", "template"))
VOID = frozenset(("br", "hr"))


class _Text(HTMLParser):
    """Collect the text, a line break for every block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent.append(tag)
        elif tag in BLOCKS:
            self.pieces.append("\n")
        elif tag in ("td", "th"):
            self.pieces.append("\t")

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()
        elif tag == "body":
            self._silent.clear()
        elif tag in BLOCKS - VOID:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(" ".join(data.split()) if data.strip() else "")


def text_of_html(source: str) -> str:
    r"""Give what a reader sees of a page, paragraphs on lines of their own; scripts and styles are left out.

    >>> text_of_html("<style>p{}</style><p>厂里<b>欠薪</b></p><script>x()</script><p>请解决</p>")
    '厂里欠薪\n请解决'
    """
    parser = _Text()
    parser.feed(source)
    parser.close()
    lines = (line.strip() for line in "".join(parser.pieces).split("\n"))
    return "\n".join(line for line in lines if line)
