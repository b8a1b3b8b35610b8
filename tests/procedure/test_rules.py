from pathlib import Path

import pytest

from nlp.errors import LetterError
from nlp.procedure import ProcedureRules, load_rules
from nlp.procedure.rules import parse_rules

FILE = Path(__file__).resolve().parents[2] / "corpora" / "procedure.toml"


def test_the_file_we_ship_is_the_regulation() -> None:
    shipped = load_rules(FILE)
    assert shipped.model_copy(update={"office": ProcedureRules().office}) == ProcedureRules()


@pytest.mark.parametrize("line", ["notice = 16", "objection = 6", "handling = 61", "extension = 31", "review = 31"])
def test_no_office_may_take_longer_than_the_regulation(line: str) -> None:
    with pytest.raises(LetterError, match="超过了规定的上限"):
        parse_rules(f"[days]\n{line}")


@pytest.mark.parametrize(("hours", "wrong"), [("0", "太小"), ("73", "超过了规定的上限"), ('"一天"', "写法不对")])
def test_a_red_flag_may_not_stay_open_for_long_unnoticed(hours: str, wrong: str) -> None:
    assert parse_rules("[flags]\nverify_hours = 2").flags.verify_hours == 2
    with pytest.raises(LetterError, match=rf"第 2 行：flags\.verify_hours {wrong}"):
        parse_rules(f"[flags]\nverify_hours = {hours}")


def test_the_time_petitioners_have_to_ask_for_a_review_cannot_be_shortened() -> None:
    with pytest.raises(LetterError, match="review_request"):
        parse_rules("[days]\nreview_request = 15")


def test_a_key_nobody_knows_is_named_with_its_line() -> None:
    with pytest.raises(LetterError, match=r"第 3 行：counting\.tone 没有这个项目名"):
        parse_rules('[counting]\nstart = "next_day"\ntone = 3')


def test_broken_toml_and_an_unreadable_file_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(LetterError, match="TOML"):
        parse_rules("[days")
    (tmp_path / "rules.toml").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(LetterError, match="读不了"):
        load_rules(tmp_path / "rules.toml")
