"""Text files: the lines as blocks of a document, and where the title of a letter is."""

import re
from collections.abc import Iterator
from pathlib import Path

from nlp.errors import ReadingError
from nlp.reading.blocks import MAX_DOCUMENT, Block
from nlp.reading.cells import INVISIBLE, clean_text
from nlp.reading.encoding import TextEncoding

__all__ = ["MAX_BYTES", "check_size", "split_title", "text_blocks"]

MAX_BYTES = MAX_DOCUMENT * 4
NAMED_TITLE = re.compile(r"(?:标题|主题|题目)\s*[：:]\s*(\S.*)")
CLEAR_TITLE = re.compile(
    r"关于[^。！？；]{2,40}的(?:信|函|来信|报告|情况|反映|情况反映|诉求|请求|申请|申诉|投诉|举报|控告|建议|意见|材料|问题)"
    r"|(?:实名|匿名|联名|公开|集体)?(?:信访|上访|举报|检举|控告|投诉|求助|申诉|请愿|陈情|联名|来)(?:信|书|材料)"
)


def split_title(text: str) -> tuple[str, str]:
    r"""Split a letter into title and text where the first line is clearly a title, else give ``""`` and the text.

    Clear is: 标题：…; 关于…的报告 and its kin; 举报信 and its kin; alone on the first line with more text below.

    >>> split_title("关于拖欠工资的报告\n厂里三年没发工资。")
    ('关于拖欠工资的报告', '厂里三年没发工资。')
    >>> split_title("领导您好：\n厂里三年没发工资。")
    ('', '领导您好：\n厂里三年没发工资。')
    """
    first, _, rest = text.lstrip(INVISIBLE).partition("\n")
    first = first.strip(INVISIBLE)
    if not rest.strip(INVISIBLE) or len(first) > 60:
        return "", text
    if named := NAMED_TITLE.fullmatch(first):
        return named[1], rest
    return (first, rest) if CLEAR_TITLE.fullmatch(first) else ("", text)


def check_size(path: Path, name: str) -> None:
    """Refuse a text file too large for a document, before a byte is read. Raises ``ReadingError``, ``OSError``."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        problem = f"文本过长，{size:,} 字节，上限 {MAX_DOCUMENT:,} 字"
        raise ReadingError(name, problem, "请核对文件是否完整、换行符是否丢失；如确为来信，请拆成几个文件后重新导入")


def text_blocks(path: Path, encoding: TextEncoding) -> Iterator[Block]:
    """Yield the lines of a text file; a form feed begins a page. Raises ``OSError`` when it cannot be read."""
    page = 1
    for line in clean_text(path.read_bytes().decode(encoding.name, errors="replace")).split("\n"):
        new_page = "\f" in line
        page += new_page
        yield Block(line.replace("\f", ""), page=page, new_page=new_page)
