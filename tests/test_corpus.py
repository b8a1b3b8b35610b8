import gzip
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from nlp.corpus import LabelledLetter, load_letters
from nlp.errors import CorpusError
from nlp.taxonomy import Taxonomy

GOOD = {"id": "1", "text": "请把集资款退给我们。", "label": "historical_debts"}


def test_every_category_has_enough_letters(corpus: list[LabelledLetter], taxonomy: Taxonomy) -> None:
    counts = Counter(letter.label for letter in corpus)
    assert all(counts[code] >= 60 for code in taxonomy.codes)
    assert sum(counts.values()) >= 400


def test_every_letter_of_the_four_asks_for_something(corpus: list[LabelledLetter], taxonomy: Taxonomy) -> None:
    silent = [x.id for x in corpus if x.label != taxonomy.outside_code and not x.demands and not x.id.startswith("B")]
    assert silent == []


def test_the_boundary_cases_are_there_and_labelled_as_the_guide_says(corpus: list[LabelledLetter]) -> None:
    by_id = {letter.id: letter.label for letter in corpus}
    assert [i for i in (f"B{n:02d}" for n in range(1, 53)) if i not in by_id] == []
    assert (by_id["B01"], by_id["B02"], by_id["B07"], by_id["B08"]) == (
        "policy",
        "historical_debts",
        "anti_corruption",
        "management_conflict",
    )


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({**GOOD, "label": "nonsense"}, "没有类别 nonsense"),
        ({**GOOD, "subtype": "P01"}, "子类 P01 不属于"),
        ({**GOOD, "demands": [{"start": 0, "end": 99, "label": "policy"}]}, "不在正文之内"),
        ({**GOOD, "secondary": ["historical_debts"]}, "次要类别与主类相同"),
        ({"id": "1", "label": "policy"}, "text"),
        ({**GOOD, "colour": 1}, "colour"),
    ],
)
def test_a_wrong_letter_names_file_and_line(
    row: dict[str, object], says: str, write_jsonl: Callable[..., Path], taxonomy: Taxonomy
) -> None:
    with pytest.raises(CorpusError, match=says) as caught:
        load_letters([write_jsonl({**GOOD, "id": "0"}, row)], taxonomy)
    assert caught.value.where == "letters.jsonl 第 2 行"
    assert "集资款" not in str(caught.value)


def test_an_id_used_twice_is_refused(write_jsonl: Callable[..., Path]) -> None:
    with pytest.raises(CorpusError, match="重复"):
        load_letters([write_jsonl(GOOD, GOOD)])


def test_gzip_and_plain_read_the_same(write_jsonl: Callable[..., Path], tmp_path: Path) -> None:
    packed = tmp_path / "letters.jsonl.gz"
    packed.write_bytes(gzip.compress(json.dumps(GOOD).encode()))
    assert load_letters([packed]) == load_letters([write_jsonl(GOOD)])


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="请指定"):
        load_letters([tmp_path])
