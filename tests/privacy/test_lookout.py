from hypothesis import given
from hypothesis import strategies as st

from nlp.privacy import mask, mask_many, neutralize, neutralize_many
from nlp.privacy.masking import _LOOKOUT

SIGNS = "老小王张建国欧阳厂长经理我是叫姓１2三〇九-－ 　（）.号栋室京AＢqQ微信xX证第：是\n\0\ue000\ud800\U00020000"
TEXTS = st.text(st.sampled_from(SIGNS), max_size=40) | st.text(max_size=20)


@given(st.lists(TEXTS, min_size=5, max_size=12))
def test_many_texts_are_looked_through_together_as_each_alone(texts: list[str]) -> None:
    assert _LOOKOUT.places(texts) == [_LOOKOUT.places([text])[0] for text in texts]


@given(st.lists(TEXTS, max_size=12))
def test_many_texts_are_masked_as_each_alone(texts: list[str]) -> None:
    assert mask_many(texts) == list(map(mask, texts))
    assert neutralize_many(texts) == list(map(neutralize, texts))


@given(TEXTS)
def test_every_place_of_a_beginning_is_told(text: str) -> None:
    digits = _LOOKOUT.beginnings["run"][1]
    starts = [i for i, sign in enumerate(text) if sign in digits and (i == 0 or text[i - 1] not in digits)]
    assert set(_LOOKOUT.places([text])[0]["run"]) <= set(starts)
    assert _LOOKOUT.places([text])[0]["familiar"] == [i for i, sign in enumerate(text) if sign in "老小阿"]
