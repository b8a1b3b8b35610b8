"""What the tests of the wheel and of the bundle share: environments that know nothing of this source tree."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LETTER = "改制时我们被买断工龄，至今没有安置，内退费也停发了，请求落实政策。"
NOWHERE = "http://127.0.0.1:9"
"""A proxy nobody listens at: what asks the network is refused at once."""


def run(*command: object, cwd: Path, timeout: int = 900, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command with no variable of ours, of Python or of pip, and with the network refused."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PETITIONS_", "PIP_", "PYTHON"))}
    refused = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), NOWHERE)
    given = {**kept, **refused, "PIP_CONFIG_FILE": os.devnull, "PYTHONUTF8": "1", **environment}
    return subprocess.run(
        [str(word) for word in command], cwd=cwd, capture_output=True, text=True, timeout=timeout, env=given
    )


def build_wheel(folder: Path) -> Path:
    """Build the project's wheel; what is made on the way stays in the folder, not in the source tree."""
    settings = folder / "build.cfg"
    settings.write_text(f"[build]\nbuild_base = {folder}/build\n[egg_info]\negg_base = {folder}\n", encoding="utf-8")
    options = ("--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", folder)
    command = (sys.executable, "-m", "pip", "wheel", "-q", *options, ROOT)
    done = run(*command, cwd=folder, DIST_EXTRA_CONFIG=str(settings))
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel
