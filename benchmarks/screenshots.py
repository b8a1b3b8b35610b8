"""Take the pictures of the manual: a served page over a store of its own, driven by Chromium.

``.venv/bin/python benchmarks/screenshots.py [picture…]`` writes ``docs/images/*.png``, 1280 pixels wide, and for
looking at only ``out/screenshots/*.png``, 1920 wide. The letters are invented.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from invented_office import LETTER, address_of, fill
from invented_readers import read_some, train_anew
from playwright.sync_api import Page, sync_playwright

from nlp.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = {1280: ROOT / "docs" / "images", 1920: ROOT / "out" / "screenshots"}
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the page on 127.0.0.1 over the store in ``folder``, and its own model if it has one; yield the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    env = {**os.environ, "PETITIONS_STORE": address_of(folder), "LOGNAME": "王工"}
    own = folder / "models" / Settings.from_environment().model.name
    if own.is_dir():
        env["PETITIONS_MODEL"] = str(own)
    command = [sys.executable, "-m", "nlp", "serve", "--no-browser", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def _wait(url: str) -> None:
    for _ in range(240):
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.25)
    raise TimeoutError(f"{url}: no answer within a minute. Start petitions serve by hand to see why.")


def _settle(page: Page) -> None:
    """Wait until Streamlit has finished running, for good, and tables and charts are drawn."""
    for _ in range(2):  # one run may ask for another
        page.wait_for_timeout(700)
        page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_function("() => !document.querySelector('[data-testid=stSkeleton], [data-stale=true]')")
    page.wait_for_timeout(700)


def _analyse(page: Page, letter: str) -> None:
    page.get_by_label("来信正文").fill(letter)
    page.get_by_role("button", name="研判", exact=True).click()
    page.locator("div.letter").wait_for()
    _settle(page)


def intake(page: Page) -> None:
    """Paste and analyse a letter; an earlier one of the same matter is in the store."""
    _analyse(page, LETTER)


def registered(page: Page) -> None:
    """Register the same letter and accept its category."""
    _analyse(page, LETTER)
    page.get_by_role("button", name="登记并确认为").click()
    page.get_by_text("已登记").wait_for()
    _settle(page)


def batch(page: Page) -> None:
    """Take in the sample files."""
    page.locator("input[type=file]").set_input_files(sorted(map(str, (ROOT / "corpora" / "samples").iterdir())))
    page.get_by_text("各列当作什么").wait_for()
    _settle(page)
    page.get_by_role("button", name="开始研判").click()
    page.get_by_text(re.compile("登记完毕|没有新的来信")).first.wait_for()
    _settle(page)


def columns(page: Page) -> None:
    """Look at what the columns of a table are taken for."""
    page.locator("input[type=file]").set_input_files([str(ROOT / "corpora" / "samples" / "来信登记表.xlsx")])
    page.get_by_text("各列当作什么").wait_for()
    _settle(page)


def trends(page: Page) -> None:
    """Open the newest week."""
    page.get_by_text("比上周").first.wait_for()
    _settle(page)


def _tab(name: str) -> Callable[[Page], None]:
    def turn(page: Page) -> None:
        trends(page)
        page.get_by_role("tab", name=name).click()
        _settle(page)

    return turn


def matter(page: Page) -> None:
    """Open the first matter and fetch its letters."""
    trends(page)
    page.get_by_role("button", name="看这件事").first.click()
    page.get_by_role("button", name="调阅最近").click()
    page.get_by_text("来信（遮蔽）").wait_for()
    _settle(page)


def explore(page: Page) -> None:
    """Search for a word of two characters."""
    page.get_by_label("检索词").fill("内退")
    page.get_by_role("button", name="检索", exact=True).click()
    page.get_by_text("找到").wait_for()
    _settle(page)


def terms(page: Page) -> None:
    """Compare the newest week with the rest."""
    _settle(page)
    page.get_by_role("tab", name="特征词").click()
    page.get_by_role("button", name="比较").wait_for()
    page.get_by_label("看哪一周").click()
    page.get_by_role("option", name="第 46 周").click()
    page.get_by_role("button", name="比较").click()
    page.get_by_text("其余").first.wait_for()
    _settle(page)


def review(page: Page) -> None:
    """Wait for the first doubtful letter."""
    page.locator("div.letter").wait_for()
    _settle(page)


def _way(name: str, wanted: str, *, handler: bool = False) -> Callable[[Page], None]:
    def turn(page: Page) -> None:
        _settle(page)
        if handler:
            page.get_by_text("检举控告承办人", exact=True).click()
            _settle(page)
        page.get_by_role("radio", name=name).or_(page.get_by_role("button", name=name, exact=True)).first.click()
        page.get_by_text(wanted).first.wait_for()
        _settle(page)

    return turn


def audit(page: Page) -> None:
    """Look at the newest lines and have the whole chain checked."""
    page.get_by_role("button", name="核对是否完整").click()
    page.get_by_text("完整").nth(1).wait_for()
    _settle(page)


PICTURES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "intake": ("", intake),
    "registered": ("", registered),
    "columns": ("batch", columns),
    "batch": ("batch", batch),
    "trends": ("trends", trends),
    "timeline": ("trends", _tab("各事项走势")),
    "volume": ("trends", _tab("数量")),
    "enterprises": ("trends", _tab("企业")),
    "answered": ("trends", _tab("答复后仍在来")),
    "procedure": ("trends", _tab("期限与红旗")),
    "matter": ("trends", matter),
    "explore": ("explore", explore),
    "terms": ("explore", terms),
    "review": ("review", review),
    "review_twice": ("review", _way("两人各读", "我判为")),
    "odds": ("review", _way("分歧裁定", "裁定为", handler=True)),
    "agreement": ("review", _way("一致性", "95 % 区间", handler=True)),
    "model": ("model", _settle),
    "drift": ("model", _way("本月与上月", "各类别所占份额")),
    "renewal": ("model", _way("训练与换用", "等您决定的新模型")),
    "definitions": ("model", _way("口径", "找一个数字")),
    "audit": ("audit", audit),
}


def _furnish(folder: Path) -> None:
    """Fill a store; clerks have read its doubtful letters, and a new model waits for a decision."""
    (folder / "models").mkdir(parents=True, exist_ok=True)
    settings, store = Settings.from_environment(), fill(folder)
    read_some(store, settings, settings.model)
    train_anew(store, settings, folder / "models")
    store.close()


@contextmanager
def _office() -> Iterator[Path]:
    """Give a furnished folder; PICTURES_FOLDER names one to be kept and used again."""
    kept = os.environ.get("PICTURES_FOLDER")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(kept or name)
        if not (folder / "office.db").is_file():
            _furnish(folder)
        yield folder


def main(wanted: list[str]) -> None:
    """Take the pictures wanted, or every one, at each width."""
    with _office() as folder, served(folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for picture, (place, act) in PICTURES.items():
            if wanted and picture not in wanted:
                continue
            for width, target in FOLDERS.items():
                target.mkdir(parents=True, exist_ok=True)
                page = browser.new_context(viewport={"width": width, "height": 1000}, locale="zh-CN").new_page()
                page.set_default_timeout(60_000)
                page.goto(f"{address}/{place}")
                page.get_by_role("heading", level=1).wait_for()
                act(page)
                page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")  # a click may have moved it
                page.wait_for_timeout(300)
                page.screenshot(path=target / f"{picture}.png")
                page.context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
