"""The same seed gives the same bits, whatever else is going on; memory does not grow with T."""

import math
import os
import subprocess
import sys
import tracemalloc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import regret_lab as rl
from regret_lab.engine import chunk_length, match
from regret_lab.learners import OGD, AdaGrad, Adam, AMSGrad, Learner
from regret_lab.problems import Chaser, Coin, Linear, Logistic, Problem, Quadratic
from tests.bits import Numbers, differing, numbers

GAMES = [
    (Coin(), Adam(lr=0.5)),
    (Quadratic(dim=3), AdaGrad(lr=0.5)),
    (Quadratic(dim=9, shape="ball"), OGD(decay="horizon")),
    (Logistic(dim=7, radius=0.3), Adam(lr=0.5)),
    (Linear(dim=4, shape="simplex"), AMSGrad(lr=0.5)),
    (Linear(dim=70, shape="ball"), AdaGrad(lr=0.5)),
    (Quadratic(dim=70, radius=0.01), AMSGrad()),
    (Chaser(dim=2), Adam(lr=0.5)),
]
SEEDS = 5

each_game = pytest.mark.parametrize(
    ("problem", "learner"), GAMES, ids=[f"{learner}-{problem}" for problem, learner in GAMES]
)


class Bystander:
    """A Python object that plays beside the learners of the house."""

    def update(self, x: np.ndarray, g: np.ndarray, t: int) -> np.ndarray:
        return x - 0.1 * g


def rounds(problem: Problem) -> int:
    """A little more than two chunks, for chunks are where a game could come apart."""
    return min(2 * chunk_length(problem.width) + 13, 17_000)


def marks(problem: Problem) -> list[int]:
    length, last = chunk_length(problem.width), rounds(problem)
    return sorted({1, 2, 100, length - 1, length, length + 1, last - 1, last})


def game(problem: Problem, learner: Learner, **how) -> list[Numbers]:
    how = {"seeds": SEEDS, "checkpoints": marks(problem), "threads": 1} | how
    games = rl.play(problem, learner, rounds(problem), **how)
    return [numbers(games, seat=seat) for seat in range(len(games.seeds))]


def assert_alike(ones: list[Numbers], others: list[Numbers]) -> None:
    assert [differing(one, other) for one, other in zip(ones, others, strict=True)] == [
        [] for _ in ones
    ]


@each_game
@pytest.mark.parametrize("threads", [2, 3, 8])
def test_threads_do_not_change_a_bit(problem: Problem, learner: Learner, threads: int) -> None:
    assert_alike(game(problem, learner), game(problem, learner, threads=threads))


@each_game
@pytest.mark.parametrize(("lanes", "wide"), [(1, 64), (3, 64), (32, 64), (16, 2)])
def test_lanes_do_not_change_a_bit(
    problem: Problem, learner: Learner, lanes: int, wide: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = game(problem, learner)
    monkeypatch.setattr(match, "LANES", lanes)
    monkeypatch.setattr(match, "WIDE", wide)
    assert_alike(usual, game(problem, learner))


@each_game
def test_checkpoints_do_not_change_a_bit(problem: Problem, learner: Learner) -> None:
    few = game(problem, learner)
    wanted = np.array(marks(problem))
    grid = sorted({*marks(problem), *range(1, 400, 7), *range(1, rounds(problem), 997)})
    many = game(problem, learner, checkpoints=grid)
    picked = [{name: v[np.isin(kept["t"], wanted)] for name, v in kept.items()} for kept in many]
    assert_alike(few, picked)


@each_game
def test_the_company_does_not_change_a_bit(problem: Problem, learner: Learner) -> None:
    alone = game(problem, learner)
    beside = [Bystander(), OGD(lr=0.7), learner, replace(learner, lr=0.2), Adam(beta1=0.5)]
    last = min(rounds(problem), 600)  # the object is slow
    grid = [t for t in marks(problem) if t <= last]
    together = rl.play(problem, beside, last, SEEDS, grid, threads=1)
    short = rl.play(problem, learner, last, SEEDS, grid, threads=1)
    for seat in range(SEEDS):
        assert differing(numbers(together, 2, seat), numbers(short, 0, seat)) == []
    if learner.anytime:
        full = rl.play(problem, beside[1:], rounds(problem), SEEDS, marks(problem), threads=2)
        assert_alike(alone, [numbers(full, 1, seat) for seat in range(SEEDS)])


@each_game
def test_a_grid_of_hyperparameters_fills_the_lanes_with_the_bits_of_single_games(
    problem: Problem, learner: Learner
) -> None:
    grid = [replace(learner, lr=0.05 * k) for k in range(1, 20)]
    last = min(rounds(problem), 1000)
    together = rl.play(problem, grid, last, [3], [10, last], threads=1)
    for k in (0, 7, 15, 16, 18):
        alone = rl.play(problem, grid[k], last, [3], [10, last], threads=1)
        assert differing(numbers(together, k), numbers(alone)) == []
    with_more_seeds = rl.play(problem, grid, last, 3, [10, last], threads=2)
    alone = rl.play(problem, grid[11], last, [2], [10, last], threads=1)
    assert differing(numbers(with_more_seeds, 11, 2), numbers(alone)) == []


def test_kin_with_other_rules_do_not_share_a_block() -> None:
    """Two classes with one step and different metrics: each projects in its own."""

    class Euclidean(AdaGrad):
        @staticmethod
        def metric(s: float, eps: float) -> float:
            return 1.0 + 0.0 * s + 0.0 * eps

    problem = Linear(dim=3, shape="ball", radius=0.2)
    kin = [AdaGrad(lr=0.5), Euclidean(lr=0.5)]
    together = rl.play(problem, kin, 50, 1, threads=1)
    for k, learner in enumerate(kin):
        alone = rl.play(problem, learner, 50, 1, threads=1)
        assert differing(numbers(together, k), numbers(alone)) == []
    assert "x" in differing(numbers(together, 0), numbers(together, 1))


class Grudge(Chaser):
    """Pushes against all it ever saw of the learner, with nothing that resets its memory."""

    @staticmethod
    def loss(x: np.ndarray, z: np.ndarray, q: np.ndarray, g: np.ndarray) -> float:
        total = 0.0
        for i in range(x.size):
            q[i] += x[i] - 0.01
            z[i] = z[i] if q[i] > 0.0 else -z[i]
            g[i] = z[i]
            total += z[i] * x[i]
        return total


def test_an_adversary_bears_no_grudge_from_another_game() -> None:
    learners = [OGD(lr=0.3), OGD(lr=0.3), Adam()]
    together = rl.play(Grudge(dim=2), learners, 200, 3, range(1, 201), threads=1)
    assert "x" in differing(numbers(together, 0, 0), numbers(together, 0, 2))
    for k, seat in ((0, 2), (1, 0), (1, 2), (2, 1)):
        alone = rl.play(Grudge(dim=2), learners[k], 200, [seat], range(1, 201), threads=1)
        assert differing(numbers(together, k, seat), numbers(alone)) == []


def test_losses_are_summed_with_their_rounding_errors() -> None:
    """Many times .1, after a large number: what a plain sum loses stays in the low part."""

    class Tenth(Coin):
        def outcomes(self, seed: int, chunk: int, start: int, count: int) -> np.ndarray:
            rows = np.full((count, 1), 0.1)
            if chunk == 0:
                rows[0] = 1e9
            return rows

    horizon = 300_000
    games = rl.play(Tenth(radius=1.0), OGD(lr=1e9, decay="linear"), horizon, threads=1)
    high, low = games.transcript.loss[:, 0, 0, -1]
    # round 1 is played at 0, all others at −1: the losses are 0 and −.1
    assert high + low == pytest.approx(math.fsum([-0.1] * (horizon - 1)), rel=2e-16)
    sums = games.transcript.sums
    assert sums is not None
    total, rest = sums[:, 0, 0, -1, 0]
    assert (total - 1e9) + rest == pytest.approx(math.fsum([0.1] * (horizon - 1)), rel=1e-15)


def test_memory_does_not_grow_with_the_horizon() -> None:
    problem, learners = Quadratic(dim=5), [Adam(), OGD()]
    rl.play(problem, learners, 10_000, 20, [10_000], threads=1)

    def peak(horizon: int) -> int:
        tracemalloc.start()
        try:
            rl.play(problem, learners, horizon, 20, [100, horizon], threads=1)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    short, long = peak(30_000), peak(300_000)
    assert long <= 1.02 * short + 50_000
    assert short < 300_000 * 5 * 8, "or the test could not tell"


INTERRUPTED = """
import os, signal
import regret_lab as rl

signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the suite runs behind &

calls, drawn = [], set()

class Watched(rl.problems.Quadratic):
    def outcomes(self, seed, chunk, start, count):
        drawn.add(seed)
        return super().outcomes(seed, chunk, start, count)

def progress(done, total):
    calls.append(done)
    if len(calls) == 3:
        os.kill(os.getpid(), signal.SIGINT)

learners = [rl.learners.Adam(), rl.learners.OGD()]
problem = Watched(dim={dim})
try:
    rl.play(problem, learners, 10**10, {seeds}, engine="{engine}", threads=2, progress=progress)
except KeyboardInterrupt:
    print(calls[2], calls[-1], 10**10 * len(learners) * {seeds}, len(drawn))
"""


@pytest.mark.parametrize(
    ("dim", "seeds", "engine"), [(1, 3, "compiled"), (30, 200, "compiled"), (1, 2, "python")]
)
def test_ctrl_c_stops_a_game_of_any_length(dim: int, seeds: int, engine: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED.format(dim=dim, seeds=seeds, engine=engine)],
        env=os.environ | {"PYTHONPATH": str(Path(rl.__file__).parents[1])},
        capture_output=True,
        text=True,
        timeout=240,  # a guard against hanging, no measurement
        check=False,
    )
    assert done.returncode == 0, done.stderr
    at_signal, at_stop, whole, drawn = map(int, done.stdout.split())
    assert 0 < at_signal <= at_stop < whole / 20
    assert drawn <= 2 * 16, "groups of seeds that had not begun began after the interrupt"
