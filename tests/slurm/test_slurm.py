"""A real Slurm of two nodes, and what can befall a sweep on it: up.sh starts one anywhere."""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def answers():
    """Whether there is a Slurm that answers."""
    if shutil.which("sinfo") is None:
        return False
    asked = subprocess.run(["sinfo", "--noheader"], capture_output=True, text=True)
    return asked.returncode == 0 and bool(asked.stdout.strip())


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not answers(), reason="no Slurm answers here: bash tests/slurm/up.sh"),
]

GAMES = ("problem=coin,reddi", "horizon=256,512", "seeds=4,6", "learners=[ogd]")
"""Eight runs, of a tenth of a second."""


@pytest.fixture(autouse=True)
def alone():
    """Take turns: the two nodes have one core each, and tests may run at once."""
    with (Path(tempfile.gettempdir()) / "regret-lab-slurm-tests").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


@pytest.fixture
def figure(request):
    """Print a measured figure below the test's name; -s shows it."""
    start = time.monotonic()
    name = request.node.name.removeprefix("test_").replace("_", " ")

    def show(line):
        print(f"\n{name}: {line}, {time.monotonic() - start:.1f} s")

    return show


@pytest.fixture
def sweep(tmp_path):
    """Start a sweep in an empty folder; every job of its is cancelled in the end."""
    started = []

    def start(*settings, games=GAMES, rest=0.0, launcher="slurm"):
        command = [sys.executable, str(HERE / "slow_games.py"), "-m", *games, *settings]
        if launcher == "slurm":
            command += ["hydra/launcher=slurm"]
        path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        process = subprocess.Popen(
            command,
            env={**os.environ, "REST": str(rest), "PYTHONPATH": path},
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
            process.communicate()
    for folder in submissions(tmp_path):
        subprocess.run(["scancel", f"--name={folder.name}"], check=False)


def finished(process, failing=False):
    """Wait for a sweep and return what it said on standard error."""
    said, complained = process.communicate(timeout=200)
    assert bool(process.returncode) is failing, said + complained
    assert "Traceback" not in complained
    return complained


def submissions(folder):
    return sorted((folder / "results" / "slurm").glob("regret-lab-*"))


def entries(folder):
    """Return the journal entries of every submission, those of a task in their order."""
    files = [file for sent in submissions(folder) for file in sorted(sent.glob("task-*.jsonl"))]
    return [json.loads(line) for file in files for line in file.read_text().splitlines() if line]


def results(folder, root="results"):
    """Return the arrays of every result by its file's name."""
    files = sorted((folder / root).rglob("*.npz"))
    found = {}
    for file in files:
        with np.load(file) as archive:
            arrays = {name: archive[name].tobytes() for name in archive.files if name != "meta"}
        found[str(file.relative_to(folder / root))] = arrays
    return found


def until(event, seconds=60.0):
    """Return what an event returns as soon as that is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if seen := event():
            return seen
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} seconds")


def queued(folder):
    """Return the tasks of this folder's jobs that wait or run, with their states."""
    names = ",".join(sent.name for sent in submissions(folder))
    if not names:
        return {}
    listed = subprocess.run(
        ["squeue", "--noheader", "--array", f"--name={names}", "--format=%i %T"],
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(line.split() for line in listed.stdout.splitlines())


def python_of(task):
    """Return the process that plays a task's runs."""
    array, _, number = task.partition("_")
    mine = {f"SLURM_ARRAY_JOB_ID={array}", f"SLURM_ARRAY_TASK_ID={number}"}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_text().split("\0")
            environment = set((folder / "environ").read_text().split("\0"))
        except OSError:
            continue
        if mine <= environment and "submitit.core._submit" in words and "srun" not in words:
            return int(folder.name)
    return None


def test_two_nodes_play_the_games_that_one_machine_plays(sweep, tmp_path, figure):
    finished(sweep("hydra.launcher.runs_per_task=2"))
    files = sum(len(list(sent.iterdir())) for sent in submissions(tmp_path))
    figure(f"8 runs in 4 tasks, {files} files besides the results")
    assert {entry["node"] for entry in entries(tmp_path)} == {"n1", "n2"}
    assert len(entries(tmp_path)) == 8
    (sent,) = submissions(tmp_path)
    assert "".join(log.read_text() for log in sent.glob("*.out")).count("threads 1 1\n") == 8
    finished(sweep("store.root=at_home", launcher="basic"))
    assert len(results(tmp_path)) == 8
    assert results(tmp_path) == results(tmp_path, "at_home")


def test_a_sweep_need_not_be_waited_for_and_nothing_is_submitted_twice(sweep, tmp_path, figure):
    settings = ("hydra.launcher.runs_per_task=4", "hydra.launcher.wait=false")
    assert "8 of 8 results are still to come" in finished(sweep(*settings, rest=1))
    figure("submitted and returned")
    assert len(results(tmp_path)) < 8
    assert "in the queue already" in finished(sweep(*settings, rest=1))
    assert len(submissions(tmp_path)) == 1
    finished(sweep("hydra.launcher.runs_per_task=4", rest=1))
    assert len(results(tmp_path)) == 8
    assert len(submissions(tmp_path)) == 1


def test_a_lost_task_is_named_the_others_count_and_the_same_command_finishes(
    sweep, tmp_path, figure
):
    settings = "hydra.launcher.runs_per_task=2"
    process = sweep(settings, rest=3)
    running = until(
        lambda: {task for task, state in queued(tmp_path).items() if state == "RUNNING"}
    )
    first, *_ = sorted(running)
    until(lambda: entries(tmp_path))
    os.kill(until(lambda: python_of(first)), signal.SIGKILL)
    last = max(queued(tmp_path))
    subprocess.run(["scancel", last], check=True)
    end = time.monotonic()
    complained = finished(process, failing=True)
    figure(f"2 of 4 tasks lost, all told {time.monotonic() - end:.1f} s after the second")
    assert f"{first} was lost" in complained
    assert f"{last} was lost" in complained
    assert 4 <= len(results(tmp_path)) < 8
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.npz")}
    finished(sweep(settings))
    assert len(results(tmp_path)) == 8
    assert all(path.stat().st_mtime_ns == then for path, then in before.items())


def test_a_task_whose_time_is_up_goes_on_where_it_stopped(sweep, tmp_path, figure):
    # Slurm looks every 30 seconds and rounds up: told to stop 10 to 40 seconds after its start
    limit = ("hydra.launcher.timeout_min=1", "hydra.launcher.signal_delay_s=20")
    games = ("problem=coin,reddi", "horizon=256,512", "seeds=4,6,8", "learners=[ogd]")
    finished(sweep(*limit, games=games, rest=3.5))
    (sent,) = submissions(tmp_path)
    requeued = "".join(log.read_text() for log in sent.glob("*_log.*")).count("Requeued job")
    figure(f"put back {requeued} times, 12 runs played once each")
    assert requeued
    assert sorted(entry["run"] for entry in entries(tmp_path)) == list(range(12))
    assert len(results(tmp_path)) == 12


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
def test_the_array_outlives_its_launcher(end, sweep, tmp_path, figure):
    settings = "hydra.launcher.runs_per_task=4"
    process = sweep(settings, rest=1)
    until(lambda: entries(tmp_path))
    process.send_signal(end)
    _, complained = process.communicate(timeout=60)
    if end == signal.SIGINT:
        assert "goes on; to stop it: scancel" in complained
        assert "Traceback" not in complained
    assert "in the queue already" in finished(sweep(settings, rest=1))
    assert len(submissions(tmp_path)) == 1
    assert len(results(tmp_path)) == 8
    assert len(entries(tmp_path)) == 8
    figure("ended with its first run done, 8 runs played once each")


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (["partition=nowhere"], "Slurm refuses 3 tasks: Batch job submission failed: Invalid"),
        (["runs_per_task=1"], "Invalid job array specification; more runs_per_task make fewer"),
        (["mem_gb=4000"], "Requested node configuration is not available"),
    ],
)
def test_slurm_refuses_in_one_line(settings, words, sweep, tmp_path):
    games = ("problem=coin", "horizon=range(64,130)", "learners=[ogd]", "seeds=2")
    settings = [f"hydra.launcher.{setting}" for setting in settings]
    complained = finished(sweep(*settings, games=games), failing=True)
    assert words in complained
    assert submissions(tmp_path) == []
