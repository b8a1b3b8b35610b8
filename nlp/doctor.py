"""Look over one installation and say of each part whether it is well, and what to do if it is not."""

import importlib.metadata
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nlp.artefact import load_artefact, read_manifest
from nlp.errors import LetterError

__all__ = ["Finding", "check"]

_LEAST_FREE = 500_000_000
_LIBRARIES = (
    *("jieba", "rjieba", "OpenCC", "scikit-learn", "spacy", "joblib"),
    *("streamlit", "python-calamine", "XlsxWriter"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One part looked at: what was found, and a remedy where it is not good."""

    what: str
    good: bool
    found: str
    remedy: str = ""


def check(model: Path) -> Iterator[Finding]:
    """Yield the findings: Python, libraries, model, disk."""
    version = ".".join(map(str, sys.version_info[:3]))
    good = (3, 11) <= sys.version_info[:2] <= (3, 13)
    yield Finding("Python", good, version, "" if good else "请安装 Python 3.11 至 3.13")
    yield from map(_library, _LIBRARIES)
    yield _model(model)
    free = shutil.disk_usage(model.parent if model.parent.exists() else Path.cwd()).free
    enough = free >= _LEAST_FREE
    yield Finding("磁盘", enough, f"剩余 {free / 1e9:.1f} GB", "" if enough else "请腾出至少 0.5 GB")


def _library(name: str) -> Finding:
    try:
        return Finding(name, True, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return Finding(name, False, "未安装", "请重新运行 make run")


def _model(folder: Path) -> Finding:
    try:
        manifest = read_manifest(folder)
        load_artefact(folder)
    except LetterError as error:
        return Finding("模型", False, error.problem, error.remedy)
    return Finding("模型", True, f"{manifest.name}，{manifest.bytes / 1e6:.1f} MB，清单与文件相符")
