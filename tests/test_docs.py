"""The documents say what is so: README commands run, links lead somewhere, figures were written by a command."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)
COMMANDS = [
    line.split("#")[0].strip()
    for kind, block in BLOCKS
    if kind == "sh"
    for line in block.splitlines()
    if "petitions " in line
]


def test_the_readme_opens_with_the_two_commands() -> None:
    assert README.startswith("```sh\nmake run")
    assert BLOCKS[0][1].splitlines()[1].startswith("make test")


def test_the_two_commands_are_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^run:", makefile, re.MULTILINE)
    assert re.search(r"^test check:", makefile, re.MULTILINE)
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_readme_command_runs(command: str, tmp_path: Path) -> None:
    arguments = [word.replace("out/", f"{tmp_path}/") for word in command.split()[1:]]
    env = {**os.environ, "PYTHONUTF8": "1", "PETITIONS_STORE": f"sqlite:///{(tmp_path / '库.db').as_posix()}"}
    done = subprocess.run(
        [sys.executable, "-m", "nlp", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=400, env=env
    )
    assert done.returncode in (0, 1), done.stderr
    assert done.stdout


def test_the_readme_example_runs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (code,) = [block for kind, block in BLOCKS if kind == "python"]
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out.startswith("historical_debts")


@pytest.mark.parametrize("page", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("*/README.md")]))
def test_a_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []
