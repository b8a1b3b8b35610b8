"""Whoever works at the page in the benchmark notices what a person would, and sends what a browser would."""

import asyncio
import sys
from collections.abc import Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

sys.path.append(str(Path(__file__).resolve().parent.parent / "benchmarks"))

from page_clients import PageError, Visit

PAGE = "a page's script"


def drawn(place: int, **what: dict[str, Any]) -> ForwardMsg:
    message = ForwardMsg()
    message.metadata.delta_path.extend([0, place])
    message.metadata.active_script_hash = PAGE
    message.delta.new_element.CopyFrom(Element(**what))
    return message


def run(*elements: ForwardMsg, ended: Any = ForwardMsg.FINISHED_SUCCESSFULLY) -> list[ForwardMsg]:
    """Give what the server sends for one run."""
    begun = ForwardMsg()
    begun.new_session.page_script_hash = PAGE
    return [begun, *elements, ForwardMsg(script_finished=ended)]


def finished(what: Coroutine[object, object, object]) -> None:
    """Run it in a thread of its own: in this one the browser of other tests may have a loop running."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, what).result()


def visit(*runs: Iterable[ForwardMsg]) -> Visit:
    """Give a tab whose server answers with these runs and nothing more, the first of which has been drawn."""
    socket = AsyncMock()
    socket.recv.side_effect = [message.SerializeToString() for each in runs for message in each]
    at = Visit("http://x", socket)
    finished(at._run())
    return at


def press(at: Visit) -> None:
    finished(at.press(label="go"))


BUTTON = drawn(0, button={"id": "b", "label": "go"})
FIELD = drawn(1, text_area={"id": "f", "label": "words", "default": ""})


@pytest.mark.parametrize(
    "failed",
    [
        run(drawn(1, exception={"type": "ValueError"})),
        run(ended=ForwardMsg.FINISHED_WITH_COMPILE_ERROR),
        run(ended=ForwardMsg.FINISHED_EARLY_FOR_RERUN),
    ],
    ids=["exception", "not compiled", "broken off"],
)
def test_a_page_that_fails_is_an_error(failed: list[ForwardMsg]) -> None:
    with pytest.raises(PageError):
        press(visit(run(BUTTON), failed))


def test_what_the_run_before_has_drawn_is_not_taken_for_the_answer() -> None:
    letter = drawn(2, html={"body": '<div class="letter">old <mark>end</mark></div>'})
    at = visit(run(BUTTON, letter), run(BUTTON))
    assert at.shows_letter("old end")
    press(at)
    assert not at.shows_letter("old end")


def test_the_end_of_an_earlier_run_does_not_end_this_one() -> None:
    late = ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)
    at = visit(run(BUTTON), [late, *run(BUTTON, drawn(2, text={"body": "answer"}))])
    press(at)
    assert at.shows("answer")


def test_a_button_that_is_greyed_out_cannot_be_pressed() -> None:
    with pytest.raises(PageError, match="有 0 个"):
        press(visit(run(drawn(0, button={"id": "b", "label": "go", "disabled": True}))))


def test_a_press_sends_what_stands_in_the_fields() -> None:
    at = visit(run(BUTTON, FIELD), run(BUTTON, FIELD))
    at.write("words", "a letter")
    press(at)
    sent = BackMsg.FromString(at.socket.send.call_args.args[0]).rerun_script  # type: ignore[union-attr]
    assert {(one.id, one.string_value, one.trigger_value) for one in sent.widget_states.widgets} == {
        ("f", "a letter", False),
        ("b", "", True),
    }


def test_a_message_that_is_not_understood_is_an_error() -> None:
    refreshing = ForwardMsg()
    refreshing.auto_rerun.interval = 1
    with pytest.raises(PageError, match="auto_rerun"):
        press(visit(run(BUTTON), run(refreshing)))
