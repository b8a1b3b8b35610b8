import pytest

from nlp.extraction.anonymity import find_anonymity, signature


@pytest.mark.parametrize(
    "text",
    [
        "因为我们害怕报复所以没有署名",
        "名字就不写了",
        "我不敢留名",
        "请替我保密",
        "别说是我写的",
        "姓名我不留了",
        "匿名反映",
        "不要公开我的姓名",
    ],
)
def test_asking_not_to_be_named_is_seen(text: str) -> None:
    (signal,) = find_anonymity(text)
    assert signal.check == ""


@pytest.mark.parametrize("text", ["名字我留在信封背面，里面不写名字"[:9], "我不怕人知道我是谁"])
def test_who_is_named_after_all_is_kept_for_checking(text: str) -> None:
    (signal,) = find_anonymity(text)
    assert signal.check == "negated"


@pytest.mark.parametrize("text", ["厂里搞匿名打分", "公司说这是保密制度", "安置名额不公开", "厂名不写了"])
def test_secrecy_of_others_is_not_the_writers(text: str) -> None:
    assert list(find_anonymity(text)) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我叫邢大川，补偿没给。电话：13800001234", "signed"),
        ("请解决。\n反映人：邢大川\n家住石湾镇新街12号", "signed"),
        ("请解决。\n反映人：邢大川", "named"),
        ("请解决。此致敬礼\n邢大川", "named"),
        ("请解决。\n全体职工", "anonymous"),
        ("反映人：全体职工", "anonymous"),
        ("不敢署名：公司多年虚列支出", "anonymous"),
        ("厂长叫我们签字", "anonymous"),
        ("", "anonymous"),
    ],
)
def test_a_signature_is_a_name_and_a_way_to_answer(text: str, kind: str) -> None:
    assert signature(text) == kind
