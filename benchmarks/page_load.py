"""Measure the page: how soon it is there, how soon it answers, and what many people at once do to it.

``.venv/bin/python benchmarks/page_load.py --people 20 --minutes 10`` serves the page over a store of invented letters,
measures how soon after the command the first page is drawn, then one person alone in a browser (page switch, paste to
result, trends), then lets so many people work at once, each over a WebSocket as from the office's other computers,
and writes ``page_load.md``. ``--letters 500000`` puts that many synthetic analyses into the store first. Every wait
that lasts too long and every error on a page counts.
"""

import argparse
import asyncio
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from invented_office import address_of, fill
from many_letters import add_letters
from page_people import PAGES, Measured, work, write_letter
from playwright.sync_api import Browser, Page, sync_playwright
from screenshots import CHROMIUM, ROOT, served

REPORT = Path(__file__).with_suffix(".md")
TABS = {"各事项走势": "第几周", "数量": "按地区", "企业": "企业与类别", "答复后仍在来": "信里说"}
LIMITS = {"启动到首屏": 5.0, "首次打开": 5.0, "换页": 1.0, "粘贴到结果": 0.3, "趋势": 2.0}
_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
_LOOKS = 0.5
"""Seconds between two looks at how much memory the server holds."""


@dataclass
class Spent:
    """What the server used while many worked: seconds, processor seconds, bytes at most; the people's own seconds."""

    seconds: float = 0.0
    server: float = 0.0
    memory: int = 0
    people: float = 0.0


def _go(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).click()
    page.get_by_role("heading", level=1, name=name).wait_for()


def _switch(page: Page, name: str) -> None:
    _go(page, name)
    page.get_by_text(PAGES[name]).first.wait_for()


def _paste(page: Page, letter: str) -> None:
    """Paste a letter and wait until its analysis is on the screen; what is timed begins with the press."""
    page.get_by_role("button", name="研判", exact=True).click()
    page.locator("div.letter", has_text=letter[-12:]).wait_for()


def _fill_in(page: Page, dice: random.Random) -> str:
    letter = write_letter(dice)
    page.get_by_label("来信正文").fill(letter)
    return letter


def _open(browser: Browser, address: str) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN").new_page()
    page.set_default_timeout(30_000)
    page.goto(address)
    page.get_by_role("heading", level=1).wait_for()
    return page


def measure_start(folder: Path, times: int) -> tuple[Measured, list[float]]:
    """Measure from the command to the first form on the screen, and the processor seconds of the server until then."""
    found, spent = Measured(), []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_QUIET)
        for _ in range(times):
            before = _children()
            with ExitStack() as stack, found.timing("启动到首屏"):
                _first_paint(browser, stack.enter_context(served(folder)))
            spent.append(_children() - before)
        browser.close()
    return found, spent


def _first_paint(browser: Browser, address: str) -> None:
    page = _open(browser, address)
    page.get_by_label("来信正文").wait_for()
    page.context.close()


def _children() -> float:
    """Give the processor seconds of the processes that have ended; none where the system does not say."""
    if sys.platform == "win32":
        return 0.0
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure_alone(address: str) -> Measured:
    """Measure one person at a warm page, each thing several times."""
    found, dice = Measured(), random.Random(0)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_QUIET)
        with found.timing("首次打开"):
            _open(browser, address)
        page = _open(browser, address)
        for what in ("启动后第一次粘贴", *["粘贴到结果"] * 10):  # the first may have to wait for the model to load
            letter = _fill_in(page, dice)
            with found.timing(what):
                _paste(page, letter)
        for name in [*list(PAGES)[1:], "来信登记"] * 4:
            with found.timing("趋势" if name == "趋势与苗头" else "换页"):
                _switch(page, name)
        _switch(page, "趋势与苗头")
        for tab, sign in TABS.items():
            with found.timing("趋势"):
                _turn(page, tab, sign)
        browser.close()
    return found


def _turn(page: Page, tab: str, sign: str) -> None:
    page.get_by_role("tab", name=tab).click()
    page.get_by_text(sign).first.wait_for()


async def measure_many(address: str, people: int, minutes: float) -> tuple[Measured, Spent]:
    """Let so many people work at once; put together what they measured, and tell what that cost the server."""
    each, spent = [Measured() for _ in range(people)], Spent()
    server, began, own = _server(address), time.monotonic(), time.process_time()
    before = _processor(server)
    watch = asyncio.create_task(_watch(server, spent))
    until = began + 60 * minutes
    await asyncio.gather(*(work(address, number, until, one) for number, one in enumerate(each)))
    watch.cancel()
    spent.seconds, spent.server = time.monotonic() - began, _processor(server) - before
    spent.people = time.process_time() - own
    found = Measured()
    for one in each:
        found.add(one)
    return found, spent


def _server(address: str) -> psutil.Process:
    """Give the process that serves there, which was started from here."""
    port = address.rpartition(":")[2]
    (server,) = (child for child in psutil.Process().children() if port in child.cmdline())
    return server


def _processor(server: psutil.Process) -> float:
    times = server.cpu_times()
    return float(times.user + times.system)


async def _watch(server: psutil.Process, spent: Spent) -> None:
    while True:
        spent.memory = max(spent.memory, server.memory_info().rss)
        await asyncio.sleep(_LOOKS)


def _rows(found: Measured) -> Iterator[str]:
    yield "| 做什么 | 次数 | 中位数（秒） | 95%（秒） | 最长（秒） | 要求（秒） |"
    yield "|---|---:|---:|---:|---:|---:|"
    for what, seconds in found.seconds.items():
        high = statistics.quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]
        limit = LIMITS.get(what)
        told = f"≤ {limit:g}" if limit else ""
        figures = " | ".join(f"{value:.2f}" for value in (statistics.median(seconds), high, max(seconds)))
        yield f"| {what} | {len(seconds)} | {figures} | {told} |"
    yield ""
    yield f"出错 {len(found.errors)} 次" + (f"：{'；'.join(sorted(set(found.errors)))}。" if found.errors else "。")


def _machine() -> str:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    load = f"，当时负载 {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} 核{load}，程序与浏览器在同一台机器上；提交 {commit.stdout.strip() or '未知'}。"


@contextmanager
def _office(letters: int, kept: Path | None) -> Iterator[Path]:
    """Give a folder with a filled store, with so many synthetic letters besides."""
    with tempfile.TemporaryDirectory() as name:
        folder = kept or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "office.db").is_file():
            store = fill(folder)
            if letters:
                add_letters(store, letters)
            store.close()
        yield folder


def main() -> None:
    """Measure and write the report."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=20)
    asked.add_argument("--minutes", type=float, default=10.0)
    asked.add_argument("--letters", type=int, default=0, help="synthetic letters besides the office's own")
    asked.add_argument("--starts", type=int, default=3, help="how often the server is started")
    asked.add_argument("--folder", type=Path, help="keep the store here and use it again")
    chosen = asked.parse_args()
    with _office(chosen.letters, chosen.folder) as folder:
        size = Path(address_of(folder).removeprefix("sqlite:///")).stat().st_size / 1e6
        start, spent = measure_start(folder, chosen.starts)
        with served(folder) as address:
            alone = measure_alone(address)
            many = asyncio.run(measure_many(address, chosen.people, chosen.minutes)) if chosen.people else None
    text = "\n".join(_report(chosen, size, (start, statistics.median(spent)), alone, many)) + "\n"
    REPORT.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


def _report(
    asked: argparse.Namespace,
    size: float,
    start: tuple[Measured, float],
    alone: Measured,
    many: tuple[Measured, Spent] | None,
) -> Iterator[str]:
    yield "# 网页的快慢"
    yield ""
    yield f"`benchmarks/page_load.py --people {asked.people} --minutes {asked.minutes:g} --letters {asked.letters}`。"
    yield _machine()
    yield f"库里另有合成来信 {asked.letters:,} 封，库文件 {size:,.0f} MB。"
    yield from ("", "## 启动", "", *_rows(start[0]))
    yield f"从敲下 `petitions serve` 到登记表显示在浏览器里；其间服务进程用处理器 {start[1]:.1f} 秒（中位数）。"
    yield from ("", "## 一个人", "", *_rows(alone))
    yield "一个真的浏览器（Chromium）；计时从按下到结果显示在浏览器里。"
    if many:
        yield from ("", f"## {asked.people} 人同时，{asked.minutes:g} 分钟", "", *_rows(many[0]), *_told(many[1]))


def _told(spent: Spent) -> Iterator[str]:
    yield (
        "这些人不是浏览器，是 WebSocket 客户端：照浏览器的协议取网页文件、连接、填写、按键，等这一次运行结束，"
        "核对内容在不在；不画页面，画页面的时间不在内（见“一个人”）。"
        "等过 30 秒、连接断开、页面报错、运行没有做完、内容不对，都算出错。"
    )
    cores = f"{spent.server / spent.seconds:.2f}"
    yield (
        f"历时 {spent.seconds:,.0f} 秒；服务进程用处理器 {spent.server:,.0f} 秒（平均 {cores} 核），"
        f"常驻内存最高 {spent.memory / 2**20:,.0f} MB；扮演这些人的程序用处理器 {spent.people:,.1f} 秒。"
    )


if __name__ == "__main__":
    main()
