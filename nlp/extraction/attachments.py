"""What a letter brings along or offers: copies, photographs, recordings, receipts, lists of names.

A way of sending that is used of papers only (附后, 随信) is enough. One that is used of anything (寄去, 留着) counts
when its clause names a paper, and a paper when it is counted (照片两张) or copied.
"""

import re
from collections.abc import Iterator

from nlp.extraction.beginnings import either
from nlp.extraction.clauses import clause_span
from nlp.extraction.scan import Scanner
from nlp.letter import Signal

__all__ = ["find_attachments"]

_COPIES = (
    "复印件 影印件 影本 扫描件 抄件 照片 相片 截图 截屏 录音 录像 视频 收据 收条 收货单 欠条 借条 发票 回执 流水 "
    "底联 打印单 存折"
)
_PAPER = re.compile(
    _COPIES.replace(" ", "|")
    + "|票据|单据|名册|签名|合同|协议|判决书|裁决书|裁定书|通知|证明|诊断|病历|鉴定书|认定书|工资条|工资单|工资本|批文|"
    "单子|底片|清单|明细|对账单|原件|底稿|证件|残疾证|回单|日记|奖状|手册|本子|公告|条子|材料|批复|方案|图纸|"
    "表$|表格|名单"
)
_COUNT = r"[一二两三四五六七八九十几\d]+[多几余]?[张份页本册盘段样笔]"
_SENDS = Scanner(
    {
        "mention": either(
            "附后 附上 附在 附着[。，] 附了[。，] 附件[里中:：在] 附件有 在附件 见附件 放附件 附件[一1][:：、]",
            "后附 现附 另附 已附",
            "随信 随函 随邮件 随文 随帖 跟信(?![用上]) 跟着信 夹在信 放信里 放在信[里封] 放在附件 装在信封里",
            "夹在邮件 夹在材料",
            "夹在里头了 上传上来 上传了 上传在附 孙女传上 传上来了 扫描上传 一起寄 一起发[来给上。] 一起交[上来给]",
            "一并发(?!给[我他她]) 可邮寄 已寄",
            "当场提交 拿手机拍 截了图 翻拍 都复印 已复印 已经复印",
            "都扫描 已扫描 都扫在 复印好 我复印了 复印了一份 复印给你",
            "抄在[下后背]面 抄在一张 我有照片 都有照片 有照片[。，] 照片有[。，] 照片贴了",
            rf"复印了{_COUNT}",
            r"附(?<=[，。；\n（、我]附)(?!联系)(?:有|着|了)?[:：]?(?![近属加带和议件录则])[^，。；\n]{2,}",
            r"附[^，。]{0,6}[一二三四五六七八九十\d]+[份张页]",
            r"拍[了成在](?<!有人拍.)(?<!里拍.)(?:照片?|相片?|[^，。]{0,3}照|手机)",
            r"拍了[^，。；]{1,10}张",
            r"照了[^，。]{0,2}相",
            r"拍照(?:附|上|传|发|贴)",
            *(rf"{copy}[^，。；\n]{{0,5}}?{_COUNT}" for copy in _COPIES.split()),
        )
    }
)
_MAY_SEND = Scanner(
    {
        "mention": either(
            "寄了 寄去 寄来 寄上 寄给 寄出 寄你 邮寄 传上 传在 传了 发在 发上 发给[你您恁] 打包 可以提供",
            "可提供 可以带 可以发",
            "可以传 可以比对 可以上传 已上传 已经上传 扫在 已拍照 复印[一二三四五六七八九十两][份张] 复印了",
            "我都有 放了 带来 存到",
            "存公司 存在(?![疑问]) 留着(?!关系) 还在[，。] 都在[，。我这] 都在里面 在我手 在手[里机] 准备好",
            "夹在[信材后本] 各一份",
            "有原件 原件在我 我有[一二两三几] 我留了 我留着 我存了 我保存 我抄了 我手上有 我手机里有 我手机拍 手机拍了",
            "可以寄 可以随时送 给你们寄 寄给你们 都拍了 影咗 已经拍照 都带着 扫描好了 已传 各一张",
            "夹上 我准备了 我有[^，。]{2,8}照片",
            "都有底 都有照片 照片都有 复印的给",
        )
    }
)
_ALONE = re.compile(rf"(?:{_COPIES.replace(' ', '|')})(?:{_COUNT})?(?=[。\n]|\Z)")  # a whole sentence: 收条照片。
_NONE = re.compile(r"请查|烧掉|弄丢|遗失|没有原件|要有原件|就走了|来看过|督查|公司[^，。]{0,10}发来|编号|意见：")
_TELLS = re.compile("[了是在说不没有给让被看把]")
_SHORT = 32
_REACH = 24


def find_attachments(text: str) -> Iterator[Signal]:
    """Yield the clauses of a normalized text that say what is enclosed or can be shown.

    >>> [s.text for s in find_attachments("欠条复印件附后，照片两张。附件二规定的办法没有公布。")]
    ['欠条复印件附后', '照片两张']
    """
    clauses = {clause_span(text, *match.span(), _REACH) for match in _SENDS.finditer(text)}
    clauses |= {
        clause
        for match in _MAY_SEND.finditer(text)
        if _PAPER.search(text, *(clause := clause_span(text, *match.span(), _REACH)))
    }
    for match in _ALONE.finditer(text):
        start, end = clause_span(text, *match.span(), _REACH)
        if end - start <= _SHORT and (start == 0 or text[start - 1] in "。\n") and not _TELLS.search(text, start, end):
            clauses.add((start, end))
    for start, end in sorted(clauses):
        if _NONE.search(text, start, end):
            continue
        yield Signal(start, end, text[start:end], "attachments")
