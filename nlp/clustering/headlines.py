"""What a letter wants and what a matter is called, quoted as written: never a greeting, never a closing line.

A sentence is about the matter when it shares two characters in a row with the rest of the letter, the title first of
all (the sentence nearest to all others speaks for them, Radev et al. 2004, "Centroid-based summarization"); 望尽快答复
shares nothing, whatever the letter is about.
"""

import re
from collections import Counter
from collections.abc import Sequence

from nlp.letter import Letter

__all__ = ["COURTESY", "demand_sentence", "headline"]

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")
_CLAUSE_ENDS = "，,：:、"
_NUMBER = re.compile(r"^[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）、.．](?!\d)\s*")
"""The number of a point in a list of demands."""
_FIRM_DEMAND = re.compile(
    "请求|恳请|恳求|望批复|给个说法|(?:^|[\\W我们人强烈特现故并决致名只次此]|(?:职工|业主|村民|家属|居民))(?<!我们的)要求(?!我|严格)"
)
"""What others demand (厂里要求我们…) and what a rule demands is no demand of the letter."""
_DEMAND = re.compile(f"{_FIRM_DEMAND.pattern}|给我们一个|希望|盼望|呼吁|尽快|(?<![申邀聘宴])请(?![假客柬教示])")
_WANTED = (_FIRM_DEMAND, _DEMAND)
COURTESY = re.compile(
    "您好|你好|谢谢|感谢|打扰|辛苦|领导|政府|部门|有关|上级|贵委|我们|一下|为盼|此致|敬礼|盼复|望复|答复|回复|批复|说法|重视|"
    "过问|关注|关心|督促|处理|解决|帮助|帮忙|支持|协调|落实|问题|此事|给予|予以|尽快|尽早|早日|及时|请求|要求|恳请|强烈|"
    "为民做主|主持公道|做主|秉公|公正|彻查|严查|明查|明察|百忙|之中|抽出|出面|书记|市长|省长|县长|主管|相关|群众|百姓|"
    "希望|盼望|恳求|呼吁|[请望盼能够给个的了为我您把将由和与]"
)
"""What a closing line is made of; a sentence of nothing else asks for an answer, not for a thing."""
_WRITERS = re.compile("业主|居民|住户|村民|市民|本人|大家|人民|这些|所有|时间|万分|期待|引起")
"""Who writes, and to what end: a sentence that shares nothing else with the letter is not about its matter."""
_GREETING = re.compile("^(尊敬|敬爱|各位|亲爱).{0,16}$|^.{0,12}[您你]们?好$|^.{0,8}(书记|长)好$")
_PRESENTING = re.compile("^(我们?|本人|家)(是|系|叫|名叫|住).{0,24}[。，,]?$")
_EMPTY_TITLE = re.compile(
    "来信|来访|来电|信访|信件|求助|求救|投诉|举报|检举|控告|反映|情况|申诉|诉求|申请|咨询|建议|意见|联名|上访|材料|"
    "关于|一封|公开|事项|事情|主题|标题|无题|未命名|急|书|信"
)
"""What titles are made of that only say what kind of paper it is."""
_LEAST_SAID = 3
_LEAST_TITLE = 2
_LEAST_SHARED = 2
_LONGEST = 80

Told = tuple[str, tuple[int, int]]
"""A sentence as it may be quoted, and how many pairs of characters it shares with the title and with the others."""


def headline(letter: Letter) -> str:
    """Give what a matter is called, after its medoid: its title, else what it demands, else the trouble it tells of.

    A title that only says what kind of paper it is (来信, 投诉信) or holds nothing but what was masked is none, and a
    demand that names nothing the letter tells of (请来看看) is none either.

    >>> headline(Letter("家属院冬天没有暖气。望尽快答复。", title="家属院暖气不通"))
    '家属院暖气不通'
    >>> headline(Letter("家属院冬天没有暖气，管道破了。请把家属院管道修好。请领导为民做主。", title="求助信"))
    '请把家属院管道修好。'
    >>> headline(Letter("家属院冬天没有暖气。请领导为民做主。"))
    '家属院冬天没有暖气。'
    """
    title = " ".join(letter.title.split())
    if _says(_EMPTY_TITLE.sub("", title), _LEAST_TITLE):
        return title
    sentences = _sentences(letter)
    return _demand_about(sentences) or _trouble(sentences) or demand_sentence(letter)


def demand_sentence(letter: Letter) -> str:
    """Give the sentence in which the letter says what it wants.

    Of its firm demands (要求, 请求), else of its wishes (希望), the one most about the matter, of equals the last.
    Where no demand is about anything else the letter tells, the last one that names a thing, else the trouble it tells
    of. Cut at the end of a clause to 80 characters; a letter without text gives its title.

    >>> demand_sentence(Letter("我厂停产三年。要求补发生活费！谢谢领导。"))
    '要求补发生活费！'
    >>> demand_sentence(Letter("您好！我厂停产三年，没有生活费。请给我们补发生活费。请领导为民做主。"))
    '请给我们补发生活费。'
    """
    sentences = _sentences(letter)
    last = (words for wanted in _WANTED for words, _ in reversed(sentences) if wanted.search(words))
    return (
        _demand_about(sentences)
        or next(last, "")
        or _trouble(sentences)
        or _cut(letter.text.strip() or " ".join(letter.title.split()))
    )


def _demand_about(sentences: Sequence[Told]) -> str:
    """Give the demand most about the matter; "" where none is."""
    for wanted in _WANTED:
        about = [
            (shared, words)
            for words, shared in reversed(sentences)
            if sum(shared) >= _LEAST_SHARED and wanted.search(words)
        ]
        if about:
            return max(about, key=lambda one: one[0])[1]
    return ""


def _trouble(sentences: Sequence[Told]) -> str:
    """Give the sentence most about the matter that does more than present its writer; of equals the first."""
    telling = [one for one in sentences if not _PRESENTING.match(one[0])] or sentences
    return max(telling, key=lambda one: one[1], default=("", (0, 0)))[0]


def _sentences(letter: Letter) -> list[Told]:
    """Give the sentences that say something, each cut to what may be quoted, with what it shares with the others."""
    quoted = [_quote(match[0].strip()) for match in _SENTENCE.finditer(letter.text)]
    quoted = [words for words in quoted if _says(words, _LEAST_SAID)]
    pairs = [_pairs(words) for words in quoted]
    title, held = _pairs(letter.title), Counter(pair for own in pairs for pair in own)
    return [
        (words, (len(own & title), sum(held[pair] > 1 for pair in own - title)))
        for words, own in zip(quoted, pairs, strict=True)
    ]


def _quote(sentence: str) -> str:
    """Leave out the greeting a sentence begins with; of a long one give the clauses from its demand on."""
    start = 0
    clauses = re.split(f"(?<=[{_CLAUSE_ENDS}])", sentence)
    for clause in clauses[:-1]:
        bare = clause.rstrip(_CLAUSE_ENDS)
        if not (_GREETING.match(bare) or not _says(bare, 1)):
            break
        start += len(clause)
    rest = sentence[start:]
    wanted = _FIRM_DEMAND.search(rest) or _DEMAND.search(rest)
    if len(rest) > _LONGEST and wanted:
        before = max(rest.rfind(sign, 0, wanted.start()) for sign in _CLAUSE_ENDS)
        rest = rest[before + 1 :]
    return _cut(_NUMBER.sub("", rest.strip())).rstrip(_CLAUSE_ENDS)


def _cut(words: str) -> str:
    """Cut to the longest, at the end of a clause where there is one in the second half."""
    if len(words) <= _LONGEST:
        return words
    end = max(words.rfind(sign, _LONGEST // 2, _LONGEST) for sign in _CLAUSE_ENDS)
    return words[: end if end > 0 else _LONGEST]


def _pairs(words: str) -> set[str]:
    """Give the pairs of neighbouring characters of what a text says."""
    runs = re.findall(r"\w+", _WRITERS.sub(" ", COURTESY.sub(" ", words)))
    return {run[place : place + 2] for run in runs for place in range(len(run) - 1)}


def _says(words: str, least: int) -> bool:
    return sum(sign.isalnum() for sign in COURTESY.sub("", words)) >= least
