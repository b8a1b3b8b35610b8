import datetime as dt
from dataclasses import replace

import pytest

from nlp.letter import Analysis, Due, Letter, Prediction, Signal
from nlp.procedure import priority
from nlp.procedure.priority import Priority
from nlp.procedure.rules import Weights

TODAY = dt.date(2024, 3, 10)
PLAIN = Analysis(Letter("要求解决"), Prediction("policy", {"policy": 1.0}), confidential=False)


def points(analysis: Analysis, today: dt.date = TODAY) -> dict[str, int]:
    return {term.code: term.points for term in priority(analysis, today).terms}


def with_signal(kind: str, value: float | None = None, note: str = "", check: str = "") -> Analysis:
    return replace(PLAIN, signals=(Signal(0, 2, "要求", kind, value, note, check),))


def due_on(day: dt.date, what: str = "书面告知") -> Analysis:
    return replace(PLAIN, due=(Due(what, day, "《信访工作条例》第二十三条"),))


def test_the_total_is_the_sum_of_the_terms_shown() -> None:
    found = priority(replace(with_signal("life_health"), due=(Due("书面告知", TODAY, ""),)), TODAY)
    assert found.total == sum(term.points for term in found.terms) > 0


def test_every_term_is_shown_with_its_reason_even_when_it_gives_nothing() -> None:
    found = priority(PLAIN, TODAY)
    assert [term.code for term in found.terms] == ["life_health", "overdue", "days_left", "people", "fulfilment"]
    assert all(term.why for term in found.terms)
    assert found.total == 0


def test_danger_to_life_comes_before_everything_else_together() -> None:
    rest = replace(with_signal("n_people", 500), due=(Due("书面告知", TODAY - dt.timedelta(30), ""),))
    rest = replace(rest, prediction=Prediction("historical_debts", {"historical_debts": 1.0}))
    assert priority(with_signal("life_health"), TODAY).total >= priority(rest, TODAY).total


def test_a_doubtful_mention_of_danger_counts_less_but_counts() -> None:
    assert (
        0
        < points(with_signal("life_health", check="past"))["life_health"]
        < points(with_signal("life_health"))["life_health"]
    )


def test_a_figure_of_speech_moves_nothing_up_but_asks_for_a_look() -> None:
    term = priority(with_signal("life_health", check="figurative"), TODAY).terms[0]
    assert (term.points, "人工核实" in term.why) == (0, True)


def test_the_nearer_the_date_the_higher() -> None:
    near, far = points(due_on(TODAY + dt.timedelta(2))), points(due_on(TODAY + dt.timedelta(9)))
    assert near["days_left"] > far["days_left"]


def test_an_overdue_matter_says_by_how_many_days() -> None:
    overdue = next(t for t in priority(due_on(TODAY - dt.timedelta(3)), TODAY).terms if t.code == "overdue")
    assert overdue.points > 0
    assert "3日" in overdue.why


def test_the_date_of_the_petitioner_never_makes_a_matter_overdue() -> None:
    assert points(due_on(TODAY - dt.timedelta(3), "请求复查（信访人）"))["overdue"] == 0


@pytest.mark.parametrize(("people", "expected"), [(5, 0), (6, 5), (21, 10), (51, 20), (2248, 20)])
def test_people_count_by_the_bands_of_the_registers(people: int, expected: int) -> None:
    assert points(with_signal("n_people", people))["people"] == expected


def test_the_headcount_of_a_firm_is_not_the_people_concerned() -> None:
    assert points(with_signal("n_people", 3000, note="总数"))["people"] == 0


@pytest.mark.parametrize(
    "kind", ["collective_intent", "deadline", "prior", "retaliation", "public_safety", "accusation"]
)
def test_signals_outside_the_formula_give_no_points(kind: str) -> None:
    assert priority(with_signal(kind), TODAY) == priority(PLAIN, TODAY)


def test_an_office_can_set_the_points_in_its_rules() -> None:
    weights = Weights(life_health=7)
    assert priority(with_signal("life_health"), TODAY, weights).terms[0].points == 7


def test_a_priority_has_no_room_for_a_person() -> None:
    assert set(Priority.__slots__) == {"terms"}
