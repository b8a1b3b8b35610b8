"""The house rules: style, types, layers, sizes. One test a rule."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST_MODULE, LONGEST_FUNCTION = 300, 40
MODULES = sorted([*ROOT.glob("nlp/**/*.py"), *ROOT.glob("ui/**/*.py"), ROOT / "app.py", *ROOT.glob("benchmarks/*.py")])


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, timeout=300)


@pytest.mark.parametrize(
    "command", [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)], ids=" ".join
)
def test_a_checker_finds_nothing(command: tuple[str, ...]) -> None:
    done = run(*command)
    assert done.returncode == 0, done.stdout + done.stderr


def test_imports_only_go_down() -> None:
    code = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, env=_with_root_on_path()
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _with_root_on_path() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_short_and_so_are_its_functions(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= LONGEST_MODULE
    functions = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    too_long = {
        f.name: f.end_lineno - f.lineno + 1
        for f in functions
        if f.end_lineno and f.end_lineno - f.lineno >= LONGEST_FUNCTION
    }
    assert not too_long


def test_app_is_a_router_of_about_twenty_lines() -> None:
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) <= 25


def test_only_ui_and_app_know_streamlit() -> None:
    knowing = [m for m in ROOT.glob("nlp/**/*.py") if "import streamlit" in m.read_text(encoding="utf-8")]
    assert knowing == []


@pytest.mark.parametrize("package", ["tokenization", "extraction", "features", "classifier", "privacy"])
def test_the_core_opens_no_file_and_no_connection(package: str) -> None:
    banned = {"sqlite3", "socket", "urllib", "requests", "httpx", "streamlit"}
    for module in (ROOT / "nlp" / package).glob("**/*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = {a.name.split(".")[0] for a in node.names} | {
                    (getattr(node, "module", None) or "").split(".")[0]
                }
                assert not names & banned, module
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id != "open", module


def test_the_import_package_is_ours() -> None:
    import nlp

    assert Path(nlp.__file__).resolve().parent == ROOT / "nlp"


def test_nothing_else_is_installed_at_top_level() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert config["tool"]["setuptools"]["packages"]["find"]["include"] == ["nlp", "nlp.*"]
    assert "Private :: Do Not Upload" in config["project"]["classifiers"]


def test_constraints_pin_every_direct_dependency_without_addresses() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.split("==")[0].lower().replace("_", "-") for line in lines if "==" in line}
    wanted = [*config["dependencies"], *config["optional-dependencies"]["test"]]
    names = {"".join(c for c in w.split(">")[0].split("=")[0].split("<")[0]).lower().replace("_", "-") for w in wanted}
    assert names <= pinned
    assert not [line for line in lines if "://" in line or line.startswith("-")]


def test_no_person_is_listed_ranked_or_scored() -> None:
    """排事不排人 (domain.md 3.17): no name in the code speaks of a list by person or a score of one."""
    banned = ("by_person", "by_sender", "petitioner_score", "key_person", "sender_score", "person_score")
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            name = getattr(node, "name", None) or getattr(node, "attr", None) or getattr(node, "id", None) or ""
            assert not any(word in str(name) for word in banned), (module, name)
