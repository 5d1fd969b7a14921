"""A long game goes on where it was left, bit by bit, whatever ended it."""

import json
import os
import random
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import regret_lab as rl
from regret_lab.engine import Saved, chunk_length, game, saved
from regret_lab.engine import play as engine_play
from regret_lab.engine.match import Match
from regret_lab.errors import ResumeError
from regret_lab.learners import LEARNERS, OGD, AdaGrad, Adam, AMSGrad
from regret_lab.problems import Chaser, Coin, Csv, Linear, Problem, Quadratic
from tests.bits import differing, numbers
from tests.interrupted import Interruption, assert_alike, left_alone, save_at_every_boundary
from tests.test_engine_failures import CHUNK, Marked
from tests.test_vector_rules import FullMatrix

FOUR = [OGD(), AdaGrad(lr=0.2), Adam(lr=0.5), AMSGrad(lr=0.3)]
SEEDS = 3


@pytest.fixture(autouse=True)
def _every_boundary(monkeypatch: pytest.MonkeyPatch) -> None:
    save_at_every_boundary(monkeypatch)


def rounds(problem: Problem) -> int:
    return 2 * chunk_length(problem.width) + 13


def assert_goes_on(path: Path, problem: Problem, learners: Any, rng: random.Random) -> None:
    """Interrupt twice, on other threads each time; the end is that of one go."""
    play = partial(rl.play, problem, learners, rounds(problem), SEEDS)
    for share in (rng.uniform(0.55, 0.7), rng.uniform(0.7, 0.95)):  # behind the first of 2 chunks
        left_alone(partial(play, threads=rng.choice([1, 2, 7]), resume=path), share)
    again = Interruption()
    assert_alike(play(threads=1), play(threads=rng.choice([1, 3]), resume=path, progress=again))
    assert 0 < again.calls[0] < again.calls[-1], "or nothing was resumed"
    assert not path.exists()


def test_every_problem_goes_on_with_the_same_bits(problem: Problem, tmp_path: Path) -> None:
    assert_goes_on(tmp_path / "game", problem, FOUR, random.Random(str(problem)))


@pytest.mark.parametrize("name", sorted(LEARNERS))
def test_every_learner_goes_on_with_the_same_bits(name: str, tmp_path: Path) -> None:
    pair = [LEARNERS[name](), LEARNERS[name](lr=0.05)]  # one class: they share blocks
    assert_goes_on(tmp_path / "game", Linear(dim=3, shape="simplex"), pair, random.Random(name))


def test_a_rule_on_whole_points_goes_on(tmp_path: Path) -> None:
    pair = [FullMatrix(), FullMatrix(lr=0.1)]
    assert_goes_on(tmp_path / "game", Quadratic(dim=3), pair, random.Random(1))


def test_a_data_file_goes_on_and_a_changed_one_does_not(tmp_path: Path) -> None:
    table, path = tmp_path / "data.csv", tmp_path / "game"
    lines = [f"{i % 7},{i % 5},{i % 3 > 0}" for i in range(50)]
    table.write_text("a,b,y\n" + "\n".join(lines))
    assert_goes_on(path, Csv(str(table)), FOUR, random.Random(2))
    play = partial(rl.play, learners=FOUR, horizon=30_000, resume=path, threads=1)
    left_alone(partial(play, Csv(str(table))), 0.6)
    table.write_text("a,b,y\n" + "\n".join(lines[:-1]))
    with pytest.raises(ResumeError, match="not the same problem"):
        play(Csv(str(table)))


@pytest.mark.parametrize("engines", [("compiled", "python"), ("python", "compiled")])
@pytest.mark.parametrize("problem", [Coin(), Chaser(dim=2)], ids=["coin", "chaser"])
def test_either_engine_goes_on_with_the_game_of_the_other(
    problem: Problem, engines: tuple[str, str], tmp_path: Path
) -> None:
    play = partial(rl.play, problem, Adam(), CHUNK + 500, 1, threads=1)  # Python is slow
    went = partial(play, resume=tmp_path / "game")
    left_alone(partial(went, engine=engines[0]), 0.99)
    assert_alike(play(), went(engine=engines[1]))


def test_all_running_statistics_go_on_and_the_file_holds_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taps, marks = ("squares", "path", "sum", "peak"), np.array([9, 8192, 16_000, 20_000])
    play = partial(engine_play, Quadratic(dim=3), [Adam()], [0, 1], marks, taps=taps)
    file = Saved(tmp_path / "game", {})
    left_alone(partial(play, saved=file), 0.7)
    monkeypatch.setattr(saved, "EVERY", 3600.0)
    resumed = play(saved=file)
    assert differing(numbers(play(), 0, 1), numbers(resumed, 0, 1)) == []
    with np.load(file.path) as entries:
        assert (entries["begun"] == 3).all()


@pytest.mark.parametrize("at", [5, CHUNK, CHUNK + 5, 2 * CHUNK + 5])
def test_a_failure_is_told_once(at: int, tmp_path: Path) -> None:
    """Before, at and behind the boundary at which the game was left."""
    play = partial(rl.play, Marked(at=at), [OGD(), Adam()], 3 * CHUNK, 4, threads=1)
    with pytest.raises(rl.GameError) as whole:
        play()
    went = partial(play, resume=tmp_path / "game")
    left_alone(went, 0.5)
    with pytest.raises(rl.GameError) as resumed:
        went()
    assert_alike(whole.value.games, resumed.value.games)
    assert len(resumed.value.games.failures) == 2
    assert list(tmp_path.iterdir()) == []


def test_progress_starts_from_what_is_done(tmp_path: Path) -> None:
    play = partial(rl.play, Coin(), FOUR, 50_000, 2, resume=tmp_path / "game", threads=1)
    left_alone(play, 0.45)
    rest = Interruption()
    play(progress=rest)
    assert rest.calls[0] == 2 * CHUNK * 8  # two chunks of eight games were whole
    assert rest.calls == sorted(rest.calls) and rest.calls[-1] == 50_000 * 8


def test_a_game_that_is_not_interrupted_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "game"
    stale = tmp_path / ".game-x1y2.tmp"
    stale.write_bytes(b"a draft of a process that was killed")
    other = tmp_path / ".gamer-x1y2.tmp"
    other.write_bytes(b"not ours")
    whole = rl.play(Coin(), FOUR, 30_000, 2)
    assert_alike(whole, rl.play(Coin(), FOUR, 30_000, 2, resume=path))
    assert list(tmp_path.iterdir()) == [other]


def test_a_short_game_is_not_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "EVERY", 3600.0)
    path = tmp_path / "game"
    left_alone(partial(rl.play, Coin(), OGD(), 100_000, resume=path), 0.5)
    assert not path.exists()


DOUBLED = [OGD(decay="horizon"), Adam()]


def test_doublings_go_on_and_do_not_play_again_what_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    play = partial(rl.play_doublings, Coin(), DOUBLED, 40_000, 2, threads=1)
    path = tmp_path / "game.saved"
    whole = play()
    left_alone(partial(play, resume=path), 0.9)
    names = {entry.name for entry in tmp_path.iterdir()}
    assert {"game-40000.saved", "game-20000.saved", "game-10000.saved"} <= names
    rest, played, chunk = Interruption(), set[int](), game._play_chunk

    def watched(match: Match, *rest: Any) -> None:
        played.add(match.horizon)
        chunk(match, *rest)

    monkeypatch.setattr(game, "_play_chunk", watched)
    assert_alike(whole, play(resume=path, progress=rest))
    assert played == {40_000}
    assert rest.calls == sorted(rest.calls) and rest.calls[-1] >= 80_000 * 4
    assert list(tmp_path.iterdir()) == []


HOW = ["at_any_moment", "within_a_write", "before_the_disk", "before_the_name", "after_the_name"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="lives are forked")
def test_a_killed_game_goes_on_with_the_same_bits(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.killed", str(tmp_path), *HOW],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        timeout=240,  # a guard against hanging, no measurement
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["how"] for row in rows] == HOW
    for row in rows:
        assert row["alike"] and row["left"] == [] and row["kills"] >= 3 and row["began"] > 0, row
