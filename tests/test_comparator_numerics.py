"""What the comparators stand on: exact sums, models on a domain, and data that are hard to fit."""

import math
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest

import regret_lab as rl
from regret_lab.arrays import Array
from regret_lab.comparator import best_fixed, double
from regret_lab.comparator.certificate import linear_gap
from regret_lab.comparator.crew import Ticker
from regret_lab.comparator.model import newton_point
from regret_lab.comparator.objective import Objective
from regret_lab.comparator.ridge import best_ridge, certified
from regret_lab.comparator.rows import Rows
from regret_lab.domains import Ball, Box, Domain, L1Ball, Simplex
from regret_lab.problems import Problem
from regret_lab.problems.logistic_loss import LogisticLoss, logistic


def fraction(pair: Array) -> Fraction:
    return Fraction(float(pair[0])) + Fraction(float(pair[1]))


def wild(rng: np.random.Generator, *shape: int) -> Array:
    """Return numbers of very different sizes."""
    return rng.standard_normal(shape) * 10.0 ** rng.integers(-12, 12, shape)


def test_two_sum_and_two_product_lose_nothing(rng: np.random.Generator) -> None:
    a, b = wild(rng, 200), wild(rng, 200)
    sums, products = np.array(double.two_sum(a, b)), np.array(double.two_product(a, b))
    for i in range(200):
        x, y = Fraction(a[i]), Fraction(b[i])
        assert fraction(sums[:, i]) == x + y
        assert fraction(products[:, i]) == x * y


def test_pairs_are_added_and_multiplied_to_twice_the_digits(rng: np.random.Generator) -> None:
    a, b = (np.stack(double.two_sum(wild(rng, 100), wild(rng, 100))) for _ in range(2))
    sums, products = double.plus(a, b), double.times(a, b)
    for i in range(100):
        x, y = fraction(a[:, i]), fraction(b[:, i])
        assert abs(fraction(sums[:, i]) - (x + y)) <= (abs(x) + abs(y)) * Fraction(2) ** -104
        assert abs(fraction(products[:, i]) - x * y) <= abs(x * y) * Fraction(2) ** -100


@pytest.mark.parametrize("n", [0, 1, 2, 3, 64, 1001])
def test_a_total_that_cancels_is_exact(n: int, rng: np.random.Generator) -> None:
    values = wild(rng, 3, n)
    values[:, n // 2 :] -= values[:, : n - n // 2][:, ::-1] * (1.0 + 1e-9)
    pairs = double.total(double.exactly(values))
    size = np.abs(values).sum(axis=1)
    for row in range(3):
        exact = sum(map(Fraction, values[row]), Fraction(0))
        assert abs(fraction(pairs[:, row]) - exact) <= Fraction(size[row]) * Fraction(2) ** -98


def test_a_dot_product_that_cancels_is_exact(rng: np.random.Generator) -> None:
    high, x = wild(rng, 40), wild(rng, 40)
    high[-1] = -(high[:-1] @ x[:-1]) / x[-1]
    low = 1e-17 * high
    exact = sum(
        (Fraction(a) + Fraction(b)) * Fraction(c) for a, b, c in zip(high, low, x, strict=1)
    )
    size = Fraction(np.abs(high) @ np.abs(x))
    got = fraction(double.dot(np.stack([high, low]), x))
    assert abs(got - exact) <= size * Fraction(2) ** -98
    assert abs(Fraction(high @ x) - exact) > size * Fraction(2) ** -70  # plainly it is not


def test_a_regret_is_rounded_once() -> None:
    played, best = np.array([1e16, 0.75]), np.array([1e16, 0.5])
    assert double.difference(played, best) == 0.25
    assert (1e16 + 0.75) - (1e16 + 0.5) != 0.25


def test_the_linear_gap_covers_its_own_rounding(rng: np.random.Generator) -> None:
    ball = Ball(7, 0.3)
    for g in wild(rng, 200, 7):
        x = ball.minimise_linear(g)
        with localcontext(prec=80):
            exact = sum((Decimal(a) * Decimal(b) for a, b in zip(g, x, strict=True)), Decimal(0))
            exact += Decimal(ball.radius) * sum((Decimal(a) ** 2 for a in g), Decimal(0)).sqrt()
            assert exact <= Decimal(float(linear_gap(ball, g, x)))
        assert linear_gap(ball, g, x) <= 1e-14 * np.linalg.norm(g)


DOMAINS = (Ball(6, 0.7), Box(6, lower=-0.2, upper=[1, 2, 3, 0.1, 0.2, 9]), Simplex(6), L1Ball(6, 2))


@pytest.mark.parametrize("domain", DOMAINS, ids=lambda d: type(d).__name__)
@pytest.mark.parametrize("rank", [0, 1, 4, 6])
def test_the_model_is_minimised_over_the_domain_itself(
    domain: Domain, rank: int, rng: np.random.Generator
) -> None:
    for size in (1e-3, 1.0, 1e3):
        root = rng.standard_normal((rank, 6)) * 10.0 ** rng.uniform(-2, 2, 6)
        hessian, gradient = root.T @ root, size * rng.standard_normal(6)
        x = domain.project(rng.standard_normal(6))
        y = newton_point(domain, hessian, gradient, x)
        slope = gradient + hessian @ (y - x)
        scale = domain.diameter * (np.abs(gradient).sum() + np.abs(hessian).sum())
        assert domain.contains(y, 1e-14)
        assert linear_gap(domain, slope, y) <= 1e-12 * scale


@dataclass(frozen=True)
class Hard(Problem):
    """Logistic losses on given rows."""

    a: Array
    y: Array
    where: Domain

    kind = "ridge"
    structure = "ridge"
    loss = staticmethod(logistic)
    array_loss = LogisticLoss()
    domain = property(lambda self: self.where)
    lipschitz = 1.0

    def outcomes(self, seed: int, chunk: int, start: int, count: int) -> Array:
        rows = np.column_stack([self.a, self.y])
        return rows[(start + np.arange(count)) % len(rows)]


def features(kind: str, n: int, d: int, rng: np.random.Generator) -> tuple[Array, Array]:
    a, w = rng.standard_normal((n, d)), rng.standard_normal(d)
    noisy = np.where(rng.random(n) < 1.0 / (1.0 + np.exp(-a @ w)), 1.0, -1.0)
    clean = np.where(a @ w > 0.0, 1.0, -1.0)
    return {
        "ordinary": (a, noisy),
        "separable": (a + clean[:, None] * w, clean),
        "ill-conditioned": (a * 10.0 ** np.linspace(-1.5, 0.5, d), noisy),
        "hopeless": (a * 10.0 ** np.linspace(-6, 3, d), noisy),
        "one direction": (a[:, :1] * np.ones(d), noisy),
        "nothing": (0.0 * a, noisy),
        "huge": (1e6 * a, noisy),
        "huge, separable": (1e6 * (a + clean[:, None] * w), clean),
        "tiny": (1e-6 * a, noisy),
    }[kind]


KINDS = (
    "ordinary", "separable", "ill-conditioned", "hopeless", "one direction", "nothing", "huge",
    "huge, separable", "tiny",
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("d", [1, 8])
@pytest.mark.parametrize("shape", [Ball, Box, L1Ball, Simplex])
def test_whatever_the_rows_the_gap_is_reached_or_told(
    kind: str, d: int, shape: type[Domain], rng: np.random.Generator
) -> None:
    d = max(2, d) if shape is Simplex else d
    a, y = features(kind, 400, d, rng)
    t = np.array([1, 2, 9, 60, 400])
    domain = shape(d)
    best = best_fixed(Hard(a, y, domain), [0], t)
    size = np.cumsum(np.abs(a).sum(axis=1))[t - 1] * domain.diameter
    assert domain.contains(best.x, 1e-14).all()
    assert (best.gap >= 0.0).all()
    assert (best.gap[0, 0] <= np.maximum(1e-6, 1e-10 * size)).all()
    for k, n in enumerate(t):
        value, gap = best.value[:, 0, 0, k].sum(), best.gap[0, 0, k]
        for u in domain.project(rng.standard_normal((20, d)) * domain.diameter):
            theirs = np.logaddexp(0.0, -y[:n] * (a[:n] @ u))
            assert theirs.sum() >= value - gap - 1e-14 * theirs.sum()


def test_rows_dealt_again_at_every_pass_give_the_same_as_rows_kept(
    rng: np.random.Generator,
) -> None:
    problem, t = rl.problems.Logistic(dim=5), np.array([3, 9000, 30000])
    kept, dealt = (best_ridge(problem, t, budget, 1, Ticker(3, None)) for budget in (1e9, 0.0))
    for one, other in zip(kept, dealt, strict=True):
        assert abs(one.value.sum() - other.value.sum()) <= one.gap + other.gap
        np.testing.assert_allclose(one.x, other.x, atol=1e-7)


@pytest.mark.parametrize("size", [0.0, 1e8])
def test_sums_of_losses_are_within_their_doubt_of_the_exact_sums(
    size: float, rng: np.random.Generator
) -> None:
    a, y = features("ordinary", 1000, 5, rng)
    count = rng.integers(1, 9, 1000).astype(float)
    x = 3.0 * rng.standard_normal(5)
    a[:10] += size * (a[:10] - np.outer(a[:10] @ x, x) / (x @ x))  # ⟨a, x⟩ cancels
    parts = [Rows(a[:300], y[:300], count[:300]), Rows(a[300:], y[300:], count[300:])]
    objective = Objective(LogisticLoss(), parts, lambda: None)
    value, slope, doubt, doubts = objective.exact(x)
    u = [float(sum(Fraction(p) * Fraction(q) for p, q in zip(row, x, strict=True))) for row in a]
    each = [count[i] * logistic(u[i], y[i])[0] for i in range(1000)]
    slopes = np.array([count[i] * logistic(u[i], y[i])[1] for i in range(1000)])
    lengths = count @ np.abs(a).sum(axis=1)
    assert abs(math.fsum([*each, *-value])) <= doubt <= 1e-14 * lengths
    exact = [math.fsum(slopes * a[:, j]) for j in range(5)]
    assert (np.abs(slope - exact) <= doubts).all()
    ball, plain = Ball(5, 4.0), float(linear_gap(Ball(5, 4.0), slope, x))
    assert plain + doubt < certified(ball, objective, x).gap <= plain + doubt + 8 * doubts.sum()


@dataclass(frozen=True)
class Far(rl.problems.Quadratic):
    """Targets far from zero, all of them multiples of 2^-20; the domain is there too, or not."""

    dim: int = 1
    place: float = 1e4
    near: bool = True

    @property
    def domain(self) -> Domain:
        return Box(1, lower=self.place, upper=self.place + 1.0) if self.near else Box(1)

    def draw(self, rng: np.random.Generator, start: int, count: int) -> Array:
        return self.place + 2.0**-20 * rng.integers(0, 2**20, (count, 1))


@pytest.mark.parametrize("near", [True, False])
def test_targets_far_from_zero_cost_no_digits(near: bool) -> None:
    problem, t = Far(near=near), 10**6
    z = np.concatenate([problem.outcomes(0, c, 8192 * c, 8192) for c in range(123)])[:t, 0]
    steps = ((z - 1e4) * 2.0**20).astype(np.int64)  # exact
    first, second = int(steps.sum()), int((steps**2).sum())

    def exact(x: Fraction) -> Fraction:
        v = (x - 10**4) * 2**20
        return (t * v * v - 2 * v * first + second) / 2**41

    best = best_fixed(problem, [0], np.array([t]))
    x, value = Fraction(best.x[0, 0, 0, 0]), fraction(best.value[:, 0, 0, 0])
    least = exact(Fraction(first, t) / 2**20 + 10**4 if near else Fraction(1))
    assert abs(value - exact(x)) <= exact(x) * Fraction(2) ** -60
    assert 0 <= exact(x) - least <= Fraction(best.gap[0, 0, 0])
    assert best.gap[0, 0, 0] <= 2e-15 * float(value)


def test_a_game_far_from_zero_is_measured_to_the_same_digits() -> None:
    problem, t = Far(near=True), 50000
    curves = rl.play(problem, rl.learners.OGD(lr=1.0, decay="linear"), t).regret()
    z = np.concatenate([problem.outcomes(0, c, 8192 * c, 8192) for c in range(7)])[:t, 0]
    exact = math.fsum(0.5 * (z - z.mean()) ** 2)
    kept = curves.games.transcript
    value = math.fsum([*kept.loss[:, 0, 0, -1], -curves.lower[0, 0, -1]])
    assert value == pytest.approx(exact, rel=1e-13)
