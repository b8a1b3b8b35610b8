"""The models of an office, each in a folder named by its digest beside the one in use; none is ever deleted here.

``models/petitions`` is in use, ``models/petitions.versions/<digest>/`` holds every model it was or may become. A person
puts one into use or refuses it, with a reason; the audit keeps who, when and why, and so is the list of what was done.
"""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from nlp.artefact import Manifest, load_artefact, read_manifest
from nlp.errors import ArtefactError, StoreError
from nlp.renewal.comparing import Checked
from nlp.store import Reader, Store, audit_lines, record

__all__ = ["Deed", "Renewal", "Version", "deeds", "keep", "promote", "refuse", "version_folder", "versions"]

_DIGITS = 12
_NOTE = "renewal.json"
_MANIFEST = "manifest.json"
_ACTIONS = {"model_train": "trained", "model_promote": "promoted", "model_refuse": "refused"}


class Renewal(BaseModel):
    """How a version came to be: of what, by whom, and how it compared with the one then in use (``against``)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    made_at: str
    made_by: str
    letters: int
    own: int
    changed: int
    confidential: int
    against: str
    checked: tuple[Checked, ...] = ()


@dataclass(frozen=True, slots=True)
class Deed:
    """A line of a model's history: trained, promoted or refused."""

    kind: str
    version: str
    at: str
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Version:
    """A model in its folder; ``state`` is in_use, offered (nobody has decided yet), refused or earlier."""

    id: str
    folder: Path
    manifest: Manifest
    renewal: Renewal | None
    state: Literal["in_use", "offered", "refused", "earlier"]


def version_folder(model: Path) -> Path:
    """Give where the versions of a model lie.

    >>> version_folder(Path("models/petitions")).name
    'petitions.versions'
    """
    return model.with_name(f"{model.name}.versions")


def version_of(manifest: Manifest) -> str:
    """Name a version by its digest."""
    return manifest.sha256[:_DIGITS]


def _in_use(model: Path) -> str:
    """Give the version in use; empty where there is none, as after a change that was cut off."""
    return version_of(read_manifest(model)) if (model / _MANIFEST).is_file() else ""


def deeds(store: Store) -> list[Deed]:
    """Give what was done with models, oldest first."""
    return [
        Deed(_ACTIONS[line.action], line.subject, line.at, line.who, str(line.details.get("why", "")))
        for line in audit_lines(store, actions=tuple(_ACTIONS))
    ]


def versions(model: Path, done: Sequence[Deed] = ()) -> list[Version]:
    """List the versions of a model, the newest first; the one in use is there even if it was never renewed."""
    used = _in_use(model)
    folders = {path.name: path for path in version_folder(model).glob("*/") if (path / _MANIFEST).is_file()}
    if used:
        folders.setdefault(used, model)
    last = {deed.version: deed.kind for deed in done}
    found = [_version(name, path, used, last.get(name, "")) for name, path in folders.items()]
    return sorted(found, key=lambda one: (one.renewal.made_at if one.renewal else "", one.id), reverse=True)


def _version(name: str, folder: Path, used: str, last: str) -> Version:
    renewal = _renewal(folder)
    offered = renewal is not None and last in ("", "trained")
    state = "in_use" if name == used else "refused" if last == "refused" else "offered" if offered else "earlier"
    return Version(name, folder, read_manifest(folder), renewal, state)  # type: ignore[arg-type]


def _renewal(folder: Path) -> Renewal | None:
    try:
        return Renewal.model_validate_json((folder / _NOTE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        problem = f"读不了（{type(error).__name__}）"
        raise ArtefactError(str(folder / _NOTE), problem, "请移走这个文件夹，再训练一次") from error


def offer(draft: Path, model: Path, renewal: Renewal) -> str:
    """Put a freshly trained model among the versions, with how it came to be, and give its name.

    The same letters give the same model: one that lies there already is kept as it is.
    """
    name = version_of(read_manifest(draft))
    (draft / _NOTE).write_text(renewal.model_dump_json(indent=1) + "\n", encoding="utf-8", newline="\n")
    target = version_folder(model) / name
    if target.exists():
        shutil.rmtree(draft)
    else:
        draft.rename(target)
    return name


def keep(model: Path) -> str:
    """Keep the model in use among the versions, so that it can be taken back, and give its name; empty for none."""
    name = _in_use(model)
    target = version_folder(model) / name
    if name and not target.exists():
        draft = target.with_name(f".{name}.{os.getpid()}")
        shutil.copytree(model, draft)
        draft.rename(target)
    return name


def promote(store: Store, model: Path, version: str, person: Reader, why: str) -> None:
    """Put a version into use in place of the model there is, which is kept; a former one is taken back the same way.

    Raises ``StoreError`` without a reason, ``ArtefactError`` for a version that does not exist, is damaged or was made
    with other libraries: nothing is changed then.
    """
    _check_reason(version, why)
    source = _known(model, version)
    load_artefact(source)
    before = keep(model)
    with store.writing() as connection:
        details = {"from": before, "why": why}
        record(store, connection, person.name, "model_promote", version, details)
        _put_in_place(source, model)


def refuse(store: Store, model: Path, version: str, person: Reader, why: str) -> None:
    """Note that a version is not to be used; it stays where it is and may be promoted later all the same.

    Raises ``StoreError`` without a reason and for the model in use, ``ArtefactError`` for no such version.
    """
    _check_reason(version, why)
    _known(model, version)
    if version == _in_use(model):
        raise StoreError(f"模型 {version}", "正在用的就是这个模型", "如不想用它，请换用另一个")
    with store.writing() as connection:
        record(store, connection, person.name, "model_refuse", version, {"why": why})


def _check_reason(version: str, why: str) -> None:
    if not why.strip():
        raise StoreError(f"模型 {version}", "没有写明理由", "请写明理由，理由会记入审计")


def _known(model: Path, version: str) -> Path:
    folder = version_folder(model) / version
    if not version.isalnum() or not (folder / _MANIFEST).is_file():
        known = "、".join(sorted(path.parent.name for path in version_folder(model).glob(f"*/{_MANIFEST}"))) or "没有"
        raise ArtefactError(f"模型 {version}", "没有这个版本", f"请从这些里选：{known}")
    return folder


def _put_in_place(source: Path, model: Path) -> None:
    """Copy a version over the model in use, its manifest last: a reader finds a whole model or none, never a mixture.

    Whoever loads in between is told that there is no model, and finds it when asking again.
    """
    for path in (model / _MANIFEST, model / _NOTE):
        path.unlink(missing_ok=True)
    shutil.rmtree(model / "trial", ignore_errors=True)
    shutil.copytree(
        source,
        model,
        dirs_exist_ok=True,
        ignore=lambda folder, _names: [_MANIFEST] if Path(folder) == source else [],
    )
    draft = model / f".{_MANIFEST}.{os.getpid()}"
    shutil.copyfile(source / _MANIFEST, draft)
    draft.replace(model / _MANIFEST)
