"""The wheel: what is in it, and that it is enough."""

import importlib.metadata
import json
import sys
import sysconfig
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from nlp.artefact import read_manifest
from nlp.settings import Settings
from tests.installing import LETTER, ROOT, build_wheel, run


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that has the wheel, and this one's libraries but not this source tree."""
    folder = tmp_path_factory.mktemp("installed")
    assert run(sys.executable, "-m", "venv", "--without-pip", folder / "env", cwd=folder).returncode == 0
    programs = folder / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    pip = (sys.executable, "-m", "pip", "--python", programs / "python", "install", "-q", "--no-compile")
    done = run(*pip, "--no-deps", "--no-index", wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    asked = run(programs / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder)
    # A folder named in a .pth is searched, but the .pth files in it are not read: the editable install stays unseen.
    Path(asked.stdout.strip(), "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return programs


def test_the_wheel_holds_nlp_and_nothing_else(names: set[str]) -> None:
    assert {name.split("/")[0] for name in names} == {"nlp", f"petition_letters-{_version()}.dist-info"}


def test_the_wheel_holds_every_module_and_table_of_the_package(names: set[str]) -> None:
    files = [path for kind in ("py", "tsv", "typed") for path in (ROOT / "nlp").rglob(f"*.{kind}")]
    assert {path.relative_to(ROOT).as_posix() for path in [*files, ROOT / "nlp" / "py.typed"]} <= names


def test_the_wheel_carries_the_office_files_the_model_and_the_page(names: set[str]) -> None:
    page = [ROOT / "app.py", *(path for path in (ROOT / "ui").rglob("*") if path.is_file())]
    office = [*ROOT.glob("corpora/*.toml"), ROOT / "corpora" / "lexicons" / "terms.tsv"]
    model = [ROOT / "models" / "petitions" / name for name in ("manifest.json", "model.joblib", "README.md")]
    wanted = {path.relative_to(ROOT).as_posix() for path in [*page, *office, *model] if "__pycache__" not in path.parts}
    assert {f"nlp/default/{name}" for name in wanted} <= names


def test_the_wheel_holds_no_letters_no_tests_and_no_secrets(names: set[str]) -> None:
    assert [name for name in names if "letters/" in name or "test" in name or "secret" in name] == []


def test_the_wheel_asks_for_the_versions_its_model_was_made_with(settings: Settings) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {wanted.name: wanted.specifier for wanted in map(Requirement, project["dependencies"])}
    for library, version in read_manifest(settings.model).libraries.items():
        major, minor = Version(version).release[:2]
        assert version in asked[library]
        assert f"{major}.{minor + 1}" not in asked[library]
        assert f"{major}.{minor - 1}" not in asked[library]


def test_the_wheel_alone_classifies_with_its_own_model(installed: Path, tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "来信.txt").write_text(LETTER, encoding="utf-8")
    done = run(installed / "petitions", "classify", "来信.txt", "-o", "结果.jsonl", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (line,) = (tmp_path / "结果.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["category"] == "policy"
    where = run(installed / "python", "-c", "import nlp; print(nlp.__file__)", cwd=tmp_path).stdout
    assert Path(where.strip()).is_relative_to(installed.parent)


def test_the_page_of_the_wheel_finds_all_it_imports(installed: Path, tmp_path: Path) -> None:
    code = "from nlp.settings import Settings; print(Settings.from_environment().page)"
    page = Path(run(installed / "python", "-c", code, cwd=tmp_path).stdout.strip())
    assert page.is_relative_to(installed.parent)
    store = f"sqlite:///{(tmp_path / '库.db').as_posix()}"
    done = run(installed / "python", page, cwd=tmp_path, PETITIONS_STORE=store)  # bare: every module, no server
    assert "Error" not in done.stderr, done.stderr
    assert done.returncode == 0, done.stderr


def test_an_office_with_a_home_of_its_own_still_has_the_page(installed: Path, tmp_path: Path) -> None:
    code = "from nlp.settings import Settings; s = Settings.from_environment(); print(s.page.is_file(), s.taxonomy)"
    done = run(installed / "python", "-c", code, cwd=tmp_path, PETITIONS_HOME=str(tmp_path))
    assert done.stdout.split() == ["True", str(tmp_path / "corpora" / "taxonomy.toml")]


def _version() -> str:
    return importlib.metadata.version("petition-letters")
