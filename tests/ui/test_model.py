"""What 模型与口径 shows: card, drift, successors, and the meaning of every number."""

import ast
import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from nlp.artefact import read_manifest, save_artefact
from nlp.letter import Analysis, Letter, Prediction
from nlp.pipeline import Pipeline
from nlp.renewal import Checked, Progress, Renewal
from nlp.renewal.versions import offer
from nlp.store import Reader, Store, audit_lines, correct, make_study, register, save_studies
from tests.ui.conftest import shown
from ui import text

ROOT = Path(__file__).resolve().parent.parent.parent
CODES = ("policy", "historical_debts", "anti_corruption", "management_conflict", "other")


@pytest.fixture
def model(small_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of a small model, in use."""
    folder = tmp_path / "models" / "small"
    shutil.copytree(small_model, folder)
    monkeypatch.setenv("PETITIONS_MODEL", str(folder))
    return folder


@pytest.fixture
def filled(store: Store, model: Path) -> Store:
    """Letters of two months, analysed, one of them settled by a person."""
    held = [(10, "policy", 30), (10, "historical_debts", 30), (11, "policy", 60)]
    held += [(11, "historical_debts", 12), (11, "other", 2)]
    rows = [(month, category, place) for month, category, count in held for place in range(count)]
    arrivals = [Letter(f"第{n}封", received=dt.date(2026, m, 1 + n % 28)) for m, _, n in rows]
    studies = []
    for letter, registered, (_, category, _) in zip(arrivals, register(store, arrivals), rows, strict=True):
        shares = dict.fromkeys(CODES, 0.05) | {category: 0.8}
        found = Analysis(letter, Prediction(category, shares), confidential=False)
        studies.append(make_study(registered.id, found, "m", store.seal, str.lower))
    save_studies(store, "m", studies)
    correct(store, "2026-000001", Reader("王工"), "category", "historical_debts", "看过")
    return store


@pytest.fixture
def page(filled: Store, open_page: Callable[[str], AppTest]) -> AppTest:
    return open_page("model")


@pytest.fixture
def offered(model: Path, filled: Store) -> str:
    """A new model that waits for a decision: the old one with another rule."""
    draft = model.parent / "small.versions" / ".draft"
    content = Pipeline.load(model).content
    other = replace(content, rules=replace(content.rules, confident=0.9))
    metrics = read_manifest(model).metrics
    save_artefact(draft, "small", other, digests={}, metrics=metrics)
    note = Renewal(
        made_at="2026-11-22T09:00:00",
        made_by="王工",
        letters=200,
        own=80,
        changed=30,
        confidential=2,
        against="0" * 12,
        checked=(Checked(name="own", letters=4), Checked(name="corpus", letters=0)),
    )
    return offer(draft, model, note)


def turn(app: AppTest, part: str) -> AppTest:
    return next(group for group in app.button_group if group.key == "model_part").set_value(part).run()


def test_the_card_shows_figures_charts_and_every_category(page: AppTest) -> None:
    assert not page.exception
    assert {metric.label for metric in page.metric} == set(text.MODEL_FIGURES.values())
    table = next(frame.value for frame in page.dataframe if text.MODEL_CLASS_COLUMNS[1] in frame.value.columns)
    assert len(table) == 5
    assert "–" in table[text.MODEL_CLASS_COLUMNS[3]][0]


@pytest.mark.parametrize(("part", "charts"), [("card", 2), ("drift", 1)])
def test_behind_each_picture_of_the_model_stands_its_table(page: AppTest, part: str, charts: int) -> None:
    turn(page, part)
    behind = [box for box in page.expander if box.label == text.TABLE_BEHIND]
    assert len(page.get("vega_lite_chart")) == len(behind) == charts
    assert all(len(box.dataframe[0].value) for box in behind)


def test_the_drift_is_counted_and_small_cells_are_hidden(page: AppTest) -> None:
    turn(page, "drift")
    assert not page.exception
    table = next(frame.value for frame in page.dataframe if text.DRIFT_COLUMNS[0] in frame.value.columns)
    said = {row[0]: tuple(row[1:]) for row in table.itertuples(index=False)}
    assert said["其他"][3] == text.HIDDEN_CELL
    assert text.DRIFT_MOVED.split("{")[0] in shown(page)


def test_an_empty_store_has_no_drift(model: Path, open_page: Callable[[str], AppTest]) -> None:
    assert text.DRIFT_NONE in shown(turn(open_page("model"), "drift"))


def test_what_people_settled_is_counted_for_training(page: AppTest) -> None:
    turn(page, "renewal")
    assert not page.exception
    assert {metric.label: metric.value for metric in page.metric}[text.RENEWAL_OWN] == "1"


def test_the_training_is_a_process_of_its_own_that_is_followed(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    monkeypatch.setattr("ui.renewal.start", lambda model, who: begun.append(who))
    monkeypatch.setattr(
        "ui.renewal.follow", lambda model: Progress(("读入 80 封", "检验"), bool(begun)) if begun else None
    )
    page.text_input(key="who").input("管工").run()
    turn(page, "renewal")
    next(button for button in page.button if button.label == text.RENEWAL_TRAIN).click().run()
    assert begun == ["管工"]
    assert next(button for button in page.button if button.label == text.RENEWAL_TRAIN).disabled


def test_a_training_that_broke_off_says_why(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.renewal.follow", lambda model: Progress(("错误：磁盘已满",), False, 2))
    assert "磁盘已满" in turn(page, "renewal").error[0].value


def test_a_new_model_is_put_into_use_by_a_person_with_a_reason(offered: str, page: AppTest, filled: Store) -> None:
    page.text_input(key="who").input("管工").run()
    turn(page, "renewal")
    page.button(key=f"promote-{offered}").click().run()
    assert "理由" in page.warning[0].value
    page.text_input(key=f"why-{offered}").input("更好")
    page.button(key=f"promote-{offered}").click().run()
    line = list(audit_lines(filled, actions=["model_promote"]))[-1]
    assert (line.who, line.subject, line.details["why"]) == ("管工", offered, "更好")


def test_a_new_model_is_refused_with_a_reason(offered: str, page: AppTest, filled: Store) -> None:
    turn(page, "renewal").text_input(key=f"why-{offered}").input("看不出提高")
    page.button(key=f"refuse-{offered}").click().run()
    assert text.RENEWAL_REFUSED.format(version=offered) in shown(page)
    assert [line.action for line in audit_lines(filled, actions=["model_refuse"])] == ["model_refuse"]


def test_every_number_has_a_meaning_and_is_found_by_a_word(page: AppTest) -> None:
    turn(page, "definitions")
    assert shown(page).count("<tr>") == sum(map(len, text.DEFINED.values()))
    page.text_input(key="defined_find").input("κ").run()
    assert 0 < shown(page).count("<tr>") < 5


@pytest.mark.parametrize("part", ["card", "drift", "renewal"])
def test_every_figure_of_this_page_is_defined(page: AppTest, part: str) -> None:
    known = {number for meanings in text.DEFINED.values() for number in meanings}
    assert {metric.label for metric in turn(page, part).metric} <= known


@pytest.mark.parametrize("name", ["review", "trends", "batch"])
def test_every_figure_of_the_other_pages_is_defined(name: str) -> None:
    """What stands as ``text.NAME`` in a figure of a page, or in the tuple its figures are named by."""
    known = {number for meanings in text.DEFINED.values() for number in meanings}
    modules = {"review": ("odds",), "trends": ("trends",), "batch": ("batch_result",)}[name]
    trees = [ast.parse((ROOT / "ui" / f"{module}.py").read_text(encoding="utf-8")) for module in modules]
    functions = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    figures = [node for node in functions if ".metric(" in ast.unparse(node)]
    named = {
        getattr(text, inner.attr)
        for node in figures
        for call in ast.walk(node)
        if isinstance(call, ast.Tuple | ast.Call)
        for inner in (call.elts if isinstance(call, ast.Tuple) else call.args[:1] if _is_metric(call) else [])
        if isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name) and inner.value.id == "text"
    }
    assert named
    assert named <= known


def _is_metric(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr == "metric"
