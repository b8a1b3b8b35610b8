import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from nlp.errors import SettingError
from nlp.settings import Settings
from nlp.taxonomy import Taxonomy, load_taxonomy, parse_taxonomy


@pytest.fixture(scope="module")
def source(settings: Settings) -> str:
    return settings.taxonomy.read_text(encoding="utf-8")


def test_the_default_has_four_categories_and_other(taxonomy: Taxonomy) -> None:
    assert taxonomy.codes == ("policy", "historical_debts", "anti_corruption", "management_conflict", "other")
    assert taxonomy.confidential_codes == {"anti_corruption"}
    assert taxonomy.outside_code == "other"


def test_subtypes_are_numbered_without_gaps(taxonomy: Taxonomy) -> None:
    codes = [s.code for s in taxonomy.subtypes]
    for letter, last in zip("PHCMO", (13, 16, 13, 14, 9), strict=True):
        assert [c for c in codes if c[0] == letter] == [f"{letter}{n:02d}" for n in range(1, last + 1)]


def test_every_review_reason_and_signal_has_a_chinese_name(taxonomy: Taxonomy) -> None:
    for names in (taxonomy.names.review_reasons, taxonomy.names.signals):
        assert names
        assert all("一" <= name[0] <= "鿿" for name in names.values())


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        ('code = "P02"', 'code = "P01"', 'code = "P01"', "重复：P01"),
        ('name = "管理矛盾"', 'name = ""', 'name = ""', "太短或为空"),
        ("[names.signals]", "[names.signls]", "[names.signls]", "没有这个项目名"),
        ("version = 1", "version = ", "version = ", "TOML"),
        ('category = "other"\nname = "物业', 'category = "othr"\nname = "物业', 'category = "othr"', "不存在：othr"),
    ],
)
def test_an_error_names_the_line(source: str, old: str, new: str, at: str, says: str) -> None:
    broken = source.replace(old, new)
    lines = [n for n, line in enumerate(broken.splitlines(), 1) if line.strip() == at.strip()]
    with pytest.raises(SettingError) as caught:
        parse_taxonomy(broken, "t.toml")
    assert f"t.toml 第 {lines[-1]} 行" in str(caught.value)
    assert says in str(caught.value)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="检查路径"):
        load_taxonomy(tmp_path / "none.toml")


def test_a_pickled_taxonomy_is_the_same_bytes_in_every_run() -> None:
    code = (
        "import pickle, sys; from pathlib import Path; from nlp.taxonomy import load_taxonomy;"
        "taxonomy = load_taxonomy(Path(sys.argv[1])); taxonomy.confidential_codes;"
        "sys.stdout.buffer.write(pickle.dumps(taxonomy))"
    )
    command = [sys.executable, "-c", code, str(Settings().taxonomy)]
    first, second = (
        subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    )
    assert first == second
    assert pickle.loads(first) == load_taxonomy(Settings().taxonomy)
