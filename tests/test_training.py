"""An office's own tables become a model with a card that hides nothing."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from nlp.artefact import read_manifest
from nlp.cli import app
from nlp.copies import join_copies
from nlp.corpus import LabelledLetter, load_letters, starter_taxonomy
from nlp.doubtful import find_doubtful
from nlp.errors import CorpusError, SettingError
from nlp.pipeline import Pipeline
from nlp.taxonomy import Taxonomy, parse_taxonomy
from nlp.teaching import lessons_of
from nlp.training import TrainingInput, is_held_back, train
from tests.labelled import invented_letters

HEADER = ["信件编号", "标题", "内容", "分类"]
TEXT = "水管漏水，请来修。"


def test_letters_of_a_contrast_are_taught_twice_and_their_marks_once() -> None:
    story, told = "厂里三年没发工资，", [{"start": 0, "end": 8, "label": "a"}]
    letters = [
        LabelledLetter(id="1", text=f"{story}请补发。", label="a", pair="p", demands=told, statements=()),
        LabelledLetter(id="2", text=f"{story}老板请发。", label="b", pair="p"),
        LabelledLetter(id="3", text="水管漏水。", label="a", pair="q"),
        LabelledLetter(id="4", text="水管漏水！", label="a", pair="q"),
    ]
    lessons = lessons_of(letters, ())
    assert sorted(lesson.letter.id for lesson in lessons) == ["1", "1", "2", "2", "3", "4"]
    assert [(len(x.marks), x.said) for x in lessons if x.letter.id == "1"] == [(1, []), (0, None)]
    assert len({x.group for x in lessons}) == 2


def write_table(path: Path, *rows: list[str], sheet: str = "一月") -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path


@pytest.fixture(scope="module")
def own_taxonomy() -> Taxonomy:
    return parse_taxonomy(starter_taxonomy(invented_letters(), "街道"))


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of an office's own classes, trained from its spreadsheet; twins and a wrong label lie among its rows."""
    folder = tmp_path_factory.mktemp("office")
    letters = invented_letters()
    rows = [[x.id, x.title, x.text, x.label] for x in letters]
    rows += [[f"抄件{n}", x.title, f"{x.text}此致敬礼", x.label] for n, x in enumerate(letters[:3])]
    rows.append(["错标", "水管漏水", "梅园的水管漏水，家里停水，水压太低，请检修水表，水里有锈。", "路灯"])
    table = write_table(folder / "台账.xlsx", ["某街道来信台账"], HEADER, *rows)
    taxonomy = folder / "街道.toml"
    taxonomy.write_text(starter_taxonomy(letters, "街道"), encoding="utf-8")
    train(TrainingInput((table,), taxonomy), folder / "model", name="街道")
    return folder / "model"


@pytest.fixture(scope="module")
def card(trained: Path) -> str:
    return (trained / "README.md").read_text(encoding="utf-8")


class TestTables:
    def test_a_workbook_gives_letters_with_their_labels(self, tmp_path: Path, own_taxonomy: Taxonomy) -> None:
        table = write_table(tmp_path / "a.xlsx", ["台账"], HEADER, ["A1", "漏水", TEXT, "供水"])
        (letter,) = load_letters([table], own_taxonomy)
        assert (letter.id, letter.title, letter.text, letter.label) == ("A1", "漏水", TEXT, "供水")

    @pytest.mark.parametrize("name", ["类别", "分类", "标签", "一级标签", "label", "类 别（必填）"])
    def test_a_label_column_is_known_by_any_of_its_names(self, tmp_path: Path, name: str) -> None:
        table = tmp_path / "a.csv"
        table.write_text(f"内容,{name}\n{TEXT},供水\n", encoding="gb18030")
        assert [letter.label for letter in load_letters([table])] == ["供水"]

    def test_further_categories_are_parted(self, tmp_path: Path, own_taxonomy: Taxonomy) -> None:
        table = tmp_path / "a.csv"
        table.write_text(f"内容,类别,次类\n{TEXT},供水,路灯、供水 其他\n", encoding="utf-8")
        assert load_letters([table], own_taxonomy)[0].secondary == ("路灯", "其他")

    def test_names_of_categories_become_codes(self, tmp_path: Path, taxonomy: Taxonomy) -> None:
        table = tmp_path / "a.csv"
        table.write_text(f"内容,类别\n{TEXT},历史欠账\n{TEXT},policy\n", encoding="utf-8")
        assert [letter.label for letter in load_letters([table], taxonomy)] == ["historical_debts", "policy"]

    def test_foreign_json_lines_are_read_by_their_keys(self, write_jsonl: Callable[..., Path]) -> None:
        path = write_jsonl({"留言编号": "7", "留言详情": TEXT, "一级标签": "供水", "点赞数": 3})
        (letter,) = load_letters([path])
        assert (letter.id, letter.text, letter.label) == ("7", TEXT, "供水")

    def test_equal_numbers_in_two_files_do_not_clash(self, tmp_path: Path) -> None:
        tables = [write_table(tmp_path / f"{n}.xlsx", HEADER, ["1", "", TEXT, "供水"]) for n in "ab"]
        assert len({letter.id for letter in load_letters(tables)}) == 2

    @pytest.mark.parametrize(
        ("row", "says"),
        [
            (["A2", "", TEXT, "电梯"], "没有类别 电梯"),
            (["A2", "", TEXT, ""], "没有标签"),
            (["A2", "", "", "供水"], "正文和标题都为空"),
        ],
    )
    def test_a_wrong_row_names_file_and_row_and_quotes_no_letter(
        self, tmp_path: Path, own_taxonomy: Taxonomy, row: list[str], says: str
    ) -> None:
        table = write_table(tmp_path / "a.xlsx", ["台账"], HEADER, ["A1", "", TEXT, "供水"], row)
        with pytest.raises(CorpusError, match=says) as caught:
            load_letters([table], own_taxonomy)
        assert caught.value.where == "a.xlsx 工作表“一月” 第 4 行"
        assert TEXT not in str(caught.value)

    def test_a_text_in_the_label_column_is_not_quoted(self, tmp_path: Path, own_taxonomy: Taxonomy) -> None:
        table = write_table(tmp_path / "a.xlsx", HEADER, ["A1", "", TEXT, "王某家的水管漏水三个月没人来修实在没办法了"])
        with pytest.raises(CorpusError) as caught:
            load_letters([table], own_taxonomy)
        assert "王某" not in str(caught.value)

    def test_a_table_without_labels_says_which_column_to_add(self, tmp_path: Path) -> None:
        table = write_table(tmp_path / "a.xlsx", ["编号", "内容"], ["1", TEXT])
        with pytest.raises(CorpusError, match=r"没有标签列.*表头写 类别"):
            load_letters([table])


class TestStarterTaxonomy:
    def test_it_holds_the_labels_found_and_can_be_read(self) -> None:
        made = parse_taxonomy(starter_taxonomy(invented_letters(), "街道"))
        assert (set(made.codes), made.outside_code) == ({"路灯", "供水", "其他"}, "其他")

    def test_a_class_of_accusations_is_confidential(self) -> None:
        some = [LabelledLetter(id=label, text=TEXT, label=label) for label in ("检举控告类", "供水")]
        assert parse_taxonomy(starter_taxonomy(some, "x")).confidential_codes == {"检举控告类"}

    @given(st.sets(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12), min_size=2))
    def test_any_labels_give_a_file_that_can_be_read(self, labels: set[str]) -> None:
        some = [LabelledLetter(id=str(n), text=TEXT, label=label) for n, label in enumerate(sorted(labels))]
        made = parse_taxonomy(starter_taxonomy(some, "x"))
        assert sorted(made.category_names.values()) == sorted(labels)

    def test_the_command_writes_it_once(self, tmp_path: Path) -> None:
        table = write_table(tmp_path / "a.xlsx", HEADER, ["1", "", TEXT, "供水"], ["2", "", "路灯不亮", "路灯"])
        target = tmp_path / "本单位.toml"
        arguments = ["train", "--letters", str(table), "--make-taxonomy", str(target)]
        assert CliRunner().invoke(app, arguments).exit_code == 0
        assert "供水" in target.read_text(encoding="utf-8")
        assert isinstance(CliRunner().invoke(app, arguments).exception, SettingError)


class TestCopies:
    def test_copies_share_a_group_and_others_do_not(self) -> None:
        letters = invented_letters(6)
        twin = letters[0].model_copy(update={"id": "a", "text": letters[0].text + "此致敬礼"})
        joined, copies = join_copies([*letters, twin])
        assert joined[0].group == joined[-1].group
        assert len({letter.group for letter in joined}) == len(letters)
        assert (copies.sets, copies.letters, copies.at_odds) == (1, 2, 0)

    def test_copies_with_unlike_labels_are_counted(self) -> None:
        letters = invented_letters(2)
        twin = letters[0].model_copy(update={"id": "a", "label": "供水"})
        assert join_copies([*letters, twin])[1].at_odds == 1

    def test_a_template_sent_many_times_is_one_group(self) -> None:
        text = "东桥小区的电梯从年初坏到现在，老人上下楼很不方便，请督促物业尽快维修。业主"
        letters = [LabelledLetter(id=str(n), text=f"{text}{chr(0x4E00 + 7 * n)}某", label="x") for n in range(200)]
        assert len({letter.group for letter in join_copies(letters)[0]}) == 1

    @given(st.permutations(range(12)))
    def test_the_order_of_the_letters_changes_no_group(self, order: list[int]) -> None:
        letters = invented_letters(4)
        letters += [x.model_copy(update={"id": f"z{x.id}"}) for x in letters[:3]]
        shuffled = [letters[n] for n in order] + letters[12:]
        groups = {letter.id: letter.group for letter in join_copies(letters)[0]}
        assert {letter.id: letter.group for letter in join_copies(shuffled)[0]} == groups

    def test_copies_are_held_back_together(self) -> None:
        letters = invented_letters()
        twins = [x.model_copy(update={"id": f"z{x.id}"}) for x in letters]
        joined = join_copies([*letters, *twins])[0]
        sides = [is_held_back(letter) for letter in joined]
        assert sides[: len(letters)] == sides[len(letters) :]


class TestDoubtfulLabels:
    def test_a_wrong_label_among_right_ones_is_found_first(self) -> None:
        probabilities = np.array([[0.9, 0.1]] * 10 + [[0.1, 0.9]] * 10)
        labels = ["a"] * 10 + ["b"] * 9 + ["a"]
        found = find_doubtful([str(n) for n in range(20)], labels, ("a", "b"), probabilities)
        assert [(doubt.id, doubt.believed) for doubt in found] == [("19", "b")]

    def test_a_class_that_is_always_unsure_is_not_doubted_for_it(self) -> None:
        probabilities = np.array([[0.95, 0.05]] * 10 + [[0.45, 0.55]] * 10)
        assert find_doubtful([str(n) for n in range(20)], ["a"] * 10 + ["b"] * 10, ("a", "b"), probabilities) == []


class TestCard:
    def test_it_has_every_part(self, card: str) -> None:
        parts = ("| 供水 |", "## 混淆表", "## 校准", "## 学习曲线", "| 25 % |", "| 100 % |", "## 最可疑的标签")
        assert [part for part in parts if part not in card] == []

    def test_it_names_the_wrong_label_and_the_copies(self, card: str) -> None:
        assert "| 错标 | 路灯 | 供水 |" in card
        assert "发现抄件 3 组、共 6 封" in card

    def test_it_shows_no_letter(self, card: str) -> None:
        assert [x.id for x in invented_letters() if x.text[5:] in card] == []

    def test_its_pictures_are_there_and_small(self, trained: Path, card: str) -> None:
        pictures = sorted(path.name for path in trained.glob("*.png"))
        assert pictures == ["calibration.png", "confusion.png", "learning_curve.png"]
        assert all(f"]({name})" in card for name in pictures)
        assert sum(path.stat().st_size for path in trained.glob("*.png")) < 1_000_000

    def test_the_confusion_table_sums_to_the_letters_held_back(self, trained: Path) -> None:
        metrics = read_manifest(trained).metrics
        assert sum(map(sum, metrics["confusion"])) == metrics["letters"]

    def test_the_model_tells_the_office_s_own_classes(self, trained: Path) -> None:
        prediction = Pipeline.load(trained).analyse("柳巷停水三天，水管漏水，水压太低").prediction
        assert prediction.category == "供水"

    def test_without_matplotlib_it_says_how_to_get_pictures(
        self, trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("nlp.card_pictures.find_spec", lambda name: None)
        letters = tmp_path / "letters.jsonl"
        letters.write_text("".join(x.model_dump_json(exclude_none=True) + "\n" for x in invented_letters(14)), "utf-8")
        taxonomy = tmp_path / "t.toml"
        taxonomy.write_text(starter_taxonomy(invented_letters(14), "街道"), encoding="utf-8")
        train(TrainingInput((letters,), taxonomy), tmp_path / "model", name="x")
        assert "petition-letters[card]" in (tmp_path / "model" / "README.md").read_text(encoding="utf-8")
        assert list((tmp_path / "model").glob("*.png")) == []


class TestMissingFiles:
    @pytest.mark.parametrize("kind", ["letters", "taxonomy", "lexicon", "matters", "statements"])
    def test_a_file_that_is_not_there_is_named_before_anything_is_learnt(
        self, tmp_path: Path, write_jsonl: Callable[..., Path], kind: str
    ) -> None:
        letters = invented_letters()
        places = {"letters": write_jsonl(*(x.model_dump(exclude_defaults=True) for x in letters))}
        places |= {name: tmp_path / name for name in ("taxonomy", "lexicon", "matters", "statements")}
        places["taxonomy"].write_text(starter_taxonomy(letters, "街道"), encoding="utf-8")
        places["lexicon"].write_text("term\tpos\tcategory\tsubtypes\tlevel\tnote\n", encoding="utf-8")
        places["matters"].write_text("", encoding="utf-8")
        places["statements"].write_text("kinds\ttext\n", encoding="utf-8")
        places[kind].unlink()
        given = TrainingInput((places["letters"],), *(places[name] for name in [*places][1:]))
        with pytest.raises(CorpusError, match="没有这个文件") as told:
            train(given, tmp_path / "model", name="own", report=pytest.fail)
        assert told.value.where == str(places[kind])

    def test_a_lexicon_of_another_encoding_says_so(self, tmp_path: Path) -> None:
        lexicon = tmp_path / "terms.tsv"
        lexicon.write_bytes("term\tpos\tcategory\tsubtypes\tlevel\tnote\n内退费".encode("gbk"))
        with pytest.raises(SettingError, match="UTF-8"):
            TrainingInput((), tmp_path / "t.toml", lexicon).terms()
