"""Every deed that the audit is for leaves its line, and no way to a letter leads past it."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nlp.errors import StoreError
from nlp.letter import Letter
from nlp.listing import Listing, list_page, listed_analyses
from nlp.receipt import Doubt, Scan
from nlp.reviewing import export_corrected
from nlp.similar import find_similar
from nlp.store import (
    Alarm,
    Matter,
    Reader,
    SourceFile,
    Store,
    Week,
    audit_lines,
    back_up,
    close_flag,
    close_letter,
    correct,
    keep_scans,
    move_letter,
    note_export,
    open_batch,
    open_file,
    open_store,
    read_twice,
    register,
    save_week,
    search,
    set_verdict,
    unmask,
    unmask_scan,
    verify_audit,
    view,
)
from nlp.taxonomy import Taxonomy
from tests.store.conftest import KEY, Clock, analyse_all, mask

CLERK, SECOND, HANDLER = Reader("安之若"), Reader("苏未迟"), Reader("柏舟", confidential=True)
PLAIN, SECRET, RED = "2026-000001", "2026-000002", "2026-000003"
LONG = "电话13800001234，某厂的内退费从去年九月停发，多次反映，至今没有一个说法。"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def office(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """A sealed store with three letters of a batch, one of them scanned, one confidential, one with a red flag."""
    opened = open_store(f"sqlite:///{(tmp_path / '来信.db').as_posix()}", KEY, clock=clock)
    source = SourceFile("信.pdf", "0" * 64)
    file = open_file(opened, open_batch(opened, [source], "安之若"), source)
    written = [LONG, "举报厂长", "不给就自杀"]
    register(opened, [Letter(text, id=f"{number}") for number, text in enumerate(written)], file_id=file.id)
    (tmp_path / "0001.jpg").write_bytes(b"page")
    keep_scans(opened, file.id, [Scan("0", (tmp_path / "0001.jpg",), (Doubt(0, 1, 0.5),))])
    analyse_all(opened)
    save_week(
        opened, Week("2026-W47", {}, [Matter("m1", "2026-11-16", {})], alarms=[Alarm("new", "m1", 0.01, {})]), "系统"
    )
    yield opened
    opened.close()


def _refused(deed: Callable[[], object]) -> None:
    with pytest.raises(StoreError):
        deed()


DEEDS: dict[str, tuple[Callable[[Store, Path, Taxonomy], object], str, str, str]] = {
    "看来信": (lambda store, *_: view(store, PLAIN, CLERK, mask), "安之若", "view", PLAIN),
    "想看保密件": (
        lambda store, *_: _refused(lambda: view(store, SECRET, CLERK, mask)), "安之若", "view_refused", SECRET
    ),
    "看原文": (lambda store, *_: unmask(store, PLAIN, CLERK, "联系来信人"), "安之若", "unmask", PLAIN),
    "想看保密件原文": (
        lambda store, *_: _refused(lambda: unmask(store, SECRET, CLERK, "想看")), "安之若", "unmask_refused", SECRET
    ),
    "看扫描页": (lambda store, *_: unmask_scan(store, PLAIN, HANDLER, "核对"), "柏舟", "unmask", PLAIN),
    "看一批来信的表": (lambda store, *_: list_page(store, Listing(1), CLERK), "安之若", "list", "batch 1"),
    "检索": (lambda store, *_: search(store, "内退", CLERK, mask), "安之若", "search", ""),
    "看相近的来信": (
        lambda store, *_: find_similar(store, Letter(LONG), [], CLERK, mask), "安之若", "similar", ""
    ),
    "导出一批": (lambda store, *_: list(listed_analyses(store, Listing(1), CLERK)), "安之若", "export", "batch 1"),
    "导出更正": (
        lambda store, folder, taxonomy: export_corrected(store, taxonomy, folder / "更正.jsonl", CLERK),
        "安之若", "export", "更正.jsonl",
    ),
    "导出别的表": (lambda store, *_: note_export(store, "安之若", "检索.xlsx"), "安之若", "export", "检索.xlsx"),
    "备份": (lambda store, folder, _: back_up(store, folder / "备份.zip", "安之若"), "安之若", "backup", "备份.zip"),
    "更正类别": (
        lambda store, *_: correct(store, PLAIN, CLERK, "category", "policy", "说的是标准"), "安之若", "correct", PLAIN
    ),
    "更正保密": (
        lambda store, *_: correct(store, SECRET, HANDLER, "confidential", "false", "不是检举"),
        "柏舟", "correct", SECRET,
    ),
    "移到别的事项": (lambda store, *_: move_letter(store, PLAIN, "m1", CLERK, "另一件事"), "安之若", "correct", PLAIN),
    "复核": (lambda store, *_: read_twice(store, PLAIN, CLERK, "policy", "标准"), "安之若", "read", PLAIN),
    "评预警": (lambda store, *_: set_verdict(store, 1, "true", CLERK), "安之若", "verdict", "alarm 1"),
    "解除红旗": (
        lambda store, *_: close_flag(store, RED, "life_health", CLERK, "已联系"), "安之若", "close_flag", RED
    ),
    "办结": (lambda store, *_: close_letter(store, PLAIN, CLERK), "安之若", "close", PLAIN),
}  # fmt: skip


@pytest.mark.parametrize("name", DEEDS)
def test_the_deed_leaves_its_line(office: Store, tmp_path: Path, taxonomy: Taxonomy, name: str) -> None:
    deed, who, action, subject = DEEDS[name]
    before = len(list(audit_lines(office)))
    deed(office, tmp_path, taxonomy)
    (line,) = audit_lines(office, before)
    assert (line.who, line.action, line.subject) == (who, action, subject)
    assert verify_audit(office) == []


def _calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))


def _names_called(path: Path) -> set[str]:
    return {call.func.id for call in _calls(path) if isinstance(call.func, ast.Name)}


def _opens_for_a_person(path: Path) -> bool:
    """Tell a module that opens letters on behalf of somebody; without a reader it is the program's own work."""
    return any(
        isinstance(call.func, ast.Name)
        and call.func.id == "open_letters"
        and any(word.arg == "reader" for word in call.keywords)
        for call in _calls(path)
    )


NO_WORDS = {"nlp/reviewing/queue.py", "nlp/store/readings.py", "nlp/store/decisions.py", "nlp/store/viewing.py"}
"""Give numbers and what people said of letters, never a letter's words; and the one that ``view`` is made of."""


def test_whoever_opens_letters_for_a_person_notes_it() -> None:
    modules = [path for path in (ROOT / "nlp").rglob("*.py") if _opens_for_a_person(path)]
    unnoted = {path.relative_to(ROOT).as_posix() for path in modules if "record" not in _names_called(path)}
    assert modules
    assert unnoted <= NO_WORDS


def test_no_page_and_no_command_opens_letters_past_the_audit() -> None:
    past = {"open_letters", "read_analyses", "read_documents"}
    pages = [*(ROOT / "ui").rglob("*.py"), *(ROOT / "nlp" / "cli").rglob("*.py")]
    assert pages
    assert {path.name: found for path in pages if (found := past & _names_called(path))} == {}
