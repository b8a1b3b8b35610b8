"""What offices call the columns of a letter table, and which of our fields each name means."""

import re
import unicodedata
from typing import Literal

from nlp.reading.cells import Cell, cell_text

__all__ = ["Role", "normalize_header", "role_of"]

Role = Literal["id", "title", "text", "summary", "received", "sender"]

LONGEST_HEADER = 20
"""Characters; a longer cell is not a column name."""

SURE = 1_000
"""Ranks below this are exact names; a name known by its ending only ranks above."""

# In each list the surest name comes first: where two columns qualify, the earlier name wins.
NAMES: dict[Role, str] = {
    "id": "id 信访编号 信访件编号 信访件号 来信编号 留言编号 信件编号 工单编号 工单号 登记编号 登记号 受理编号 受理号 "
    "事项编号 案件编号 件号 编号 letter_id letterid 流水号 单号 number no no. no号 序号 行号 index",
    "title": "title 标题 主题 留言主题 留言标题 信件标题 信件主题 来信标题 来信主题 信访标题 信访主题 诉求标题 "
    "问题标题 投诉标题 工单标题 题目 事由 subject",
    "text": "text 正文 信件正文 来信正文 留言正文 信件内容 来信内容 信访内容 留言内容 留言详情 反映内容 投诉内容 "
    "举报内容 诉求内容 工单内容 求助内容 咨询内容 来电内容 问题内容 事项内容 信访事项 内容 详情 详细内容 具体内容 "
    "诉求 主要诉求 信访诉求 具体诉求 诉求详情 反映问题 反映的问题 反映情况 主要问题 问题描述 事项描述 诉求描述 描述 "
    "情况反映 主要内容 全文 原文 content body letter message description",
    "summary": "概况 信访概况 概况信息 信访概况信息 内容概况 问题概况 摘要 内容摘要 信件摘要 简要内容 简要情况 "
    "主要情况 summary abstract",
    "received": "received 收到日期 收信日期 收件日期 来信日期 来信时间 信访日期 信访时间 收到时间 收件时间 留言时间 "
    "留言日期 登记日期 登记时间 受理日期 受理时间 提交时间 提交日期 投诉时间 投诉日期 来访日期 来电时间 反映时间 "
    "发布时间 日期 时间 received_at date created_at time",
    "sender": "sender 信访人 信访人姓名 来信人 来信人姓名 写信人 留言用户 留言人 反映人 诉求人 投诉人 举报人 "
    "申诉人 姓名 联系人 网友 昵称 署名 用户名 name author from",
}
ENDINGS: tuple[tuple[str, Role], ...] = (
    ("正文", "text"),
    ("内容", "text"),
    ("诉求", "text"),
    ("详情", "text"),
    ("概况", "summary"),
    ("摘要", "summary"),
    ("编号", "id"),
    ("标题", "title"),
    ("主题", "title"),
    ("日期", "received"),
    ("人姓名", "sender"),
)
NOT_THE_LETTER = re.compile(
    r"答复|回复|办理|处理|批示|回访|拟办|办结|转办|交办|承办|审核|审批|意见|截止|出生|到期|结案|分类|类别|满意|附件|电话|"
    r"手机|身份证|地址|住址|部门|reply|answer|label|category"
)
"""Columns the office filled in about the letter; its reply is often longer than the letter itself."""

RANKS: dict[str, tuple[Role, int]] = {
    name: (role, rank) for role, names in NAMES.items() for rank, name in enumerate(names.split())
}
SIMPLIFIED = str.maketrans(
    "編號標題內訴詳細時間訪來記單項問舉報體況簡處復覆辦轉審電話證門類別滿應實聯絡發佈寫網暱稱戶結滿請檢陳",
    "编号标题内诉详细时间访来记单项问举报体况简处复复办转审电话证门类别满应实联络发布写网昵称户结满请检陈",
)
"""The traditional characters that occur in column names; the letters themselves are left as they are."""

DECORATION = "*:★#\"'、,.;·"
BRACKETED = re.compile(r"[(\[{<【〔《「](.*?)[)\]}>】〕》」]")


def normalize_header(cell: Cell) -> str:
    r"""Reduce a header cell to its name: half width, lower case, simplified, no spaces, brackets, stars or colons.

    >>> normalize_header(" 内 容\n（必填）"), normalize_header("【标题】*"), normalize_header("ＩＤ：")
    ('内容', '标题', 'id')
    """
    name = "".join(unicodedata.normalize("NFKC", cell_text(cell)[:200]).split()).lower().translate(SIMPLIFIED)
    bare = BRACKETED.sub("", name).strip(DECORATION) or BRACKETED.sub(r"\1", name)
    return bare.strip(DECORATION)


def role_of(cell: Cell) -> tuple[Role, int] | None:
    """Give the field a header cell stands for and how sure that is (a low rank is surer), or None.

    >>> role_of("留言详情") is not None, role_of("答复内容"), role_of("附言内容")
    (True, None, ('text', 1001))
    """
    name = normalize_header(cell)
    if not name or len(name) > LONGEST_HEADER:
        return None
    if name in RANKS:
        return RANKS[name]
    if NOT_THE_LETTER.search(name):
        return None
    for rank, (ending, role) in enumerate(ENDINGS):
        if name.endswith(ending):
            return role, SURE + rank
    return None
