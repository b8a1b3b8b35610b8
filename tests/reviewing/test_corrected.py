"""What training may use: letters people settled, accusations in this process only."""

import json
import stat
import sys
from pathlib import Path

import pytest

from nlp.errors import StoreError
from nlp.reviewing import Corrected, corrected_letters, count_corrected, export_corrected
from nlp.store import Event, Matter, Store, Week, audit_lines, correct, save_week
from nlp.taxonomy import Taxonomy
from tests.reviewing.conftest import ACCUSATION, CLERK, DEBT, HANDLER, POLICY, Add


@pytest.fixture
def settled(store: Store, add: Add) -> Store:
    """A confirmed letter, a corrected one, an accusation, and one nobody has read."""
    correct(store, add("欠发工资两年"), CLERK, "category", DEBT, "确认")
    correct(store, add("方案定的标准低"), CLERK, "category", POLICY, "争标准")
    correct(store, add("厂长卖设备", confidential=True), HANDLER, "category", ACCUSATION, "要求查处")
    add("没有人读过的信")
    return store


def test_settled_letters_carry_the_category_people_gave(settled: Store, taxonomy: Taxonomy) -> None:
    found = corrected_letters(settled, taxonomy)
    assert [(x.text, x.label) for x in found] == [
        ("欠发工资两年", DEBT),
        ("方案定的标准低", POLICY),
        ("厂长卖设备", ACCUSATION),
    ]


def test_the_id_of_an_accusation_does_not_tell_its_number(settled: Store, taxonomy: Taxonomy) -> None:
    assert "2026" not in corrected_letters(settled, taxonomy)[2].id


def test_letters_of_one_matter_share_a_group(settled: Store, taxonomy: Taxonomy) -> None:
    matters, events = [Matter("m1", "2026-11-09", {})], [Event("born", "m1", "首次出现")]
    save_week(settled, Week("2026-W46", {}, matters, {1: "m1", 2: "m1"}, events, []), "王工")
    groups = [letter.group for letter in corrected_letters(settled, taxonomy)]
    assert groups[0] == groups[1] != groups[2]


def test_they_are_counted(settled: Store, taxonomy: Taxonomy) -> None:
    assert count_corrected(settled, taxonomy) == Corrected(letters=3, changed=2, confidential=1)


def test_an_export_leaves_accusations_out_and_is_audited(settled: Store, taxonomy: Taxonomy, tmp_path: Path) -> None:
    assert export_corrected(settled, taxonomy, tmp_path / "更正.jsonl", CLERK) == 2
    rows = [json.loads(line) for line in (tmp_path / "更正.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["label"] for row in rows] == [DEBT, POLICY]
    assert [line.action for line in audit_lines(settled)][-1] == "export"


def test_accusations_are_exported_by_their_handler_alone(settled: Store, taxonomy: Taxonomy, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="承办人"):
        export_corrected(settled, taxonomy, tmp_path / "a.jsonl", CLERK, accusations=True)
    assert export_corrected(settled, taxonomy, tmp_path / "a.jsonl", HANDLER, accusations=True) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="file modes are POSIX")
def test_an_export_is_for_its_owner_only(settled: Store, taxonomy: Taxonomy, tmp_path: Path) -> None:
    export_corrected(settled, taxonomy, tmp_path / "更正.jsonl", CLERK)
    assert stat.S_IMODE((tmp_path / "更正.jsonl").stat().st_mode) == 0o600
