"""``petitions search | terms`` at the command line."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from click.testing import Result
from openpyxl import load_workbook
from typer.testing import CliRunner

from nlp.cli.explore import search, terms
from nlp.errors import LetterError
from nlp.intake import open_office
from nlp.letter import Analysis, Letter, Prediction
from nlp.settings import Settings
from nlp.store import audit_lines, make_study, register, save_studies
from nlp.studying import fold_text

DAY = dt.date(2026, 11, 9)
Run = Callable[..., Result]


@pytest.fixture
def petitions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command over fifteen letters about 内退费 of one firm and week, fifteen others, and one accusation."""
    monkeypatch.setenv("PETITIONS_STORE", f"sqlite:///{(tmp_path / '来信.db').as_posix()}")
    store = open_office(Settings.from_environment())
    arrivals = [Letter(f"内退费停发{n}个月，电话13800001234。", received=DAY) for n in range(15)]
    arrivals += [Letter(f"房产证{n}年没有办。", received=DAY - dt.timedelta(days=30)) for n in range(15)]
    arrivals.append(Letter("厂长贪污内退费。", received=DAY))
    for letter, registered in zip(arrivals, register(store, arrivals, channel="来信"), strict=True):
        code = "policy" if "房产证" in letter.text else "historical_debts"
        found = Analysis(letter, Prediction(code, {code: 1.0}), confidential="贪污" in letter.text)
        named = [("enterprise", "石湾仪表厂")] if "内退费" in letter.text else []
        save_studies(store, "m", [make_study(registered.id, found, "m", store.seal, fold_text, subjects=named)])
    app = typer.Typer()
    app.command()(search)
    app.command()(terms)
    return lambda *args: CliRunner().invoke(app, [*args, "--user", "甲"])


def test_a_search_is_narrowed_by_enterprise_category_and_days(petitions: Run) -> None:
    assert petitions("search", "停发", "--enterprise", "石湾仪表厂").output.count("停发") == 15
    assert "停发" not in petitions("search", "停发", "--category", "改制政策").output
    assert "停发" not in petitions("search", "停发", "--until", "2026-11-01").output
    assert "房产证" in petitions("search", "房产证", "--week", "2026-W41", "--channel", "来信").output


def test_accusations_are_found_by_their_handler_alone(petitions: Run) -> None:
    assert "贪污" not in petitions("search", "贪污").output
    assert "贪污" in petitions("search", "贪污", "--handler").output


def test_what_was_found_goes_to_excel_masked_with_the_word_in_the_middle(petitions: Run, tmp_path: Path) -> None:
    target = tmp_path / "检索.xlsx"
    petitions("search", "停发", "-o", str(target))
    rows = list(load_workbook(target).worksheets[0].iter_rows(values_only=True))
    assert (rows[1][0], rows[1][1], len(rows)) == ("内退费", "停发", 16)
    assert "13800001234" not in str(rows)


def test_the_words_of_an_enterprise_are_told_with_their_counts_and_companions(petitions: Run) -> None:
    lines = [line.split("\t") for line in petitions("terms", "--enterprise", "石湾仪表厂").output.splitlines()]
    told = {line[0]: line for line in lines if len(line) == 5}
    assert told["停发"][1:3] == ["15", "0"]
    assert "房产证" not in told


def test_comparing_nothing_says_what_to_write(petitions: Run) -> None:
    done = petitions("terms")
    assert (done.exit_code, "--week" in done.output) == (2, True)


@pytest.mark.parametrize("wrong", [("--category", "没有这类"), ("--since", "昨天")])
def test_a_filter_written_wrongly_is_refused(petitions: Run, wrong: tuple[str, str]) -> None:
    assert petitions("search", "停发", *wrong).exit_code == 2


def test_a_week_written_wrongly_says_how_to_write_it(petitions: Run) -> None:
    assert isinstance(petitions("terms", "--week", "46").exception, LetterError)


def test_both_are_noted_in_the_audit(petitions: Run) -> None:
    petitions("search", "停发")
    petitions("terms", "--week", "2026-W46")
    lines = list(audit_lines(open_office(Settings.from_environment())))
    assert [line.action for line in lines][-2:] == ["search", "terms"]
    assert dict(lines[-1].details) == {"week": "2026-W46"}
