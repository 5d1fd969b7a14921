"""Comparators for losses that are known only by their rule."""

from dataclasses import dataclass, field
from functools import partial

import numpy as np
import pytest
from scipy import optimize

from regret_lab.arrays import Array
from regret_lab.comparator import best_fixed
from regret_lab.comparator.bisection import bisection_minimum
from regret_lab.comparator.bundle import EVALUATIONS, bundle_minimum
from regret_lab.comparator.crew import Ticker, one_thread_each
from regret_lab.comparator.general import best_general
from regret_lab.comparator.replay import Outcomes, Replay, Still, pieces_of, stand
from regret_lab.domains import Ball, Box, Domain, L1Ball, Simplex
from regret_lab.engine.compiler import compiler
from regret_lab.engine.match import pieces_for
from regret_lab.problems import Problem
from tests.single_round import loss_and_gradient, points

T = np.array([1, 3, 40, 1000])


@dataclass(frozen=True)
class Absolute(Problem):
    """Absolute errors of a linear prediction: kinks everywhere."""

    where: Domain

    kind = "ridge"
    domain = property(lambda self: self.where)
    lipschitz = 10.0

    def draw(self, rng: np.random.Generator, start: int, count: int) -> Array:
        rows = rng.standard_normal((count, self.width))
        rows[:, -1] = rows[:, :-1].sum(axis=1) + 0.3 * rows[:, -1]
        return rows

    @staticmethod
    def loss(u: float, y: float) -> tuple[float, float]:
        return abs(u - y), 1.0 if u > y else -1.0


@dataclass(frozen=True)
class Portfolio(Problem):
    """Negative logarithms of wealth: smooth, as a vector rule."""

    kind = "vector"
    domain = property(lambda self: Simplex(4))
    lipschitz = 3.0

    def draw(self, rng: np.random.Generator, start: int, count: int) -> Array:
        return np.exp(0.2 * rng.standard_normal((count, 4)) + 0.01 * np.arange(4))

    @staticmethod
    def loss(x: Array, z: Array, g: Array) -> float:
        wealth = 0.0
        for i in range(x.size):
            wealth += x[i] * z[i]
        for i in range(x.size):
            g[i] = -z[i] / wealth
        return -np.log(wealth)


@dataclass(frozen=True)
class Medians(Problem):
    """Distances to targets, coordinate by coordinate: the best points are medians."""

    where: Domain = field(default_factory=partial(Box, 3, lower=-0.5, upper=[0.5, 2.0, 3.0]))

    domain = property(lambda self: self.where)
    lipschitz = 2.0

    def draw(self, rng: np.random.Generator, start: int, count: int) -> Array:
        return rng.standard_normal((count, 3)) + np.arange(3)

    @staticmethod
    def loss(x: float, z: float) -> tuple[float, float]:
        return abs(x - z), 1.0 if x > z else -1.0


DOMAINS = (Ball(3, 0.8), Box(3, 0.9), L1Ball(3, 1.5), Simplex(3), Box(1, 5.0))
PROBLEMS = (*map(Absolute, DOMAINS), Portfolio(), Medians(), Medians(Ball(3, 1.0)))


@pytest.mark.parametrize("general", PROBLEMS, ids=str)
def test_the_gap_is_reached_and_nobody_is_better_by_more(
    general: Problem, rng: np.random.Generator
) -> None:
    best = best_fixed(general, [1], T)
    assert general.domain.contains(best.x, 1e-14).all()
    assert (best.gap >= 0.0).all()
    assert (best.gap[0, 0] <= 1.01 * np.maximum(1e-6, 1e-5 * np.sqrt(T))).all()
    outcomes, pieces = Outcomes.of(general, 1, 1000, 1e9), pieces_of(general)
    for k, t in enumerate(T):
        at = Replay(outcomes, int(t), pieces, lambda: None).at
        x, floor = best.x[0, 0, k], best.value[:, 0, 0, k].sum() - best.gap[0, 0, k]
        near = general.domain.project(x + np.logspace(-6, 0, 7)[:, None] * rng.normal(size=x.size))
        for u in [*points(general, 5, rng), *near]:
            value = at(u)[0].sum()
            assert value >= floor - 1e-14 * abs(value)


@pytest.mark.parametrize("t", [3, 40, 1000])
def test_absolute_errors_agree_with_a_linear_program(t: int) -> None:
    problem = Absolute(Box(3, 0.9))
    best = best_fixed(problem, [1], np.array([t]))
    rows = problem.outcomes(1, 0, 0, t)
    a, y = rows[:, :-1], rows[:, -1:]
    slack = np.eye(t)
    solved = optimize.linprog(
        np.concatenate([np.zeros(3), np.ones(t)]),
        A_ub=np.block([[a, -slack], [-a, -slack]]),
        b_ub=np.concatenate([y, -y]).ravel(),
        bounds=[(-0.9, 0.9)] * 3 + [(0, None)] * t,
    )
    above = best.value.sum() - solved.fun
    assert -1e-9 * t <= above <= best.gap.sum() + 1e-9 * t


def test_separable_losses_end_at_their_medians() -> None:
    best = best_fixed(Medians(), [1], np.array([1001]))
    rows = Medians().outcomes(1, 0, 0, 1001)
    medians = np.clip(np.median(rows, axis=0), *Medians().domain.bounds)
    away = np.abs(best.x[0, 0, 0] - medians).sum()  # every sum of losses rises by 1 at least
    assert 0.0 < away <= best.gap[0, 0, 0] < 1e-3


def test_a_replay_is_the_sum_of_single_rounds(rng: np.random.Generator) -> None:
    for problem in (Absolute(Ball(3)), Portfolio(), Medians()):
        outcomes = Outcomes.of(problem, 2, 50, 1e9)
        x = problem.domain.project(rng.random(problem.domain.dim))
        each = [loss_and_gradient(problem, x, z.copy()) for rows in outcomes.upto(50) for z in rows]
        python = pieces_for(problem, problem.domain, Still(), compiler("python"), (), 0, False)
        for pieces in (pieces_of(problem), python):
            value, slope = Replay(outcomes, 50, pieces, lambda: None).at(x)
            assert value.sum() == pytest.approx(sum(f for f, _ in each), rel=1e-13)
            np.testing.assert_allclose(slope, sum(g for _, g in each), rtol=1e-12)


def test_standing_still_adds_gradients_without_loss() -> None:
    x, high, low = 0.5, 0.0, 0.0
    for g in (1e16, 1.0, -1e16):
        x, high, low = stand(x, g, high, low)
    assert (x, high + low) == (0.5, 1.0)


def test_outcomes_dealt_again_change_nothing() -> None:
    problem, t = Absolute(Ball(3)), np.array([5, 9000])
    kept, dealt = (best_general(problem, t, budget, 1, Ticker(2, None)) for budget in (1e9, 0.0))
    for one, other in zip(kept, dealt, strict=True):
        np.testing.assert_array_equal(one.x, other.x)
        assert one.gap == other.gap


def test_effort_is_bounded_and_the_gap_honest_where_it_is_not_reached() -> None:
    calls = [0]

    def oracle(x: Array) -> tuple[Array, Array]:
        calls[0] += 1  # a smooth function of 60 very different curvatures
        weight = 10.0 ** np.linspace(0, 6, 60)
        return np.array([0.5 * weight @ (x - 0.01) ** 2, 0.0]), weight * (x - 0.01)

    with one_thread_each():
        answer = bundle_minimum(oracle, Ball(60), np.zeros(60), 1e-12)
    assert calls[0] <= EVALUATIONS + 1
    assert answer.value.sum() <= answer.gap  # the minimum is 0
    assert answer.gap > 1e-12
    answer = bisection_minimum(oracle, Box(60), np.zeros(60), 1e-12)
    assert answer.value.sum() <= answer.gap <= 1e-12
