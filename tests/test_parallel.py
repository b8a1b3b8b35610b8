"""Work shared out among processes and machines gives what one process gives, whatever becomes of the machines.

The scheduler and its workers are real processes of their own; one worker is killed in mid-run and does not come back.
"""

import ast
import contextlib
import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result
from distributed import Client
from typer.testing import CliRunner

from nlp import parallel
from nlp.artefact import read_manifest
from nlp.cli import app
from nlp.corpus import LabelledLetter
from nlp.errors import ArtefactError, ClusterError
from nlp.intake import ingest
from nlp.letter import Letter
from nlp.parallel import Outfit, Workers, analyse_many
from nlp.store import open_store
from nlp.studying import fold_text
from tests.test_intake import _results

ROOT = Path(__file__).resolve().parent.parent
Petitions = Callable[..., Result]


@dataclass
class Cluster:
    """A scheduler at ``address`` and its worker processes."""

    address: str
    workers: list[subprocess.Popen[bytes]]

    def kill_one(self) -> None:
        """Kill a worker (SIGKILL); unlike one that is asked to stop, it hands nothing over."""
        worker = self.workers.pop()
        worker.kill()
        worker.wait()


def start(program: str, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.{program}", "--no-dashboard", *options]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A scheduler alone: its address, and the file in which its workers find it."""
    file = tmp_path_factory.mktemp("cluster") / "scheduler.json"
    process = start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
    try:
        with Client(scheduler_file=str(file), timeout=60, set_as_default=False) as client:
            address = client.scheduler.address.removeprefix("tcp://")
        yield address, file
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def workers() -> Iterator[list[subprocess.Popen[bytes]]]:
    running: list[subprocess.Popen[bytes]] = []
    yield running
    for worker in running:
        worker.kill()
        worker.wait()


@pytest.fixture
def cluster(scheduler: tuple[str, Path], workers: list[subprocess.Popen[bytes]]) -> Cluster:
    """Two workers: those an earlier test left alive, and new ones in place of those it killed."""
    address, file = scheduler
    while len(workers) < 2:
        workers.append(start("dask_worker", "--nthreads", "1", "--no-nanny", "--scheduler-file", str(file)))
    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
    return Cluster(address, workers)


@pytest.fixture
def petitions(small_model: Path, monkeypatch: pytest.MonkeyPatch) -> Petitions:
    monkeypatch.setenv("PETITIONS_MODEL", str(small_model))
    return lambda *arguments: CliRunner().invoke(app, [str(word) for word in arguments], catch_exceptions=False)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many parts, so that there is something to share out and a middle to be killed in."""
    monkeypatch.setattr(parallel, "_PART", 16)


@pytest.fixture
def letters(tmp_path: Path, some_letters: list[LabelledLetter]) -> Path:
    rows = [{"id": str(n), "title": x.title, "text": x.text} for n, x in enumerate(some_letters)]
    path = tmp_path / "来信.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_sealed_store_filled_by_a_cluster_holds_what_one_process_stores(
    cluster: Cluster, letters: Path, small_model: Path, tmp_path: Path
) -> None:
    here, there = (open_store(f"sqlite:///{(tmp_path / n).as_posix()}", fold=fold_text) for n in ("甲.db", "乙.db"))
    ingest(here, [letters], small_model, "安之若", jobs=1)
    ingest(there, [letters], small_model, "安之若", scheduler=cluster.address)
    assert _results(there) == _results(here)
    here.close()
    there.close()


def test_a_cluster_that_loses_a_worker_writes_the_same_file(
    cluster: Cluster, letters: Path, petitions: Petitions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert petitions("classify", letters, "-o", tmp_path / "一个进程.jsonl").exit_code == 0
    seen = []

    def killing(analyses: Iterator[object], *_: object) -> Iterator[object]:
        for number, analysis in enumerate(analyses):
            if number == 40:
                cluster.kill_one()
                seen.append(number)
            yield analysis

    monkeypatch.setattr(sys.modules["nlp.cli.classify"], "progress", killing)  # nlp.cli.classify is the command
    options = ("--backend", "dask", "--scheduler", cluster.address)
    done = petitions("classify", letters, "-o", tmp_path / "集群.jsonl", *options)
    assert (done.exit_code, seen) == (0, [40])
    assert (tmp_path / "集群.jsonl").read_bytes() == (tmp_path / "一个进程.jsonl").read_bytes()


def test_a_week_taken_in_by_a_cluster_is_reviewed_as_by_one_process(
    cluster: Cluster, letters: Path, petitions: Petitions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored: list[object] = []
    said: list[object] = []
    for options in (("--jobs", "1"), ("--backend", "dask", "--scheduler", cluster.address)):
        address = f"sqlite:///{(tmp_path / f'{len(said)}.db').as_posix()}"
        monkeypatch.setenv("PETITIONS_STORE", address)
        done = petitions("weekly", "--user", "安之若", "--input", letters, *options)
        said.append((done.exit_code, done.stdout))
        with contextlib.closing(open_store(address, fold=fold_text)) as store:
            stored.append(_results(store))
    assert stored[0]
    assert (stored[1], said[1]) == (stored[0], said[0])


def test_training_on_a_cluster_that_loses_a_worker_makes_the_same_model(
    cluster: Cluster, small_model: Path, petitions: Petitions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def say(line: str) -> None:
        said.append(line)
        if line.startswith("检验"):
            cluster.kill_one()

    monkeypatch.setattr("nlp.cli.models.say", say)
    options = ("--backend", "dask", "--scheduler", cluster.address)
    done = petitions("train", "--letters", small_model.parent / "letters.jsonl", "--out", tmp_path / "small", *options)
    assert (done.exit_code, len(cluster.workers)) == (0, 1)
    assert read_manifest(tmp_path / "small").sha256 == read_manifest(small_model).sha256


def test_the_key_of_the_store_is_not_sent_to_the_cluster(
    small_model: Path, letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The work that leaves this machine is the analysis alone: it can be made without a seal."""
    sent: list[object] = []

    def note(_workers: Workers, work: Callable[..., object], model: Path, parts: Iterator[object]) -> Iterator[object]:
        sent.append(work)
        return (work(model, part) for part in parts)

    monkeypatch.setattr(Workers, "each", note)
    store = open_store(f"sqlite:///{(tmp_path / '库.db').as_posix()}", bytes(32), fold=fold_text)
    ingest(store, [letters], small_model, "安之若", scheduler="127.0.0.1:1")
    store.close()
    assert [getattr(work, "__name__", "") for work in sent] == ["_analyse"]


def test_a_machine_with_another_model_is_refused_by_name(small_model: Path) -> None:
    meant = Outfit("0.1.0", "another model", "")
    with pytest.raises(ArtefactError, match=r"模型.*与派活的机器不同"):
        parallel._checked(small_model, meant)


def test_a_machine_whose_model_lies_elsewhere_uses_its_own_if_it_is_the_same(
    small_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PETITIONS_MODEL", str(small_model))
    settings = parallel.Settings.from_environment()
    assert parallel._checked(Path("D:/模型"), Outfit.at(small_model, settings)) == small_model


def length_of(_model: Path, part: Sequence[int]) -> int:
    return len(part)


def test_what_is_done_does_not_pile_up_where_it_is_taken_slowly(small_model: Path) -> None:
    handed, taken, most = 0, 0, 0

    def parts() -> Iterator[list[int]]:
        nonlocal handed
        for number in range(5 * parallel._HELD):
            handed += 1
            yield [0] * number

    for taken, length in enumerate(Workers(2).each(length_of, small_model, parts())):
        most = max(most, handed - taken)
        assert length == taken
        time.sleep(0.01)
    assert taken == 5 * parallel._HELD - 1
    assert most <= 2 * parallel._HELD


@pytest.mark.parametrize("collects", [True, False])
def test_the_garbage_collector_rests_while_a_part_is_worked_on_even_if_that_fails(collects: bool) -> None:
    (gc.enable if collects else gc.disable)()
    try:
        assert list(Workers().each(lambda _model, _part: gc.isenabled(), Path(), [1])) == [False]
        with pytest.raises(ZeroDivisionError):
            list(Workers().each(lambda _model, part: 1 / part, Path(), [0]))
        assert gc.isenabled() is collects
    finally:
        gc.enable()


def test_a_scheduler_nobody_runs_is_named(small_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_PATIENCE", 0.5)
    with pytest.raises(ClusterError, match=r"^127\.0\.0\.1:1：连不上调度器"):
        list(analyse_many([Letter("拖欠工资")], small_model, Workers(scheduler="127.0.0.1:1")))


class Machines:
    """A client whose workers answer as they are told to; without answers there are none."""

    def __init__(self, **answers: object) -> None:
        self.answers = answers

    def wait_for_workers(self, count: int, timeout: float) -> None:
        if len(self.answers) < count:
            raise TimeoutError

    def run(self, _asked: Callable[[], object], on_error: str) -> dict[str, object]:
        return self.answers


@pytest.mark.parametrize(
    ("machines", "said"),
    [
        (Machines(), "没有一台机器在等活"),
        (Machines(甲=parallel._versions(), 乙=ModuleNotFoundError("nlp")), "^乙：.*没有装本程序"),
        (Machines(甲=parallel._versions() | {"scikit-learn": "1.8.0"}), r"^甲：.*scikit-learn 1\.8\.0，与本机不同"),
    ],
)
def test_a_cluster_that_would_answer_otherwise_is_refused_before_it_is_asked(machines: Machines, said: str) -> None:
    with pytest.raises(ClusterError, match=said):
        parallel._inspect(machines, "10.0.0.5:8786")  # type: ignore[arg-type]


@pytest.mark.parametrize("options", [("--backend", "dask"), ("--scheduler", "127.0.0.1:1")])
def test_half_of_the_options_of_a_cluster_is_a_usage_error(
    petitions: Petitions, letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    monkeypatch.setenv("PETITIONS_STORE", f"sqlite:///{(tmp_path / '库.db').as_posix()}")
    for command in (("classify", letters, "-o", tmp_path / "结果.csv"), ("weekly", "--input", letters)):
        done = petitions(*command, *options)
        assert done.exit_code == 2
        assert "--scheduler" in done.output
    assert not (tmp_path / "结果.csv").exists()
    assert not (tmp_path / "库.db").exists()


def test_dask_is_imported_by_nothing_but_a_call_that_names_a_scheduler() -> None:
    for module in (ROOT / "nlp").rglob("*.py"):
        for node in ast.parse(module.read_text(encoding="utf-8")).body:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {"dask", "distributed"} & {name.split(".")[0] for name in names}, module
