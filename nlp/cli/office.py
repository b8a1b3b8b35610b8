"""``petitions serve`` and ``petitions doctor``: the page and the self-check."""

import os
import runpy
import sys
from typing import Annotated

import typer

from nlp.cli.common import Model, say
from nlp.errors import LetterError
from nlp.settings import Settings

__all__ = ["doctor", "serve"]


def serve(
    port: Annotated[int, typer.Option("--port", help="端口。")] = 8501,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="是否自动打开浏览器。")] = True,
) -> None:
    """打开网页（只在本机 127.0.0.1 可见）。"""
    page = Settings.from_environment().home / "app.py"
    if not page.is_file():
        raise LetterError(str(page), "找不到网页程序", "请在项目文件夹里运行，或设置 PETITIONS_HOME")
    options = {
        "server.address": "127.0.0.1",
        "server.port": port,
        "server.headless": not browser,
        "server.showEmailPrompt": False,
        "browser.gatherUsageStats": False,
    }
    flags = [f"--{name}={str(value).lower()}" for name, value in options.items()]
    say(f"网页：http://127.0.0.1:{port}（按 Ctrl+C 停止）")
    os.chdir(page.parent)
    os.environ["PYTHONUTF8"] = "1"
    sys.argv = ["streamlit", "run", str(page), *flags]
    runpy.run_module("streamlit", run_name="__main__")  # in this process: whoever stops us stops the page


def doctor(model: Model = None) -> None:
    """自检：版本、模型、口径、磁盘，各说一句好坏和办法。"""
    from nlp.doctor import check

    findings = list(check(model or Settings.from_environment().model))
    for finding in findings:
        remedy = f"。{finding.remedy}" if finding.remedy else ""
        typer.echo(f"{'正常' if finding.good else '异常'}  {finding.what}：{finding.found}{remedy}")
    raise typer.Exit(0 if all(finding.good for finding in findings) else 2)
