"""Sentences that state an allegation (domain.md 3.12, R1): who, what, how much, to whom.

Keywords find few of them (domain.md 0, point 6): 租给厂长小舅子, 女儿没上过一天班领了四年工资 hold none. So a
sentence gains points for each kind of deed it tells in plain words (a benefit to kin, money into a pocket, no tender, a
false paper, a bribe, a price far from the market, spending on oneself, the legal words), and for who, how much and how
it is known; it loses some where it asks or argues about policy. A letter that asks for an inquiry, or tells of another
deed, adds to each. The points began as those of a logistic regression on the even half of the marked letters;
``benchmarks/signals.md`` says what they reach. What is only rumour (大家在传, 我没证据) is to be checked. Whether it is
true is for others to establish (《信访工作条例》第三十条).
"""

import re
from collections.abc import Iterator

from nlp.extraction.beginnings import by_first
from nlp.extraction.doubt import NEGATED
from nlp.extraction.scan import Scanner
from nlp.extraction.sentences import sentence_of
from nlp.letter import Signal

__all__ = ["find_accusation"]

_GAP = r"[^。！？；\n]"
_STEP = r"[^。！？；，\n]"
_KIN = (
    r"(?:小舅|舅子|妹夫|姐夫|连襟|侄|外甥|女婿|亲家|亲戚|老婆|媳妇|妻子|妻兄|妻弟|其妻|之妻|夫人|内弟|表[弟哥兄妹叔]|"
    r"堂[弟哥]|儿子|闺女|女儿|弟弟|哥哥|情妇|相好|战友|同学|牌友|拜把子|"
    r"认的兄弟|老丈人|丈母娘|大舅|姐姐|嫂子|大嫂|小姨|亲属|配偶|他[弟哥儿爹]|她[弟哥]|亲信|干儿)"
)
_NOT_OWN = "(?<![我俺])(?<!我[爸妈们])"
_DEEDS = {
    "pocket": (
        rf"[钱款费元万块金]{_GAP}{{0,16}}(?:自己|私人|个人|他家|腰包|口袋|私分|装修|炒股)|(?:收入|"
        rf"租金){_GAP}{{0,16}}(?:自己|私人|个人|口袋)|揣|据为己有|装进|塞进|没有?(?:进|入|交到?|上)(?:厂|公司|村|队|"
        rf"店|社|大|场|单位|账|库|公家)|"
        rf"不[进入](?:厂|公司|账|场)|未入账|账外|归了?(?:他|她|自己|个人)|三[人个]{_GAP}{{0,3}}分|"
        rf"分[了掉成](?![流管])|瓜分|私分|拿走没|拿了?去|卷走|独吞|吞了|转[到入进给]{_GAP}{{0,14}}(?:账|户|公司)|"
        rf"打[到进入]{_GAP}{{0,12}}(?:账|卡|户|公司)|存[进到入]"
    ),
    "tender": (
        r"(?:没有?|未经?|不|冇|无)[^。！？；，\n]{0,4}(?:招标|招投标|评估|挂牌|公示|入账|拍卖|开过会|职代会|走程序|"
        r"批文|资质)|单一来源|协议转让|邀标|拆成[^。，]{0,8}[项小]|先干后|后补|补的手续|陪标|围标|串标|标底|"
        r"指定[^。，]{0,8}(?:公司|评估|队)|走个过场|内定"
    ),
    "false": (
        rf"签名?{_STEP}{{0,10}}(?:是?假|不是|同一|扫描|不像|一个人)|代签|冒[名签充领]|伪造|造假|做假|"
        rf"假[账发票合章条名单据签证档案报]|虚[列报开假增]|编[造的了]|改成|盗盖|私刻|名册上?[^。，]{{0,14}}(?:没|"
        rf"不在|死|已经|多)|花名册[^。，]{{0,12}}[个人]|"
        r"没上过[^。，]{0,4}班|没来上?过?班|不上班|挂[个着了名]|空饷|从来没见过|从来没有他们|复印过来|抽掉了|烧了|"
        r"数字是[他她]"
    ),
    "bribe": (
        rf"送[了去过给上]?{_STEP}{{0,12}}(?:万|块|元|金|烟|酒|羊|摩托|红包|钱|冰柜|茅台|别墅|房)|"
        rf"收[了受过]?{_STEP}{{0,10}}(?:好处|红包|两万|万元|万块|礼|钱[，。])|好处费|回扣|提成[^。，]{{0,6}}块|"
        rf"每吨[^。，]{{0,12}}提|行贿|受贿|孝敬|塞[了给]?[^。，]{{0,4}}[万千钱]|"
        r"花[^。，]{0,8}(?:买的?|换来)[^。，]{0,6}(?:主任|官|长|位)|拿钱换|得了套"
    ),
    "price": (
        rf"[价值市评]{_GAP}{{0,22}}(?:卖|租|转给|作价|处理|才|只)|贱卖|低价|废[铁钢旧品]价?|当废|作价|抵了?工程款|"
        rf"一平[^。，]{{0,6}}卖|卖给[了他]?|租给|转给|包给|便宜[^。，]{{0,3}}[卖给价]|高出|高[^。，]{{0,3}}(?:成|倍|"
        rf"百分)|比[^。，]{{0,8}}贵|差价|转手|倒卖"
    ),
    "spend": (
        r"吃喝|酒席|请客|旅游|会务费|招待|茶楼|酒店|海南|KTV|高尔夫|报[了销]?[^。，]{0,10}(?:发票|费|账)|自家装修|"
        r"修了?[^。，]{0,6}[楼房园]|买[了过]?[^。，]{0,8}[车房楼]|盖[了起]?[^。，]{0,4}[楼房]|酒厂|"
        r"分给了?[^。，]{0,6}亲"
    ),
    "word": (
        r"贪污|贪[了他]|受贿|挪用|侵吞|冒领|套[取出现]|截留|侵占|倒卖|贱卖|勾结|以权|官商|骗|私吞|转移资产|利益|"
        r"优亲厚友|国有资产流失|小金库|失职|渎职|偷"
    ),
}
_RELATIVE = re.compile(_KIN)
_FOR_KIN = re.compile(  # tried only where a relative is named
    rf"[给是让叫由到进为]{_GAP}{{0,14}}{_NOT_OWN}{_KIN}|{_NOT_OWN}{_KIN}{_GAP}{{0,12}}(?:承包|开的|名下|公司|"
    rf"在做|领|拿|当上|"
    r"户|店|住|包|占|参股|股东|法人|法定代表|供货|车队|经手|挂|没上)"
)
_EACH_DEED = {name: re.compile(words) for name, words in _DEEDS.items()}
_ANY_DEED = re.compile(by_first("|".join(_DEEDS.values())))
_OFFICE = re.compile(
    r"[厂局站所院校场队段股行社部]长|经理|主任|书记|会计|出纳|处长|董事长|老总|总经|副总|"
    r"[\u4e00-\u9fff]总(?=[，。的把说让拿签])|班子|支书|主席|库管|保管|工头|头头|当官|领导|[科村]长"
)
_WHO = Scanner(
    {
        "mention": (
            rf"[厂局站所院校场队段股行社部科村]长|经理|主任|书记|会计|出纳|董事长|老总|总经|副总|班子|支书|主席|库管|"
            rf"保管|工头|头头|当官|领导|处长|某|姓[\u4e00-\u9fff]的|老[\u4e00-\u9fff][，把将说]|{_KIN}|"
            r"他[自们拿把叫让给]"
        )
    }
)
_MONEY = re.compile(r"\d[\d.,]*[多余来]?[万千亿元块]|[一二三四五六七八九十百千两几][多余来]?[万千百块元亿]")
_NAMED = re.compile(r"[\u4e00-\u9fff]某|姓[\u4e00-\u9fff]的|老[\u4e00-\u9fff](?=[，把将说的])")
_KNOWN = re.compile(
    r"听[^。，]{0,8}说|据说|都[讲说传看]|有人[讲说看]|亲眼|我看见|我有[^，。]{0,6}(?:照片|收据|录音|凭据|证据)|我拉的|我经手|我管"
)
_OWN = re.compile(r"我的|给我|我们[的被]?|我[爸妈家]|欠我")
_POLICY = re.compile(r"补偿|工龄|养老|社保|退休|医保|安置|内退|政策|规定|条例|方案|生活费|待遇")
_ASKED = re.compile(
    r"要求|请求|恳请|希望|请[^。，]{0,10}[查核追派纪上级把给问]|查处|追究|追缴|追回|能不能|是不是|诉求|请问|吗？"
)
_DEMAND = re.compile(r"^[\s一二三四五六七八九、：]*(?:要求|请[^问]|恳请|强烈要求|希望|我的请求)")
_INQUIRY = re.compile(
    r"举报|查处|纪[检委]|监察|追[缴究回]|贪|侵吞|私分|挪用|检举|腐|审计|查一查|查查|请[^。，]{0,12}查|吐出来|查清|"
    r"一查|查账"
)
_RUMOUR = re.compile(r"真假我?不知|没有?证据|没凭据|大家在传|不敢乱讲|不敢说|听说的")
_WEIGHTS = ((_OFFICE, 3), (_MONEY, 3), (_NAMED, 2), (_KNOWN, 2), (_OWN, -1), (_POLICY, -2), (_ASKED, -1), (_DEMAND, -4))
_ENOUGH, _LONG = 10, 40


def find_accusation(text: str) -> Iterator[Signal]:
    """Yield the sentences of a normalized text that state an allegation.

    >>> [s.text for s in find_accusation("你好。门面每月300元租给厂长小舅子，市价3000元。请查。")]
    ['门面每月300元租给厂长小舅子，市价3000元。']
    >>> list(find_accusation("都说厂里腐败，我们不管别的，只要求退还集资款。"))
    []
    """
    candidates = _candidates(text)
    if not candidates:
        return
    asked = 1 if _INQUIRY.search(text) else 0
    told = sum(min(deeds, 3) for _, _, deeds, _ in candidates)
    before = -1
    for start, end, deeds, points in candidates:
        points += asked + (2 if told - min(deeds, 3) >= 2 else 0) + (2 if start == before else 0)
        before = end
        if points >= _ENOUGH:
            doubtful = _RUMOUR.search(text, start, end)
            yield Signal(start, end, text[start:end], "accusation", check=NEGATED if doubtful else "")


def _candidates(text: str) -> list[tuple[int, int, int, int]]:
    """Give each sentence that tells a deed: its span, how many kinds of deed, its own points."""
    found: list[tuple[int, int, int, int]] = []
    done = -1
    for match in _WHO.finditer(text):
        if match.start() < done:
            continue
        start, done = sentence_of(text, *match.span())
        sentence = text[start:done]
        told = _ANY_DEED.search(sentence) is not None
        deeds = {name for name, deed in _EACH_DEED.items() if told and deed.search(sentence)}
        if _RELATIVE.search(sentence) and _FOR_KIN.search(sentence):
            deeds.add("kin")
        if not deeds:
            continue
        points = 3 * min(len(deeds), 3) + len(deeds & {"bribe", "kin", "tender"})
        points += sum(weight for cue, weight in _WEIGHTS if cue.search(sentence))
        found.append((start, done, len(deeds), points + (2 if done - start > _LONG else 0)))
    return found
