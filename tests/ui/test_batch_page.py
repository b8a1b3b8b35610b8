"""What 批量研判 does with files, while they are taken in and afterwards."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from streamlit.testing.v1 import AppTest

from nlp.reading.splitting import LINE, NO_SPLIT, OPENING, RULES
from nlp.store import Store
from nlp.store.schema import letters
from tests.ui.conftest import shown
from ui import running, text
from ui.batch import progress_line
from ui.marking import plain
from ui.running import Run
from ui.text import en

HEAD = "编号,来信日期,正文\n"
ROWS = [f"A{n},2026-11-09,内退费从去年{n % 9 + 1}月停发至今，请补发。\n" for n in range(60)]
ACCUSATION = "B1,2026-11-10,厂长把三台机床当废铁卖给外甥，请纪委查处。\n"


@pytest.fixture(autouse=True)
def no_runs() -> Iterator[None]:
    running._RUNS.clear()
    yield
    running._RUNS.clear()


@pytest.fixture(autouse=True)
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where columns are remembered; nothing is as yet."""
    monkeypatch.setenv("PETITIONS_COLUMNS", str(tmp_path / "columns.json"))
    return tmp_path / "columns.json"


@pytest.fixture
def page(open_page: Callable[[str], AppTest]) -> AppTest:
    return open_page("batch")


def take_in(page: AppTest, *files: tuple[str, str]) -> AppTest:
    """Drop files and wait until they are taken in."""
    return go(drop(page, *files))


def drop(page: AppTest, *files: tuple[str, str]) -> AppTest:
    return page.file_uploader(key="batch_files").set_value([(name, rows.encode(), "") for name, rows in files]).run()


def go(page: AppTest) -> AppTest:
    next(button for button in page.button if button.label == text.START).click().run()
    (run,) = running._RUNS.values()
    assert run.wait(60)
    return page.run()


def table(page: AppTest) -> list[str]:
    return list(page.dataframe[0].value[text.LIST_COLUMNS[0]])


def held(store: Store) -> int:
    with store.reading() as connection:
        return connection.scalar(select(func.count()).select_from(letters)) or 0


def test_files_are_registered_analysed_and_listed(page: AppTest, store: Store) -> None:
    take_in(page, ("甲.csv", HEAD + ROWS[0]), ("乙.csv", HEAD + ROWS[1] + ACCUSATION))
    assert not page.exception
    assert held(store) == 3
    assert [number[-6:] for number in table(page)] == ["000001", "000002", "000003"]
    assert "账目相符" in shown(page)


def test_no_more_than_a_page_of_rows_is_sent_and_the_page_can_be_turned(page: AppTest) -> None:
    take_in(page, ("甲.csv", HEAD + "".join(ROWS)))
    assert len(table(page)) == 50
    next(button for button in page.button if button.label == text.PAGE_ON).click().run()
    assert [number[-2:] for number in table(page)] == [str(n) for n in range(51, 61)]


def test_a_filter_is_of_the_whole_batch_and_begins_at_its_first_page(page: AppTest) -> None:
    take_in(page, ("甲.csv", HEAD + "".join(ROWS) + ACCUSATION))
    next(button for button in page.button if button.label == text.PAGE_ON).click().run()
    page.selectbox(key="list_category").select("anti_corruption").run()
    assert [number[-2:] for number in table(page)] == ["61"]


def test_a_file_taken_in_before_gives_no_new_letters(page: AppTest, store: Store) -> None:
    take_in(page, ("甲.csv", HEAD + ROWS[0]))
    take_in(page, ("甲.csv", HEAD + ROWS[0]), ("乙.csv", HEAD + ROWS[1]))
    assert held(store) == 2


def test_columns_corrected_are_those_that_are_read(page: AppTest, store: Store) -> None:
    rows = "件号,诉求,补充\nA1,见补充,内退费从去年9月停发至今\n"
    drop(page, ("来信.csv", rows))
    page.multiselect[0].select(2)
    assert "正文取“诉求”“补充”" in shown(go(page))


def test_columns_corrected_are_remembered_for_the_next_table_with_the_same_header(page: AppTest) -> None:
    head = "件号,诉求,补充\n"
    drop(page, ("一月.csv", head + "A1,见补充,内退费从去年9月停发至今\n")).multiselect[0].select(2)
    assert text.COLUMNS_KEPT in shown(go(page))
    drop(page, ("二月.csv", head + "B1,见补充,改制后没有安置\n"))
    assert page.multiselect[0].value == [1, 2]
    assert text.COLUMNS_RECALLED in shown(page)
    assert "二月.csv：正文取“诉求”“补充”，编号取“件号”（按指定或记住的列）" in shown(go(page))


def test_a_column_taken_away_is_not_guessed_again(page: AppTest) -> None:
    rows = "编号,标题,内容\nA1,见内容,内退费从去年9月停发至今\n"
    boxes = drop(page, ("来信.csv", rows)).selectbox
    next(box for box in boxes if box.label == text.FIELDS["title"]).select_index(0)
    assert "来信.csv：正文取“内容”，编号取“编号”（按指定或记住的列）" in shown(go(page))


def test_columns_that_cannot_be_remembered_are_used_all_the_same(page: AppTest, memory: Path) -> None:
    memory.write_text("{", encoding="utf-8")
    drop(page, ("来信.csv", "件号,诉求,补充\nA1,见补充,内退费从去年9月停发至今\n"))
    assert "请删除该文件" in shown(page)
    page.multiselect[0].select(2)
    said = shown(go(page))
    assert "正文取“诉求”“补充”" in said
    assert "没能记住" in said


def collection(opening: str = "第{n}封\n") -> str:
    """Five letters in one file, each under its mark."""
    return "\n".join(opening.format(n=n) + f"厂里第{n}次停发内退费，请尽快补发给职工。" for n in "一二三四五")


def choose(page: AppTest, rule: str, place: int = 0) -> AppTest:
    """Choose the rule by which the file at a place is cut."""
    return [box for box in page.selectbox if box.label == text.CUT_HOW][place].select(rule).run()


def test_how_a_file_is_cut_is_shown_with_the_beginning_of_each_letter(page: AppTest) -> None:
    said = shown(drop(page, ("来信汇编.txt", collection())))
    assert text.CUT.format(rule="第N封", letters=5) in said
    assert text.CUT_START.format(number=5, words="厂里第五次停发内退费，请尽快补发给职工。", length=20) in said


def test_a_rule_chosen_is_the_one_by_which_letters_are_registered(page: AppTest, store: Store) -> None:
    choose(drop(page, ("来信汇编.txt", collection())), "不拆分")
    assert text.CUT_NOT.format(letters=1) in shown(page)
    assert "来信汇编.txt：按指定的“不拆分”读取" in shown(go(page))
    assert held(store) == 1


def test_letters_without_a_mark_are_cut_by_what_they_begin_with(page: AppTest, store: Store) -> None:
    choose(drop(page, ("来信汇编.txt", collection("尊敬的领导：{n}"))), "开头")
    (words,) = [box for box in page.text_input if box.label == text.CUT_WORDS]
    words.set_value("尊敬的").run()
    assert plain(text.CUT.format(rule="开头=尊敬的", letters=5)) in shown(page)
    assert "按“开头=尊敬的”拆成 5 封" in shown(go(page))
    assert held(store) == 5


def test_each_file_has_a_rule_of_its_own_also_under_the_same_name(page: AppTest, store: Store) -> None:
    again = collection().replace("内退费", "安置费")
    choose(drop(page, ("来信.txt", collection()), ("来信.txt", again)), "不拆分", place=1)
    go(page)
    assert held(store) == 6


def test_a_rule_that_finds_nothing_is_said_so(page: AppTest) -> None:
    choose(drop(page, ("来信汇编.txt", collection())), "分隔线")
    assert text.CUT_NOT_FOUND.format(rule="分隔线", letters=1) in shown(page)


def test_of_many_files_those_read_as_one_letter_are_counted_and_can_be_picked(page: AppTest) -> None:
    whole = [(f"单信{n}.txt", f"领导：第{n}年没发工资。") for n in range(7)]
    drop(page, ("来信汇编.txt", collection()), *whole)
    (pick,) = [box for box in page.multiselect if box.label == text.CUT_WHOLE.format(count=7)]
    assert [box.label for box in page.selectbox].count(text.CUT_HOW) == 1
    pick.select(3).run()
    assert [box.label for box in page.selectbox].count(text.CUT_HOW) == 2
    assert "单信3" in shown(page)


def test_a_rule_chosen_in_one_language_is_asked_anew_in_the_other(page: AppTest) -> None:
    choose(drop(page, ("来信汇编.txt", collection())), "不拆分")
    page.session_state["language"] = "en"
    assert not page.run().exception
    assert en.CUT.format(rule="No. N", letters=5) in shown(page).replace("\\", "")


def test_a_table_is_not_asked_how_it_is_cut(page: AppTest) -> None:
    assert text.CUT_HOW not in [box.label for box in drop(page, ("甲.csv", HEAD + ROWS[0])).selectbox]


def test_every_rule_has_its_name_on_the_page() -> None:
    assert list(text.CUT_RULES) == ["", NO_SPLIT.name, *(rule.name for rule in RULES), OPENING, LINE]


def test_a_run_that_was_stopped_keeps_what_it_registered_and_is_gone_on_with(
    page: AppTest, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = Run._check

    def stop_at_analysis(run: Run, count: int) -> None:
        if run.what == "研判":
            run.stop()
        checked(run, count)

    monkeypatch.setattr(Run, "_check", stop_at_analysis)
    take_in(page, ("甲.csv", HEAD + ROWS[0] + ROWS[1]))
    assert held(store) == 2
    assert text.STOPPED in shown(page)
    assert text.WAITING.format(count="2") in shown(page)
    monkeypatch.setattr(Run, "_check", checked)
    next(button for button in page.button if button.label == text.GO_ON).click().run()
    (run,) = running._RUNS.values()
    assert run.wait(60)
    assert text.WAITING.format(count="2") not in shown(page.run())
    assert len(table(page)) == 2


def test_a_fault_of_ours_reaches_the_page_and_quotes_nothing(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("内退费")

    monkeypatch.setattr(running, "ingest", fail)
    take_in(page, ("甲.csv", HEAD + ROWS[0]))
    assert "ValueError" in page.error[0].value
    assert "内退费" not in page.error[0].value


def test_a_run_leaves_no_upload_behind(page: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    take_in(page, ("甲.csv", HEAD + ROWS[0]))
    assert list(tmp_path.glob("petitions-*")) == []


def test_progress_says_what_how_far_and_how_long() -> None:
    assert progress_line(Run("登记", 0, None), 1.0) == text.PROGRESS_OPEN.format(what="登记", done=0)
    said = progress_line(Run("研判", 1000, 4000, begun=0.0), 60.0)
    assert said == "研判：1,000 / 4,000 封，约剩 3 分钟"
