import datetime as dt
from dataclasses import FrozenInstanceError, fields, replace

import pytest

from nlp.letter import Analysis, Evidence, Letter, Prediction, Signal
from nlp.privacy import Role, view_of, visible_views
from nlp.privacy.sealed import SealedItem

LETTER = Letter("容坡锅炉厂厂长把设备卖给外甥，请查。", id="2026-0117", received=dt.date(2026, 11, 16), sender="段长喜")
EVIDENCE = Evidence(0, 5, "容坡锅炉厂", "anti_corruption", 1.2)
SIGNAL = Signal(0, 5, "容坡锅炉厂", "enterprises")
ACCUSATION = Analysis(
    LETTER,
    Prediction("anti_corruption", {"anti_corruption": 1.0}, evidence=(EVIDENCE,)),
    confidential=True,
    signals=(SIGNAL,),
    masked_text=LETTER.text,
)
PLAIN = replace(ACCUSATION, confidential=False)
OTHERS = [Role.INTAKE, Role.MANAGER, Role.ADMINISTRATOR]


@pytest.mark.parametrize("role", OTHERS)
def test_of_an_accusation_nobody_but_its_handler_sees_anything_of_the_content(role: Role) -> None:
    shown = repr(view_of(ACCUSATION, role))
    assert not any(piece in shown for piece in ("锅炉", "外甥", "段长喜", "anti_corruption"))


def test_the_handler_sees_the_whole_accusation() -> None:
    view = view_of(ACCUSATION, Role.HANDLER)
    assert view is not None
    assert (view.text, view.evidence, view.signals) == (LETTER.text, (EVIDENCE,), (SIGNAL,))


@pytest.mark.parametrize("role", OTHERS)
def test_it_is_said_that_and_why_something_is_withheld(role: Role) -> None:
    view = view_of(ACCUSATION, role)
    assert view is not None
    assert "承办人" in view.withheld


def test_a_manager_sees_the_masked_matter_and_not_the_letter() -> None:
    view = view_of(PLAIN, Role.MANAGER)
    assert view is not None
    assert (view.text, view.evidence, view.masked_text) == ("", (), PLAIN.masked_text)


def test_an_administrator_of_the_machine_sees_no_letter() -> None:
    view = view_of(PLAIN, Role.ADMINISTRATOR)
    assert view is not None
    assert (view.text, view.masked_text, view.category) == ("", "", "")


@pytest.mark.parametrize("role", list(Role))
def test_a_letter_against_the_office_is_not_there_for_anybody_in_it(role: Role) -> None:
    text = "国资委某领导和开发商合谋，侵吞资产，请省纪委一查到底。"
    against = replace(ACCUSATION, letter=Letter(text, id="2026-0118"))
    assert [view.id for view in visible_views([against, PLAIN], role, ["国资委"])] == ["2026-0117"]


@pytest.mark.parametrize("role", list(Role))
def test_danger_is_told_to_every_role_without_the_words(role: Role) -> None:
    urgent = replace(ACCUSATION, signals=(Signal(0, 3, "断药三天", "life_health"), SIGNAL))
    view = view_of(urgent, role)
    assert view is not None
    assert view.red == ("life_health",)
    assert role is Role.HANDLER or "断药" not in repr(view)


def test_a_view_never_holds_the_sender() -> None:
    assert not any("段长喜" in repr(view_of(PLAIN, role)) for role in Role)


def test_a_sealed_item_has_no_place_for_a_text() -> None:
    assert {field.name for field in fields(SealedItem)} == {"number", "received", "destination"}
    with pytest.raises((AttributeError, TypeError, FrozenInstanceError)):
        SealedItem("2026-0117", dt.date(2026, 11, 16), "市纪委监委").text = "x"  # type: ignore[attr-defined]


def test_a_sealed_item_says_where_the_letter_went() -> None:
    with pytest.raises(ValueError, match="destination"):
        SealedItem("2026-0117", dt.date(2026, 11, 16), " ")
