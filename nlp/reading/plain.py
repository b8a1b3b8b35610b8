"""Text files, one letter each."""

import re
from pathlib import Path

from nlp.letter import Letter
from nlp.reading.cells import INVISIBLE, clean_text
from nlp.reading.columns import Columns
from nlp.reading.encoding import TextEncoding
from nlp.reading.tables import MAX_TEXT, Ids, make_letter
from nlp.receipt import Receipt

__all__ = ["read_text_file", "split_title"]

MAX_BYTES = MAX_TEXT * 4
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


def read_text_file(path: Path, encoding: TextEncoding, name: str, ids: Ids, receipt: Receipt) -> Letter | None:
    """Read a text file as one letter; it counts as one row. Raises ``OSError`` when it cannot be read."""
    receipt.take_row()
    size = path.stat().st_size
    if size > MAX_BYTES:
        problem = f"文本过长，{size:,} 字节，上限 {MAX_TEXT:,} 字"
        receipt.refuse_row(name, problem, "请核对是否把多封来信并在一个文件，拆分后重新导入")
        return None
    text = clean_text(path.read_bytes().decode(encoding.name, errors="replace"))
    if not text.strip(INVISIBLE):
        receipt.count_blank()
        return None
    title, text = split_title(text)
    columns = Columns(text=(1,), title=0)
    return make_letter([title, text], columns, name, name, ids, receipt)
