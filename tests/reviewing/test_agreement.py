"""Two readers who do not see each other's answer, kappa with its interval, a third who decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score
from sqlalchemy import select

from nlp.errors import StoreError
from nlp.reviewing import decide, disagreements, measure_agreement, tally
from nlp.reviewing.agreement import agreement_of
from nlp.store import Store, audit_lines, read_twice
from nlp.store.schema import letters
from tests.reviewing.conftest import ACCUSATION, CLERK, DEBT, HANDLER, OTHER, POLICY, THIRD, Add

PAIRS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=40)


def category(store: Store, number: str) -> tuple[str, bool]:
    with store.reading() as connection:
        row = connection.execute(select(letters.c.category, letters.c.settled).where(letters.c.number == number)).one()
    return row.category, row.settled


class TestTwoReaders:
    def test_one_reading_settles_nothing(self, store: Store, add: Add) -> None:
        number = add("欠发工资")
        assert not read_twice(store, number, CLERK, POLICY)
        assert category(store, number) == (DEBT, False)

    def test_two_that_agree_settle_the_category(self, store: Store, add: Add) -> None:
        number = add("欠发工资")
        read_twice(store, number, CLERK, POLICY)
        assert read_twice(store, number, OTHER, POLICY)
        assert category(store, number) == (POLICY, True)

    def test_two_that_differ_leave_it_to_a_third(self, store: Store, add: Add) -> None:
        number = add("欠发工资")
        read_twice(store, number, CLERK, POLICY, "争标准")
        assert not read_twice(store, number, OTHER, DEBT)
        (found,) = disagreements(store, THIRD)
        assert (found.number, found.first.category, found.first.why) == (number, POLICY, "争标准")

    def test_nobody_reads_a_letter_twice(self, store: Store, add: Add) -> None:
        number = add("欠发工资")
        read_twice(store, number, CLERK, POLICY)
        with pytest.raises(StoreError, match="已经读过"):
            read_twice(store, number, CLERK, POLICY)

    def test_a_third_reading_is_refused(self, store: Store, add: Add) -> None:
        number = add("欠发工资")
        read_twice(store, number, CLERK, POLICY)
        read_twice(store, number, OTHER, DEBT)
        with pytest.raises(StoreError, match="已有"):
            read_twice(store, number, THIRD, DEBT)

    def test_an_accusation_is_read_by_its_handler_alone(self, store: Store, add: Add) -> None:
        number = add("厂长卖设备", confidential=True)
        with pytest.raises(StoreError, match="保密件"):
            read_twice(store, number, CLERK, ACCUSATION)
        assert not read_twice(store, number, HANDLER, ACCUSATION)

    def test_every_reading_and_what_came_of_two_is_in_the_audit(self, store: Store, add: Add) -> None:
        number = add("欠发工资")
        read_twice(store, number, CLERK, POLICY)
        read_twice(store, number, OTHER, POLICY)
        said = [(line.action, line.who) for line in audit_lines(store) if line.subject == number]
        assert said == [("read", "王工"), ("read", "李工"), ("correct", "李工")]


class TestThirdDecision:
    @pytest.fixture
    def at_odds(self, store: Store, add: Add) -> str:
        number = add("欠发工资")
        read_twice(store, number, CLERK, POLICY)
        read_twice(store, number, OTHER, DEBT)
        return number

    def test_it_settles_the_category_and_clears_the_list(self, store: Store, at_odds: str) -> None:
        (found,) = disagreements(store, THIRD)
        decide(store, found, THIRD, POLICY, "方案没有这一条")
        assert category(store, at_odds) == (POLICY, True)
        assert disagreements(store, THIRD) == []

    def test_neither_of_the_two_is_asked_or_may_decide(self, store: Store, at_odds: str) -> None:
        assert disagreements(store, CLERK) == []
        (found,) = disagreements(store, THIRD)
        with pytest.raises(StoreError, match="读者之一"):
            decide(store, found, OTHER, DEBT, "我对")

    def test_it_needs_a_reason(self, store: Store, at_odds: str) -> None:
        (found,) = disagreements(store, THIRD)
        with pytest.raises(StoreError, match="理由"):
            decide(store, found, THIRD, DEBT, " ")

    def test_a_disagreement_on_an_accusation_is_for_a_handler(self, store: Store, add: Add) -> None:
        number = add("厂长卖设备", confidential=True)
        read_twice(store, number, HANDLER, ACCUSATION)
        read_twice(store, number, type(HANDLER)("钱工", confidential=True), DEBT)
        assert disagreements(store, THIRD) == []
        assert [one.number for one in disagreements(store, type(HANDLER)("孙工", confidential=True))] == [number]


class TestKappa:
    @given(PAIRS)
    def test_it_is_what_scikit_learn_says(self, pairs: list[tuple[str, str]]) -> None:
        found = measure_agreement(pairs)
        if len({code for pair in pairs for code in pair}) > 1:
            one, other = zip(*pairs, strict=True)
            assert found.kappa == pytest.approx(cohen_kappa_score(one, other), abs=1e-4)

    @given(PAIRS)
    def test_it_lies_in_its_interval(self, pairs: list[tuple[str, str]]) -> None:
        found = measure_agreement(pairs * 5)
        if found.kappa is not None and found.low is not None and found.high is not None:
            assert found.low - 1e-9 <= found.kappa <= found.high + 1e-9

    def test_without_letters_nothing_is_said(self) -> None:
        found = measure_agreement([])
        assert (found.share, found.kappa) == (None, None)

    def test_one_category_alone_gives_a_share_and_no_kappa(self) -> None:
        found = measure_agreement([("a", "a")] * 3)
        assert (found.share, found.kappa) == (1.0, None)

    def test_accusations_are_also_measured_by_themselves(self, store: Store, add: Add) -> None:
        for text, first, second in (("一", ACCUSATION, ACCUSATION), ("二", DEBT, POLICY), ("三", DEBT, DEBT)):
            number = add(text)
            read_twice(store, number, CLERK, first)
            read_twice(store, number, OTHER, second)
        both, accused = agreement_of(store, THIRD, {ACCUSATION})
        assert (both.agreed, both.letters, accused.kappa) == (2, 3, 1.0)
        assert tally(store, THIRD)[DEBT, POLICY] == 1
