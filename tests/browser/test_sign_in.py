"""Several computers: who signs in at a real OpenID provider, what each role sees, and what it cannot reach."""

import datetime as dt
import os
import re
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from google.protobuf.text_format import MessageToString
from playwright.sync_api import Browser, Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash

from nlp.intake import open_office
from nlp.letter import Analysis, Letter, Prediction
from nlp.settings import Settings
from nlp.store import Store, audit_lines, make_study, register, save_studies
from nlp.studying import fold_text
from tests.browser.conftest import ROOT, free_port, wait_until_up
from ui import text

PLAIN = "石湾仪表厂拖欠集资款三年，要求退还集资款。"
ACCUSATION = "容坡锅炉厂厂长把集资款装进自己腰包，要求查处。"
PEOPLE = {
    "clerk": ("王登记", "intake", ""),
    "handler": ("李承办", "handler", ""),
    "concerned": ("张回避", "handler", 'units = ["容坡锅炉厂"]'),
    "manager": ("赵管理", "manager", ""),
    "administrator": ("孙系统", "administrator", ""),
}
STAFF = 'version = 1\ncontact = "信息科，内线 8021"\n' + "".join(
    f'[[people]]\nid = "{who}@office.test"\nname = "{name}"\nrole = "{role}"\n{more}\n'
    for who, (name, role, more) in PEOPLE.items()
)
STAFF_PAGES = ("intake", "batch", "trends", "explore", "review", "model")


@dataclass(frozen=True)
class Office:
    address: str
    store: Store


pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the provider uses an old part of Authlib


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with warnings.catch_warnings(record=True):
        from oidc_provider_mock import User, run_server_in_thread

    strangers = [User(sub="stranger", claims={"email": "stranger@office.test"})]
    unproven = [User(sub="unproven", claims={"email": "handler@office.test", "email_verified": False})]
    staff = [User(sub=who, claims={"email": f"{who}@office.test", "name": "不该用这个名字"}) for who in PEOPLE]
    with run_server_in_thread(user_claims=[*staff, *strangers, *unproven]) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def office(provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A served page with sign-in, and a store of one ordinary letter and one accusation."""
    folder, port = tmp_path_factory.mktemp("office"), free_port()
    address = f"http://127.0.0.1:{port}"
    (folder / "roles.toml").write_text(STAFF, encoding="utf-8")
    (folder / "secrets.toml").write_text(
        f'[auth]\nredirect_uri = "{address}/oauth2callback"\ncookie_secret = "{"x" * 40}"\nclient_id = "petitions"\n'
        f'client_secret = "a"\nserver_metadata_url = "{provider}/.well-known/openid-configuration"\n',
        encoding="utf-8",
    )
    where = f"sqlite:///{(folder / 'office.db').as_posix()}"
    paths = {"PETITIONS_ROLES": str(folder / "roles.toml"), "PETITIONS_SIGN_IN": str(folder / "secrets.toml")}
    store = open_office(Settings(store=where))
    fill(store)
    command = [sys.executable, "-m", "nlp", "serve", "--no-browser", "--port", str(port)]
    env = {**os.environ, **paths, "PETITIONS_STORE": where}
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    try:
        wait_until_up(f"{address}/_stcore/health", server)
        yield Office(address, store)
    finally:
        server.terminate()
        server.wait(20)


def fill(store: Store) -> None:
    letters = [Letter(PLAIN, received=dt.date(2026, 11, 9)), Letter(ACCUSATION, received=dt.date(2026, 11, 10))]
    studies = []
    for registered, letter, code in zip(
        register(store, letters), letters, ("historical_debts", "anti_corruption"), strict=True
    ):
        analysis = Analysis(letter, Prediction(code, {code: 0.9}), code == "anti_corruption")
        studies.append(make_study(registered.id, analysis, "model", store.seal, fold_text))
    save_studies(store, "model", studies)


@pytest.fixture(scope="module")
def sign_in(browser: Browser, office: Office) -> Iterator[Callable[[str], Page]]:
    """Sign in as somebody, each in a browser of their own; once a person."""
    signed: dict[str, Page] = {}

    def enter(who: str) -> Page:
        if who not in signed:
            page = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN").new_page()
            page.set_default_timeout(30_000)
            page.goto(office.address)
            page.get_by_role("button", name="登录", exact=True).click()
            page.locator("input[name=sub]").fill(who)
            page.get_by_role("button", name="Authorize", exact=True).click()
            page.wait_for_url(f"{office.address}/**")
            signed[who] = page
        return signed[who]

    yield enter
    for page in signed.values():
        page.context.close()


def pages_of(page: Page) -> list[str]:
    page.get_by_role("heading", level=1).first.wait_for()
    return [link.inner_text().strip() for link in page.get_by_test_id("stSidebarNavLink").all()]


def settle(page: Page) -> None:
    """Wait until the page has drawn itself, and again in case that led it to draw itself anew."""
    for _ in range(2):
        page.wait_for_timeout(600)
        page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


def found(page: Page, address: str, words: str) -> str:
    page.goto(f"{address}/explore")
    field = page.get_by_label("检索词")
    field.wait_for()
    settle(page)  # what was asked for before comes back with the page, over what is typed meanwhile
    field.fill(words)
    field.press("Enter")
    settle(page)
    expect(field).to_have_value(words)
    page.get_by_text(re.compile(r"找到 \d+ 封")).wait_for()
    return page.get_by_text(re.compile(r"找到 \d+ 封")).inner_text()


def test_nobody_sees_anything_before_signing_in(browser: Browser, office: Office) -> None:
    page = browser.new_context().new_page()
    for path in ("", "explore"):
        page.goto(f"{office.address}/{path}")
        expect(page.get_by_role("button", name="登录", exact=True)).to_be_visible(timeout=30_000)
        assert page.get_by_test_id("stSidebarNavLink").count() == 0
    page.context.close()


@pytest.mark.parametrize("who", ["stranger", "unproven"])
def test_somebody_on_no_list_is_told_whom_to_ask_and_no_more(sign_in: Callable[[str], Page], who: str) -> None:
    page = sign_in(who)
    expect(page.get_by_text("信息科，内线 8021")).to_be_visible()
    assert page.get_by_test_id("stSidebarNavLink").count() == 0


@pytest.mark.parametrize(
    ("who", "own", "closed"),
    [
        ("clerk", STAFF_PAGES, ("audit",)),
        ("handler", STAFF_PAGES, ("audit",)),
        ("manager", ("trends", "explore", "model"), ("intake", "batch", "review", "audit")),
        ("administrator", ("model", "audit"), ("intake", "trends", "explore", "review")),
    ],
)
def test_a_role_has_its_pages_and_a_closed_door_at_others(
    sign_in: Callable[[str], Page], office: Office, who: str, own: tuple[str, ...], closed: tuple[str, ...]
) -> None:
    page = sign_in(who)
    assert pages_of(page) == [text.PAGES[path] for path in own]
    for path in closed:
        page.goto(f"{office.address}/{path}")
        expect(page.get_by_text("不在您的职责之内")).to_be_visible()
        assert page.get_by_test_id("stMain").get_by_role("button").count() == 0


def test_an_accusation_is_found_by_its_handler_alone(sign_in: Callable[[str], Page], office: Office) -> None:
    assert "2 封" in found(sign_in("handler"), office.address, "集资款")
    for who in ("clerk", "manager"):
        assert "1 封" in found(sign_in(who), office.address, "集资款")
        assert "容坡" not in sign_in(who).content()


def test_a_handler_of_the_accused_unit_does_not_learn_of_the_letter(
    sign_in: Callable[[str], Page], office: Office
) -> None:
    page = sign_in("concerned")
    assert "1 封" in found(page, office.address, "集资款")
    assert "0 封" in found(page, office.address, "锅炉厂")


def test_asking_for_a_page_by_its_number_over_the_socket_opens_nothing(
    sign_in: Callable[[str], Page], office: Office
) -> None:
    """Not by the browser's own clicks: the message a program could send, with the manager's own cookie."""
    page = sign_in("manager")
    page.goto(office.address)
    page.get_by_role("heading", level=1).first.wait_for()
    said = {path: call(page, path) for path in ("trends", "intake")}
    assert "还没有周研判" in said["trends"]
    assert "不在您的职责之内" in said["intake"]
    assert "来信正文" not in said["intake"]


def call(page: Page, path: str) -> str:
    """Send what Streamlit's own script would send to show a page; give all that comes back, as text."""
    message = BackMsg()
    message.rerun_script.page_script_hash = calc_hash(path)
    message.rerun_script.page_name = path
    answers = page.evaluate(
        """async (bytes) => {
          const token = document.cookie.split("; ").find((c) => c.startsWith("_streamlit_xsrf="))?.split("=")[1] ?? "";
          const socket = new WebSocket(location.origin.replace("http", "ws") + "/_stcore/stream", ["streamlit", token]);
          socket.binaryType = "arraybuffer";
          const got = [];
          socket.onmessage = (event) => got.push(Array.from(new Uint8Array(event.data)));
          await new Promise((done) => { socket.onopen = done; });
          socket.send(new Uint8Array(bytes));
          for (let waited = 0, size = -1; waited < 8000 && (got.length === 0 || size !== got.length); waited += 1200) {
            size = got.length;
            await new Promise((done) => setTimeout(done, 1200));
          }
          socket.close();
          return got;
        }""",
        list(message.SerializeToString()),
    )
    return "".join(MessageToString(ForwardMsg.FromString(bytes(answer)), as_utf8=True) for answer in answers)


def test_the_audit_knows_everybody_by_the_identity_they_signed_in_with(
    sign_in: Callable[[str], Page], office: Office
) -> None:
    for who in ("handler", "stranger"):
        sign_in(who).get_by_role("heading", level=1).first.wait_for()
    found(sign_in("handler"), office.address, "集资款")
    lines = {(line.who, line.action) for line in audit_lines(office.store)}
    assert ("李承办〔handler@office.test〕", "sign_in") in lines
    assert ("李承办〔handler@office.test〕", "search") in lines
    assert ("stranger@office.test", "sign_in_refused") in lines
    assert sign_in("handler").get_by_label("经手人").count() == 0


def test_who_signs_out_sees_nothing_more(sign_in: Callable[[str], Page], office: Office, provider: str) -> None:
    page = sign_in("administrator")
    page.goto(office.address)
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url(f"{provider}/**")
    page.goto(office.address)
    expect(page.get_by_role("button", name="登录", exact=True)).to_be_visible()
