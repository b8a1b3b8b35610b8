"""A PostgreSQL server of the tests' own: Debian's binaries, a folder under /tmp, a Unix socket, no network."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["binaries", "running"]

LEAST_PRIVILEGED = "nobody"  # PostgreSQL refuses to run as root


def binaries() -> Path | None:
    """Give the folder of initdb and postgres, the newest where there are several; None without PostgreSQL."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Run a server until the block ends; give the address of its databases, to be completed by a name."""
    user = LEAST_PRIVILEGED if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="pg-") as place:  # short: a socket's path has at most 107 characters
        data = Path(place, "data")
        data.mkdir(mode=0o700)
        if user:
            owner = pwd.getpwnam(user)
            for path in (place, data):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        quiet = {"user": user, "stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT, "cwd": place}
        options = ["-U", "postgres", "-E", "UTF8", "--locale=C", "-A", "trust", "--no-sync"]
        subprocess.run([folder / "initdb", "-D", data, *options], check=True, **quiet)
        settings = ["-c", "fsync=off", "-c", "listen_addresses=", "-c", f"unix_socket_directories={place}"]
        server = subprocess.Popen([folder / "postgres", "-D", data, *settings], **quiet)
        try:
            _await(folder, place)
            yield f"postgresql+psycopg://postgres@/{{name}}?host={place}"
        finally:
            server.send_signal(signal.SIGQUIT)  # at once: nothing here is worth a checkpoint
            server.wait(20)


def _await(folder: Path, place: str) -> None:
    for _ in range(100):
        if subprocess.run([folder / "pg_isready", "-q", "-h", place, "-t", "1"], check=False).returncode == 0:
            return
        subprocess.run(["sleep", "0.1"], check=True)
    raise TimeoutError("PostgreSQL did not start")
