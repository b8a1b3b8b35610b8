from hypothesis import given
from hypothesis import strategies as st

from nlp.extraction.mentions import join_mentions
from nlp.extraction.sentences import REACH, sentence_of

LETTERS = st.text(alphabet="断药三天。！？；\n，”a ", max_size=300)


@given(LETTERS, st.data())
def test_a_sentence_holds_its_mention_and_is_short(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 20)))
    first, last = sentence_of(text, start, end)
    assert 0 <= first <= start <= end <= last <= len(text)
    assert last - first <= 2 * REACH + end - start + 20


def test_a_closing_quotation_mark_belongs_to_its_sentence() -> None:
    text = "他说：“不签就走人。”我签了。"
    first, last = sentence_of(text, 4, 6)
    assert text[first:last] == "他说：“不签就走人。”"


def test_a_letter_without_full_stops_is_cut_at_a_comma() -> None:
    text = "我们厂停产了，" * 60
    first, last = sentence_of(text, 210, 212)
    assert last - first <= 2 * REACH + 2
    assert text[first - 1] == "，"


def test_mentions_of_one_sentence_are_one_signal() -> None:
    text = "断药三天，喘不上气。又断药。"
    found = list(join_mentions(text, "life_health", [(0, 2, ""), (5, 9, ""), (11, 13, "")]))
    assert [signal.text for signal in found] == ["断药三天，喘不上气", "断药"]


def test_a_plain_mention_is_not_hidden_behind_a_doubtful_one() -> None:
    (signal,) = join_mentions("父亲病逝，我断药了。", "life_health", [(2, 4, "past"), (6, 8, "")])
    assert signal.check == ""
