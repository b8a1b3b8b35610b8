"""A model folder: ``manifest.json`` says what ``model.joblib`` must be before anything in it is run.

A joblib file is code. It is loaded only after its format, the libraries it was made with and its SHA-256 agree
with the manifest. The manifest itself is trusted as much as the folder it lies in.
"""

import hashlib
import importlib.metadata
import io
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from nlp.errors import ArtefactError

__all__ = ["FORMAT", "Manifest", "digest", "load_artefact", "read_manifest", "save_artefact"]

FORMAT = 9
"""Raise by one whenever an older program could not use a newer model, and say why in docs/architecture.md."""

_LIBRARIES = ("joblib", "numpy", "scipy", "scikit-learn")
_REBUILD = "请用 petitions train 重新训练（默认模型：make model）"


class Manifest(BaseModel):
    """What a model folder says of itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    name: str
    program: str
    libraries: dict[str, str]
    digests: dict[str, str]
    metrics: dict[str, Any]
    file: str = "model.joblib"
    sha256: str
    bytes: int


def digest(*parts: bytes) -> str:
    """Give the SHA-256 of some bytes, in order, as 64 hexadecimal digits."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part)
    return total.hexdigest()


def save_artefact(
    folder: Path, name: str, content: object, *, digests: Mapping[str, str], metrics: Mapping[str, Any]
) -> Manifest:
    """Write the model, then its manifest; a reader never sees one without the other half-written."""
    import joblib

    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "model.joblib"
    draft = folder / f".model.{os.getpid()}.joblib"
    joblib.dump(content, draft, compress=("zlib", 6))
    data = draft.read_bytes()
    manifest = Manifest(
        format=FORMAT,
        name=name,
        program=importlib.metadata.version("petition-letters"),
        libraries=_versions(),
        digests=dict(digests),
        metrics=dict(metrics),
        sha256=digest(data),
        bytes=len(data),
    )
    (folder / "manifest.json").unlink(missing_ok=True)
    draft.replace(target)
    text = json.dumps(manifest.model_dump(), ensure_ascii=False, indent=1) + "\n"
    note = folder / f".manifest.{os.getpid()}.json"
    note.write_text(text, encoding="utf-8")
    note.replace(folder / "manifest.json")
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """Read and check the manifest alone."""
    path = folder / "manifest.json"
    try:
        return Manifest.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise ArtefactError(str(folder), "这里没有模型（缺 manifest.json）", _REBUILD) from None
    except (OSError, ValueError, ValidationError) as error:
        raise ArtefactError(str(path), f"模型清单读不了（{type(error).__name__}）", _REBUILD) from error


def load_artefact(folder: Path) -> tuple[Manifest, Any]:
    """Load a model after checking manifest, format, library versions and SHA-256, in this order."""
    manifest = read_manifest(folder)
    if manifest.format != FORMAT:
        raise ArtefactError(str(folder), f"模型格式是 {manifest.format}，本程序用 {FORMAT}", _REBUILD)
    for library, made_with in manifest.libraries.items():
        here = _versions().get(library, "未安装")
        if _minor(here) != _minor(made_with):
            raise ArtefactError(str(folder), f"模型用 {library} {made_with} 训练，本机是 {here}", _REBUILD)
    path = folder / Path(manifest.file).name
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ArtefactError(str(path), f"模型文件读不了（{type(error).__name__}）", _REBUILD) from error
    if digest(data) != manifest.sha256:
        raise ArtefactError(str(path), "模型文件与清单的 SHA-256 不符，可能损坏或被替换", f"不要使用它；{_REBUILD}")

    import joblib

    return manifest, joblib.load(io.BytesIO(data))


def _versions() -> dict[str, str]:
    return {name: importlib.metadata.version(name) for name in _LIBRARIES}


def _minor(version: str) -> tuple[str, ...]:
    return tuple(version.split(".")[:2])
