"""A served page and a real browser; without a browser these tests are skipped, loudly."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
expect.set_options(timeout=30_000)  # a machine with other work to do is slow, not wrong
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
QUIET += ["--disable-sync", "--no-first-run", "--disable-quic"]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the page on a port of its own over the store in a folder; yield the address."""
    port = free_port()
    env = {**os.environ, "PETITIONS_STORE": address_of(folder), "PETITIONS_COLUMNS": str(folder / "columns.json")}
    command = [sys.executable, "-m", "nlp", "serve", "--no-browser", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    try:
        wait_until_up(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def address_of(folder: Path) -> str:
    return f"sqlite:///{(folder / 'petitions.db').as_posix()}"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the store of the served page lies; it holds nothing at first."""
    return tmp_path_factory.mktemp("store")


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as where:
        yield where


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_up(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        assert server.poll() is None, "petitions serve stopped"
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.25)
    raise TimeoutError("the page did not come up in a minute")


def turn_to(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).click()
    page.get_by_role("heading", level=1, name=name).wait_for()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        warnings.warn("没有 Chromium：浏览器检验全部跳过（apt-get install chromium fonts-noto-cjk）", stacklevel=1)
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def requests() -> list[str]:
    return []


@pytest.fixture
def page(browser: Browser, address: str, requests: list[str]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address)
    page.get_by_role("heading", name="来信登记").wait_for()
    yield page
    context.close()
