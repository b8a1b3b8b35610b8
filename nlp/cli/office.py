"""``petitions serve`` and ``petitions doctor``: the page and the self-check."""

import os
import runpy
import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from nlp.cli.common import Model, say
from nlp.errors import LetterError
from nlp.settings import Settings

__all__ = ["doctor", "serve"]

_HERE = "127.0.0.1"


def serve(
    port: Annotated[int, typer.Option("--port", help="端口。")] = 8501,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="是否自动打开浏览器。")] = True,
    address: Annotated[
        str, typer.Option("--address", help="监听的地址；不是本机地址时，须先配置登录和角色（docs/operations.md）。")
    ] = _HERE,
) -> None:
    """打开网页（默认只在本机 127.0.0.1 可见）。"""
    settings = Settings.from_environment()
    page = settings.page
    if not page.is_file():
        raise LetterError(str(page), "找不到网页程序", "请在项目文件夹里运行，或设置 PETITIONS_HOME")
    if not _is_here(address):
        _refuse_strangers(settings)
    flags = [f"--{name}={value}" for name, value in _options(settings, address, port, browser)]
    say(f"网页：http://{address}:{port}（按 Ctrl+C 停止）")
    os.chdir(page.parent)
    os.environ["PYTHONUTF8"] = "1"
    sys.argv = ["streamlit", "run", str(page), *flags]
    runpy.run_module("streamlit", run_name="__main__")  # in this process: whoever stops us stops the page


def _is_here(address: str) -> bool:
    if address == _HERE:
        return True  # the usual way, without what it would take to ask
    from nlp.roles import only_here

    return only_here(address)


def _refuse_strangers(settings: Settings) -> None:
    """Refuse to listen to other computers unless people sign in and have roles; the library for it must be there."""
    from importlib.util import find_spec

    from nlp.roles import check_exposure, load_sign_in, load_staff

    check_exposure(load_staff(settings.roles), load_sign_in(settings.sign_in), str(settings.sign_in))
    if find_spec("authlib") is None:
        raise LetterError("登录", "没有安装登录所需的程序", "请运行 pip install 'petition-letters[signin]'")


def _options(settings: Settings, address: str, port: int, browser: bool) -> Iterator[tuple[str, str]]:
    """Yield Streamlit's options. To this computer alone only its own names are answered, whatever a web page tries."""
    yield "server.address", address
    yield "server.port", str(port)
    yield "server.headless", "false" if browser else "true"
    yield "server.showEmailPrompt", "false"
    yield "browser.gatherUsageStats", "false"
    if settings.sign_in.is_file():
        yield "secrets.files", str(settings.sign_in.resolve())
    elif _is_here(address):
        for name in (_HERE, "localhost", "::1"):
            yield "server.allowedHosts", name


def doctor(model: Model = None) -> None:
    """自检：版本、模型、口径、磁盘，各说一句好坏和办法。"""
    from nlp.doctor import check

    findings = list(check(model or Settings.from_environment().model))
    for finding in findings:
        remedy = f"。{finding.remedy}" if finding.remedy else ""
        typer.echo(f"{'正常' if finding.good else '异常'}  {finding.what}：{finding.found}{remedy}")
    raise typer.Exit(0 if all(finding.good for finding in findings) else 2)
