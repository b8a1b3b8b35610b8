"""Take the pictures of the manual: a served page over a store of its own, driven by Chromium.

``.venv/bin/python benchmarks/screenshots.py [picture…]`` writes ``docs/images/*.png``, 1280 pixels wide, and for
looking at only ``out/screenshots/*.png``, 1920 wide. The letters are invented.
"""

import csv
import datetime as dt
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from nlp.corpus import load_letters
from nlp.intake import ingest, open_office
from nlp.replay import week_number
from nlp.settings import Settings
from nlp.taxonomy import load_taxonomy
from nlp.weekly import Office, review_week

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = {1280: ROOT / "docs" / "images", 1920: ROOT / "out" / "screenshots"}
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
LETTER = (
    "我们是石湾仪表厂的内退职工，共37人。2019年厂里改制，内退费从去年9月停发至今，每人被欠12000元，合计44.4万元。"
    "父亲矽肺三期，药费没人管，已断药三天。前年有人喊过要跳楼，后来劝住了。要求把欠的内退费补发给我们。"
    "请求给父亲安排体检和治疗。如果月底前不答复，我们就一起去省里。去年5月向市国资委反映过，没有答复。"
)
GROWING = (
    "石湾仪表厂内退费从去年9月停发至今，每人被欠12000元，要求把欠的内退费补发给我们。我叫段长喜，电话138-0000-1234。",
    "我是石湾仪表厂98年办的内退，每月靠四百六十元内退费过日子，从去年9月起一分没见着，请求补发。",
    "石湾仪表厂我们车间内退的二十几个人，去厂里问过四回，财务说账上没钱，内退费停了一年多，希望给个答复。",
    "老伴在石湾仪表厂内退，去年9月以后内退费就不发了，两个人的药费都指着它，恳请领导督促厂里补发内退费。",
    "反映石湾仪表厂停发内退费的事。改制文件写明内退费由留守处按月发放，留守处说交接了，新公司说没接，请督促落实。",
    "石湾仪表厂内退职工联名：内退费自去年9月停发，37人合计欠44.4万元，要求本月内补发。",
    "我在石湾仪表厂干了二十六年，2003年内退，如今内退费停发，厂里连个说法都没有，要求补发去年9月以来的内退费。",
    "石湾仪表厂内退人员来信，内退费拖欠十四个月，每人一万二，去年5月反映过没有答复，请求尽快补发。",
    "给领导添麻烦了，石湾仪表厂内退费的事还是没有着落，快过冬了，盼望早点把内退费发下来。",
    "石湾仪表厂留守处把内退费停了，说等卖地款。卖地款什么时候到没人知道，要求先补发内退费。",
)
SHOPS = ("一车间", "装配车间", "机修班", "后勤科")
WEEK = dt.date(2026, 11, 9)
"""The Monday of the week in the pictures."""


def _store_of(folder: Path) -> str:
    return f"sqlite:///{(folder / 'pictures.db').as_posix()}"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the page on 127.0.0.1 over a store in ``folder``; yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    env = {**os.environ, "PETITIONS_STORE": _store_of(folder), "LOGNAME": "王工"}
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
    """Wait until Streamlit has finished running and fonts and charts are drawn."""
    page.wait_for_timeout(600)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_timeout(900)


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
    """Analyse the sample files."""
    page.locator("input[type=file]").set_input_files(sorted(map(str, (ROOT / "corpora" / "samples").iterdir())))
    page.get_by_text("各列当作什么").wait_for()
    _settle(page)
    page.get_by_role("button", name="开始研判").click()
    page.get_by_text("账目相符").wait_for()
    _settle(page)


def trends(page: Page) -> None:
    """Open the newest week."""
    page.get_by_text("比上周").first.wait_for()
    _settle(page)


def volume(page: Page) -> None:
    """Turn to the counts of the week."""
    trends(page)
    page.get_by_role("tab", name="数量").click()
    _settle(page)


def enterprises(page: Page) -> None:
    """Turn to the enterprises of the week."""
    trends(page)
    page.get_by_role("tab", name="企业").click()
    _settle(page)


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
    page.get_by_role("tab", name="特征词").click()
    panel = page.get_by_role("tabpanel").last
    panel.get_by_label("看哪一周").click()
    page.get_by_role("option", name="第 46 周").click()
    page.get_by_role("button", name="比较").click()
    _settle(page)


PICTURES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "intake": ("", intake),
    "registered": ("", registered),
    "batch": ("batch", batch),
    "trends": ("trends", trends),
    "volume": ("trends", volume),
    "enterprises": ("trends", enterprises),
    "matter": ("trends", matter),
    "explore": ("explore", explore),
    "terms": ("explore", terms),
}


def _letters(settings: Settings, dice: random.Random) -> Iterator[tuple[dt.date, str, str]]:
    """Give a quarter of letters: the project's own invented ones by chance, and one matter that grows."""
    letters = [letter for letter in load_letters([settings.letters]) if letter.text]
    others = iter(dice.sample(letters, k=13 * 40))
    growing = (text.replace("石湾仪表厂", f"石湾仪表厂{shop}") for shop in SHOPS for text in GROWING)
    for ago in range(12, -1, -1):
        monday = WEEK - dt.timedelta(weeks=ago)
        for letter in islice(others, 34 + dice.randrange(6)):
            yield monday + dt.timedelta(days=dice.randrange(7)), letter.title, letter.text
        for text in islice(growing, {0: 18, 1: 2}.get(ago, 1)):
            yield monday + dt.timedelta(days=dice.randrange(7)), "", text


def _fill(folder: Path) -> None:
    """Put a quarter of letters into the store and review the last two weeks."""
    settings = Settings.from_environment().model_copy(update={"store": _store_of(folder)})
    file = folder / "来信.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["编号", "来信日期", "标题", "正文"])
        table.writerows((number, *row) for number, row in enumerate(_letters(settings, random.Random(8)), 1))
    store = open_office(settings)
    ingest(store, [file], settings.model, "王工", jobs=1, channel="来信")
    office = Office(load_taxonomy(settings.taxonomy))
    for monday in (WEEK - dt.timedelta(weeks=1), WEEK):
        review_week(store, week_number(monday), office, "王工")


def main(wanted: list[str]) -> None:
    """Take the pictures wanted, or every one, at each width."""
    with tempfile.TemporaryDirectory() as name, served(Path(name)) as address, sync_playwright() as playwright:
        _fill(Path(name))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for picture, (place, act) in PICTURES.items():
            if wanted and picture not in wanted:
                continue
            for width, folder in FOLDERS.items():
                folder.mkdir(parents=True, exist_ok=True)
                page = browser.new_context(viewport={"width": width, "height": 1000}, locale="zh-CN").new_page()
                page.set_default_timeout(60_000)
                page.goto(f"{address}/{place}")
                page.get_by_role("heading", level=1).wait_for()
                act(page)
                page.screenshot(path=folder / f"{picture}.png")
                page.context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
