import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from nlp.artefact import load_artefact, read_manifest
from nlp.errors import ArtefactError
from nlp.pipeline import Pipeline


@pytest.fixture
def copy(small_model: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small_model, tmp_path / "model"))


def _edit(folder: Path, change: Callable[[dict[str, object]], None]) -> None:
    path = folder / "manifest.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


def test_the_manifest_records_what_the_model_was_made_of(small_model: Path) -> None:
    manifest = read_manifest(small_model)
    assert set(manifest.digests) == {"letters", "taxonomy", "lexicon"}
    assert {"scikit-learn", "numpy", "joblib"} <= set(manifest.libraries)
    assert manifest.bytes == (small_model / "model.joblib").stat().st_size
    assert 0 <= manifest.metrics["macro_f1"] <= 1


def test_a_changed_model_file_is_never_unpickled(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytearray((copy / "model.joblib").read_bytes())
    data[len(data) // 2] ^= 1
    (copy / "model.joblib").write_bytes(data)
    monkeypatch.setattr("joblib.load", lambda *_: pytest.fail("unpickled"))
    with pytest.raises(ArtefactError, match="SHA-256 不符"):
        load_artefact(copy)


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [("format", 99, "模型格式是 99"), ("libraries", {"scikit-learn": "0.1.0"}, "0.1.0 训练")],
)
def test_another_format_or_library_is_refused_before_the_file_is_read(
    copy: Path, key: str, value: object, says: str
) -> None:
    _edit(copy, lambda content: content.update({key: value}))
    (copy / "model.joblib").unlink()
    with pytest.raises(ArtefactError, match=says) as caught:
        load_artefact(copy)
    assert "petitions train" in str(caught.value)


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"format": 1}'])
def test_a_broken_manifest_is_refused(copy: Path, broken: str) -> None:
    (copy / "manifest.json").write_text(broken, encoding="utf-8")
    with pytest.raises(ArtefactError, match="清单读不了"):
        load_artefact(copy)


def test_an_empty_folder_says_how_to_make_a_model(tmp_path: Path) -> None:
    with pytest.raises(ArtefactError, match="petitions train"):
        load_artefact(tmp_path)


def test_a_manifest_cannot_point_outside_its_folder(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "evil.joblib").write_bytes(b"x")
    _edit(copy, lambda content: content.update(file="../evil.joblib"))
    with pytest.raises(ArtefactError, match="读不了"):
        load_artefact(copy)


def test_a_foreign_object_is_not_taken_for_a_model(tmp_path: Path) -> None:
    from nlp.artefact import save_artefact

    save_artefact(tmp_path, "x", {"a": 1}, digests={}, metrics={})
    with pytest.raises(ArtefactError, match="不是本程序的模型"):
        Pipeline.load(tmp_path)
