"""Members of zip archives, taken out one at a time under names of our own, within limits."""

import shutil
import stat
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from nlp.errors import ReadingError
from nlp.reading.files import why_skipped
from nlp.reading.names import shown_name
from nlp.reading.package_guard import MAX_RATIO, RATIO_FROM, TOO_MANY, UNPACKING_ERRORS
from nlp.reading.parser_process import damaged

__all__ = ["Allowance", "Member", "members_of"]

CHUNK = 1 << 20
SOURCE = "请核对文件来源；如确为来信，请解压后分批导入"
ENCRYPTED = ("压缩包有密码", "请用密码解压后，再导入其中的文件")
ESCAPES = ("压缩包内的路径越出压缩包（含 .. 或盘符），疑似恶意文件", "请核对文件来源，不要解压它")
LINK = ("压缩包内是一个符号链接，不是文件", "请把链接指向的文件放进压缩包")
OVERLAP = ("压缩包里的文件互相重叠，疑似压缩炸弹", SOURCE)
BOMB = (f"解压后超过 {MAX_RATIO} 倍，疑似压缩炸弹", SOURCE)
UTF8_NAME = 0x800
NAMELESS = "（无名）"


@dataclass(slots=True)
class Allowance:
    """What one file given by the user may still unpack to, with all that is nested in it."""

    bytes_left: int = 4 << 30
    members_left: int = 20_000

    def take(self, size: int, where: str) -> None:
        """Spend bytes. Raises ``ReadingError`` when there are none left."""
        self.bytes_left -= size
        if self.bytes_left < 0:
            raise ReadingError(where, "压缩包解压后过大，疑似压缩炸弹", SOURCE)


@dataclass(frozen=True, slots=True)
class Member:
    """One file in an archive or mail: where it was unpacked, or why it was not."""

    name: str
    path: Path | None = None
    problem: str = ""
    remedy: str = ""
    skipped: str = ""


def _name_of(part: zipfile.ZipInfo) -> str:
    """Read a member's name; without the UTF-8 flag Windows wrote it in GBK, which zipfile took for code page 437."""
    if part.flag_bits & UTF8_NAME or part.filename.isascii():
        return part.filename
    try:
        written = part.filename.encode("cp437")
    except ValueError:
        return part.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return written.decode(encoding)
        except ValueError:
            continue
    return part.filename


def _refusal(part: zipfile.ZipInfo, name: str) -> tuple[str, str] | None:
    """Say why a member is not to be unpacked, from its entry alone."""
    place = PurePosixPath(name.replace("\\", "/"))
    if place.is_absolute() or ".." in place.parts or (place.parts and place.parts[0].endswith(":")):
        return ESCAPES
    if stat.S_ISLNK(part.external_attr >> 16):
        return LINK
    if part.flag_bits & 1:
        return ENCRYPTED
    if part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1):
        return BOMB
    return None


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str, target: Path, allowance: Allowance) -> Member:
    """Copy a member out in pieces, whatever size it claims."""
    try:
        with archive.open(part) as source, target.open("wb") as copy:
            while chunk := source.read(CHUNK):
                allowance.take(len(chunk), name)
                copy.write(chunk)
    except UNPACKING_ERRORS:
        return Member(name, None, *damaged("zip"))
    return Member(name, target)


def members_of(path: Path, name: str, allowance: Allowance) -> Iterator[Member]:
    """Yield the files of an archive in its order; each is on disk only until the next is asked for.

    Raises ``ReadingError`` when the archive is damaged, holds too many files or unpacks to too much.
    """
    try:
        with (
            zipfile.ZipFile(path) as archive,
            TemporaryDirectory(prefix="petitions-", ignore_cleanup_errors=True) as folder,
        ):
            parts = [part for part in archive.infolist() if not part.filename.endswith("/")]
            allowance.members_left -= len(parts)
            if allowance.members_left < 0:
                raise ReadingError(name, *TOO_MANY)
            if (
                sum(part.compress_size for part in parts) > path.stat().st_size
            ):  # members that share bytes (Fifield 2019)
                raise ReadingError(name, *OVERLAP)
            free = shutil.disk_usage(folder).free
            for number, part in enumerate(parts):
                inner = _name_of(part) or NAMELESS
                shown = shown_name(f"{name}/{inner}")
                if because := _refusal(part, inner):
                    yield Member(shown, None, *because)
                elif reason := next(filter(None, map(why_skipped, PurePosixPath(inner).parts)), ""):
                    yield Member(shown, skipped=reason)
                elif part.file_size > free:
                    yield Member(shown, None, "临时文件夹的空间不够", "请清理磁盘后重新导入")
                else:
                    target = Path(folder, f"{number}")
                    yield _unpack(archive, part, shown, target, allowance)
                    with suppress(OSError):  # Windows keeps a file that is still open until the folder goes
                        target.unlink()
    except UNPACKING_ERRORS as error:
        raise ReadingError(name, *damaged("zip")) from error
