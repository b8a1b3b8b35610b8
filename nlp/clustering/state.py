"""What the detector remembers from week to week: one value, given in and given back, never changed in place.

A letter stays for ``MEMORY_WEEKS``; of a matter of several letters the latest two stay for ``LONG_MEMORY_WEEKS``, so
that one thought closed is known again under its own name. What became of the others is in the ledger. The bytes hold
arrays and JSON only, so that loading a state runs no code, and equal states have equal bytes.
"""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp.clustering.corrections import Correction
from nlp.clustering.profiles import BLOCKS, COLUMNS, Profiles, read_profiles
from nlp.errors import LetterError

__all__ = ["LONG_MEMORY_WEEKS", "MEMORY_WEEKS", "ClusterState", "StateError", "new_state"]

MEMORY_WEEKS = 52
LONG_MEMORY_WEEKS = 260
IMAGINED = 30
"""Letters about anything else that are taken to have come before the first, so that in a first week of ten letters
what three of them say is not yet common."""
FORMAT = 1
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the time stamp of every entry: the same state, the same bytes
_ARRAYS = ("days", "weeks", "senders", "clusters", "copies")


class StateError(LetterError):
    """The stored state of the detector is damaged or of another version."""


@dataclass(frozen=True, slots=True)
class ClusterState:
    """Letters within memory, row by row, and the counts that weigh what they say.

    ``week`` is the number of the last week taken in (Monday's ordinal // 7), 0 before the first. ``senders`` are
    opaque numbers, 0 for unknown. ``clusters`` points into ``cluster_ids``. ``copies`` holds the number of the letter's
    template: rows of one number are copies of one text, each other row has its own. ``frequencies`` counts in how
    many of ``letters_seen`` letters each column occurred.
    """

    week: int
    letters_seen: int
    frequencies: NDArray[np.int32]
    profiles: Profiles
    ids: tuple[str, ...]
    days: NDArray[np.int32]
    weeks: NDArray[np.int32]
    senders: NDArray[np.int64]
    clusters: NDArray[np.int32]
    copies: NDArray[np.int64]
    cluster_ids: tuple[str, ...]
    corrections: tuple[Correction, ...] = ()

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def weights(self) -> NDArray[np.float32]:
        """The inverse document frequency of each column: ln((``IMAGINED`` + letters) / (1 + letters that hold it))."""
        ratio: NDArray[np.float32] = np.log((IMAGINED + self.letters_seen) / (1 + self.frequencies)).astype(np.float32)
        return ratio

    def rows_of(self, letter_ids: Sequence[str]) -> list[int | None]:
        """Give the row of each letter, None for one that is not in memory."""
        row_of = {letter_id: row for row, letter_id in enumerate(self.ids)}
        return [row_of.get(letter_id) for letter_id in letter_ids]

    def keep_rows(self, kept: NDArray[np.int64]) -> "ClusterState":
        """Give the state with these rows only; clusters without a letter go."""
        numbers, clusters = np.unique(self.clusters[kept], return_inverse=True)
        return replace(
            self,
            profiles=self.profiles.take(kept),
            ids=tuple(self.ids[row] for row in kept),
            days=self.days[kept],
            weeks=self.weeks[kept],
            senders=self.senders[kept],
            clusters=clusters.astype(np.int32),
            copies=self.copies[kept],
            cluster_ids=tuple(self.cluster_ids[number] for number in numbers),
        )

    def to_bytes(self) -> bytes:
        """Give the state as bytes, the same for the same state."""
        known = np.flatnonzero(self.frequencies)
        arrays = {name: getattr(self, name) for name in _ARRAYS}
        arrays |= {"columns": known.astype(np.int32), "counts": self.frequencies[known]}
        arrays["sketches"] = self.profiles.sketches
        for name in BLOCKS:
            matrix = self.profiles.block(name)
            parts = {"data": matrix.data, "indices": matrix.indices.astype(np.int32), "indptr": matrix.indptr}
            arrays |= {f"{name}.{part}": values for part, values in parts.items()}
        head = {
            "format": FORMAT,
            "week": self.week,
            "letters_seen": self.letters_seen,
            "ids": self.ids,
            "cluster_ids": self.cluster_ids,
            "corrections": [[c.letter, c.other, c.same] for c in self.corrections],
        }
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            _write(archive, "head.json", json.dumps(head, ensure_ascii=False).encode())
            for name, values in sorted(arrays.items()):
                _write(archive, f"{name}.npy", _npy(values))
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> "ClusterState":
        """Read a state back; raises StateError when the bytes are not one of this version."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                head = json.loads(archive.read("head.json"))
                arrays = {
                    name.removesuffix(".npy"): np.load(io.BytesIO(archive.read(name)), allow_pickle=False)
                    for name in archive.namelist()
                    if name.endswith(".npy")
                }
            if head["format"] != FORMAT:
                raise StateError("聚类状态", f"格式是 {head['format']}，本程序只认 {FORMAT}", "请重新回放来信")
            return cls._of(head, arrays)
        except (zipfile.BadZipFile, KeyError, ValueError) as error:
            raise StateError("聚类状态", "文件已损坏", "请从备份恢复，或重新回放来信") from error

    @classmethod
    def _of(cls, head: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> "ClusterState":
        frequencies = np.zeros(COLUMNS, dtype=np.int32)
        frequencies[arrays["columns"]] = arrays["counts"]
        size = len(head["ids"])
        blocks = [
            sparse.csr_matrix(
                tuple(arrays[f"{name}.{part}"] for part in ("data", "indices", "indptr")), shape=(size, COLUMNS)
            )
            for name in BLOCKS
        ]
        own = {name: arrays[name] for name in _ARRAYS}
        return cls(
            week=int(head["week"]),
            letters_seen=int(head["letters_seen"]),
            frequencies=frequencies,
            profiles=Profiles.of(blocks, arrays["sketches"].astype(np.uint32)),
            ids=tuple(head["ids"]),
            cluster_ids=tuple(head["cluster_ids"]),
            corrections=tuple(Correction(letter, other, bool(same)) for letter, other, same in head["corrections"]),
            **own,
        )


def _write(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data, compresslevel=1)


def _npy(values: NDArray[Any]) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, values, allow_pickle=False)
    return buffer.getvalue()


def new_state() -> ClusterState:
    """Give the state of an office that has received nothing yet.

    >>> state = new_state()
    >>> len(state), ClusterState.from_bytes(state.to_bytes()).to_bytes() == state.to_bytes()
    (0, True)
    """
    integers = np.zeros(0, dtype=np.int32)
    long = np.zeros(0, dtype=np.int64)
    frequencies = np.zeros(COLUMNS, dtype=np.int32)
    return ClusterState(0, 0, frequencies, read_profiles([]), (), integers, integers, long, integers, long, ())
