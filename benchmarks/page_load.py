"""Measure the page: how soon it is there, how soon it answers, and what many people at once do to it.

``.venv/bin/python benchmarks/page_load.py --people 20 --minutes 10`` serves the page over a store of invented letters,
measures how soon after the command the first page is drawn, then one person alone (page switch, paste to result,
trends), then lets so many people work in browsers
of their own, each over a WebSocket as at the office, and writes ``page_load.md``. ``--letters 500000`` puts that many
synthetic analyses into the store first. Every wait that times out and every error on a page counts.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from invented_office import LETTER, MATTERS, address_of, fill
from many_letters import add_letters
from playwright.sync_api import Browser, Page, sync_playwright
from screenshots import CHROMIUM, ROOT, served

REPORT = Path(__file__).with_suffix(".md")
PAGES = {"来信登记": "研判", "批量研判": "拖到这里", "趋势与苗头": "比上周", "检索": "检索"}
LIMITS = {"启动到首屏": 5.0, "首次打开": 5.0, "换页": 1.0, "粘贴到结果": 0.3, "趋势": 2.0}
_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
_RESULT = "div.letter"


@dataclass
class Measured:
    """Seconds by what was done, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)

    def time(self, what: str, act: Callable[[], object]) -> None:
        """Do something and note how long it took, or that it failed."""
        started = time.perf_counter()
        try:
            act()
        except Exception as error:  # noqa: BLE001 - every failure counts, whatever it is
            self.errors.append(f"{what}：{type(error).__name__}")
            return
        self.seconds[what].append(time.perf_counter() - started)


def _go(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).click()
    page.get_by_role("heading", level=1, name=name).wait_for()


def _switch(page: Page, name: str) -> None:
    _go(page, name)
    page.get_by_text(PAGES[name]).first.wait_for()


def _paste(page: Page, letter: str) -> None:
    """Paste a letter and wait until its analysis is on the screen; what is timed begins with the press."""
    page.get_by_role("button", name="研判", exact=True).click()
    page.locator(_RESULT, has_text=letter[-12:]).wait_for()


def _register(page: Page) -> None:
    """Press F8 in the moment the letter is on the screen, as practised fingers do."""
    page.keyboard.press("F8")
    page.get_by_text("已登记").wait_for()


def _fill_in(page: Page, dice: random.Random) -> str:
    letter = f"{dice.choice(MATTERS).letter(dice)}第{dice.randrange(10**6)}号。{LETTER}{dice.randrange(10**9)}"
    page.get_by_label("来信正文").fill(letter)
    return letter


def _open(browser: Browser, address: str) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN").new_page()
    page.set_default_timeout(30_000)
    page.goto(address)
    page.get_by_role("heading", level=1).wait_for()
    return page


def work(address: str, number: int, until: float, found: Measured) -> None:
    """Work like one person: mostly paste letters, now and then look at the week, search, leaf through a batch."""
    dice = random.Random(number)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_QUIET)
        page: Page | None = None
        while time.monotonic() < until:
            if page is None:
                started = Measured()
                page = _try_open(browser, address, started)
                found.seconds["首次打开"] += started.seconds["首次打开"]
                found.errors += started.errors
                continue
            _one_turn(page, dice, found)
            if page.locator('[data-testid="stException"], [data-testid="stConnectionStatus"]').count():
                found.errors.append("页面报错")
            time.sleep(dice.uniform(0.5, 3.0))
        browser.close()


def _try_open(browser: Browser, address: str, found: Measured) -> Page | None:
    opened: list[Page] = []
    found.time("首次打开", lambda: opened.append(_open(browser, address)))
    return opened[0] if opened else None


def _one_turn(page: Page, dice: random.Random, found: Measured) -> None:
    if dice.random() < 0.6:
        if page.get_by_label("来信正文").count() == 0:
            found.time("换页", lambda: _switch(page, "来信登记"))
        letter = _fill_in(page, dice)
        found.time("粘贴到结果", lambda: _paste(page, letter))
        if dice.random() < 0.3:
            found.time("登记", lambda: _register(page))
        return
    name = dice.choice(list(PAGES)[1:])
    found.time("趋势" if name == "趋势与苗头" else "换页", lambda: _switch(page, name))
    if name == "检索":
        page.get_by_label("检索词").fill(dice.choice(["内退费", "房产证", "矽肺", "工资"]))
        found.time("检索", lambda: (page.keyboard.press("Enter"), page.get_by_text("找到").wait_for()))


def measure_start(folder: Path, times: int) -> tuple[Measured, list[float]]:
    """Measure from the command to the first form on the screen, and the processor seconds of the server until then."""
    found, spent = Measured(), []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_QUIET)
        for _ in range(times):
            before = _children()
            with ExitStack() as stack:
                found.time("启动到首屏", lambda: _first_paint(browser, stack.enter_context(served(folder))))
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
        found.time("首次打开", lambda: _open(browser, address))
        page = _open(browser, address)
        for _ in range(10):
            letter = _fill_in(page, dice)
            found.time("粘贴到结果", lambda: _paste(page, letter))  # noqa: B023 - called at once
        for _ in range(4):
            for name in list(PAGES)[1:]:
                what = "趋势" if name == "趋势与苗头" else "换页"
                found.time(what, lambda: _switch(page, name))  # noqa: B023 - called at once
            found.time("换页", lambda: _switch(page, "来信登记"))
        _switch(page, "趋势与苗头")
        for tab, sign in (
            ("各事项走势", "第几周"),
            ("数量", "按地区"),
            ("企业", "企业与类别"),
            ("答复后仍在来", "信里说"),
        ):
            found.time("趋势", lambda: _turn(page, tab, sign))  # noqa: B023 - called at once
        browser.close()
    return found


def _turn(page: Page, tab: str, sign: str) -> None:
    page.get_by_role("tab", name=tab).click()
    page.get_by_text(sign).first.wait_for()


def measure_many(address: str, people: int, minutes: float) -> Measured:
    """Let so many people work at once, each in a process of its own browser; put together what they measured."""
    each = [Measured() for _ in range(people)]
    until = time.monotonic() + 60 * minutes
    threads = [threading.Thread(target=work, args=(address, n, until, own)) for n, own in enumerate(each)]
    for thread in threads:
        thread.start()
        time.sleep(0.3)
    for thread in threads:
        thread.join()
    found = Measured()
    for own in each:
        found.errors += own.errors
        for what, seconds in own.seconds.items():
            found.seconds[what] += seconds
    return found


def _rows(found: Measured) -> Iterator[str]:
    yield "| 做什么 | 次数 | 中位数（秒） | 95%（秒） | 最长（秒） | 要求（秒） |"
    yield "|---|---:|---:|---:|---:|---:|"
    for what, seconds in found.seconds.items():
        high = statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
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
            many = measure_many(address, chosen.people, chosen.minutes) if chosen.people else Measured()
    text = "\n".join(_report(chosen, size, (start, statistics.median(spent)), alone, many)) + "\n"
    REPORT.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


def _report(
    asked: argparse.Namespace, size: float, start: tuple[Measured, float], alone: Measured, many: Measured
) -> Iterator[str]:
    yield "# 网页的快慢"
    yield ""
    yield f"`benchmarks/page_load.py --people {asked.people} --minutes {asked.minutes:g} --letters {asked.letters}`。"
    yield _machine()
    yield f"库里另有合成来信 {asked.letters:,} 封，库文件 {size:,.0f} MB。计时从按下到结果显示在浏览器里。"
    yield from ("", "## 启动", "", *_rows(start[0]))
    yield f"从敲下 `petitions serve` 到登记表显示在浏览器里；其间服务进程用处理器 {start[1]:.1f} 秒（中位数）。"
    yield from ("", "## 一个人", "", *_rows(alone))
    if asked.people:
        yield from ("", f"## {asked.people} 人同时，{asked.minutes:g} 分钟", "", *_rows(many))


if __name__ == "__main__":
    main()
