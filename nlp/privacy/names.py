"""Find the names of persons, by the cues, titles and forms a letter names people with; no model and no dictionary.

What tells one person from another is found: a full name, the surname before a title (刘厂长), behind 姓, and in 老刘,
小刘, 阿刘. A full name found once is found again wherever the letter repeats it. 王某某 stays: it is masked already.

Every letter passes here. Where a name, or what tells of one, may begin is looked for by ``BEGINNINGS``, in many letters
at once; only there are the expressions tried.
"""

import re
from collections.abc import Iterator

from nlp.privacy.lookout import Places, matches
from nlp.privacy.words import (
    COMPOUND,
    CUES,
    FORMS,
    GIVEN,
    KIN,
    LIKELY,
    NOT_NAMES,
    NOT_SURNAMES,
    OFFICES,
    PLAIN,
    ROLES,
    SURNAME,
)
from nlp.tokenization import LongestWords

__all__ = ["BEGINNINGS", "find_names"]

Offsets = tuple[int, int]

_HAN = "一-鿿"
_STOP = r"，,。．；;：:、！!？?（(）)】【“”\"「」『』《》\s"
_DOUBLE = f"(?:{'|'.join(sorted(COMPOUND))})"
_NO_GIVEN = (
    "(?!某|总|师傅|先生|女士|老板|主任|经理|书记|大[姐爷妈娘叔哥嫂]|[科部处局厂站队班组段院校所股行矿场镇乡县市区村]长)"
)
_ANY = rf"(?:{_DOUBLE}[{_HAN}]{{1,2}}|[{PLAIN}]{_NO_GIVEN}[{_HAN}]{{1,2}}|[{LIKELY}]{_NO_GIVEN}[{GIVEN}]{{1,2}})"
_OFTEN = "何方任金安常于万商盛乐文叶易付向"  # likely enough where two characters of a given name follow
_SURE = rf"(?:{_DOUBLE}[{GIVEN}]{{1,2}}|[{PLAIN}]{_NO_GIVEN}[{GIVEN}]{{1,2}}|[{_OFTEN}]{_NO_GIVEN}[{GIVEN}]{{2}})"

# What follows a name that nothing separates from it: 总经理黎金山挪用…
_VERBS = (
    "把将在的说讲是为利用私没因对于从到让给被拿收卖等和与同跟及也就又却还都已曾以并自当任向找要批签骂打带买开办告写答念兼"
    "搞安去叫伙勾违贪挪虚侵指想不只做弄占吃住调一二三四五六七八九两几扣罚逼停撤辞骗瞒藏租承抢偷转借派霸威索受贿拖欠克侮"
)
_HERE = re.compile(rf"{_SURE}(?=[{_STOP}{_VERBS}0-9０-９]|$)")
_BEFORE = re.compile(rf"{_SURE}$")
_LISTED = re.compile(rf"[是为：:\s]{{0,4}}[“\"「『]?({_ANY}(?:[、\s]+{_ANY})*)(?=[{_STOP}]|$)")
_ONE = re.compile(_ANY)

_CALLERS = re.compile(rf"(?:我|俺|额|本人|{'|'.join(sorted(KIN))})(?:的?名字)?$")
_NO_CALL = "[不什啥他她你您它这那谁哪何怎大家人了过着来去没的是老小阿自其俺我咱进到某]"
_CALLED = re.compile(rf"[做个]?[“\"「]?(?!{_NO_CALL}|.某)([{_HAN}]{{2,4}})(?=[，,。；;！!\n（(”\"」]|$)")
_CALLED_ON = re.compile(rf"((?:{_DOUBLE}|[{SURNAME}])[{GIVEN}]{{1,2}})(?=[我俺今是在系现男女住原家\d])")
_NICKNAME = re.compile(
    rf"[我俺][“\"「]?(?!大[夫家哥姐爷娘妈叔嫂]|老[师師板乡])([老小大阿][{_HAN}]{{1,2}})(?=[”\"」，,。就吧说]|$)"
)

_GIVEN, _COMPOUNDS = frozenset(GIVEN), frozenset(COMPOUND)
_FIRSTS = frozenset(PLAIN + _OFTEN) | {name[0] for name in COMPOUND}
_SURNAMES = frozenset(PLAIN + LIKELY) - frozenset("查海那满占管籍门平付向")

_SURNAMED = re.compile(rf"姓(?![名什甚啥氏字不公社资猫狗的哪谁一我])({_DOUBLE}|[{_HAN}])")
_FAMILIAR_NAMES = frozenset(PLAIN + "何方任华于万侯成金常")
_NOT_FAMILIAR = re.compile(
    "[老小](?:师|公|农|区|林[场业区农]|石[头料子块油粉墨灰]|毛[病驴头孩巾]|孙[子女]|白[菜干酒鼠]|高[炉层]|黄[牛车]|古董|马[达路]|"
    "钱[财包]|余额|池子|苗[圃木]|项|方[案便]|温|牛[奶车]|羊|龙头|松|秋|花|田|宿|麻[烦将]|任务|江湖|席|桂|段[子落长]|沙|车|成[绩员本]|"
    "房|党|何|于是|万|水|路|曲|荆|柳树|松树|杨树|柏树|杜鹃|汤[圆锅]|夏天|井|庄[子稼]|柴油|梁上|苏州|金[库额属]|常[常年]|"
    "杭州|章程|程序|黄历|卫生|赖)"
)
_NOT_AFTER_A = frozenset("姨公婆妈爸哥弟姐妹爷拉里富胶片司訇房叔伯舅嫂爹娘师坝克尔")

_BARE = re.compile(rf"[{PLAIN}]{_NO_GIVEN}[{GIVEN}]{{2}}")
_AROUND = frozenset('请系我俺因经，,。；;：:、！!？?（(）)“”"「」 　\n和与由给让把被是叫跟同及将向对找说')
_BEHIND = _AROUND | frozenset("的讲在等他她就也又利用为收拿签批任兼")

_LONGEST_SIGNATURE = 60
_LINE = re.compile(r"\n|\s\s")
_SIGNED = re.compile(
    rf"(?:\n|\s\s)\s*(?:(?!此致)[{_HAN}]{{2,20}}\s+)?(?!谢谢|严[查办惩]|万分|方便|和谐|成交|班组)"
    rf"({_ANY}|[{PLAIN}])\s*(?:等?[{_HAN}\d]{{0,2}}人|敬上|谨上|上|叩|拜上|敬启|[（(][^）)]{{0,8}}[）)])?[。.]?"
    rf"(?:\s*[\d零〇○一二三四五六七八九十年月日.\-/]{{4,20}})?\s*$"
)


_ASIDE = frozenset("公是共体额数量之计会部厂站局工经结的有归在价要算该平不得")  # 总公司、总是…: not a title
_BARE_DOUBLE = re.compile(rf"{_DOUBLE}[{GIVEN}]{{1,2}}")
_MARKS = LongestWords(word for word in CUES | OFFICES | FORMS | ROLES if len(word) > 1)
_CALLS, _ALL_IN_ALL, _I = "叫喊叔婶嫂氏", "总", "我俺"

BEGINNINGS = {
    "mark": ("".join({word[0] for word in _MARKS.words}), "".join({word[1] for word in _MARKS.words})),
    "short": (_CALLS + _ALL_IN_ALL,),
    "I_am": (_I, "是系"),
    "bare": (PLAIN, GIVEN, GIVEN),
    "double": ("".join({name[0] for name in COMPOUND}), "".join({name[1] for name in COMPOUND})),
    "familiar": ("老小阿",),
}
"""What to look for in the texts to be searched."""


def find_names(text: str, places: Places) -> set[Offsets]:
    """Give the spans of what names a person, possibly overlapping; none in an empty text.

    ``places`` are those of ``BEGINNINGS`` in the text.

    >>> from nlp.privacy.lookout import Lookout
    >>> text = "我叫段长喜，厂长江一鸣和老尚都知道，请找王某某。"
    >>> sorted(text[start:end] for start, end in find_names(text, Lookout(BEGINNINGS).places([text])[0]))
    ['尚', '段长喜', '江一鸣']
    """
    full = [*_around_marks(text, places), *_bare(text, places), *_signed(text)]
    return {*full, *_repeated(text, full), *_behind_marks(text, places)}


def _around_marks(text: str, places: Places) -> Iterator[Offsets]:
    """Yield the names behind cues, titles and roles, and before titles and forms of address."""
    for start, end in (*_MARKS.spans(text, places["mark"]), *_short_marks(text, places)):
        mark = text[start:end]
        if mark in "叫喊":
            yield from _called(text, start, end)
        elif mark in CUES:
            yield from _listed(text, end)
        else:
            yield from _behind_title(text, end)
            if mark not in ROLES and mark[0] not in _I:
                yield from _before_title(text, start)


def _short_marks(text: str, places: Places) -> Iterator[Offsets]:
    for start in places["short"]:
        if text[start] != _ALL_IN_ALL or text[start + 1 : start + 2] not in _ASIDE:
            yield start, start + 1
    yield from ((start, start + 2) for start in places["I_am"])


def _called(text: str, start: int, end: int) -> Iterator[Offsets]:
    """Yield the name behind 叫: of any form where the letter says who is called so, else with a likely surname."""
    patterns = (_CALLED, _CALLED_ON) if _CALLERS.search(text, max(start - 6, 0), start) else (_NICKNAME,)
    for pattern in patterns:
        if name := pattern.match(text, end):
            yield name.span(1)
    yield from _listed(text, end + (text[end : end + 1] in ("做", "个")))


def _listed(text: str, end: int) -> Iterator[Offsets]:
    """Yield the names that follow a cue, one or a list of them."""
    if (names := _LISTED.match(text, end)) and names[1][:2] not in NOT_NAMES:
        yield from (one.span() for one in _ONE.finditer(text, *names.span(1)))


def _behind_title(text: str, end: int) -> Iterator[Offsets]:
    if text[end : end + 1] in _FIRSTS and text[end : end + 2] not in NOT_NAMES and (name := _HERE.match(text, end)):
        yield name.span()


def _before_title(text: str, start: int) -> Iterator[Offsets]:
    """Yield the full name before a title (林建国同志), else the surname (江厂长)."""
    before = text[max(start - 4, 0) : start]
    if before[-1:] in _GIVEN and (name := _BEFORE.search(before)):
        first = start - len(name[0])
        if _stands_alone(text, first):
            yield first, start
            return
    if before[-2:] in _COMPOUNDS:
        yield start - 2, start
    elif before[-1:] in _SURNAMES and before[-2:] not in NOT_SURNAMES:
        yield start - 1, start


def _stands_alone(text: str, start: int) -> bool:
    return (start == 0 or text[start - 1] in _AROUND) and text[start : start + 2] not in NOT_NAMES


def _bare(text: str, places: Places) -> Iterator[Offsets]:
    """Yield full names that stand between marks or function words."""
    for pattern, starts in ((_BARE, places["bare"]), (_BARE_DOUBLE, places["double"])):
        for match in matches(pattern, text, starts):
            start, end = match.span()
            if (end == len(text) or text[end] in _BEHIND) and _stands_alone(text, start):
                yield start, end


def _signed(text: str) -> Iterator[Offsets]:
    """Yield the name that alone, or behind a role, makes the last line; a date may follow it."""
    tail = max(len(text) - _LONGEST_SIGNATURE, 0)
    if _LINE.search(text, tail) and (match := _SIGNED.search(text, tail)):
        yield match.span(1)


def _repeated(text: str, full: list[Offsets]) -> Iterator[Offsets]:
    for name in {text[start:end] for start, end in full if end - start > 1}:
        place = text.find(name)
        while place >= 0:
            yield place, place + len(name)
            place = text.find(name, place + len(name))


def _behind_marks(text: str, places: Places) -> Iterator[Offsets]:
    """Yield the surname in 姓刘 and the telling character in 老刘, 小刘 and 阿娣."""
    if "姓" in text:
        yield from (match.span(1) for match in _SURNAMED.finditer(text) if text[match.start() - 1] != "百")
    done = 0
    for start in places["familiar"]:
        if start >= done and "一" <= text[start + 1 : start + 2] <= "鿿":
            done = start + 2
            if _is_familiar(text, start, done):
                yield done - 1, done


def _is_familiar(text: str, start: int, end: int) -> bool:
    telling = text[end - 1]
    if text[start] == "阿":
        return telling not in _NOT_AFTER_A
    known = telling in _FAMILIAR_NAMES or (end == len(text) and telling in SURNAME)
    return known and text[start - 1 : start] not in ("养", "敬", "中") and not _NOT_FAMILIAR.match(text, start)
