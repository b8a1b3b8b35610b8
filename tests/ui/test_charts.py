"""Charts everybody can read: the numbers stand behind each, and what is written or marked keeps its contrast."""

import json
import re
import tomllib
from collections.abc import Callable

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from nlp.letter import Span
from nlp.store import Store
from tests.ui import reviewed_week
from tests.ui.conftest import ROOT
from ui import charts, text
from ui.marking import COLOURS, RED, Mark, marked_html

WHITE, INK = "#ffffff", "#161616"
AA, AA_GRAPHIC = 4.5, 3.0
"""WCAG 2.1, 1.4.3 for text of any size, 1.4.11 for what is only seen."""


@pytest.fixture
def page(store: Store, open_page: Callable[[str], AppTest]) -> AppTest:
    reviewed_week.fill(store)
    return open_page("trends")


def turn(page: AppTest, tab: str) -> AppTest:
    page.session_state["trend_tab"] = text.TREND_TABS[tab]
    return page.run()


def drawn(page: AppTest) -> int:
    return len(page.get("vega_lite_chart"))


def tables(page: AppTest) -> list[int]:
    """The number of rows of each table folded behind a chart."""
    return [len(box.dataframe[0].value) for box in page.expander if box.label == text.TABLE_BEHIND]


@pytest.mark.parametrize(("tab", "charts"), [("timeline", 1), ("volume", 3), ("enterprises", 2)])
def test_behind_each_chart_of_the_week_stands_its_table(page: AppTest, tab: str, charts: int) -> None:
    turn(page, tab)
    assert (drawn(page), len(tables(page))) == (charts, charts)
    assert min(tables(page)) > 0


def test_one_table_holds_the_weeks_of_every_card(page: AppTest) -> None:
    assert tables(page) == [drawn(page)] == [2]


def test_behind_the_course_of_a_matter_stands_its_table(page: AppTest) -> None:
    page.button(key="open-甲").click().run()
    assert (drawn(page), tables(page)) == (1, [52])


@pytest.mark.parametrize(("tab", "bars"), [("volume", 2), ("enterprises", 1)])
def test_bars_say_what_they_count(page: AppTest, tab: str, bars: int) -> None:
    specs = [json.loads(chart.proto.spec) for chart in turn(page, tab).get("vega_lite_chart")]
    titles = [part["encoding"]["x"]["title"] for spec in specs for part in spec.get("layer", ())[:1]]
    assert titles.count(text.LETTERS_UNIT) == bars


def luminance(colour: str) -> float:
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.1, from 1 to 21.

    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def over(colour: str, share: float, ground: str = WHITE) -> str:
    """A colour laid thinly over another."""
    pairs = ((int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(share * top + (1 - share) * below):02x}" for top, below in pairs)


def test_the_measure_is_that_of_the_guideline() -> None:
    assert contrast("#000000", WHITE) == pytest.approx(21.0)
    assert contrast("#767676", WHITE) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colour", [*COLOURS, RED])
def test_a_category_s_colour_can_be_read_as_a_word_on_white_and_on_its_own_mark(colour: str) -> None:
    ground = re.findall(
        r"background:#\w{6}(\w\w)", marked_html("欠薪", [Mark(Span(0, 2, "欠薪"), colour, "历", "依据")])
    )
    assert contrast(colour, WHITE) >= AA
    assert contrast(INK, over(colour, int(ground[0], 16) / 255)) >= AA


@pytest.mark.parametrize(
    ("ink", "ground"),
    [(WHITE, charts.NOW), (WHITE, charts.QUIET), (charts.NOW, WHITE), (charts._INK, WHITE), ("#222222", "#e2a491")],
)
def test_numbers_and_names_in_charts_can_be_read(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= AA


def test_a_dot_can_be_seen() -> None:
    assert min(contrast(charts.NOW, WHITE), contrast(charts.QUIET, WHITE)) >= AA_GRAPHIC


def test_a_week_with_an_alarm_is_told_without_its_colour(page: AppTest) -> None:
    (chart,) = turn(page, "timeline").get("vega_lite_chart")
    dots = json.loads(chart.proto.spec)["layer"][0]["encoding"]
    assert dots["stroke"]["condition"]["test"] == dots["color"]["condition"]["test"]
    assert dots["stroke"]["value"] == "transparent"


def test_the_theme_s_ink_is_what_is_measured() -> None:
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    assert (theme["textColor"], theme["base"]) == (INK, "light")
    assert contrast(theme["primaryColor"], WHITE) >= AA
    assert contrast(over(INK, 0.6), WHITE) >= AA  # Streamlit's captions


def test_each_card_s_chart_holds_its_own_weeks(page: AppTest) -> None:
    """The chart is built once and its numbers come with each drawing: nothing in it may stand in their place."""
    for chart in page.get("vega_lite_chart"):
        spec = json.loads(chart.proto.spec)
        assert not {"data", "datasets"} & {key for part in (spec, *spec["layer"]) for key in part}
        told = pa.ipc.open_stream(chart.proto.data.data).read_all().to_pydict()
        assert told[text.LETTERS][-1] > 0
        assert told["last"] == [False] * (len(told["last"]) - 1) + [True]
