"""Rules on whole points, Python objects as learners, and running statistics of any of them."""

from dataclasses import dataclass

import numpy as np
import pytest

import regret_lab as rl
from regret_lab.arrays import Array
from regret_lab.engine import play as engine_play
from regret_lab.errors import RuleError
from regret_lab.learners import OGD, Learner
from regret_lab.parameters import real
from regret_lab.problems import Chaser, Coin, Linear, Logistic, Problem, Quadratic
from tests.bits import assert_engines_agree, differing, numbers
from tests.single_round import dealt


@dataclass(frozen=True)
class Multiplicative(Learner):
    """The exponentiated gradient: a vector rule without a state that stays on the simplex."""

    lr: float = real(0.5, above=0.0)

    state = {}  # noqa: RUF012  # the class is frozen
    rates = ("eta",)
    projected = False

    @staticmethod
    def schedule(t: Array, lr: float) -> Array:
        return lr / np.sqrt(t)

    @staticmethod
    def step(x: Array, g: Array, eta: float) -> None:
        total = 0.0
        for i in range(x.size):
            x[i] = x[i] * np.exp(-eta * g[i])
            total += x[i]
        for i in range(x.size):
            x[i] = x[i] / total


@dataclass(frozen=True)
class FullMatrix(Learner):
    """Newton-like steps with the inverse of the summed outer products: a matrix and a vector."""

    lr: float = real(0.5, above=0.0)
    floor: float = real(0.1, above=0.0)

    state = {"P": "d, d", "u": "d", "trace": "2 * d"}  # noqa: RUF012
    rates = ("t",)

    @staticmethod
    def schedule(t: Array) -> Array:
        return t

    @staticmethod
    def step(
        x: Array, g: Array, P: Array, u: Array, trace: Array, t: float, lr: float, floor: float
    ) -> None:
        d = x.size
        if t == 1.0:
            for i in range(d):
                P[i, i] = 1.0 / floor
        scale = 1.0
        for i in range(d):
            u[i] = 0.0
            for j in range(d):
                u[i] += P[i, j] * g[j]
            scale += u[i] * g[i]
        for i in range(d):
            for j in range(d):
                P[i, j] -= u[i] * u[j] / scale
        for i in range(d):
            trace[i] += g[i]
            trace[d + i] += 1.0
            for j in range(d):
                x[i] -= lr * P[i, j] * g[j]


VECTOR_GAMES = [
    (Multiplicative(), Linear(dim=5, shape="simplex")),
    (FullMatrix(), Quadratic(dim=3)),
    (FullMatrix(), Quadratic(dim=3, shape="ball")),
    (FullMatrix(), Linear(dim=4, shape="l1")),
    (FullMatrix(lr=2.0), Logistic(dim=4, radius=0.2)),
    (FullMatrix(), Chaser(dim=3)),
    (FullMatrix(), Coin()),
]


@pytest.mark.parametrize(("learner", "problem"), VECTOR_GAMES, ids=str)
def test_vector_rules_play_alike_in_both_engines(learner: Learner, problem: Problem) -> None:
    x = assert_engines_agree(problem, learner).x
    assert problem.domain.contains(x, 1e-12).all()
    assert np.abs(x - problem.domain.centre).max() > 0.01


def test_exponentiated_gradient_is_the_soft_maximum_of_the_sums() -> None:
    """In closed form for a constant step: x is proportional to exp(−η Σ g)."""

    @dataclass(frozen=True)
    class Constant(Multiplicative):
        @staticmethod
        def schedule(t: Array, lr: float) -> Array:
            return np.full_like(t, lr)

    problem = Linear(dim=5, shape="simplex")
    games = rl.play(problem, Constant(), 80, [9], [80], threads=1)
    weights = np.exp(-0.5 * dealt(problem, 9, 80).sum(axis=0))
    np.testing.assert_allclose(games.x[0, 0, 0], weights / weights.sum(), rtol=1e-12)


def test_the_full_matrix_is_the_inverse_it_should_be() -> None:
    problem, marks = Linear(dim=3), [1, 2, 3, 4]
    learner = FullMatrix(lr=1e-3)
    x = rl.play(problem, learner, 4, [0], marks, threads=1).x[0, 0]
    gradients, previous = dealt(problem, 0, 4), np.zeros(3)
    for t in marks:
        seen = gradients[:t]
        matrix = 0.1 * np.eye(3) + seen.T @ seen
        previous = previous - 1e-3 * np.linalg.solve(matrix, seen[-1])
        np.testing.assert_allclose(x[t - 1], previous, rtol=1e-10)


class Follower:
    """OGD as a Python object."""

    def update(self, x: Array, g: Array, t: int) -> Array:
        return x - 0.3 / np.sqrt(t) * g


@pytest.mark.parametrize(
    "problem",
    [Coin(), Quadratic(dim=3), Linear(dim=4, shape="ball"), Linear(dim=4, shape="simplex")],
    ids=str,
)
def test_a_python_object_plays_as_the_learner_of_the_house(problem: Problem) -> None:
    native = rl.play(problem, OGD(lr=0.3), 200, 3, threads=1)
    plain = rl.play(problem, Follower(), 200, 3, threads=1)
    for seat in range(3):
        assert differing(numbers(native, 0, seat), numbers(plain, 0, seat)) == []


def test_a_python_object_is_copied_for_every_seed_and_left_alone() -> None:
    class Counts:
        def __init__(self) -> None:
            self.calls = 0

        def update(self, x: Array, g: Array, t: int) -> Array:
            self.calls += 1
            assert self.calls == t
            x[:] = np.nan  # the arrays given are its own
            g[:] = np.nan
            return np.zeros(1)

    player = Counts()
    games = rl.play(Coin(), player, 50, 4, threads=2)
    assert player.calls == 0 and (games.loss == 0.0).all()


def test_an_unknown_running_statistic_is_refused() -> None:
    with pytest.raises(RuleError, match=r"running statistic.*'square'.*'squares'"):
        engine_play(Coin(), [OGD()], [0], np.array([5]), taps=("square",))


@pytest.mark.parametrize("engine", ["compiled", "python"])
def test_running_statistics_are_what_they_are_called(engine: str) -> None:
    problem, T = Quadratic(dim=2), 40
    every = np.arange(1, T + 1)
    taps = ("path", "squares", "sum", "peak")
    for learner in (OGD(lr=0.4), FullMatrix(), rl.learners.Adam()):
        kept = engine_play(problem, [learner], [0, 1], every, engine, taps=taps)
        for seat in (0, 1):
            x = np.concatenate([np.zeros((1, 2)), kept.x[0, seat]])  # x[t]: after t rounds
            g = x[:-1] - dealt(problem, seat, T)
            by_hand = {
                "sum": np.cumsum(x[:-1], axis=0),
                "squares": np.cumsum(g**2, axis=0),
                "peak": np.maximum.accumulate(np.abs(g), axis=0),
                "path": np.cumsum(np.abs(np.diff(x[:-1], axis=0, prepend=x[:1])), axis=0),
            }
            for name in taps:
                np.testing.assert_allclose(kept.taps[name][0, seat], by_hand[name], rtol=1e-12)
