"""What scanned letters were recognized from, kept beside their text: page images and the characters in doubt.

They are as original as the text: sealed like it, never purged, and seen only by who may see the letter whole.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from nlp.receipt import Doubt, Scan
from nlp.store.connection import Store
from nlp.store.registration import storable
from nlp.store.schema import letters, scan_pages, scans
from nlp.store.viewing import Reader, unmask

__all__ = ["KeptScan", "keep_scans", "unmask_scan"]


@dataclass(frozen=True, slots=True)
class KeptScan:
    """The page images of a letter (JPEG) in order, and the places in its text to be compared with them."""

    pages: tuple[bytes, ...]
    doubts: tuple[Doubt, ...]


def _doubts_place(letter_id: int) -> str:
    return f"scans.doubts:{letter_id}"


def _page_place(letter_id: int, page: int) -> str:
    return f"scan_pages.image:{letter_id}:{page}"


def keep_scans(store: Store, file_id: int, found: Iterable[Scan]) -> int:
    """Keep what the letters of a file were recognized from, each once; return how many were new.

    The images are read from where the reading put them. Raises ``OSError`` when one is gone.
    """
    return sum(_keep(store, file_id, scan) for scan in found)


def _keep(store: Store, file_id: int, scan: Scan) -> bool:
    images = [page.read_bytes() for page in scan.pages]
    doubts = json.dumps([[doubt.start, doubt.end, doubt.confidence] for doubt in scan.doubts])
    with store.writing() as connection:
        of_letter = letters.c.file_id == file_id, letters.c.item == storable(scan.letter_id)
        id_ = connection.scalar(select(letters.c.id).where(*of_letter).with_for_update())
        if id_ is None or _is_kept(connection, id_):
            return False
        box = store.seal.close(doubts, _doubts_place(id_))
        connection.execute(scans.insert().values(letter_id=id_, doubts=box))
        for page, image in enumerate(images, start=1):
            sealed = store.seal.close_bytes(image, _page_place(id_, page))
            connection.execute(scan_pages.insert().values(letter_id=id_, page=page, image=sealed))
    return True


def _is_kept(connection: Connection, letter_id: int) -> bool:
    return connection.scalar(select(scans.c.letter_id).where(scans.c.letter_id == letter_id)) is not None


def unmask_scan(store: Store, number: str, reader: Reader, why: str) -> KeptScan | None:
    """Give what a letter was recognized from, None for one that was not; noted in the audit as an unmasking.

    An image cannot be masked: raises ``StoreError`` as ``unmask`` does.
    """
    unmask(store, number, reader, why)
    seal = store.seal
    with store.reading() as connection:
        kept = select(scans).join(letters, letters.c.id == scans.c.letter_id).where(letters.c.number == number)
        row = connection.execute(kept).first()
        if row is None:
            return None
        found = select(scan_pages).where(scan_pages.c.letter_id == row.letter_id).order_by(scan_pages.c.page)
        pages = [seal.open_bytes(p.image, _page_place(p.letter_id, p.page)) for p in connection.execute(found)]
    doubts = json.loads(seal.open(row.doubts, _doubts_place(row.letter_id)))
    return KeptScan(tuple(pages), tuple(Doubt(*doubt) for doubt in doubts))
