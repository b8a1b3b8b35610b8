"""What the tokenizer cuts, and what it keeps to itself."""

import copy
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from nlp.tokenization import Segmenter, Term, Word, shared_segmenter

ROOT = Path(__file__).resolve().parents[2]


def test_a_lexicon_term_is_never_split(office: Segmenter, terms: tuple[Term, ...]) -> None:
    split = [term.text for term in terms if term.level == "A" and office.cut(term.text) != [term.text]]
    assert split == []


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("内退费", ["内", "退费"], ["内退费"]),
        ("全民工", ["全", "民工"], ["全民工"]),
        ("欠发工资", ["欠", "发工资"], ["欠发工资"]),
        ("工伤残等级", ["工", "伤残", "等级"], ["工伤残等级"]),
        ("虚开发票", ["虚", "开发票"], ["虚开发票"]),
        ("血铅超标", ["血", "铅", "超标"], ["血铅超标"]),
        ("联营工", ["联营", "工"], ["联营工"]),
        ("人资分离", ["人资", "分离"], ["人资分离"]),
        ("三供一业", ["三供", "一业"], ["三供一业"]),
        ("大规模集访", ["大规模集", "访"], ["大规模集访"]),
    ],
)
def test_a_known_wrong_cut_is_put_right_by_the_lexicon(
    plain: Segmenter, office: Segmenter, text: str, wrong: list[str], right: list[str]
) -> None:
    assert (plain.cut(text), office.cut(text)) == (wrong, right)


@pytest.mark.parametrize("text", ["集体访谈", "进京访友", "规模访问量", "双解决方案", "并轨道交通", "断药房"])
def test_a_harmless_neighbour_of_a_term_is_cut_as_before(plain: Segmenter, office: Segmenter, text: str) -> None:
    assert office.cut(text) == plain.cut(text)


@pytest.mark.parametrize("text", ["", " ", "\n", "，。", "a\r\nb", "\0", "\ud800", "改\udc00制", "㐀㐁中", "😀好"])
def test_tokens_joined_give_the_text_again(plain: Segmenter, text: str) -> None:
    assert "".join(plain.cut(text)) == text


def test_empty_text_has_no_tokens(plain: Segmenter) -> None:
    assert plain.cut("") == plain.spans("") == []


def test_spans_count_code_points(plain: Segmenter) -> None:
    text = "😀2019-05-12欠发工资，共3.5万元"
    assert [text[start:end] for start, end in plain.spans(text)] == plain.cut(text)


def test_a_segmenter_pickles_as_its_words_and_is_made_once_a_process(words: tuple[Word, ...]) -> None:
    segmenter = Segmenter(words)
    pickled = pickle.dumps(segmenter)
    first, second = pickle.loads(pickled), pickle.loads(pickled)
    assert first is second is shared_segmenter(words)
    assert first.cut("拖欠内退费") == segmenter.cut("拖欠内退费")
    assert len(pickled) < 40_000


def test_a_copy_cuts_alike(office: Segmenter) -> None:
    assert copy.deepcopy(office).cut("欠发工资") == ["欠发工资"]


def test_the_order_of_the_words_makes_another_segmenter() -> None:
    assert shared_segmenter(["内退费", "全民工"]) is not shared_segmenter(["全民工", "内退费"])


def test_one_segmenter_knows_nothing_of_the_words_of_another(plain: Segmenter) -> None:
    Segmenter([("拖欠内退费", 10_000, "n")])
    assert plain.cut("拖欠内退费") == ["拖欠", "内", "退费"]


@pytest.mark.parametrize("word", ["", ("", 3, None), ("内退费", 0, None), ("内退费", -1, "n")])
def test_a_word_jieba_could_not_take_is_refused(word: str | Word) -> None:
    with pytest.raises(ValueError, match="Segmenter: "):
        Segmenter([word])


def test_threads_share_one_segmenter(office: Segmenter) -> None:
    texts = [f"第{n}次反映欠发工资{n}.5万元，2019-{n:02}-12" for n in range(400)]
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(office.cut, texts)) == [office.cut(text) for text in texts]


LEAKS = """
import logging, pathlib, sys, tempfile
folder = pathlib.Path(tempfile.gettempdir())
before = set(folder.iterdir())
from nlp.tokenization import Segmenter
lazy = not {"jieba", "rjieba", "opencc"} & set(sys.modules)
Segmenter(["内退费", ("全民工", 99, "n")]).cut("2019-05-12常在浮桥上拖欠内退费")
ours = logging.root.handlers + [h for name in logging.root.manager.loggerDict for h in logging.getLogger(name).handlers]
files = set(folder.iterdir()) - before
import jieba
from jieba import finalseg
untouched = not jieba.dt.initialized and not jieba.dt.FREQ and not finalseg.Force_Split_Words
jieba.setLogLevel(60)
jieba.dt.tmp_dir = sys.argv[1]
print(lazy, ours, files, untouched, jieba.lcut("拖欠内退费"))
"""


def test_nothing_of_jieba_is_loaded_changed_or_left_behind(tmp_path: Path) -> None:
    temp, cache = tmp_path / "temp", tmp_path / "cache"
    temp.mkdir()
    cache.mkdir()
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LEAKS, str(cache)],
        cwd=ROOT,
        env={"TMPDIR": str(temp), "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert run.stdout.strip() == "True [] set() True ['拖欠', '内', '退费']", run.stderr
