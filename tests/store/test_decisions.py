import pytest

from nlp.errors import StoreError
from nlp.letter import Letter
from nlp.store import Reader, Store, audit_lines, close_flag, close_letter, correct, register, unmask, view
from tests.store.conftest import analyse_all, mask

CLERK, SECOND, HANDLER = Reader("安之若"), Reader("苏未迟"), Reader("柏舟", confidential=True)
PLAIN, SECRET, RED = "2026-000001", "2026-000002", "2026-000003"


@pytest.fixture
def filled(keyed_store: Store) -> Store:
    arrivals = [Letter("电话13800001234，欠薪", sender="何必问"), Letter("举报厂长"), Letter("不给就自杀")]
    register(keyed_store, arrivals)
    analyse_all(keyed_store)
    return keyed_store


def last(store: Store) -> tuple[str, str, str]:
    line = list(audit_lines(store))[-1]
    return line.who, line.action, line.subject


def test_a_letter_is_shown_masked_without_its_sender_and_the_view_is_audited(filled: Store) -> None:
    shown = view(filled, PLAIN, CLERK, mask)
    assert (shown.text, shown.sender) == ("电话***********，欠薪", "")
    assert last(filled) == ("安之若", "view", PLAIN)


def test_unmasking_gives_the_letter_as_it_came_and_keeps_who_and_why(filled: Store) -> None:
    shown = unmask(filled, PLAIN, CLERK, "需要联系来信人")
    assert (shown.text, shown.sender) == ("电话13800001234，欠薪", "何必问")
    assert last(filled) == ("安之若", "unmask", PLAIN)
    assert list(audit_lines(filled))[-1].details == {"why": "需要联系来信人"}


def test_unmasking_needs_a_reason(filled: Store) -> None:
    with pytest.raises(StoreError, match="理由"):
        unmask(filled, PLAIN, CLERK, " ")


def test_a_confidential_letter_is_refused_and_the_attempt_is_audited(filled: Store) -> None:
    for attempt in (lambda: view(filled, SECRET, CLERK, mask), lambda: unmask(filled, SECRET, CLERK, "想看")):
        with pytest.raises(StoreError, match="保密件"):
            attempt()
    assert last(filled) == ("安之若", "unmask_refused", SECRET)
    assert view(filled, SECRET, HANDLER, mask).text == "举报厂长"


def test_nobody_may_look_without_a_name() -> None:
    with pytest.raises(StoreError, match="没有写明是谁"):
        Reader(" ")


def test_a_number_that_was_never_given_is_refused(filled: Store) -> None:
    with pytest.raises(StoreError, match="没有这个登记号"):
        view(filled, "2026-999999", CLERK, mask)


def test_a_correction_keeps_what_stood_before(filled: Store) -> None:
    correct(filled, PLAIN, CLERK, "category", "policy", "说的是标准")
    details = list(audit_lines(filled))[-1].details
    assert details == {"field": "category", "from": "historical_debts", "to": "policy", "why": "说的是标准"}


@pytest.mark.parametrize(("field", "value"), [("category", "policy"), ("confidential", "false")])
def test_only_a_handler_corrects_a_confidential_letter(filled: Store, field: str, value: str) -> None:
    with pytest.raises(StoreError, match="保密件"):
        correct(filled, SECRET, CLERK, field, value, "不是检举")
    correct(filled, SECRET, HANDLER, field, value, "不是检举")


def test_a_correction_needs_a_reason(filled: Store) -> None:
    with pytest.raises(StoreError, match="理由"):
        correct(filled, PLAIN, CLERK, "category", "policy", "")


def test_a_letter_nobody_analysed_cannot_be_corrected(filled: Store) -> None:
    (arrival,) = register(filled, [Letter("新来的")])
    with pytest.raises(StoreError, match="还没有研判"):
        correct(filled, arrival.number, HANDLER, "confidential", "false", "不是检举")


def test_only_known_fields_are_corrected(filled: Store) -> None:
    with pytest.raises(ValueError, match="sender"):
        correct(filled, PLAIN, CLERK, "sender", "某人", "改")


def test_a_red_flag_cannot_be_closed_by_one_person_alone(filled: Store) -> None:
    said = [close_flag(filled, RED, "life_health", CLERK, "已联系") for _ in range(3)]
    assert said == [False, False, False]
    with pytest.raises(StoreError, match="红旗"):
        close_letter(filled, RED, CLERK)


def test_a_red_flag_is_closed_by_two_with_reasons(filled: Store) -> None:
    assert not close_flag(filled, RED, "life_health", CLERK, "已联系")
    with pytest.raises(StoreError, match="理由"):
        close_flag(filled, RED, "life_health", SECOND, " ")
    assert close_flag(filled, RED, "life_health", SECOND, "属实，已安置")
    close_letter(filled, RED, CLERK)
    assert [line.action for line in audit_lines(filled)][-3:] == ["close_flag", "close_flag", "close"]


def test_a_flag_that_is_not_up_cannot_be_closed(filled: Store) -> None:
    with pytest.raises(StoreError, match="红旗"):
        close_flag(filled, PLAIN, "life_health", CLERK, "核实")


def test_a_closed_flag_is_not_raised_by_the_next_model(filled: Store) -> None:
    for person in (CLERK, SECOND):
        close_flag(filled, RED, "life_health", person, "已安置")
    analyse_all(filled, "new-4567", renew=True)
    close_letter(filled, RED, CLERK)
