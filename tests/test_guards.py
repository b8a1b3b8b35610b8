"""The never-do list (N1–N12): one test a guard that the program can keep by itself, named after it.

``test_guards_in_store.py`` holds those that are kept where letters are kept.
"""

import ast
import datetime as dt
import pickle
import tomllib
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest

from nlp.corpus import LabelledLetter
from nlp.errors import LetterError
from nlp.letter import Analysis, Letter, Prediction
from nlp.pipeline import Pipeline
from nlp.privacy import Role, hide_small, mask, neutralize, refuse_accused, view_of, visible_views
from nlp.procedure import ADVISORY, find_ways, notice_due, priority
from nlp.teaching import as_letter

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted([*ROOT.glob("nlp/**/*.py"), *ROOT.glob("ui/*.py"), ROOT / "app.py"])
ACCUSATIONS = ["B03", "B07", "B10", "B12", "B21", "B36", "B37", "B39", "B40", "B47", "B52"]
OFFICE = ("市国资委", "国资委")
TODAY = dt.date(2026, 11, 16)


@pytest.fixture(scope="module")
def boundary(corpus: list[LabelledLetter], pipeline: Pipeline) -> dict[str, Analysis]:
    """The example letters of the labelling handbook, analysed."""
    letters = [Letter(row.text, id=row.id, title=row.title) for row in corpus if row.id.startswith("B")]
    return {analysis.letter.id: analysis for analysis in pipeline.analyse_many(letters)}


def names_in_code() -> Iterator[tuple[Path, str]]:
    """Every name the code defines or uses: functions, classes, fields, arguments."""
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            for attribute in ("name", "attr", "id", "arg"):
                if isinstance(name := getattr(node, attribute, None), str):
                    yield module, name.lower()


@pytest.mark.parametrize("case", ACCUSATIONS)
def test_n01_an_accusation_is_never_shown_or_sent_to_the_accused(case: str, boundary: dict[str, Analysis]) -> None:
    """第三十条第三款：不得将检举、控告材料及有关情况透露或者转给被检举、控告的人员或者单位。"""
    analysis = boundary[case]
    assert analysis.confidential
    for role in (Role.INTAKE, Role.MANAGER, Role.ADMINISTRATOR):
        view = view_of(analysis, role)
        assert view is None or not (view.text or view.masked_text or view.evidence or view.signals)
    with pytest.raises(LetterError, match="被检举的单位"):
        refuse_accused("容坡锅炉集团有限公司", ["容坡锅炉厂"], case)


def test_n01_what_shows_an_accusation_makes_the_letter_confidential(
    pipeline: Pipeline, corpus: list[LabelledLetter]
) -> None:
    """第三十条第三款：类别、另涉、诉求、信号，任何一处看得出是检举的，都按检举件保密。"""
    accusing = {"anti_corruption"}
    for analysis in pipeline.analyse_many(as_letter(letter) for letter in corpus[::5]):
        suggested = analysis.prediction
        shown = {suggested.category, *suggested.secondary, *(demand.category for demand in suggested.demands)}
        said = any(signal.kind == "accusation" for signal in analysis.signals)
        assert analysis.confidential or not (said or shown & accusing)


@pytest.mark.parametrize("role", list(Role))
def test_n01_a_letter_against_the_office_is_invisible_in_it(role: Role, boundary: dict[str, Analysis]) -> None:
    """第二十八条第三款：工作人员与信访事项或者信访人有直接利害关系的，应当回避。"""
    assert list(visible_views([boundary["B21"]], role, OFFICE)) == []


def test_n02_nothing_lists_counts_or_marks_people() -> None:
    """第十八条第四款、第四十六条第六项：不得打击报复信访人；为此不提供名单。"""
    banned = ("by_person", "by_sender", "per_person", "key_person", "repeat_petitioner", "ringleader", "blacklist")
    assert not [(module, name) for module, name in names_in_code() if any(word in name for word in banned)]
    words = ("重点人员", "上访户", "老上访", "牵头人", "缠访", "闹访", "黑名单")
    assert not [(m, word) for m in MODULES for word in words if word in m.read_text(encoding="utf-8")]


def test_n03_no_published_count_is_under_five() -> None:
    """《个人信息保护法》第二十五条：不得公开其处理的个人信息。"""
    safe = hide_small({"甲厂": {"欠薪": 40, "检举": 3}, "乙厂": {"欠薪": 2, "检举": 11}})
    assert not [count for count in safe.counts.values() if count is not None and 0 < count < 5]


def test_n04_what_the_model_reads_holds_no_name_number_or_address() -> None:
    """《个人信息保护法》第六条、第三十四条：不得超出履行法定职责所必需的范围和限度。"""
    letter = "我叫{}，住建设路{}号3单元201室，电话{}，厂里欠我工资三万元，请督促补发。"
    one = neutralize(letter.format("段长喜", "12", "13800001234"))
    assert one == neutralize(letter.format("马桂英", "45", "13911112222"))
    assert "三万元" in one


def test_n05_the_program_suggests_and_never_decides() -> None:
    """《个人信息保护法》第二十四条第三款：个人有权拒绝仅通过自动化决策的方式作出决定。"""
    decided = {"accepted", "refused", "rejected", "closed", "decision", "decided", "transferred_to"}
    assert not {field.name for kind in (Analysis, Prediction) for field in fields(kind)} & decided
    assert "承办人确认" in ADVISORY
    ways = find_ways("法院判了工伤赔偿，厂里不给，请督促。")
    assert ways
    assert all(way.article and way.text for way in ways)


@pytest.mark.parametrize(
    "secret", ["6222020200112233445", "11010519491231002X", "病历号 A20117", "残疾证号43090219620312"]
)
def test_n06_sensitive_numbers_are_recognized_and_masked(secret: str) -> None:
    """《个人信息保护法》第二十八条：生物识别、医疗健康、金融账户等敏感个人信息。"""
    masked = mask(f"见附件，{secret}。")
    assert not any(sign.isdigit() for sign in masked)


def test_n07_no_module_opens_a_connection() -> None:
    """《个人信息保护法》第三十六条：个人信息应当在境内存储；本程序离线运行，不外呼。"""
    banned = {"socket", "urllib.request", "requests", "httpx", "http.client", "aiohttp", "ftplib", "smtplib"}
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            names = {alias.name for alias in node.names} if isinstance(node, ast.Import) else set()
            names |= {node.module or ""} if isinstance(node, ast.ImportFrom) else set()
            assert not names & banned, module


def test_n08_the_model_that_is_delivered_holds_no_letter(small_model: Path, some_letters: list[LabelledLetter]) -> None:
    """《数据安全法》第四十条：受托方不得擅自留存、使用、泄露或者向他人提供政务数据。"""
    content = pickle.dumps(Pipeline.load(small_model).content)
    pieces = [letter.text[i : i + 12] for letter in some_letters for i in range(0, len(letter.text) - 12, 12)]
    assert pieces
    assert not [piece for piece in pieces if piece.encode() in content]


def test_n08_the_page_reports_nothing_to_its_maker() -> None:
    """《网络数据安全管理条例》第十六条：未经委托方同意，不得访问、获取、留存、使用、泄露网络数据。"""
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["browser"]["gatherUsageStats"] is False


@pytest.mark.parametrize(
    "text", ["", "代开发票加微信", "滚犊子！！！", "買斷工齡，上訪", "买断工龄、集体上访、联合签名", "锟斤拷烫烫烫"]
)
def test_n10_no_letter_is_filtered_out_or_changed(text: str, pipeline: Pipeline) -> None:
    """第二十三条、第四十四条第一项：对收到的信访事项应当登记而未登记的，追究责任。"""
    (analysis,) = pipeline.analyse_many([Letter(text, id="x")])
    assert analysis.letter.text == text


def test_n10_the_handbooks_letters_keep_every_word(boundary: dict[str, Analysis], corpus: list[LabelledLetter]) -> None:
    """第四十四条第一项：含“买断工龄”“上访”的来信在任何阶段逐字不变。"""
    written = {letter.id: letter.text for letter in corpus}
    assert {name: analysis.letter.text for name, analysis in boundary.items()} == {
        name: written[name] for name in boundary
    }


def test_n11_nothing_looks_for_the_author_of_an_anonymous_letter() -> None:
    """《纪检监察机关处理检举控告工作规则》第四十七条：对检举人的情况严格保密；不核查笔迹、文风、设备、网络地址。"""
    banned = (
        "stylometr",
        "authorship",
        "handwriting",
        "ip_address",
        "client_ip",
        "device_id",
        "user_agent",
        "same_author",
    )
    assert not [(module, name) for module, name in names_in_code() if any(word in name for word in banned)]


@pytest.mark.parametrize(
    ("case", "category"), [("B17", "historical_debts"), ("B18", "historical_debts"), ("B19", "other")]
)
def test_n12_danger_is_raised_whatever_the_category(case: str, category: str, boundary: dict[str, Analysis]) -> None:
    """第四十六条第四项：不得隐瞒、谎报、缓报可能造成社会影响的重大、紧急信访事项。"""
    analysis = boundary[case]
    assert "life_health" in {signal.kind for signal in analysis.signals}
    assert analysis.prediction.category == category


@pytest.mark.parametrize("role", list(Role))
def test_n12_danger_shows_even_where_the_letter_is_withheld(role: Role, boundary: dict[str, Analysis]) -> None:
    """第四十六条第四项：红色信号对任何角色都不隐去，只隐去内容。"""
    view = view_of(replace(boundary["B18"], confidential=True), role)
    assert view is not None
    assert "life_health" in view.red


MATTER = "我叫{name}，容坡锅炉厂退休工人。厂里从2015年9月起停发退休补贴，涉及三十二人，至今未发。要求补发。{more}"


@pytest.mark.parametrize(
    ("name", "sender", "more"),
    [
        ("马桂英", "段长喜", ""),
        ("段长喜", "市总工会转来", ""),
        ("段长喜", "段长喜", "我已经写过十一封信，这是第十二封。"),
        ("段长喜", "段长喜", "气死人了！！！一群混账东西！！！你们还要不要脸！！！"),
        ("段长喜", "段长喜", "再不解决我就进京上访。"),
    ],
    ids=["name", "sender", "earlier letters", "tone", "petitioning higher"],
)
def test_matters_are_ranked_and_never_people(name: str, sender: str, more: str, pipeline: Pipeline) -> None:
    """排事不排人：姓名、来信人、次数、语气、是否越级都不改变先后。"""
    received = TODAY - dt.timedelta(days=9)
    plain = Letter(MATTER.format(name="段长喜", more=""), received=received, sender="段长喜")
    other = Letter(MATTER.format(name=name, more=more), received=received, sender=sender)
    first, second = (priority(analysis, TODAY) for analysis in pipeline.analyse_many([plain, other]))
    assert [(term.code, term.points) for term in first.terms] == [(term.code, term.points) for term in second.terms]
    assert first.total > 0
    assert notice_due(received)[0].date > TODAY
