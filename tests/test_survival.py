"""What a sweep survives: kills at any moment, full and read-only disks, another one beside it."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = str(ROOT / "experiments" / "convergence.py")
SWEEP = (
    *("-m", "problem=quadratic", "problem.dim=2,3,4,5", "horizon=100000", "seeds=8", "threads=1"),
    *("learners=[adam,ogd]", "learners.adam.lr=logspace(-2,0,4)"),
)
RESULTS = 20

pytestmark = pytest.mark.slow


def command(root, *more):
    return [sys.executable, SCRIPT, *SWEEP, f"store.root={root}", *more]


def run(root, *more, **settings):
    done = subprocess.run(
        command(root, *more), capture_output=True, text=True, timeout=300, check=False, **settings
    )
    return done.returncode, done.stdout, done.stderr


def results(root):
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(Path(root).rglob("*.npz"))
        if not path.name.startswith(".")
    }


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Return the results of a sweep that nobody has interrupted."""
    root = tmp_path_factory.mktemp("whole") / "results"
    status, _, errors = run(root)
    assert status == 0, errors
    assert len(results(root)) == RESULTS
    return results(root)


@pytest.fixture(scope="module")
def seconds(tmp_path_factory, whole):
    """Return how long a whole sweep takes, once its rules are compiled."""
    started = time.monotonic()
    assert run(tmp_path_factory.mktemp("timed") / "results")[0] == 0
    return time.monotonic() - started


def test_a_sweep_that_is_killed_twenty_times_ends_as_if_it_had_not_been(tmp_path, whole, seconds):
    root, chance, kills, kept = tmp_path / "results", random.Random(4), 0, 0
    for attempt in range(60):
        before = {path: path.stat().st_mtime_ns for path in root.rglob("*/*.npz")}
        job = subprocess.Popen(command(root), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            job.wait(chance.uniform(0.3, 1.0) * seconds)
        except subprocess.TimeoutExpired:
            job.send_signal(signal.SIGKILL)
            job.wait()
            kills += 1
        after = {path: path.stat().st_mtime_ns for path in root.rglob("*/*.npz")}
        assert before.items() <= after.items(), "what is kept is not made again"
        kept = max(kept, len(after))
        if kills >= 20 and attempt >= 20:
            break
        if len(after) == RESULTS:  # begin anew, to be killed at other moments
            assert {name: results(root)[name] for name in whole} == whole
            for path in after:
                path.unlink()
    assert kills >= 20
    assert kept > 0
    assert run(root)[0] == 0
    assert results(root) == whole


KILLED_IN_A_WRITE = """
import os, signal, sys
sys.path.insert(0, {root!r})
moment, left = sys.argv.pop(1), [int(sys.argv.pop(1))]

def cut(original):
    def call(*arguments):
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(*arguments)
    return call

setattr(os, moment, cut(getattr(os, moment)))
from regret_lab.cli import main
sys.exit(main(["run", *sys.argv[1:]]))
"""


@pytest.mark.parametrize("moment", ["fsync", "replace"])
@pytest.mark.parametrize("writes", [0, 7])
def test_a_kill_within_a_write_costs_that_result_only(tmp_path, whole, moment, writes):
    root = tmp_path / "results"
    code = KILLED_IN_A_WRITE.format(root=str(ROOT))
    words = [sys.executable, "-c", code, moment, str(writes), *command(root)[2:]]
    done = subprocess.run(words, capture_output=True, timeout=300, check=False)
    assert done.returncode == -signal.SIGKILL
    found = results(root)
    assert len(found) <= max(writes, 0) + 8
    assert found.items() <= whole.items(), "what is there is whole"
    assert run(root)[0] == 0
    assert results(root) == whole


def test_two_sweeps_on_one_store_do_no_harm(tmp_path, whole):
    root = tmp_path / "results"
    both = [
        subprocess.Popen(command(root), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    for job in both:
        _, errors = job.communicate(timeout=300)
        assert job.returncode == 0, errors
    assert results(root) == whole


@pytest.fixture
def disk(tmp_path):
    """Mount a small file system, where that is allowed."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=96k", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def remount(folder, options):
    subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], check=True)


def test_a_full_disk_is_told_and_the_same_command_goes_on(disk, whole):
    root = disk / "results"
    status, _, errors = run(root)
    assert status == 2
    assert "No space left on device" in errors
    assert "Traceback" not in errors
    found = results(root)
    assert 0 < len(found) < RESULTS
    assert found.items() <= whole.items()
    remount(disk, "size=32m")
    assert run(root)[0] == 0
    assert results(root) == whole


def test_a_read_only_store_shows_what_is_there_and_refuses_the_rest_at_once(disk, whole):
    root = disk / "results"
    remount(disk, "size=32m")
    assert run(root)[0] == 0
    remount(disk, "ro")
    status, shown, errors = run(root)
    assert "20 kept, 0 to make" in errors
    assert "adam" in shown
    assert "Traceback" not in errors
    started = time.monotonic()
    status, _, errors = run(root, "seeds=9")
    assert status == 2
    assert "cannot write to the folder" in errors and "Read-only file system" in errors
    assert "play" not in errors
    assert time.monotonic() - started < 60
    remount(disk, "rw")
    assert results(root) == whole


def test_an_interrupt_keeps_what_is_done(tmp_path, whole):
    root = tmp_path / "results"
    job = subprocess.Popen(
        command(root),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    while not results(root):
        time.sleep(0.05)
        assert job.poll() is None
    os.kill(job.pid, signal.SIGINT)
    _, errors = job.communicate(timeout=60)
    if job.returncode:  # it may have been done already
        assert job.returncode == 130
        assert "interrupted; the same command goes on" in errors
    assert results(root).items() <= whole.items()
    assert run(root)[0] == 0
    assert results(root) == whole
