"""The bulletin of an invented week: its sections, its numbers and what stands behind them, what it must not hold."""

import datetime as dt
import re
import sys
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Word
from docx.shared import Cm

from nlp.bulletin import Bulletin, compose, to_docx, to_html, write_bulletin
from nlp.bulletin.content import MARK, Bars, Paragraph, Table, clean
from nlp.bulletin.document import draw_bars
from nlp.bulletin.statistics import FEWEST, HIDDEN
from nlp.errors import LetterError
from nlp.taxonomy import Taxonomy
from nlp.weekly import EnterpriseLine, Figure, FlagLine, Line, Review, SubtypeLine
from tests.three_weeks import BURST, open_at, run_weeks

SECTIONS = [
    "本周要情",
    "一、总体情况",
    "二、分类情况",
    "三、突出事项与新动向",
    "四、紧急与救助",
    "五、办理与答复",
    "六、政策建议",
    "七、检举类件",
]


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory, small_model: Path, taxonomy: Taxonomy) -> Review:
    folder = tmp_path_factory.mktemp("bulletin")
    store = open_at(folder / "库.db")
    found = run_weeks(store, folder, small_model, taxonomy)
    store.close()
    return found


@pytest.fixture
def bulletin(review: Review) -> Bulletin:
    return compose(review, "石湾市国资委")


def texts(bulletin: Bulletin) -> list[str]:
    """Every text of the sections, tables included."""
    found: list[str] = []
    for section in bulletin.sections:
        for block in section.blocks:
            match block:
                case Paragraph(text):
                    found.append(text)
                case Table(_, header, rows):
                    found += [*header, *(cell for row in rows for cell in row)]
                case Bars(_, labels):
                    found += labels
    return found


def part(bulletin: Bulletin, title: str) -> str:
    section = next(section for section in bulletin.sections if section.title.startswith(title))
    return "\n".join(block.text for block in section.blocks if isinstance(block, Paragraph))


def words_of(word: Word) -> str:
    cells = (cell.text for table in word.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(line.text for line in word.paragraphs), *cells])


def test_the_word_document_holds_the_seven_sections_in_order(bulletin: Bulletin) -> None:
    word = Document(BytesIO(to_docx(bulletin)))
    titles = [line.text for line in word.paragraphs if line.style and line.style.name == "Heading 1"]
    assert titles[: len(SECTIONS)] == SECTIONS
    assert [title[:2] for title in titles[len(SECTIONS) :]] == ["附注", "附录"]


def test_both_forms_are_marked_as_not_signed_and_name_the_office(bulletin: Bulletin) -> None:
    for shown in (words_of(Document(BytesIO(to_docx(bulletin)))), to_html(bulletin)):
        assert "未签发稿" in shown
        assert "石湾市国资委" in shown
        assert "2026年第47周" in shown


def test_every_mark_leads_to_a_line_of_the_appendix_and_back(bulletin: Bulletin) -> None:
    marks = {int(mark) for text in texts(bulletin) for mark in MARK.findall(text)}
    assert marks == {trace.number for trace in bulletin.traces}
    assert all(trace.letters for trace in bulletin.traces)


def test_the_appendix_holds_numbers_of_the_register_alone(bulletin: Bulletin) -> None:
    for trace in bulletin.traces:
        assert all(re.fullmatch(r"\d{4}-\d{6}(~\d{4}-\d{6})?", run) for run in trace.letters)


def test_a_matter_of_five_letters_is_told_with_its_counts(bulletin: Bulletin) -> None:
    told = part(bulletin, "三、")
    assert f"事项“内退生活费停发”（{BURST}" in told
    assert "来信主体 7 个" in told
    assert "不足 5 件写到以往反映或答复" in told
    assert "涉及 50 人以上" in told


def with_card(review: Review, **changes: object) -> Bulletin:
    """Compose with the one alarmed matter changed."""
    cards = [card.model_copy(update=changes) for card in review.clusters if card.alarm]
    return compose(review.model_copy(update={"clusters": tuple(cards)}))


def figure(first: int, count: int) -> Figure:
    return Figure(count=count, letters=(f"2026-{first:06}~2026-{first + count - 1:06}",))


def test_a_matter_is_told_with_its_days_as_a_clerk_writes_them(bulletin: Bulletin) -> None:
    assert re.search(r"首件 2026年11月\d+日，末件 2026年11月\d+日", part(bulletin, "三、"))


def test_a_matter_is_told_by_category_and_sub_type_with_the_letters_behind(review: Review) -> None:
    shown = with_card(
        review,
        by_category={"policy": figure(1, 8), "historical_debts": figure(9, 6)},
        by_subtype={"P01": figure(1, 8), "": figure(9, 6)},
    )
    told = MARK.sub("", part(shown, "三、"))
    assert "类别：改制政策 8 件、历史欠账 6 件" in told
    assert "诉求子类：安置补偿标准 8 件，其余不列" in told
    assert any(trace.what.endswith("安置补偿标准") and trace.count == 8 for trace in shown.traces)


def test_a_small_share_of_a_matter_is_neither_told_nor_to_be_computed(review: Review) -> None:
    shown = with_card(review, by_category={"policy": figure(1, 12), "historical_debts": figure(13, 2)})
    told = MARK.sub("", part(shown, "三、"))
    assert "类别以改制政策为主" in told
    assert "12 件" not in told


def test_it_is_told_when_a_matter_reached_each_enterprise(review: Review) -> None:
    shown = with_card(
        review,
        letters=figure(1, 20),
        enterprises={"甲厂": figure(1, 12), "乙厂": figure(13, 6), "丙厂": figure(19, 2)},
        spread={"甲厂": dt.date(2026, 9, 1), "乙厂": dt.date(2026, 11, 3), "丙厂": dt.date(2026, 11, 9)},
    )
    told = MARK.sub("", part(shown, "三、"))
    assert "甲厂 12 件，2026年9月1日起；乙厂 6 件，2026年11月3日起；另有 1 家不足 5 件" in told
    assert "丙厂" not in told


def test_sub_types_are_listed_but_for_small_ones_and_those_that_would_tell_them(review: Review) -> None:
    kinds = (
        SubtypeLine(code="P01", category="policy", now=figure(1, 9), before=Figure()),
        SubtypeLine(code="P02", category="policy", now=figure(10, 6), before=Figure()),
        SubtypeLine(code="", category="policy", now=figure(16, 2), before=Figure()),
        SubtypeLine(code="H01", category="historical_debts", now=figure(18, 7), before=Figure()),
    )
    shown = "".join(texts(compose(review.model_copy(update={"subtypes": kinds, "clusters": ()}))))
    assert review.subtype_names["P01"] in shown
    assert review.subtype_names["H01"] in shown
    assert review.subtype_names["P02"] not in shown


def test_the_table_of_categories_ends_with_the_total_of_the_text(review: Review) -> None:
    shown = compose(review)
    table = next(block for section in shown.sections for block in section.blocks if isinstance(block, Table))
    assert table.rows[-1][0] == "合计"
    assert f"本周收到 {table.rows[-1][1]} 件" in part(shown, "一、")


def test_the_word_document_is_on_a4_paper(bulletin: Bulletin) -> None:
    page = Document(BytesIO(to_docx(bulletin))).sections[0]
    assert (page.page_width or 0, page.page_height or 0) == pytest.approx((Cm(21), Cm(29.7)), rel=1e-3)


def test_the_word_document_has_a_red_head_over_a_red_rule_and_numbered_pages(bulletin: Bulletin) -> None:
    word = Document(BytesIO(to_docx(bulletin)))
    assert str(word.styles["Title"].font.color.rgb) == "B00000"
    last = next(line for line in word.paragraphs if line.text.startswith("统计时间"))
    assert 'w:color="B00000"' in last._p.xml
    assert 'w:instr="PAGE"' in word.sections[0].footer.paragraphs[0]._p.xml


def test_the_head_of_a_table_stands_on_every_page(bulletin: Bulletin) -> None:
    for table in Document(BytesIO(to_docx(bulletin))).tables:
        assert "w:tblHeader" in table.rows[0]._tr.xml


def test_a_chart_is_a_picture_with_as_many_bars_as_it_says_numbers(bulletin: Bulletin) -> None:
    charts = [block for section in bulletin.sections for block in section.blocks if isinstance(block, Bars)]
    assert charts
    assert len(Document(BytesIO(to_docx(bulletin))).inline_shapes) == len(charts)
    assert to_html(bulletin).count("<rect") == sum(len(own) for chart in charts for own in chart.series.values())


def test_in_the_page_no_line_ends_within_a_registration_number(bulletin: Bulletin) -> None:
    page = to_html(bulletin)
    for trace in bulletin.traces:
        assert all(f'<span class="number">{number}</span>' in page for number in trace.letters)


def test_what_is_counted_of_a_matter_is_traced(review: Review) -> None:
    shown = with_card(review, letters=figure(1, 20), recent=figure(12, 9), replied=figure(1, 6))
    assert {(trace.what[-2:], trace.count) for trace in shown.traces} >= {("本周", 9), ("既往", 6)}


def test_a_probability_too_small_to_write_is_no_nought(review: Review) -> None:
    (card,) = [card for card in review.clusters if card.alarm]
    assert card.alarm
    for kind in ("new", "growth", "simmer"):
        alarm = card.alarm.model_copy(update={"kind": kind, "p_value": 4.6e-10})
        assert "概率小于 0.001" in part(with_card(review, alarm=alarm), "三、")


def test_a_matter_of_few_letters_is_only_counted(review: Review) -> None:
    cards = [card.model_copy(update={"senders": FEWEST - 1}) for card in review.clusters]
    small = compose(review.model_copy(update={"clusters": tuple(cards)}))
    assert "内退生活费停发" not in "".join(texts(small))
    assert "另有 1 个新动向" in part(small, "三、")


def with_categories(review: Review, counts: dict[str, tuple[int, int, int]]) -> Bulletin:
    """Compose with other counts by category: this week, the week before, the year."""
    lines = tuple(
        Line(key=code, now=Figure(count=now), before=Figure(count=before), year=year)
        for code, (now, before, year) in counts.items()
    )
    return compose(review.model_copy(update={"categories": lines}))


def cells_of(bulletin: Bulletin) -> dict[str, list[str]]:
    """Give the rows of the table of categories by name."""
    table = next(block for section in bulletin.sections for block in section.blocks if isinstance(block, Table))
    return {row[0]: list(row[1:]) for row in table.rows}


COUNTS = {
    "policy": (20, 30, 200),
    "historical_debts": (9, 8, 90),
    "anti_corruption": (3, 8, 30),
    "other": (7, 6, 40),
}


def test_small_cells_are_hidden_and_cannot_be_computed(review: Review) -> None:
    shown = with_categories(review, COUNTS)
    cells = cells_of(shown)
    assert cells["检举控告"][0] == HIDDEN
    assert sum(row[0] == HIDDEN for row in cells.values()) >= 2
    assert cells["改制政策"] == ["20", "30", "约 200"]
    assert "不列" in part(shown, "七、")


def test_what_one_bulletin_hides_of_a_week_the_next_one_hides(review: Review) -> None:
    later = {code: (30, now, year + 30) for code, (now, _, year) in COUNTS.items()}
    hidden = [{n for n, row in cells_of(with_categories(review, c)).items() if row[k] == HIDDEN}
              for k, c in enumerate((COUNTS, later))]  # fmt: skip
    assert hidden[0] == hidden[1] != set()


def test_the_years_of_two_bulletins_tell_no_small_cell(review: Review) -> None:
    for year in range(60, 80):
        differences = set()
        for came in range(1, FEWEST):
            both = ({**COUNTS, "policy": (came, 30, year + n * came)} for n in (0, 1))
            old, new = (int(cells_of(with_categories(review, own))["改制政策"][2].split()[1]) for own in both)
            differences.add(new - old)
        assert differences <= {0, FEWEST}


def test_many_accusations_are_told_in_a_week_of_few_other_letters(review: Review) -> None:
    shown = with_categories(review, {"other": (95, 45, 917), "anti_corruption": (26, 12, 294), "policy": (3, 0, 11),
                                     "historical_debts": (2, 1, 13)})  # fmt: skip
    assert "检举类件共 26 件" in part(shown, "七、")


def test_a_chart_compares_two_bars_or_more(review: Review) -> None:
    shown = with_categories(review, {"other": (70, 52, 2101), "policy": (1, 1, 18), "historical_debts": (2, 2, 32)})
    charts = [block for section in shown.sections for block in section.blocks if isinstance(block, Bars)]
    assert [len(chart.labels) for chart in charts[:1]] == [3]
    assert "本年累计" in charts[0].caption


def test_accusations_enough_in_number_are_given_as_a_total_without_letters(review: Review) -> None:
    lines = (
        Line(key="anti_corruption", now=Figure(count=12), before=Figure(), year=12),
        Line(key="policy", now=Figure(count=20, letters=("2026-000001",)), before=Figure(), year=20),
    )
    shown = compose(review.model_copy(update={"categories": lines}))
    assert "检举类件共 12 件" in part(shown, "七、")
    assert not any("检举" in trace.what for trace in shown.traces)


def test_nothing_of_an_accusation_or_a_person_is_in_the_bulletin(bulletin: Bulletin) -> None:
    shown = words_of(Document(BytesIO(to_docx(bulletin)))) + to_html(bulletin)
    for secret in ("私分", "轿车", "仓前机械厂", "段长喜", "挪用"):
        assert secret not in shown


def test_no_letter_is_quoted_but_for_the_headline(bulletin: Bulletin) -> None:
    assert "靠这点钱吃饭" not in "".join(texts(bulletin))


def test_enterprises_of_few_letters_are_not_named(review: Review) -> None:
    figures = (Figure(count=4, letters=("2026-000001~2026-000004",)), Figure(count=6, letters=("2026-000005",)))
    lines = tuple(
        EnterpriseLine(name=name, now=figure, before=Figure(), categories={"policy": figure})
        for name, figure in zip(("小厂", "大厂"), figures, strict=True)
    )
    shown = "".join(texts(compose(review.model_copy(update={"enterprises": lines, "clusters": ()}))))
    assert "大厂" in shown
    assert "小厂" not in shown


def test_at_most_five_matters_of_the_week_come_first_red_flags_before_all(review: Review) -> None:
    one = Figure(count=1, letters=("2026-000001",))
    flags = tuple(FlagLine(kind=f"kind{n}", open=one, raised=one, closed=Figure()) for n in range(7))
    first = compose(review.model_copy(update={"flags": flags})).sections[0]
    assert len(first.blocks) == 5
    assert all("红灯" in block.text for block in first.blocks if isinstance(block, Paragraph))


def with_flag(review: Review, late: Figure) -> Bulletin:
    flag = FlagLine(kind="life_health", open=figure(1, 3), raised=Figure(), closed=Figure(), late=late)
    return compose(review.model_copy(update={"flags": (flag,), "flag_hours": 12}))


def test_red_flags_left_open_for_too_long_are_named_as_a_count_with_the_letters_behind(review: Review) -> None:
    shown = with_flag(review, figure(2, 2))
    for title in ("本周要情", "四、"):
        assert "未解除 3 件，其中超过 12 小时未核实 2 件" in MARK.sub("", part(shown, title))
    (trace,) = [trace for trace in shown.traces if "未核实" in trace.what]
    assert trace.letters == ("2026-000002~2026-000003",)


def test_without_a_red_flag_left_open_for_too_long_nothing_is_said_of_it(review: Review) -> None:
    assert "未核实" not in "".join(texts(with_flag(review, Figure())))


def test_a_week_of_nothing_has_all_sections(review: Review) -> None:
    empty = {"categories": (), "channels": (), "enterprises": (), "clusters": (), "terms": (), "joints": ()}
    quiet = compose(review.model_copy(update=empty))
    assert [section.title for section in quiet.sections][: len(SECTIONS)] == SECTIONS
    assert "没有收到检举类件" in part(quiet, "七、")


class Checker(HTMLParser):
    """Notes the tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.values: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.values += [f"{name}={value}" for name, value in attrs]


def test_the_page_runs_and_loads_nothing(bulletin: Bulletin) -> None:
    checker = Checker()
    checker.feed(to_html(bulletin))
    assert not checker.tags & {"script", "link", "img", "iframe", "object"}
    assert not any(value.startswith("on") or "http" in value for value in checker.values)
    assert "svg" in checker.tags


def test_words_of_letters_are_escaped_in_the_page_and_taken_by_word(review: Review) -> None:
    cards = [card.model_copy(update={"headline": "<script>alert(1)</script>\x00要求"}) for card in review.clusters]
    nasty = compose(review.model_copy(update={"clusters": tuple(cards)}))
    assert "<script>" not in to_html(nasty)
    assert "<script>alert(1)</script>要求" in words_of(Document(BytesIO(to_docx(nasty))))


def test_words_cannot_forge_a_reference() -> None:
    assert MARK.search(clean("要求\ue0101\ue011")) is None


def test_the_same_review_gives_the_same_page(review: Review) -> None:
    assert to_html(compose(review)) == to_html(compose(review))


def test_without_matplotlib_the_numbers_stand_in_a_table(bulletin: Bulletin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setattr("nlp.bulletin.document.find_spec", lambda _name: None)
    assert draw_bars(Bars("图", ["甲"], {"本周": [1]})) is None
    word = Document(BytesIO(to_docx(bulletin)))
    assert len(word.inline_shapes) == 0


@pytest.mark.parametrize("name", ["简报.pdf", "简报"])
def test_another_form_is_refused(review: Review, tmp_path: Path, name: str) -> None:
    with pytest.raises(LetterError, match=r"请用 \.docx 或 \.html"):
        write_bulletin(review, tmp_path / name)


def test_both_forms_are_written_where_asked(review: Review, tmp_path: Path) -> None:
    for ending in ("docx", "html"):
        write_bulletin(review, tmp_path / "新文件夹" / f"简报.{ending}")
    assert Document(str(tmp_path / "新文件夹" / "简报.docx")).paragraphs
    assert review.ends + dt.timedelta(days=1) == dt.date(2026, 11, 23)
