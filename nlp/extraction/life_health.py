"""Danger to the writer's or another's life or health (domain.md 3.1, red): seen first, whatever the category.

Self-harm intended, medicine or food cut off, an accident or attack going on: plain. An illness, a treatment, the cold
in a home told as how things are, only imply it and are marked so; a death, an illness that ended
well, a figure of speech (要命, 绝路) or a denial (不想闹到跳楼) is marked to be checked. It is a call for help and
never a threat to be held against the writer.
"""

import re
from collections.abc import Iterator

from nlp.extraction.doubt import FIGURATIVE, IMPLIED, NEGATED, PAST, is_negated, is_over, is_past
from nlp.extraction.mentions import join_mentions
from nlp.extraction.scan import Scanner
from nlp.extraction.thanks import is_thanks
from nlp.letter import Signal

__all__ = ["find_life_health"]

_SELF_HARM = (
    r"跳[楼河江井崖桥海]|跳下去|自[杀尽残]|轻生|寻短见|寻死|服毒|喝[农毒]?药(?!费)|上吊|自焚|割腕|同归于尽|不想活|"
    r"活不下去|活不成|没法活|"
    r"不如死|死了算|不活了|还不如不活|一了百了|死给|以死|撞死|遗书|就再死|(?:把车|车)开沟里|吃了半?.?瓶.{0,2}药|"
    r"没死成|带走算了|去死(?!亡)|"
    r"不吃药算了|死在.{2,8}(?:门口|里都没人|没人)|一死"
)
_CUT_OFF = (
    r"胰岛素[^\s，。]{0,6}(?:剩|断|没|停)|药[^。；]{0,20}停了[^，。]{0,4}天|药[^\s，。]{0,14}(?:停了|断到|断了|没有买|没买|停到)|少吃一半药|"
    r"没钱买(?=[。，])|没有?米下锅|没有?什么吃的|没有?吃的了|"
    r"交不[出起]押金|押金[^\s，。]{0,4}交不[出起]|催着?出院|赶出医院|不去医院，?[^\s，。]{0,4}没得?钱|"
    r"没钱[^\s，。]{0,2}换|透析[^\s。]{0,12}(?:改成|停|一次了|少)|没钱透析|没得钱医|"
    r"看不起医生|抓不起药|肿到现在没有?看|饿着肚子|"
    r"断[药粮炊顿氧](?!房)|药.{0,6}(?:断|停)了|药就断|药停|停了?[^，。]{0,3}(?:药|透析|化疗|吸氧|氧机)(?!费)|"
    r"断了.{0,2}药|"
    r"没有?药(?:吃|了|高)|没(?:有)?钱(?:做[，。]|看病|治|买药|吃药|抓药|住院|开刀|手术|做手术|医|救)|(?:冇|"
    r"无)钱(?:治|医|"
    r"买药)|吃不起药|看不起病|"
    r"住不起院|买不起(?:药|米)|吸不起|药吃不起|止痛[药片](?:都是|吃完|吃不)|尿不湿都买不起|揭不开锅|没米下锅|"
    r"吃不上饭|饿[晕昏倒肚]|"
    r"催.{0,2}押金|转院要.{0,3}交|先押|等死|放弃治疗|没有?药.{0,8}(?:犯了|下不)|没(?:有)?人(?:换|管).{0,4}氧|"
    r"氧气.{0,8}不够|不够[吃买]药|药[^，。]{0,4}要停|"
    r"(?:药|疗程|针|透析|化疗|治疗|手术|住院|病)[^。；！？]{0,14}[打吃买看治做住用]不起"
)
_ONGOING = (
    r"人不行了|[口嘴]吐白[沫抹]|气上不来|喘得|躺着都喘|坐着睡|夜里憋得|高烧|血糖高|血压[^\s，。]{0,4}(?:高到|"
    r"飙)|送[到去][^\s，。]{0,8}(?:医院|卫生院)[^\s，。]{0,4}(?:现在|还)|往[^\s，。]{0,4}(?:医院|卫生院)送|"
    r"救人(?!一命)|"
    r"砸到人[了，。]|昏死|抽搐|大出血|流血不止|敌敌畏|安眠药|百草枯|老鼠药|遗言|吊着命|肿得不行|定了慢性中毒|"
    r"查出[^\s，。]{0,4}中毒|确诊[^\s，。]{0,4}中毒|铅超标|汞超标|感染[^\s，。]{0,4}住院|"
    r"肺上有结节|胸闷|命都?保不住|命快没了|性命|"
    r"病危|抢救|急救(?!药|车|箱|包)|救命|快来人|救救|奄奄一息|不省人事|昏迷|昏倒|晕倒|晕过去|昏过去|晕在|休克|"
    r"喘不[上过]气|只有喘|"
    r"呼吸困难|吐血|咯血|咳血|流鼻血|上吐下泻|烧到四十|高烧不退|两天不睁|两天没睁|倒下[去了]|当天倒下|吃倒|"
    r"脸[都色]{0,2}发?[青紫](?![年）])|嘴唇.{0,4}紫|"
    r"尿[砷汞铅]|血[铅砷]|砷超标|[铅砷苯汞锰]中毒|集体中毒|食物中毒|农药中毒|煤气中毒|正在中毒|一类的中毒|中毒的(?:工人|人)|"
    r"打掉瓶|打吊[瓶针]|(?:怕是|像是|疑似|可能是|恐怕)[^，。]{0,4}中毒|"
    r"还在(?:镇|县|市|地区)?医院(?:输液|抢救|打|住)|压着人|埋在(?:里面|下面|底下)|下不了床|三天下不|危在旦夕|中暑|见红(?![纸包头色])|病倒|"
    r"伤口又?破|化脓"
)
_ACCIDENT = (
    r"差点[^\s，。]{0,3}没命|差点送命|捡回[^\s，。]{0,3}命|救过来|救起来|脑溢血|脑出血|当场(?:就|人)?(?:没了|没有了|死)|车祸(?!找|怎)|"
    r"淹死|烫死|压死|砸死(?!一只|了?羊)|电死|摔死|被车[^\s，。]{0,3}倒|打断[^\s，。]{0,4}骨|"
    r"栽进水|炸过一次|肾病|肺结核|"
    r"心脏病犯|犯了?心脏病|烫到|烧伤|触电|吊在安全带|摔了一跤，打不出|肋骨断|腿断了|塌方|炸伤|灼伤|熏倒|爆炸死|"
    r"没救过来|差点没保住|车厢侧翻|埋在我|"
    r"心口发慌|血压高到|肺癌|肝癌|胃癌|癌症|阴影|差点在车上摔"
)
_DEATH = (
    r"(?:肝|肺|胃|肾|心脏)上?的?病[^\s，。]{0,3}[走没]|掉下去没|溢血没|等不住走|当年就?没了|"
    r"已经不[在再]了|"
    r"病逝|病故(?!职工|人员|证明|的职|待遇)|去世(?!的?(?:人员|职工|证明|待遇|的家属|的还给))|过世|离世|辞世|亡故|"
    r"身亡|遇难|殉职|因公牺牲|"
    r"(?:心梗|得病|得.{0,4}病|肺上的病|年腊月|肺癌|肝癌|癌)(?:走|没)[了的]|"
    r"人就没有了|人没了|人走了(?=[，。])|(?:父亲|母亲|丈夫|老伴|爱人|男人|老公|老婆|爷爷|奶奶|老头子?|爸|妈|爹|娘|"
    r"师傅|岳父|岳母|先夫|阿爸|阿公)[^\s，。；！？要调自气拉拿搬带抱骂开那去回说]{0,6}(?:没有?了|不在了|走了(?!的)|走得早|死了|死的)|"
    r"走得早|人没了|死了[\d一二三四五六七八九十几两]{1,3}个|(?:已经|先后|陆续|前后|头|老人|老的|等不[起到得])[^，。]{0,8}走[了咗][\d一二三四五六七八九十几两]{1,3}个|前年(?:没了|"
    r"死了|走了)|去年(?:没了|死了|走了)|船没有回来|海没有回来|翻船|出事故去了|因工死亡"
)
_ILLNESS = (  # told as how things are: whether somebody is in danger now, the words alone do not say
    r"尘肺|矽肺|慢性中毒|职业病(?=医院|诊断|防治|鉴定|检查)|职防所|糖尿病|高血压|白血病|尿毒症|肾炎|肝硬化|脑梗|心梗|冠心病|"
    r"瘫痪?(?:[了在着]|(?=[三两五]年))|偏瘫|哮喘|肺气肿|气管炎|腰椎间盘|股骨头|静脉曲张|皮炎|皮疹|湿疹|冻疮|白细胞|骨折|骨裂|"
    r"住院|开刀|化疗|放疗|植皮|手术|输液|打针|吃药|吸氧|呼吸机|救护车|喘不上|咳血|咳个不停|咳了|上不来气|"
    r"呛[得醒人]|鼻血|拉肚子|发烧|烂了|流脓|烫伤|[压轧绞砸摔]断|[砸摔压]伤|绞了|断了(?:腿|手|肋|一条|两根|三根)|震聋|"
    r"冻[得透裂坏]|零下|没有?炉子|没有?暖气|医保卡?[^，。]{0,4}(?:停|刷不)|卡[^，。]{0,2}刷不|看病[^，。]{0,4}(?:自费|全自|等不|难)|"
    r"药[^，。]{0,6}(?:舍不得|省着|掰成|自费)"
)
_FIGURE = r"要命|要.命(?!令)|没饭吃|绝路|死路一条|吓死|急死|气死|累死|冻死|走投无路|逼死|再就死|弄死"

_MENTION = Scanner(
    {
        "harm": _SELF_HARM,
        "cut": _CUT_OFF,
        "now": _ONGOING,
        "hurt": _ACCIDENT,
        "death": _DEATH,
        "figure": _FIGURE,
        "ill": _ILLNESS,
    }
)


def find_life_health(text: str) -> Iterator[Signal]:
    """Yield the mentions of danger to life or health of a normalized text, a signal a sentence.

    >>> [(s.text, s.check) for s in find_life_health("父亲98年病逝。我断药三天了。我们不想闹到跳楼。这事要命。")]
    [('病逝', 'past'), ('断药', ''), ('跳楼', 'negated'), ('要命', 'figurative')]
    """
    return join_mentions(
        text, "life_health", ((*m.span(), _check(text, m, family)) for family, m in _MENTION.scan(text))
    )


def _check(text: str, match: re.Match[str], family: str) -> str:
    start, end = match.span()
    if family == "death":
        return PAST
    if family == "figure":
        return FIGURATIVE
    if family == "harm" and is_negated(text, start):
        return NEGATED
    if family == "ill":
        return IMPLIED
    if family != "harm" and is_thanks(text):
        return PAST
    if family == "cut":
        return ""
    if is_over(text, start, end) or (family != "now" and is_past(text, start, end)):
        return PAST
    return PAST if family == "hurt" else ""
