"""The Slurm launcher where there is no Slurm: what it refuses, writes, believes."""

import os
import subprocess
import sys
import threading
from importlib.util import find_spec
from pathlib import Path

import pytest

from regret_lab.cli import main
from regret_lab.errors import RegretLabError
from regret_lab.run.slurm import journal, order, queue, waiting
from regret_lab.run.slurm.journal import Entry
from regret_lab.run.slurm.launch import outcome
from regret_lab.run.slurm.queue import Job
from regret_lab.run.slurm.submission import load, prepare
from regret_lab.run.slurm.waiting import Task, wait, why

SWEEP = ("run", "-m", "hydra/launcher=slurm", "problem=coin", "horizon=64,128", "learners=[ogd]")
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def no_slurm(monkeypatch):
    monkeypatch.setattr(order.shutil, "which", lambda command: None)


def test_without_slurm_the_sweep_is_refused_before_a_job_and_joblib_is_named(no_slurm, capsys):
    pytest.importorskip("submitit")
    assert main(SWEEP) == 2
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert "here is no sbatch" in said and "hydra/launcher=joblib" in said
    assert not list(Path().rglob("*.npz"))


def test_without_submitit_the_extra_is_named(monkeypatch):
    monkeypatch.setattr(order, "find_spec", lambda name: None)
    with pytest.raises(RegretLabError, match=r"pip install 'regret-lab\[slurm\]'"):
        order.check_here()


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("runs_per_task=0", "runs_per_task must be a whole number in [1, inf), got 0"),
        ("timeout_min=0", "timeout_min must be a whole number"),
        ("mem_gb=-1", "mem_gb must be in (0, inf), got -1"),
        ("cpus_per_task=many", "cpus_per_task must be a whole number, got 'many'"),
        ("partitio=long", "Did you mean 'hydra.launcher.partition'?"),
    ],
)
def test_a_bad_setting_is_refused_in_one_line_with_its_range(setting, words, capsys):
    assert main([*SWEEP, f"hydra.launcher.{setting}"]) == 2
    said = capsys.readouterr().err
    assert words in said.strip().splitlines()[-1]
    assert not Path("results/slurm").exists()


@pytest.mark.slow
def test_processes_of_one_machine_write_the_same_files():
    pytest.importorskip("hydra_plugins.hydra_joblib_launcher")
    settings = ("run", "-m", "problem=coin,reddi", "horizon=64,128", "learners=[ogd]", "seeds=4")
    assert main([*settings, "store.root=one"]) == 0
    parallel = ("hydra/launcher=joblib", "hydra.launcher.n_jobs=2", "threads=1")
    assert main([*settings, "store.root=many", *parallel]) == 0
    one, many = (
        {file.relative_to(root): file.read_bytes() for file in Path(root).rglob("*.npz")}
        for root in ("one", "many")
    )
    assert len(one) == 4
    assert one == many


def test_a_command_without_the_plug_in_never_loads_it():
    code = "import sys, regret_lab.cli.run; print('submitit' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert found.stdout.strip() == "False"


def test_a_journal_survives_a_kill_in_the_middle_of_a_line(tmp_path):
    path = journal.journal(tmp_path, 3)
    assert journal.read(path) == {}
    journal.add(path, Entry(0, "n1", 0.5, value=2.0))
    with path.open("a") as stream:
        stream.write('\n{"run": 1, "node": "n1", "sec')
    assert set(journal.read(path)) == {0}
    journal.add(path, Entry(1, "n2", 0.5, failure="no room"))
    assert journal.read(path)[1] == Entry(1, "n2", 0.5, failure="no room")
    journal.add(path, Entry(1, "n2", 0.7))
    assert journal.read(path) == {0: Entry(0, "n1", 0.5, value=2.0), 1: Entry(1, "n2", 0.7)}


@pytest.mark.skipif(find_spec("submitit") is None, reason="the extra slurm is not installed")
def test_a_submission_is_read_as_it_was_written(tmp_path):
    runs = [(f"horizon={n}", "problem=coin") for n in range(7)]
    sent = prepare(tmp_path / "slurm", "convergence", 10, runs, 3, "anything")
    assert load(sent.folder) == sent
    assert [len(task) for task in sent.tasks] == [3, 3, 1]
    assert [sent.number(task, 0) for task in range(3)] == [10, 13, 16]
    assert sent.tasks[2] == (("horizon=6", "problem=coin"),)


@pytest.fixture
def hurried(monkeypatch):
    """Look often: the waiting itself is what is tested."""
    for name, value in {"POLL": 0.01, "ASK": 0.02}.items():
        monkeypatch.setattr(waiting, name, value)


def answering(monkeypatch, *answers):
    """Have the queue give these answers, the last one for ever."""
    left = list(answers)
    monkeypatch.setattr(queue, "look", lambda: left.pop(0) if len(left) > 1 else left[0])


def test_a_task_that_ended_or_was_forgotten_without_a_result_is_lost(
    hurried, monkeypatch, tmp_path
):
    tasks = [Task(tmp_path, "41", number, alone=False) for number in range(2)]
    ended = [Job("41", 0, "sweep", "OUT_OF_MEMORY")]
    answering(monkeypatch, [Job("41", number, "sweep", "RUNNING") for number in range(2)], ended)
    wait(tasks)
    assert [why(task) for task in tasks] == [
        "Slurm: out of memory",
        "Slurm: no longer in the queue",
    ]


def test_a_silent_controller_and_a_requeued_task_lose_nobody(hurried, monkeypatch, tmp_path):
    task = Task(tmp_path, "41", 0, alone=True)
    states = ("RUNNING", "COMPLETING", "PENDING", "RUNNING")
    answering(
        monkeypatch, *(answer for s in states for answer in ([Job("41", 0, "s", s)], None)), None
    )
    threading.Timer(0.5, (tmp_path / "41_0_result.pkl").touch).start()
    wait([task])
    assert task.lost is None


def test_a_run_without_a_line_in_the_journal_says_how_its_task_ended(tmp_path):
    task = Task(tmp_path, "41", 1, alone=False, lost="Slurm: cancelled")
    done = outcome(("horizon=64",), task, Entry(0, "n1", 0.1, value=3.0))
    assert (done.status.name, done.return_value) == ("COMPLETED", 3.0)
    lost = outcome(("horizon=128",), task, None)
    assert lost.status.name == "FAILED"
    assert "task 41_1 was lost (Slurm: cancelled)" in str(lost._return_value)
    assert "41_1_0_log.err" in str(lost._return_value)
