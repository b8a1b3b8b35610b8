"""What each role may see and do, asked of the library as a page asks it, and who may be let in from other computers."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nlp.errors import SettingError, StoreError
from nlp.exploring import Choice
from nlp.keyness import find_key_terms
from nlp.letter import Analysis, Letter, Prediction
from nlp.privacy import Role, mask
from nlp.roles import RIGHTS, Deed, Person, Staff, check_exposure, load_sign_in, load_staff, parse_staff
from nlp.similar import find_similar
from nlp.store import (
    Store,
    audit_lines,
    close_letter,
    correct,
    make_study,
    open_store,
    register,
    save_studies,
    search,
    unmask,
    view,
)
from ui import text

ROOT = Path(__file__).resolve().parent.parent.parent
PLAIN, ACCUSATION, AGAINST_US = "2026-000001", "2026-000002", "2026-000003"
LETTERS = {
    "石湾仪表厂拖欠集资款三年，要求退还集资款。我叫段长喜，电话13800001234。": "historical_debts",
    "容坡锅炉厂厂长把职工的集资款装进自己腰包，要求查处。": "anti_corruption",
    "国资委某领导和开发商合谋侵吞集资款，请省纪委一查到底。": "anti_corruption",
}
SIGN_IN = dict.fromkeys(("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url"), "x")
OFFICE = ["国资委"]


def person(role: Role, *units: str, name: str = "王建设") -> Person:
    return Person(id=f"{role}@office.test", name=name, role=role, units=units)


@pytest.fixture
def store() -> Store:
    """An ordinary letter, an accusation of a firm, and an accusation of this very office."""
    opened = open_store("sqlite://", fold=str, clock=lambda: dt.datetime(2026, 11, 16, 9, tzinfo=dt.UTC))
    numbers = register(opened, [Letter(written) for written in LETTERS])
    studies = []
    for registered, (written, code) in zip(numbers, LETTERS.items(), strict=True):
        analysis = Analysis(Letter(written), Prediction(code, {code: 0.9}), code == "anti_corruption")
        studies.append(make_study(registered.id, analysis, "model", opened.seal, str))
    save_studies(opened, "model", studies)
    return opened


@pytest.mark.parametrize("role", [Role.INTAKE, Role.MANAGER, Role.ADMINISTRATOR])
def test_nobody_but_a_handler_gets_an_accusation_by_any_way(store: Store, role: Role) -> None:
    reader = person(role).reader(OFFICE)
    with pytest.raises(StoreError, match="仅限承办人"):
        view(store, ACCUSATION, reader, mask)
    assert not [one for one in search(store, "集资款", reader, mask) if one.category == "anti_corruption"]
    assert find_similar(store, Letter("容坡锅炉厂厂长把职工的集资款装进自己腰包"), [], reader, mask) == []


def test_the_handler_gets_it(store: Store) -> None:
    assert "腰包" in view(store, ACCUSATION, person(Role.HANDLER).reader(OFFICE), mask).text


@pytest.mark.parametrize("units", [("容坡锅炉厂",), ("容坡锅炉集团有限公司",)])
def test_a_handler_of_the_accused_unit_gets_nothing_of_it(store: Store, units: tuple[str, ...]) -> None:
    reader = person(Role.HANDLER, *units).reader(OFFICE)
    with pytest.raises(StoreError) as refused:
        view(store, ACCUSATION, reader, mask)
    assert search(store, "锅炉厂", reader, mask) == []
    assert find_similar(store, Letter("厂长把职工的集资款装进自己腰包"), [], reader, mask) == []
    assert "回避" not in str(refused.value)  # why would tell the accused that there is an accusation


def test_a_handler_named_in_an_accusation_gets_nothing_of_it(store: Store) -> None:
    (registered,) = register(store, [Letter("举报科长王建设收钱。")])
    named, other = (person(Role.HANDLER, name=name).reader(OFFICE) for name in ("王建设", "李承办"))
    assert view(store, registered.number, other, mask)
    with pytest.raises(StoreError):
        view(store, registered.number, named, mask)


@pytest.mark.parametrize("role", list(Role))
def test_a_letter_against_the_office_is_for_nobody_in_it(store: Store, role: Role) -> None:
    with pytest.raises(StoreError):
        view(store, AGAINST_US, person(role).reader(OFFICE), mask)


def test_a_refusal_is_in_the_audit_under_the_whole_identity(store: Store) -> None:
    with pytest.raises(StoreError):
        view(store, ACCUSATION, person(Role.MANAGER).reader(OFFICE), mask)
    last = list(audit_lines(store))[-1]
    assert (last.who, last.action) == ("王建设〔manager@office.test〕", "view_refused")


def test_an_administrator_reads_no_letter_at_all(store: Store) -> None:
    reader = person(Role.ADMINISTRATOR).reader(OFFICE)
    with pytest.raises(StoreError):
        view(store, PLAIN, reader, mask)
    assert search(store, "集资款", reader, mask) == []
    assert find_key_terms(store, Choice(category="historical_debts"), reader).here == 0


def test_a_manager_reads_masked_letters_and_no_other(store: Store) -> None:
    reader = person(Role.MANAGER).reader(OFFICE)
    assert "13800001234" not in view(store, PLAIN, reader, mask).text
    with pytest.raises(StoreError, match="遮蔽"):
        unmask(store, PLAIN, reader, "看看")


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR])
def test_managers_and_administrators_decide_about_no_letter(store: Store, role: Role) -> None:
    reader = person(role).reader(OFFICE)
    with pytest.raises(StoreError, match="角色"):
        correct(store, PLAIN, reader, "category", "policy", "改")
    with pytest.raises(StoreError, match="角色"):
        close_letter(store, PLAIN, reader)


def test_intake_staff_correct_an_ordinary_letter_and_no_accusation(store: Store) -> None:
    reader = person(Role.INTAKE).reader(OFFICE)
    correct(store, PLAIN, reader, "category", "policy", "争的是标准")
    with pytest.raises(StoreError, match="承办人"):
        correct(store, ACCUSATION, reader, "category", "policy", "争的是标准")


def test_only_administrators_put_a_model_in_service() -> None:
    assert [role for role, rights in RIGHTS.items() if Deed.PROMOTE in rights.deeds] == [Role.ADMINISTRATOR]


def test_every_page_has_a_name_and_somebody_who_may_open_it() -> None:
    assert {path for rights in RIGHTS.values() for path in rights.pages} == set(text.PAGES)


def test_the_manual_has_the_table_of_the_program() -> None:
    manual = (ROOT / "docs" / "manual.zh.md").read_text(encoding="utf-8")
    for role, rights in RIGHTS.items():
        row = next(line for line in manual.splitlines() if line.startswith(f"| {text.ROLES[role]} |"))
        _, pages, letters, accusations, _ = (cell.strip() for cell in row.strip("|").split("|"))
        assert pages in ("同上", "、".join(text.PAGES[path] for path in rights.pages))
        assert letters == text.READS[rights.letters]
        assert accusations[:2] == text.ACCUSATIONS[rights.accusations][:2]


def test_the_roles_file_that_comes_with_the_program_lists_nobody() -> None:
    assert load_staff(ROOT / "corpora" / "roles.toml").people == ()


def test_the_example_in_the_roles_file_is_right() -> None:
    lines = (ROOT / "corpora" / "roles.toml").read_text(encoding="utf-8").splitlines()
    example = [line.removeprefix("# ") for line in lines if line.startswith("# ") and (" = " in line or "[[" in line)]
    assert [one.role for one in parse_staff("\n".join(example)).people] == [Role.HANDLER]


def test_one_person_twice_is_a_mistake_with_its_line() -> None:
    one = '[[people]]\nid = "{}"\nname = "王工"\nrole = "intake"\n'
    with pytest.raises(SettingError, match="第 6 行：同一个人写了两次"):
        parse_staff(one.format("a@x") + one.format("A@X"))


@pytest.mark.parametrize(
    ("staff", "sign_in", "said"),
    [
        (Staff(), None, "还没有配置登录"),
        (Staff(), {**SIGN_IN, "client_secret": ""}, "缺少 client_secret"),
        (Staff(), SIGN_IN, "没有人能用"),
        (Staff(people=(person(Role.INTAKE),)), SIGN_IN, "不知道该找谁"),
    ],
)
def test_other_computers_are_let_in_only_with_sign_in_and_roles(
    staff: Staff, sign_in: dict[str, object] | None, said: str
) -> None:
    with pytest.raises(SettingError, match=said):
        check_exposure(staff, sign_in, "secrets.toml")
    check_exposure(Staff(people=(person(Role.INTAKE),), contact="信息科"), SIGN_IN, "secrets.toml")


def test_a_broken_sign_in_file_is_told_without_what_is_in_it(tmp_path: Path) -> None:
    file = tmp_path / "secrets.toml"
    file.write_text('[auth]\nclient_secret = "hush', encoding="utf-8")
    with pytest.raises(SettingError) as told:
        load_sign_in(file)
    assert "hush" not in str(told.value)


def test_the_server_refuses_other_computers_without_sign_in(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "nlp", "serve", "--no-browser", "--address", "0.0.0.0"]
    env = {**os.environ, "PETITIONS_SIGN_IN": str(tmp_path / "none.toml"), "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "还没有配置登录，别的电脑不能访问" in done.stderr
