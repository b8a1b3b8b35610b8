"""Who needs it made easier (domain.md 3.16): great age, disability, not reading or writing, not able to come.

It serves to visit, to telephone, to write in large letters. Nothing is inferred that the letter does not say, and a
need told again further on (张瘸子 in every line) is no second one.
"""

from collections.abc import Iterator

from nlp.extraction.mentions import join_mentions
from nlp.extraction.scan import Scanner
from nlp.letter import Signal

__all__ = ["find_vulnerable_need"]

_TENS = "[七八九]十[一二三四五六七八九几多]?"
_NEEDS = {
    "age": (
        rf"{_TENS}多?岁(?![的以])|[789]\d多?岁(?![的以])|{_TENS}了(?=[，。；、！]|$)|{_TENS}的人了|"
        r"(?:已|今年|我|她|他|爹|父亲|爷爷|奶奶)(?:快|都)?(?:[七八九]十[一二三四五六七八九]?|[78]\d)(?=[，。、])|"
        r"最大的(?:都|已经)?[七八九]十|高龄(?!津贴|补贴|补助)|耄耋|古稀|年[老迈]体弱"
    ),
    "hearing": (
        r"耳朵?(?:还|也|又|有点|都)?(?:不好|背|聋|听不|失聪)|耳朵?[^\s，。]{0,7}(?:聋|震坏|听不)|听不见|一只耳|[双左右]耳|听力[^\s，。]{0,3}(?:不|差|下降|障碍|残)|"
        r"助听器|又是聋子|是聋子|听不清(?=[，。])|打电话他听不清"
    ),
    "sight": (
        r"失明|眼睛?(?:有点|也)?(?:不好|不行|花|差|瞎|做过|怕光|有白|有青|看东西|看不|已经看不|神不好|底)|白内障|"
        r"青光眼|看不清小?字|看不清楚?标点|看不了电脑|看文件要|高度近视|眼病|老花(?!镜)|散光|一只眼|眼睛?[^\s，。]{0,4}看[不勿唔]|"
        r"一只眼[^\s，。]{0,4}(?:看不|瞎|失)|[左右]眼[^\s，。]{0,4}(?:看不|瞎|失|坏)|盲人"
    ),
    "speech": r"说话不(?:清|利)|讲不出声|不能言语|是个?哑巴|说话漏风|说话快了就喘|讲话时气喘|记性(?:差|不)|说不出话",
    "legs": (
        r"截肢|拄[着拐]|轮椅上|坐轮椅|坐着轮椅|装的?假肢|瘫[在痪起着了]|偏瘫|半身不遂|卧床|中风|脑梗|腿脚?(?:不|坏|瘸|走不|"
        r"动过手术|有毛病)|脚不(?:好|行|便|灵|利|能|中用|方便|太好|听使唤)|腿短一截|腿瘸|瘸子|腿[^\s，。]{0,3}(?:残|瘸)|"
        r"走路要|走不(?:动|了)远?路|走不动|走不远|行走[不需]|行动不(?:便|方便)|手脚不|腰弯|"
        r"[左右][腿脚][^\s，。]{0,5}(?:残|断|不|截|没|装|短|膝盖)|来不了(?!几)|上不了[一二三四五]?楼|出不了门|腰[^\s，。]{0,6}走不|跑一趟不容易|不能(?:长时间)?坐车|"
        r"起不来床|心脏装了|心脏搭桥|装了[^\s，。]{0,4}(?:支架|起搏器)"
    ),
    "hands": (
        r"手也?抖(?!了)|写字[抖慢]|手不能|手不灵|[左右]手[^\s，。]{0,6}(?:残|断|不灵|不能|截|没|机器|缺|就剩|打字慢)|"
        r"手指缺|指头?[^\s，。]{0,3}断了半截|轧断过|写不了字|帕金森|字歪，"
    ),
    "disability": (
        r"残疾(?!证|人三轮|车|补贴|补助|津贴|等级|金|鉴定|赔偿|的证|人(?:岗位)?补贴|人联|军)|残废(?!证|金|军)|肢残|"
        r"[一二三四五六七八九十\d]级(?:伤残|肢体|残)|(?:鉴定|工伤)[^\s，。]{0,6}[一二三四五六七八九十]级"
    ),
    "letters": (
        r"不(?:识|认得?)(?:得)?几?个?[多少]*字(?!多的)|唔识字|没念过书|念书少|讲方言|说方言|没读过书|文盲|识字不多|认得?几个字|"
        r"不会写(?!文章|大|连笔|材料)|不会打字|只读到小学|小学(?:毕业，|文化|没毕业)|代笔|[叫请托]人?代写|代写(?=[，。])|"
        r"[帮替代][我他她忙]{1,2}[写打](?:的|字|，|。)|口述|我讲[他她]打|我说[她他]写|念给我听|不会用(?:手机|电脑|"
        r"智能)|不会上网|没有手机(?!信)|(?:孙[子女]|女儿|外甥|儿子|学生|侄女)[^\s，。]{0,6}(?:打的|打字|帮我打|帮打|"
        r"替我)|字(?:写)?大一?点|大字回"
    ),
}
_MENTION = Scanner(_NEEDS)


def find_vulnerable_need(text: str) -> Iterator[Signal]:
    """Yield what a normalized text says of such needs: each need once, one signal a sentence; ``note`` stays empty.

    >>> [s.text for s in find_vulnerable_need("我八十一岁，眼睛不行，短信是外孙女帮打的。我眼睛不行。")]
    ['八十一岁，眼睛不行，短信是外孙女帮打的']
    """
    return join_mentions(text, "vulnerable_need", _mentions(text))


def _mentions(text: str) -> Iterator[tuple[int, int, str]]:
    told: set[str] = set()
    for need, match in _MENTION.scan(text):
        if need not in told:
            told.add(need)
            yield *match.span(), ""
