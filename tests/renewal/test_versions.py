"""A person puts a model into use or refuses it; the old one stays and can be taken back."""

import shutil
from pathlib import Path

import pytest

from nlp.artefact import read_manifest
from nlp.errors import ArtefactError, StoreError
from nlp.pipeline import Pipeline
from nlp.renewal import deeds, promote, refuse, versions
from nlp.store import Reader, Store
from nlp.trial import load_trial

PERSON = Reader("王工")
Office = tuple[Path, str, Store]


def states(office: Office) -> dict[str, str]:
    model, _, store = office
    return {one.id: one.state for one in versions(model, deeds(store))}


def in_use(model: Path) -> str:
    return read_manifest(model).sha256[:12]


def test_a_new_model_waits_for_a_decision(office: Office) -> None:
    model, version, _ = office
    assert states(office) == {version: "offered", in_use(model): "in_use"}


def test_promoting_puts_it_into_use_whole(office: Office) -> None:
    model, version, store = office
    promote(store, model, version, PERSON, "本单位来信上更好")
    assert Pipeline.load(model).manifest.sha256.startswith(version)
    assert load_trial(model) is not None
    assert states(office)[version] == "in_use"


def test_the_old_model_is_kept_and_can_be_taken_back(office: Office) -> None:
    model, version, store = office
    old = in_use(model)
    promote(store, model, version, PERSON, "更好")
    assert states(office)[old] == "earlier"
    promote(store, model, old, PERSON, "新的漏了检举件")
    assert in_use(model) == old
    assert Pipeline.load(model).manifest.sha256.startswith(old)


def test_who_when_and_why_are_in_the_audit(office: Office) -> None:
    model, version, store = office
    refuse(store, model, version, PERSON, "漏了检举件")
    promote(store, model, version, Reader("李工"), "补标以后再看，可以用")
    assert [(deed.kind, deed.who, deed.why) for deed in deeds(store)] == [
        ("refused", "王工", "漏了检举件"),
        ("promoted", "李工", "补标以后再看，可以用"),
    ]


def test_a_refused_model_is_offered_no_more(office: Office) -> None:
    model, version, store = office
    refuse(store, model, version, PERSON, "看不出提高")
    assert states(office)[version] == "refused"


@pytest.mark.parametrize("deed", [promote, refuse])
def test_a_decision_needs_a_reason(office: Office, deed: object) -> None:
    model, version, store = office
    with pytest.raises(StoreError, match="理由"):
        deed(store, model, version, PERSON, " ")  # type: ignore[operator]
    assert deeds(store) == []


@pytest.mark.parametrize("version", ["0" * 12, "../own", ""])
def test_a_version_that_is_not_there_is_named(office: Office, version: str) -> None:
    model, known, store = office
    with pytest.raises(ArtefactError, match=known):
        promote(store, model, version, PERSON, "试试")


def test_a_damaged_version_is_not_put_into_use(office: Office) -> None:
    model, version, store = office
    old = in_use(model)
    (model.parent / "own.versions" / version / "model.joblib").write_bytes(b"no model")
    with pytest.raises(ArtefactError, match="SHA-256"):
        promote(store, model, version, PERSON, "试试")
    assert (in_use(model), deeds(store)) == (old, [])


def test_a_change_cut_off_halfway_is_mended_by_promoting_again(office: Office) -> None:
    model, version, store = office
    (model / "manifest.json").unlink()
    shutil.rmtree(model / "trial")
    promote(store, model, version, PERSON, "断电后重做")
    assert Pipeline.load(model).manifest.sha256.startswith(version)


def test_the_model_in_use_cannot_be_refused(office: Office) -> None:
    model, version, store = office
    promote(store, model, version, PERSON, "更好")
    with pytest.raises(StoreError, match="正在用"):
        refuse(store, model, version, PERSON, "不好")
