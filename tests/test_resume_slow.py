"""A hundred million rounds in three lives."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

import regret_lab as rl
from tests.killed import digest

PROGRAM = """
import sys
import regret_lab as rl
from regret_lab.engine import saved
from tests.killed import digest

saved.EVERY = 0.5
game = rl.problems.Reddi(), rl.learners.OGD(), 10**8
print(digest(rl.play(*game, threads=2, resume=sys.argv[1])))
"""


@pytest.mark.slow
def test_a_long_game_in_three_lives_is_the_same_game(tmp_path: Path) -> None:
    path, rng = tmp_path / "game", random.Random(4)
    command = [sys.executable, "-c", PROGRAM, str(path)]
    root = Path(__file__).parents[1]
    for _ in range(2):
        before = path.stat().st_mtime_ns if path.exists() else 0
        with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE) as life:
            while life.poll() is None and (not path.exists() or path.stat().st_mtime_ns == before):
                time.sleep(0.01)
            time.sleep(rng.uniform(0.0, 1.5))
            assert life.poll() is None, "it was over before it could be killed"
            life.kill()
    done = subprocess.run(
        command, cwd=root, stdout=subprocess.PIPE, text=True, timeout=600, check=True
    )
    whole = rl.play(rl.problems.Reddi(), rl.learners.OGD(), 10**8, threads=1)
    assert done.stdout.strip() == digest(whole)
    assert not path.exists()
