"""Whether a letter is signed, and what its writer says about being named.

Anonymous letters are registered like all others. Nothing here guesses who wrote one, and nothing may (never-do list,
N11).
"""

import re
from collections.abc import Iterator
from typing import Literal

from nlp.extraction.beginnings import either
from nlp.extraction.clauses import clause_span
from nlp.extraction.scan import Scanner
from nlp.letter import Signal

__all__ = ["Signature", "find_anonymity", "signature"]

Signature = Literal["signed", "named", "anonymous"]
"""Name and a way to answer; a name alone; neither."""

_NOT_SAYING = (
    "不说 不写 不留 不讲 不署 不敢留 不敢写 不敢说 不敢署 不敢落 不敢具 不想说 不想写 不想留 不想署 不便留 不便署 "
    "不便写 不便说 不愿留 不愿署 不愿写 不肯留 不能留 不能写 不方便写 不方便留 不方便说 不方便讲 没写 没留 没有署 "
    "没署 未署 未留 没有写 没有留 先不写 先不说 别写 莫写 不要写 不让写"
)
_WITHHELD = "不写 不留 不敢 不便 不方便 不说 不讲 不想 别记 别往 别说 别写 先不 不要 莫写 不公开 保密 就不"
_WITHHOLDING = "|".join(_WITHHELD.split())
_UNNAMED = Scanner(
    {
        "mention": either(
            *(rf"{word}[^，。；]{{0,6}}[名姓](?![单额义册次誉])" for word in _NOT_SAYING.split()),
            rf"名(?<!签名)(?![单额义册次誉])[字儿]?[^，。；]{{0,4}}(?:{_WITHHOLDING})",
            rf"姓[名什]?[^，。；]{{0,4}}(?:{_WITHHOLDING}|严格)",
            "[替为给][我俺]们?保[密蜜] 求[^，。]{0,8}保[密蜜] 要求保密 请保密 注意保密",
            "匿名 无名氏 不具名 用网名 没有署名 署名只",
            "不说我是谁 别说是[我俺] 不要说是我 不要说出 把我的名字说 我没有名字",
            "不要把信转 不要发到厂 不要公[布开][^，。]{0,8}[名我] 别让[^，。]{0,6}知道(?:信|是我|谁写) 等着穿小鞋",
            "不怕人知道我是谁 名字我留在 真名[^，。]{0,4}不",
        )
    }
)
_NAMED_AFTER_ALL = re.compile(r"本来不想署名|不怕|用真名|留在信封|可以留|实名")
_ELSEWHERE = re.compile(r"匿名(?:信|电话|举报|评|投票|打分|测评|填)|[厂店]名|厂的名字|名额|[她他]名字")

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞"
    "任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅皮卞齐康伍余元卜顾孟黄穆萧尹姚邵汪祁毛狄米贝明臧计成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房缪干解应宗丁宣邓"
    "郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀羊甄曲家封储靳段焦巴牧谷车侯全班仇甘厉祖武符刘景詹束龙叶幸司韶黎薄白蒲鄂咸籍"
    "赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳姬申扶堵冉雍桑桂牛寿通边扈燕冀尚农温别庄晏柴瞿阎充慕连习鱼容向古易慎廖庾终"
    "步都耿满匡国文寇广禄东欧沃利蔚越师巩聂晁勾敖融冷訾辛阚简饶曾沙丰巢关查荆红游竺权盖益桓公肖付覃"
)
_NAME = rf"(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|令狐|[{_SURNAMES}])[一-鿿]{{1,2}}"
_ROLE = "来信人|写信人|反映人|举报人|检举人|申诉人|投诉人|控告人|信访人|来访人|来电人|联系人|申请人|落款|署名|具名|姓名"
_SIGNED = re.compile(
    rf"(?<![不没])(?<!不敢|没有|不便|不想)(?:{_ROLE})(?:姓名)?[:： ]\s*{_NAME}(?![一-鿿])|"
    rf"(?:我|本人|俺)(?:名)?叫[:：]?{_NAME}(?=[，。,、（(\s]|今年|是|$)|"
    rf"本人{_NAME}(?=[，,、（(](?:男|女|系|今年|现年|\d|[一二三四五六七八九]十))|"
    rf"敬礼[！!。，\s]*{_NAME}[。\s]*(?:$|\n|\d|[二一]〇)|"
    rf"\n{_NAME}(?:等[^\n]{{1,8}}人)?[。\s]*(?:\n[^\n]{{0,20}})?$"
)
_CONTACT = re.compile(
    r"(?<!\d)(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[- ]?\d{7,8}|\d{17}[\dXx])(?!\d)|[\w.]+@[\w.]+\.\w+|"
    r"(?:电话|手机|微信)(?:号码?)?(?:是|为)?[:：]\s*\d{7,}|"
    r"(?:住址|地址|家住|现住|通讯地址)[:： ]?[^，。\n]{2,30}(?:号|室|栋|组|村|队)"
)
_NOBODY = re.compile(r"全体|职工|工人|员工|业主|居民|村民|群众|家属|老师|师傅|代表|敬上|厂$")


def find_anonymity(text: str) -> Iterator[Signal]:
    """Yield the clauses of a normalized text that ask not to be named; ``negated`` where the writer is named after all.

    >>> [(s.text, s.check) for s in find_anonymity("怕报复，名字就不写了。")]
    [('名字就不写了', '')]
    """
    last = -1
    for match in _UNNAMED.finditer(text):
        start, end = clause_span(text, *match.span())
        if start < last or _ELSEWHERE.search(text, start, end):
            continue
        last = end
        check = "negated" if _NAMED_AFTER_ALL.search(text, start, end) else ""
        yield Signal(start, end, text[start:end], "anonymous", None, "", check)


def signature(text: str) -> Signature:
    """Say whether a normalized text gives a name and a way to answer, a name alone, or neither.

    《信访工作条例》第二十三条: only who is not clear by name and address need not be told in writing. 全体职工 is not a
    name. An empty text is anonymous.

    >>> [signature(t) for t in ("我叫邢大川，电话：13800001234。", "反映人：邢大川", "全体职工")]
    ['signed', 'named', 'anonymous']
    """
    named = any(not _NOBODY.search(match[0]) for match in _SIGNED.finditer(text))
    if not named:
        return "anonymous"
    return "signed" if _CONTACT.search(text) else "named"
