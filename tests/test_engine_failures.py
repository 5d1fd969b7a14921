"""A game that breaks stops alone, and the error names its learner, seed and round."""

from dataclasses import dataclass

import numpy as np
import pytest

import regret_lab as rl
from regret_lab.arrays import Array
from regret_lab.domains import Ball, Box, Domain
from regret_lab.engine import Failure
from regret_lab.learners import OGD, Learner
from regret_lab.problems import Problem
from tests.bits import differing, numbers

CHUNK = 8192
"""Rounds of a chunk of narrow outcomes."""


@dataclass(frozen=True)
class Marked(Problem):
    """Losses ⟨z, x⟩ with z = 1, but for one number in one round of one seed."""

    at: int = 5
    seed: int = 2
    value: float = float("nan")
    dim: int = 1
    round_shape: bool = False

    kind = "separable"

    @property
    def domain(self) -> Domain:
        return Ball(self.dim) if self.round_shape else Box(self.dim)

    @property
    def lipschitz(self) -> float:
        return 1.0

    def outcomes(self, seed: int, chunk: int, start: int, count: int) -> Array:
        rows = np.ones((count, self.dim))
        if seed == self.seed and start < self.at <= start + count:
            rows[self.at - start - 1, -1] = self.value
        return rows

    @staticmethod
    def loss(x: float, z: float) -> tuple[float, float]:
        return z * (x + 2.0), z


@dataclass(frozen=True)
class Strays(Learner):
    """Stays at 0.1, then at another place; nobody projects it."""

    at: float = 5.0
    place: float = 1.5

    rates = ("t",)
    projected = False

    @staticmethod
    def schedule(t: Array) -> Array:
        return t

    @staticmethod
    def step(x: float, g: float, t: float, at: float, place: float) -> float:
        return 0.1 if t < at else place


class Lazy:
    """A Python object that follows the gradient."""

    def update(self, x: Array, g: Array, t: int) -> Array:
        return x - 0.01 * g


def broken(problem: Problem, learners: object, horizon: int, seeds: object = 4, **how) -> rl.Games:
    with pytest.raises(rl.GameError) as failure:
        rl.play(problem, learners, horizon, seeds, threads=1, **how)
    return failure.value.games


ROUNDS = [1, 2, 77, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1, 20_000]


@pytest.mark.parametrize("at", ROUNDS)
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_the_round_of_the_failure_is_exact(at: int, value: float) -> None:
    games = broken(Marked(at=at, value=value), OGD(), 20_000)
    what = "its point or its loss is not a finite number"
    assert games.failures == [Failure(0, 2, at, what)]


@pytest.mark.parametrize("at", [1, 64, 65, 150])
@pytest.mark.parametrize("engine", ["python", "compiled"])
@pytest.mark.parametrize("round_shape", [False, True])
def test_both_engines_name_the_same_round(at: int, engine: str, round_shape: bool) -> None:
    problem = Marked(at=at, dim=3, round_shape=round_shape)
    learners = {"first": rl.learners.Adam(), "second": rl.learners.AdaGrad()}
    games = broken(problem, learners, 160, 3, engine=engine)
    assert [(f.learner, f.seed, f.round) for f in games.failures] == [(0, 2, at), (1, 2, at)]


@pytest.mark.parametrize("at", [1, 50, CHUNK + 3])
def test_the_round_is_exact_for_a_python_object_too(at: int) -> None:
    games = broken(Marked(at=at), Lazy(), CHUNK + 10, seeds=[2])
    assert [(f.learner, f.seed, f.round) for f in games.failures] == [(0, 2, at)]


@dataclass(frozen=True)
class Overflows(Marked):
    """Gradients stay small; one loss is too large for a number."""

    @staticmethod
    def loss(x: float, z: float) -> tuple[float, float]:
        return 1e300 * z * z * (x + 2.0), 0.5


@pytest.mark.parametrize("learner", [OGD(), Lazy()], ids=["rule", "object"])
def test_the_round_is_exact_where_only_the_loss_breaks(learner: object) -> None:
    games = broken(Overflows(at=70, value=1e5), learner, 200)
    assert [(f.seed, f.round) for f in games.failures] == [(2, 70)]


def test_the_other_games_go_on_as_if_nothing_had_happened() -> None:
    marks = [10, 49, 50, 51, 20_000]
    games = broken(Marked(at=50), [OGD(), OGD(lr=0.7)], 20_000, seeds=6, checkpoints=marks)
    healthy = rl.play(Marked(seed=99), [OGD(), OGD(lr=0.7)], 20_000, 6, marks, threads=1)
    for learner in (0, 1):
        for seat in (0, 1, 3, 4, 5):
            ours, theirs = numbers(games, learner, seat), numbers(healthy, learner, seat)
            assert differing(ours, theirs) == []
        dead = numbers(games, learner, 2)
        assert np.isfinite(dead["x"][:2]).all() and np.isnan(dead["x"][2:]).all()
        assert np.isfinite(dead["loss"][:2]).all() and np.isnan(dead["loss"][2:]).all()
        assert np.isnan(dead["tap squares"][2:]).all()


@pytest.mark.parametrize("engine", ["python", "compiled"])
@pytest.mark.parametrize("at", [1, 30, 64, 120])
def test_leaving_the_domain_is_named(engine: str, at: int) -> None:
    games = broken(rl.problems.Coin(), Strays(at=at), 150, seeds=2, engine=engine)
    what = "its point left the domain"
    assert games.failures == [Failure(0, seed, at, what) for seed in (0, 1)]


def test_a_point_on_the_boundary_has_not_left() -> None:
    games = rl.play(rl.problems.Coin(), Strays(place=1.0), 50, checkpoints=[50], threads=1)
    assert games.x[0, 0, 0, 0] == 1.0
