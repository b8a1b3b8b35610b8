"""Old Word files through LibreOffice, where the office has it; otherwise a way out in words."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from nlp.errors import ReadingError

__all__ = ["as_docx"]

PATIENCE = 120.0
WAY_OUT = "请用 Word、WPS 或 LibreOffice 打开，另存为 docx 后重新导入"


@contextmanager
def as_docx(path: Path, name: str) -> Iterator[Path]:
    """Convert an old Word file to docx in a folder of its own, which goes when the context ends.

    LibreOffice runs without a window and with a profile of its own, in which macros do not run. Raises ``ReadingError``
    when it is not installed or cannot convert the file.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise ReadingError(name, "是旧版 Word 文件（doc），本机没有可以转换它的 LibreOffice", WAY_OUT)
    with TemporaryDirectory(prefix="petitions-") as folder:
        source = Path(folder, "letter.doc")
        shutil.copyfile(path, source)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        options = ["--headless", "--norestore", "--convert-to", "docx", "--outdir", folder, str(source)]
        try:
            subprocess.run([program, profile, *options], capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
        except subprocess.TimeoutExpired as error:
            raise ReadingError(name, f"LibreOffice {PATIENCE:.0f} 秒内没有转换完旧版 Word 文件", WAY_OUT) from error
        target = source.with_suffix(".docx")
        if not target.exists():
            raise ReadingError(name, "LibreOffice 没能转换这个旧版 Word 文件", WAY_OUT)
        yield target
