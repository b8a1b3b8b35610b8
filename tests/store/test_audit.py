import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Executable, select, text

from nlp.errors import StoreError
from nlp.store import Head, Store, audit_lines, head_of, record, verify_audit
from nlp.store.schema import audit, audit_head

LINES = 8


@pytest.fixture
def kept(keyed_store: Store) -> Store:
    """A store with a few audit lines, whose guards an intruder has taken away."""
    with keyed_store.writing() as connection:
        for number in range(LINES):
            record(keyed_store, connection, "安之若", "view", f"2026-{number:06}", {"why": "核对"})
        if keyed_store.postgresql:
            connection.execute(text("ALTER TABLE audit DISABLE TRIGGER USER"))
        else:
            connection.execute(text("DROP TRIGGER keep_audit_update"))
            connection.execute(text("DROP TRIGGER keep_audit_delete"))
    return keyed_store


def test_an_untouched_audit_is_whole(kept: Store) -> None:
    assert verify_audit(kept) == []
    assert [line.subject for line in audit_lines(kept, after=LINES - 2)] == ["2026-000006", "2026-000007"]


def test_an_audit_not_begun_is_whole(store: Store) -> None:
    assert verify_audit(store) == []


def faults_after(store: Store, change: Executable) -> list[str]:
    """Say what is found after somebody changed the audit; then every line is as it was before."""
    with store.reading() as connection:
        lines = [dict(row._mapping) for row in connection.execute(select(audit))]
    with store.writing() as connection:
        connection.execute(change)
    faults = verify_audit(store)
    with store.writing() as connection:
        connection.execute(audit.delete())
        connection.execute(audit.insert(), lines)
    assert verify_audit(store) == []
    return faults


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    line=st.integers(1, LINES),
    column=st.sampled_from(["at", "who", "action", "subject", "details", "hash"]),
    put=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20),
)
def test_a_changed_line_is_found_wherever_and_whatever_it_says(kept: Store, line: int, column: str, put: str) -> None:
    value = b"\x00" + put.encode() if column == "details" else put
    faults = faults_after(kept, audit.update().where(audit.c.line == line).values({column: value}))
    assert f"第 {line} 行被改动过" in faults


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gone=st.sets(st.integers(1, LINES), min_size=1))
def test_missing_lines_are_found_wherever_they_were(kept: Store, gone: set[int]) -> None:
    faults = faults_after(kept, audit.delete().where(audit.c.line.in_(gone)))
    assert any("缺失" in fault for fault in faults)


@pytest.mark.parametrize("line", [0, LINES + 1])
def test_a_line_put_in_is_found(kept: Store, line: int) -> None:
    put = {"line": line, "at": "x", "who": "x", "action": "view", "subject": "x", "details": b"\x00{}", "hash": "x"}
    assert faults_after(kept, audit.insert().values(put))


def test_two_lines_that_changed_places_are_found(kept: Store) -> None:
    with kept.writing() as connection:
        for old, new in ((3, 99), (4, 3), (99, 4)):
            connection.execute(audit.update().where(audit.c.line == old).values(line=new))
    assert {"第 3 行被改动过", "第 4 行被改动过"} <= set(verify_audit(kept))


def test_a_cut_at_the_end_is_found_by_the_head_record(kept: Store) -> None:
    with kept.writing() as connection:
        connection.execute(audit.delete().where(audit.c.line > LINES - 2))
    assert verify_audit(kept) == [f"末尾缺失：最后一行应是第 {LINES} 行，实有到第 {LINES - 2} 行"]


def test_a_cut_with_the_head_moved_back_is_found(kept: Store) -> None:
    with kept.writing() as connection:
        connection.execute(audit.delete().where(audit.c.line > LINES - 2))
        last = connection.scalar(text(f"SELECT hash FROM audit WHERE line = {LINES - 2}"))
        connection.execute(audit_head.update().values(line=LINES - 2, hash=last))
    assert verify_audit(kept) == ["审计首记录被改动过"]


def test_a_head_written_down_elsewhere_shows_a_forged_audit(kept: Store) -> None:
    with kept.reading() as connection:
        noted = head_of(connection)
    assert verify_audit(kept, noted) == []
    assert verify_audit(kept, Head(noted.line, "0" * 64)) == [f"与事先记下的第 {noted.line} 行不符"]


def test_a_deed_undone_leaves_no_line(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.writing() as connection:
        record(store, connection, "安之若", "view", "2026-000001")
        raise ZeroDivisionError
    assert list(audit_lines(store)) == []


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = 'x'", "DELETE FROM audit"])
def test_the_database_itself_refuses_to_change_a_line(store: Store, statement: str) -> None:
    with store.writing() as connection:
        record(store, connection, "安之若", "view", "2026-000001")
    with pytest.raises(StoreError), store.writing() as connection:
        connection.execute(text(statement))
    assert verify_audit(store) == []


def test_a_deed_needs_a_doer(store: Store) -> None:
    with pytest.raises(ValueError, match="doer"), store.writing() as connection:
        record(store, connection, " ", "view", "2026-000001")
