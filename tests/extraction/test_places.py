import pytest

from nlp.extraction.places import find_places


def found(text: str) -> list[tuple[str, object]]:
    return [(s.text, s.value) for s in find_places(text)]


@pytest.mark.parametrize(
    ("text", "place", "value"),
    [
        ("河北省沧州市献县的职工", "河北省沧州市献县", "河北省沧州市献县"),
        ("我在沧州献县长大", "沧州献县", "河北省沧州市献县"),
        ("到吉林市船营区办事", "吉林市船营区", "吉林省吉林市船营区"),
        ("湖南益阳桃江县", "湖南益阳桃江县", "湖南省益阳市桃江县"),
        ("住在长沙县星沙镇", "长沙县星沙镇", "湖南省长沙市长沙县星沙镇"),
        ("四个河南的老乡", "河南", "河南省"),
        ("俺是桂阜镇人", "桂阜镇", "桂阜镇"),
        ("原在滏南县上班", "滏南县", "滏南县"),
    ],
)
def test_a_place_is_given_in_full(text: str, place: str, value: str) -> None:
    assert found(text) == [(place, value)]


@pytest.mark.parametrize(
    "text",
    [
        "祝身体安康",
        "大同小异",
        "长治久安",
        "找镇里和县里",
        "去市政府",
        "小区里没水",
        "城乡居民",
        "到中山路买菜",
        "返乡以后",
    ],
)
def test_a_word_that_only_looks_like_a_place_is_none(text: str) -> None:
    """``cpca`` finds 安康市, 大同市 and 长治市 in the first three."""
    assert found(text) == []


def test_a_district_that_many_cities_have_is_not_guessed_at() -> None:
    assert found("朝阳区的厂") == [("朝阳区", "朝阳区")]
    assert found("长春市朝阳区") == [("长春市朝阳区", "吉林省长春市朝阳区")]
