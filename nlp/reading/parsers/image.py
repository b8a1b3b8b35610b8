"""Scanned letters in png, jpg, tif and bmp files: every frame is a page."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from nlp.errors import ReadingError
from nlp.reading.blocks import image_name
from nlp.reading.parser_process import damaged
from nlp.reading.parsers.layout import Line, join_lines
from nlp.reading.parsers.recognition import MISSING, recognize

__all__ = ["MAX_PIXELS", "keep_page", "lines_of", "opened_image", "parse"]

MAX_PIXELS = 60_000_000
"""Of one page; a sheet of A4 at 600 dots per inch has 35 million."""

MAX_FRAMES = 500
LONGEST_SIDE = 4_000
"""Pixels a page is reduced to before recognition; A4 at 300 dots per inch has 3,508."""

_QUALITY = 85
"""Of the image kept beside the text, for the eye; the file it came from is not touched."""


def keep_page(image: Any, folder: str | None, page: int) -> None:
    """Write the image of a page (PIL, RGB) into a folder as ``0001.jpg``, where one is given."""
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        image.save(Path(folder, image_name(page)), quality=_QUALITY)


def _check(image: Any) -> None:
    """Look at the size an image claims before it is unpacked."""
    width, height = image.size
    if width * height > MAX_PIXELS:
        problem = f"图片为 {width:,}×{height:,} 像素，超过 {MAX_PIXELS // 10_000:,} 万像素"
        raise ReadingError("image", problem, "请降低扫描分辨率（300 dpi 足够）后重新导入")


@contextmanager
def opened_image(source: str | BinaryIO) -> Iterator[Any]:
    """Open an image (PIL) of a kind that scanners and cameras write.

    Raises ``ReadingError`` when it is too large or damaged, or the extra is not installed.
    """
    try:
        from PIL import Image, UnidentifiedImageError
    except ImportError as error:
        raise ReadingError("image", *MISSING) from error
    Image.MAX_IMAGE_PIXELS = None  # checked here, in words a clerk understands
    try:
        with Image.open(source, formats=("PNG", "JPEG", "TIFF", "BMP")) as image:
            _check(image)
            yield image
    except (UnidentifiedImageError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise ReadingError("image", *damaged("image")) from error


def lines_of(frame: Any, page: int, folder: str | None) -> list[Line]:
    """Recognize one page (PIL), upright and no larger than needed, and keep its image where asked."""
    from PIL import ImageOps

    _check(frame)
    upright = ImageOps.exif_transpose(frame).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    keep_page(upright, folder, page)
    return recognize(upright)


def parse(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the paragraphs of an image file page by page, keeping the pages in ``images`` when asked."""
    with opened_image(request["path"]) as image:
        from PIL import ImageSequence

        for page, frame in enumerate(ImageSequence.Iterator(image), start=1):
            if page > MAX_FRAMES:
                raise ReadingError("image", f"超过 {MAX_FRAMES} 页", "请拆成几个文件后重新导入")
            blocks, _, _ = join_lines(lines_of(frame, page, request.get("images")), page)
            yield {"blocks": [block.as_dict() for block in blocks], "scanned": page}
