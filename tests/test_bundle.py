"""The folder `make bundle` makes: it installs where there is no network, and what it installs classifies a letter."""

import json
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from tests.installing import LETTER, ROOT, run

HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
ALONE = ("unshare", "--map-root-user", "--net")
"""Runs a command in a network of its own that holds nothing."""

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("make") is None, reason="make bundle runs on Linux, with make"
)


@pytest.fixture(scope="module")
def refused() -> tuple[str, ...]:
    """What to put before a command so that it has no network; where it cannot be had, proxies refuse all the same."""
    try:
        allowed = subprocess.run([*ALONE, "true"], capture_output=True).returncode == 0
    except OSError:
        allowed = False
    return ALONE if allowed else ()


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle for this system and Python alone, in a folder whose name has a space as office folders do."""
    folder = tmp_path_factory.mktemp("bundle")
    programs = Path(sys.executable).parent
    asked = subprocess.run(
        [programs / "uv", "pip", "compile", "-q", "-"],
        input="jieba==0.42.1",
        capture_output=True,
        text=True,
        cwd=folder,
    )
    if asked.returncode:
        warnings.warn("注意：连不上软件包索引，离线安装的检验跳过了。", stacklevel=1)
        pytest.skip("no package index to take the wheels from")
    built = ("-o", "models/petitions/manifest.json", "-o", ".venv/test.stamp")  # as they are: a test trains nothing
    wanted = (f"BIN={programs}", f"BUNDLE={folder / 'bundle'}", "SYSTEMS=linux", f"PYTHONS={HERE}", "EXTRAS=")
    done = subprocess.run(["make", *built, "bundle", *wanted], cwd=ROOT, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr
    return (folder / "bundle").rename(folder / "信访 研判")


@pytest.fixture(scope="module")
def installed(bundle: Path, refused: tuple[str, ...]) -> Path:
    done = run(*refused, "sh", "install.sh", cwd=bundle, PYTHON=sys.base_prefix + "/bin/python3", PIP_NO_COMPILE="1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "异常" not in done.stdout
    return bundle


def test_the_bundle_holds_wheels_and_nothing_to_be_compiled(bundle: Path) -> None:
    assert {path.suffix for path in (bundle / "wheels").iterdir()} == {".whl"}


def test_the_bundle_holds_what_the_installation_text_names(bundle: Path) -> None:
    text = (bundle / "安装.txt").read_text(encoding="utf-8")
    names = ["install.sh", "install.cmd", "wheels", "models", "corpora/samples", "docs/manual.zh.md", "SHA256SUMS"]
    assert [name for name in names if name.split("/")[-1] not in text or not (bundle / name).exists()] == []


def test_files_for_windows_end_their_lines_as_windows_does(bundle: Path) -> None:
    for path in (*bundle.glob("*.cmd"), *bundle.glob("*.txt")):
        assert path.read_bytes().count(b"\r\n") == path.read_bytes().count(b"\n")


def test_a_copy_can_be_checked_against_its_sums(bundle: Path) -> None:
    assert run("sha256sum", "--check", "--quiet", "SHA256SUMS", cwd=bundle).returncode == 0


def test_what_was_installed_without_a_network_classifies(installed: Path, refused: tuple[str, ...]) -> None:
    (installed / "来信.txt").write_text(LETTER, encoding="utf-8")
    done = run(*refused, "sh", "./petitions", "classify", "来信.txt", "-o", "结果.jsonl", cwd=installed)
    assert done.returncode == 0, done.stderr
    (line,) = (installed / "结果.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["category"] == "policy"


def test_the_office_edits_the_files_it_sees(installed: Path) -> None:
    (installed / "corpora" / "taxonomy.toml").rename(installed / "corpora" / "别处.toml")
    (installed / "x").write_text("", encoding="utf-8")
    done = run("sh", "./petitions", "train", "--letters", "x", "--out", "y", cwd=installed)
    assert done.returncode == 2
    assert "taxonomy.toml" in done.stderr
