"""A first taxonomy file for an office that has labels but no taxonomy yet."""

import json
import re
from collections import Counter
from collections.abc import Sequence

from nlp.corpus.letters import LabelledLetter
from nlp.errors import CorpusError

__all__ = ["starter_taxonomy"]

_NOT_IN_A_CODE = re.compile(r"[^A-Za-z0-9_一-鿿]+")
_OUTSIDE = ("其他", "其它", "other")
_ACCUSING = re.compile("检举|举报|控告|揭发")
_LONGEST = 30

_HEAD = """# 由 petitions train --make-taxonomy 按来信里的标签起草，请逐类看过再用：
# definition 写清什么归这一类；“不在各类之内”的那一类（至多一个）写 outside = true；
# 检举控告一类写 confidential = true，这类来信只有经办人能看。code 写进数据，定下来就不要再改。
version = 1
name = {name}
"""

_CATEGORY = """
# {count} 封
[[categories]]
code = {code}
name = {label}
definition = ""
"""


def starter_taxonomy(letters: Sequence[LabelledLetter], name: str) -> str:
    """Write the text of a taxonomy file with the labels found, the most frequent first.

    A label 其他 is taken for the outside, one that speaks of accusing for confidential; a person must look over both.
    Raises ``CorpusError`` where there are fewer than two labels or a label is too long to be one.

    >>> some = [LabelledLetter(id=str(n), text="欠薪", label=label) for n, label in enumerate(["工资/社保", "其他"])]
    >>> print(starter_taxonomy(some, "某市").splitlines()[-6:])
    ['# 1 封', '[[categories]]', 'code = "其他"', 'name = "其他"', 'definition = ""', 'outside = true']
    """
    counts = Counter(letter.label for letter in letters)
    if len(counts) < 2:
        raise CorpusError("标签", f"只有 {len(counts)} 种，至少要两种", "请核对标签列")
    if (longest := max(map(len, counts))) > _LONGEST:
        raise CorpusError("标签", f"最长的有 {longest} 字，不像标签", "请核对标签列")
    parts, taken = [_HEAD.format(name=_quoted(name))], set[str]()
    for number, (label, count) in enumerate(counts.most_common(), 1):
        code = _NOT_IN_A_CODE.sub("_", label).strip("_") or f"c{number}"
        code = f"{code}_{number}" if code in taken else code
        taken.add(code)
        part = _CATEGORY.format(count=count, code=_quoted(code), label=_quoted(label))
        part += "outside = true\n" * (label.lower() in _OUTSIDE) + "confidential = true\n" * bool(
            _ACCUSING.search(label)
        )
        parts.append(part)
    return "".join(parts)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
