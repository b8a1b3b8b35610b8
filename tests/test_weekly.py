"""The weekly run over three invented weeks: what is reviewed, repeated, cut off, late, closed, judged."""

import datetime as dt
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from sqlalchemy import func, select
from typer.testing import CliRunner

from nlp.bulletin import compose
from nlp.bulletin.content import Paragraph
from nlp.cli.alarms import alarm_app
from nlp.cli.weekly import weekly
from nlp.errors import LetterError, StoreError
from nlp.intake import ingest, open_office
from nlp.replay import Record, replay
from nlp.settings import Settings
from nlp.store import Reader, Store, audit_lines, memberships, move_letter, open_letters, purge, recall, verify_store
from nlp.store.schema import alarms, letters, matters
from nlp.taxonomy import Taxonomy
from nlp.weekly import (
    ClusterCard,
    Detector,
    Office,
    Review,
    alarm_entries,
    detector_record,
    found_by_staff,
    judge_alarm,
    list_weeks,
    load_review,
    parse_week,
    review_week,
)
from nlp.weekly.facts import number_runs
from nlp.weekly.keeping import unpack
from tests.three_weeks import ACCUSATION, BURST, MONDAY, WEEKS, open_at, row, run_weeks, write_rows, write_week

CLERK = Reader("安之若")
Run = Callable[[int], Review]
Send = Callable[[Store, str, dt.date], None]
AGAIN = "清河纺织厂内退生活费停发，请求补发清河纺织厂内退生活费。"


class CutError(Exception):
    """The power goes."""


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory, small_model: Path, taxonomy: Taxonomy) -> tuple[Path, Review]:
    """A store in which the three weeks were run, and the review of the third."""
    folder = tmp_path_factory.mktemp("finished")
    store = open_at(folder / "库.db")
    review = run_weeks(store, folder, small_model, taxonomy)
    store.close()
    return folder / "库.db", review


@pytest.fixture
def review(finished: tuple[Path, Review]) -> Review:
    return finished[1]


@pytest.fixture
def done(finished: tuple[Path, Review], tmp_path: Path) -> Iterator[Store]:
    """A copy of the finished store, to read and to change."""
    opened = open_at(shutil.copy(finished[0], tmp_path / "做完.db"))
    yield opened
    opened.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new store."""
    opened = open_at(tmp_path / "来信.db")
    yield opened
    opened.close()


@pytest.fixture
def office(taxonomy: Taxonomy) -> Office:
    return Office(taxonomy)


@pytest.fixture
def run(store: Store, tmp_path: Path, small_model: Path, office: Office) -> Run:
    """Take in a week, 0 to 2, and review it."""

    def once(week: int) -> Review:
        ingest(store, [write_week(tmp_path, week)], small_model, "安之若")
        return review_week(store, parse_week(WEEKS[week]), office, "安之若")

    return once


@pytest.fixture
def send(tmp_path: Path, small_model: Path) -> Send:
    """Take in one letter."""

    def once(store: Store, text: str, day: dt.date) -> None:
        path = write_rows(tmp_path / f"另{day}.jsonl", iter([row("另", day, text, f"戊{day}")]))
        ingest(store, [path], small_model, "安之若")

    return once


def burst(review: Review) -> ClusterCard:
    return next(card for card in review.clusters if BURST in card.spread)


def test_a_burst_is_alarmed_in_its_week_and_told_in_the_letters_words(review: Review) -> None:
    card = burst(review)
    assert card.alarm and card.alarm.kind == "new"
    assert (card.headline, card.new, card.letters.count, card.senders) == ("内退生活费停发", True, 7, 7)
    assert (card.first, card.people) == (dt.date(2026, 11, 16), 120)
    assert card.replied.count == 1
    assert "生活费" in card.terms
    assert card.weekly == (*[0] * 12, 7)


def test_totals_compare_the_week_with_the_one_before(review: Review) -> None:
    assert (review.total.now.count, review.total.before.count, review.total.year) == (15, 7, 29)
    assert sum(line.now.count for line in review.categories) == 15
    assert sum(line.before.count for line in review.categories) == 7
    assert (review.begins, review.ends) == (dt.date(2026, 11, 16), dt.date(2026, 11, 22))


def test_a_figure_names_as_many_letters_as_it_counts(review: Review) -> None:
    figures = [figure for line in review.enterprises for figure in (line.now, line.before, *line.categories.values())]
    figures += [figure for card in review.clusters for figure in (card.letters, card.recent, card.replied)]
    figures += [figure for term in review.terms for figure in (term.due, term.overdue)]
    for figure in figures:
        assert figure.count == sum(_width(run) for run in figure.letters)


def _width(run: str) -> int:
    first, _, last = run.partition("~")
    return int(last.split("-")[1]) - int(first.split("-")[1]) + 1 if last else 1


def test_the_sub_types_of_a_category_add_up_to_its_letters(review: Review) -> None:
    for line in review.categories:
        if line.key not in review.confidential_codes:
            own = [kind.now.count for kind in review.subtypes if kind.category == line.key]
            assert sum(own) == line.now.count


def test_the_letters_of_a_card_are_all_of_some_category_and_sub_type(review: Review) -> None:
    for card in review.clusters:
        for split in (card.by_category, card.by_subtype):
            assert sum(own.count for own in split.values()) == card.letters.count


def test_accusations_count_in_totals_alone(review: Review, done: Store) -> None:
    with done.reading() as connection:
        hidden = set(connection.scalars(select(letters.c.number).where(letters.c.confidential)))
    accusations = [line for line in review.categories if line.key in review.confidential_codes]
    assert [line.now.letters for line in accusations] == [()]
    assert accusations[0].now.count >= 2
    shown = {number for card in review.clusters for number in _numbers(card.letters.letters)}
    shown |= {number for line in review.enterprises for number in _numbers(line.now.letters)}
    assert shown and not shown & hidden
    assert not any(word in review.model_dump_json() for word in (ACCUSATION[2:8], "轿车", "仓前"))


def _numbers(runs: tuple[str, ...]) -> Iterator[str]:
    for run in runs:
        first = run.partition("~")[0]
        year, count = first.split("-")
        yield from (f"{year}-{int(count) + step:06d}" for step in range(_width(run)))


def test_no_name_of_a_person_is_in_a_review(review: Review) -> None:
    assert "段长喜" not in review.model_dump_json()


def test_notices_fall_due_fifteen_days_after_receipt(review: Review) -> None:
    (term,) = review.terms
    assert (term.overdue.count, term.due.count) == (7, 7)
    assert "第二十三条" in term.article


def test_a_red_flag_nobody_closed_in_a_day_is_late_in_the_review(done: Store, office: Office, send: Send) -> None:
    send(done, "父亲矽肺三期，厂子破产后药费没人管，已断药三天。", dt.date(2026, 11, 22))
    late = {}
    for hours in (1, 25):
        then = dt.datetime.now(dt.UTC) + dt.timedelta(hours=hours)
        review = review_week(replace(done, clock=lambda then=then: then), parse_week(WEEKS[2]), office, "安之若")
        late[hours] = {flag.kind: (flag.open.count, flag.late.count) for flag in review.flags}
    assert late == {1: {"life_health": (1, 0)}, 25: {"life_health": (1, 1)}}


def test_the_newest_week_run_again_is_the_same_review_with_the_same_ids(
    review: Review, done: Store, office: Office
) -> None:
    before = memberships(done), alarm_entries(done)
    assert review_week(done, parse_week(WEEKS[2]), office, "安之若") == review == load_review(done)
    assert (memberships(done), alarm_entries(done)) == before
    assert verify_store(done) == []


@pytest.mark.parametrize("step", ["find", "save_week", "remember"])
def test_a_run_that_was_cut_off_is_done_whole_by_the_next(
    review: Review, run: Run, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object, **__: object) -> None:
        raise CutError

    run(0), run(1)
    with monkeypatch.context() as patch, pytest.raises(CutError):
        patch.setattr("nlp.weekly.run." + {"find": "make_cards"}.get(step, step), cut)
        run(2)
    assert run(2) == review


def test_a_week_left_out_is_made_up_for(run: Run, store: Store, small_model: Path, tmp_path: Path) -> None:
    run(0)
    ingest(store, [write_week(tmp_path, 1)], small_model, "安之若")
    run(2)
    assert list_weeks(store) == list(reversed(WEEKS))


def test_weeks_before_the_first_are_replayed_so_that_the_old_is_not_new(
    store: Store, small_model: Path, tmp_path: Path, office: Office, send: Send
) -> None:
    ingest(store, [write_week(tmp_path, week) for week in range(3)], small_model, "安之若")
    send(store, AGAIN, MONDAY + dt.timedelta(weeks=3))
    later = review_week(store, parse_week("2026-W48"), office, "安之若")
    assert list_weeks(store) == ["2026-W48"]
    assert (burst(later).letters.count, burst(later).recent.count) == (8, 1)
    assert (burst(later).new, burst(later).alarm) == (False, None)


def test_the_weekly_run_finds_the_matters_that_a_replay_finds(done: Store) -> None:
    with done.reading() as connection:
        everything = [letter for _, letter in open_letters(done, connection, letters.c.id > 0)]
        number_of = {row.id: row.number for row in connection.execute(select(letters.c.id, letters.c.number))}
    record = Record()
    for week in replay(everything):
        record.add(week)
    by_run = {number_of[letter]: matter for letter, (matter, _) in memberships(done).items()}
    assert _groups(by_run) == _groups(record.clusters())
    assert [(entry.week, entry.kind) for entry in alarm_entries(done)] == [
        (alarm["week"], alarm["kind"]) for alarm in record.alarms
    ]


def _groups(cluster_of: Mapping[str, str]) -> set[frozenset[str]]:
    """Give the groups of two letters and more, whatever they are called."""
    groups = defaultdict(set)
    for letter, cluster in cluster_of.items():
        groups[cluster].add(letter)
    return {frozenset(group) for group in groups.values() if len(group) > 1}


def test_a_matter_only_an_accusation_spoke_of_this_week_has_no_card(
    review: Review, done: Store, office: Office, send: Send
) -> None:
    send(done, AGAIN, MONDAY + dt.timedelta(weeks=3))
    with done.writing() as connection:
        newest = select(func.max(letters.c.id)).scalar_subquery()
        connection.execute(letters.update().where(letters.c.id == newest).values(confidential=True))
    later = review_week(done, parse_week("2026-W48"), office, "安之若")
    assert burst(review).id in {matter for matter, _ in memberships(done).values()}
    assert burst(review).id not in {card.id for card in later.clusters}


def test_a_letter_that_comes_late_counts_for_the_newest_week(run: Run, store: Store, send: Send) -> None:
    first = run(0)
    run(1)
    send(store, AGAIN, MONDAY)
    review = run(2)
    assert (review.late.count, review.total.now.count) == (1, 15)
    assert (burst(review).letters.count, burst(review).first) == (8, MONDAY)
    assert run(2) == review
    assert load_review(store, WEEKS[0]) == first


def test_a_week_another_was_built_on_is_only_read_again(done: Store, office: Office, send: Send) -> None:
    before = load_review(done, WEEKS[1])
    send(done, AGAIN, MONDAY + dt.timedelta(weeks=1))
    assert review_week(done, parse_week(WEEKS[1]), office, "安之若") == before


def test_a_week_that_was_passed_over_is_refused(done: Store, office: Office) -> None:
    with pytest.raises(LetterError, match="更晚的一周已有周报"):
        review_week(done, parse_week("2026-W44"), office, "安之若")


def test_a_week_without_letters_has_a_review(done: Store, office: Office) -> None:
    empty = review_week(done, parse_week("2026-W48"), office, "安之若")
    assert (empty.total.now.count, empty.total.before.count, empty.clusters) == (0, 15, ())


def test_a_letter_a_person_moved_stays_where_it_was_put(
    review: Review, done: Store, office: Office, send: Send
) -> None:
    move_letter(done, "2026-000015", burst(review).id, CLERK, "说的是同一件事")
    send(done, AGAIN, MONDAY + dt.timedelta(weeks=3))
    later = review_week(done, parse_week("2026-W48"), office, "安之若")
    assert burst(later).id == burst(review).id
    assert "2026-000015" in set(_numbers(burst(later).letters.letters))
    assert burst(later).letters.count == 9


def test_several_kinds_of_trouble_at_one_enterprise_are_an_indicator_of_their_own(
    review: Review, done: Store, office: Office, send: Send
) -> None:
    own = list(_numbers(burst(review).enterprises[BURST].letters))[:4]
    for day, word in enumerate(("停发", "少发")):
        send(done, f"反映{BURST}{word}内退生活费一事，要求补发生活费。", MONDAY + dt.timedelta(weeks=3, days=day))
    with done.writing() as connection:
        own += connection.scalars(select(letters.c.number).order_by(letters.c.id.desc()).limit(2))
        for place, number in enumerate(own):
            code = ("policy", "historical_debts", "management_conflict")[place // 2]
            connection.execute(letters.update().where(letters.c.number == number).values(category=code))
    (joint,) = review_week(done, parse_week("2026-W48"), office, "安之若").joints
    assert joint.enterprise == BURST
    assert joint.categories.keys() == {"policy", "historical_debts", "management_conflict"}
    assert joint.senders >= 3


def test_a_matter_keeps_its_first_day(review: Review, done: Store) -> None:
    with done.reading() as connection:
        born = connection.scalar(select(matters.c.born).where(matters.c.id == burst(review).id))
    assert born == "2026-11-16"


def test_what_was_purged_is_forgotten_by_the_detector(done: Store, office: Office) -> None:
    with done.writing() as connection:
        connection.execute(letters.update().values(status="closed", closed_at="2000-01-01T00:00:00.000000+00:00"))
    purge(done, "安之若")
    review_week(done, parse_week("2026-W48"), office, "安之若")
    kept = recall(done, "2026-W49")
    assert kept is not None
    assert unpack(kept).state.ids == ()


def test_the_ledger_measures_the_detector_by_what_staff_said(review: Review, done: Store) -> None:
    entry = next(entry for entry in alarm_entries(done, WEEKS[2]) if entry.matter == burst(review).id)
    judge_alarm(done, entry.id, "true", CLERK, "以前没有听说")
    record = detector_record(done, ["别的事"])
    assert (record.judged, record.precision, record.misses, record.recall) == (1, 1.0, 1, 0.5)
    assert record.delay_weeks == 0
    said = next(other for other in alarm_entries(done) if other.id == entry.id)
    assert (said.verdict, said.verdict_by) == ("true", "安之若")


def test_the_next_week_tells_how_right_the_detector_was(review: Review, done: Store, office: Office) -> None:
    for entry in alarm_entries(done):
        judge_alarm(done, entry.id, "known" if entry.matter == burst(review).id else "false", CLERK, "核对过")
    later = review_week(done, parse_week("2026-W48"), office, "安之若")
    own = later.detector
    assert (own.judged, own.precision, own.news) == (own.alarms, 1 / own.alarms, 0)
    assert own.delay_weeks == 0


def test_a_delay_in_letters_that_would_tell_of_a_confidential_one_is_not_told(review: Review, done: Store) -> None:
    entry = next(entry for entry in alarm_entries(done) if entry.matter == burst(review).id)
    judge_alarm(done, entry.id, "true", CLERK, "核对过")
    assert entry.letters > burst(review).letters.count
    assert detector_record(done).delay_letters is None


def test_the_bulletin_says_how_right_the_detector_was(review: Review) -> None:
    own = Detector(alarms=9, judged=8, precision=0.75, news=0.5, misses=1, delay_weeks=1, delay_letters=4)
    notes = compose(review.model_copy(update={"detector": own})).sections[-1].blocks
    told = "".join(block.text for block in notes if isinstance(block, Paragraph))
    assert "人工判定 8 个，属实 75%（其中原已知情 25%）；人工归并而程序未提示的事项 1 个" in told
    assert "中位数 1 周、4 封" in told


def test_a_matter_staff_put_together_and_no_alarm_told_of_is_a_miss(done: Store) -> None:
    sizes = Counter(matter for matter, _ in memberships(done).values())
    alarmed = {entry.matter for entry in alarm_entries(done)}
    quiet = next((matter for matter in sizes if matter not in alarmed), None)
    if quiet is None:  # every matter of the three weeks was alarmed: take away the alarm of one
        quiet = alarm_entries(done)[0].matter
        with done.writing() as connection:
            connection.execute(alarms.delete().where(alarms.c.matter_id == quiet))
    for number in ("2026-000001", "2026-000002", "2026-000003"):
        move_letter(done, number, quiet, CLERK, "说的是同一件事")
    assert found_by_staff(done) == {quiet}
    assert detector_record(done, found_by_staff(done)).misses == 1


def test_alarms_are_listed_judged_and_reported_from_the_command_line(
    review: Review, done: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PETITIONS_STORE", f"sqlite:///{(tmp_path / '做完.db').as_posix()}")
    entry = next(entry for entry in alarm_entries(done) if entry.matter == burst(review).id)
    done.close()
    said = [["judge", str(entry.id), "属实", "--why", "以前没有听说"], ["list"], ["record"]]
    results = [CliRunner().invoke(alarm_app, words) for words in said]
    assert [result.exit_code for result in results] == [0, 0, 0], results
    listed = next(line for line in results[1].stdout.splitlines() if line.startswith(f"{entry.id}\t"))
    assert listed.split("\t")[-2].startswith("属实（") and listed.endswith("内退生活费停发")
    assert "属实率\t100%" in results[2].stdout


def test_a_word_that_is_no_verdict_is_refused() -> None:
    assert CliRunner().invoke(alarm_app, ["judge", "1", "也许", "--why", "不知道"]).exit_code == 2


def test_a_verdict_needs_a_reason(review: Review, done: Store) -> None:
    with pytest.raises(StoreError, match="理由"):
        judge_alarm(done, alarm_entries(done)[0].id, "false", CLERK, " ")


@pytest.mark.parametrize("name", ["2026-W54", "2026-47", "第47周", ""])
def test_what_is_no_week_is_refused(name: str) -> None:
    with pytest.raises(LetterError, match="不是一周的写法"):
        parse_week(name)


def test_numbers_of_two_years_are_never_one_run() -> None:
    assert number_runs(["2027-000001", "2026-999999", "2026-1000000"]) == ("2026-999999~2026-1000000", "2027-000001")


def test_the_command_does_it_all(tmp_path: Path, small_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = typer.Typer()
    app.command()(weekly)
    monkeypatch.setenv("PETITIONS_STORE", f"sqlite:///{(tmp_path / '库.db').as_posix()}")
    folder = tmp_path / "收件"
    folder.mkdir()
    for week in range(3):
        write_week(folder, week)
    target = tmp_path / "简报.html"
    wanted = ["--week", WEEKS[2], "--input", str(folder), "--model", str(small_model), "--bulletin", str(target)]
    first, second = (CliRunner().invoke(app, wanted) for _ in range(2))
    assert first.exit_code == second.exit_code == 0, first.output
    assert "来信 15 件，上周 7 件" in first.stdout
    assert "新出现  内退生活费停发：本周 7 封，共 7 封，7 个来信主体" in first.stdout
    assert first.stdout == second.stdout
    assert "未签发稿" in target.read_text(encoding="utf-8")
    lines = audit_lines(open_office(Settings.from_environment()))
    assert [line.subject for line in lines if line.action == "export"] == ["简报.html"] * 2
