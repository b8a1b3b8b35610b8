import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from nlp.classifier import STATED
from nlp.corpus import (
    LabelledLetter,
    Quotas,
    check_corpus,
    check_matters,
    check_sentences,
    load_letters,
    load_quotas,
    parse_sentences,
)
from nlp.errors import CorpusError
from nlp.settings import Settings
from nlp.taxonomy import Taxonomy

ROOT = Path(__file__).resolve().parent.parent
STORIES = (
    "我在棉纺厂挡了十八年车，去年冬天锅炉停了，工资从那时起就没发过，孩子学费是借的。",
    "集资楼盖到三层停工，两万块的收据压在箱底，会计说账本让水泡了，本金请退回来。",
    "门面涨租涨到四倍，合同还差五年，留守处贴了条子限期搬走，这样管法不讲道理。",
)


def letter(number: int, text: str, **more: object) -> LabelledLetter:
    return LabelledLetter.model_validate({"id": str(number), "text": text, "label": "policy"} | more)


def faults(corpus: list[LabelledLetter], taxonomy: Taxonomy, *, against: tuple[str, ...] = (), **quotas: object) -> str:
    found = check_corpus(corpus, taxonomy, Quotas.model_validate(quotas), against)
    return "\n".join(map(str, found))


def test_different_stories_have_no_fault(taxonomy: Taxonomy) -> None:
    assert faults([letter(n, text) for n, text in enumerate(STORIES)], taxonomy) == ""


def test_two_letters_too_much_alike_are_found(taxonomy: Taxonomy) -> None:
    copy = STORIES[0].replace("棉纺厂", "麻纺厂")
    assert "五字组重合" in faults([letter(1, STORIES[0]), letter(2, copy)], taxonomy)


def test_a_declared_pair_may_be_alike(taxonomy: Taxonomy) -> None:
    copy = STORIES[0].replace("棉纺厂", "麻纺厂")
    assert faults([letter(1, STORIES[0], pair="p"), letter(2, copy, pair="p")], taxonomy) == ""


def test_letters_that_differ_in_numbers_only_are_found_even_in_a_pair(taxonomy: Taxonomy) -> None:
    copy = STORIES[0].replace("十八", "二十六")
    found = faults([letter(1, STORIES[0], pair="p"), letter(2, copy, pair="p")], taxonomy)
    assert "只有数字不同" in found


def test_a_phrase_many_letters_share_is_found_unless_it_is_set(taxonomy: Taxonomy) -> None:
    phrase = "恳请各级领导在百忙之中为我们做主"
    stories = [f"{STORIES[n]}{phrase}。" for n in range(3)]
    letters = [letter(n, text) for n, text in enumerate(stories)]
    assert "3 封都有这 14 个字" in faults(letters, taxonomy)
    assert faults(letters, taxonomy, set_phrases=(phrase,)) == ""


def test_a_firm_used_again_and_again_is_found(taxonomy: Taxonomy) -> None:
    letters = [letter(n, f"{STORIES[n]}洑口化肥厂") for n in range(3)]
    found = faults(letters, taxonomy, letters_a_firm=2, firm_words=("化肥厂",), firm_openings=("的",))
    assert "“洑口化肥厂”" in found


def test_a_string_copied_from_elsewhere_is_found(taxonomy: Taxonomy) -> None:
    foreign = "别处的信里也写着集资楼盖到三层停工两万块的收据压在箱底会计说账本让水泡了"
    assert "第 1 封有相同的 20 个字" in faults([letter(1, STORIES[1])], taxonomy, against=(foreign,))
    assert faults([letter(1, STORIES[0])], taxonomy, against=(foreign,)) == ""


@pytest.mark.parametrize(
    ("quota", "says"),
    [
        ({"letters": 9}, "来信：只有 3"),
        ({"each_category": 4}, "类别 改制政策：只有 3"),
        ({"each_subtype": 1}, "子类 P01"),
        ({"each_length": 0.3}, "长度 long"),
        ({"styles": {"dialect": 1}}, "文体 dialect"),
        ({"with_signals": 1}, "标了信号的来信"),
        ({"pairs": 1}, "对照组"),
        ({"plain_accusations": 1}, "大白话检举"),
    ],
)
def test_a_quota_not_met_is_named(quota: dict[str, object], says: str, taxonomy: Taxonomy) -> None:
    assert says in faults([letter(n, text) for n, text in enumerate(STORIES)], taxonomy, **quota)


def test_an_unreadable_quota_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "q.toml").write_text("letters = 'many'", encoding="utf-8")
    with pytest.raises(CorpusError, match="配额"):
        load_quotas(tmp_path / "q.toml")


def test_the_default_corpus_is_sound(corpus: list[LabelledLetter], taxonomy: Taxonomy, settings: Settings) -> None:
    assert [str(f) for f in check_corpus(corpus, taxonomy, load_quotas(settings.quotas))] == []


def test_the_default_matters_are_sound(taxonomy: Taxonomy, settings: Settings) -> None:
    matters = load_letters([settings.matters], taxonomy)
    assert len(matters) > 4000
    assert [str(f) for f in check_matters(matters, load_quotas(settings.quotas))] == []


def test_the_default_single_sentences_are_sound(settings: Settings) -> None:
    sentences = parse_sentences(settings.statements.read_text(encoding="utf-8"), "statements.tsv", STATED)
    assert all(sum(kind in said for _, said in sentences) > 150 for kind in STATED)
    assert [str(f) for f in check_sentences(sentences, load_quotas(settings.quotas))] == []


def test_single_sentences_that_repeat_or_copy_are_found() -> None:
    sentences = [(STORIES[0], {"prior"}), (STORIES[0] + "。", set())]
    assert "单句第 2 行 与 单句第 3 行：五字组重合" in "".join(map(str, check_sentences(sentences, Quotas())))
    assert "有相同的" in "".join(map(str, check_sentences(sentences[:1], Quotas(), [STORIES[0]])))


@pytest.mark.parametrize(
    ("lines", "where", "says"),
    [
        ("text\tkinds\n", "第 1 行", "表头"),
        ("", "第 1 行", "表头"),
        ("kinds\ttext\nprior\t去过\n去过三回\n", "第 3 行", "不是两列"),
        ("kinds\ttext\n\nprior\t\n", "第 3 行", "不是两列"),
        ("kinds\ttext\nprior,past\t去过\n", "第 2 行", "没有信号 past"),
    ],
)
def test_a_line_that_is_no_sentence_is_named(lines: str, where: str, says: str) -> None:
    with pytest.raises(CorpusError, match=says) as told:
        parse_sentences(lines, "statements.tsv", {"prior"})
    assert told.value.where == f"statements.tsv {where}"


def test_matters_too_much_alike_are_found_within_a_label_and_not_between_two(taxonomy: Taxonomy) -> None:
    one = letter(1, STORIES[0], subtype="P01")
    same, other = letter(2, STORIES[0] + "。", subtype="P01"), letter(3, STORIES[0], label="other", subtype="O02")
    assert "五字组重合" in "".join(map(str, check_matters([one, same], Quotas())))
    assert list(check_matters([one, other], Quotas())) == []


def test_a_matter_copied_or_without_a_subtype_is_found() -> None:
    found = "".join(map(str, check_matters([letter(1, STORIES[0])], Quotas(), [STORIES[0]])))
    assert "没有子类" in found
    assert "有相同的" in found


def test_the_command_fails_on_a_copied_letter(
    corpus: list[LabelledLetter], write_jsonl: Callable[..., Path], tmp_path: Path
) -> None:
    copied = next(x for x in corpus if len(x.text) > 100)
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "a.jsonl").write_text(
        json.dumps({"id": "1", "text": copied.text, "label": "other"}, ensure_ascii=False), encoding="utf-8"
    )
    command = [
        sys.executable,
        "-m",
        "nlp",
        "corpus",
        "check",
        str(folder),
        "--against",
        str(write_jsonl({"text": copied.text})),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2
    assert "相同的 20 个字" in done.stdout
