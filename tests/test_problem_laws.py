"""What every problem claims about its losses, and how it deals them."""

import pickle
from collections import Counter

import numpy as np
import pytest

import regret_lab as rl
from regret_lab.engine import chunk_length, chunks
from regret_lab.problems import Problem
from tests.bits import differing, numbers
from tests.single_round import ask, dealt, loss, loss_and_gradient, points

SEEDS = (0, 1, 7)


def some_outcomes(problem: Problem, count: int = 60) -> np.ndarray:
    """Outcomes of several seeds, (seeds × count, width)."""
    return np.concatenate([dealt(problem, seed, count) for seed in SEEDS])


def first_chunk(problem: Problem, seed: int, chunk: int = 0) -> np.ndarray:
    length = chunk_length(problem.width)
    return np.array(problem.outcomes(seed, chunk, chunk * length, length))


def test_losses_are_as_convex_as_declared(problem: Problem, rng: np.random.Generator) -> None:
    r"""f(y) ≥ f(x) + ⟨g, y − x⟩ + μ/2 ‖y − x‖²."""
    mu, rows = problem.strong_convexity, some_outcomes(problem)
    for z in rows[rng.integers(len(rows), size=25)]:
        for x, y in rng.permutation(points(problem, 8, rng))[:16].reshape(8, 2, -1):
            settled = z.copy()  # an adversary settles on its outcome when it sees x
            f, g = loss_and_gradient(problem, x, settled)
            there = float(settled @ y) if problem.adaptive else loss(problem, y, z)
            below = f + g @ (y - x) + 0.5 * mu * (y - x) @ (y - x)
            assert there >= below - 1e-13 * (1.0 + abs(f) + abs(there) + np.abs(g).sum())


def test_gradients_are_the_slopes_of_the_losses(problem: Problem, rng: np.random.Generator) -> None:
    if problem.adaptive:
        return  # its outcome depends on the point
    h = 1e-5
    for z in some_outcomes(problem, 4):
        x = problem.domain.centre + 0.3 * (points(problem, 1, rng)[-1] - problem.domain.centre)
        _, g = loss_and_gradient(problem, x, z)
        for i in rng.integers(problem.domain.dim, size=3):
            step = h * np.eye(problem.domain.dim)[i]
            slope = (loss(problem, x + step, z) - loss(problem, x - step, z)) / (2 * h)
            assert slope == pytest.approx(g[i], abs=1e-7 * max(1.0, problem.lipschitz**3))


def test_gradients_are_as_short_as_declared(problem: Problem, rng: np.random.Generator) -> None:
    longest = largest = 0.0
    for z in some_outcomes(problem):
        _, g = loss_and_gradient(problem, problem.domain.centre, z.copy())
        far = [problem.domain.minimise_linear(g), problem.domain.minimise_linear(-g)]
        for x in [*far, points(problem, 1, rng)[-1]]:
            _, g = loss_and_gradient(problem, x, z.copy())
            longest, largest = max(longest, float(g @ g) ** 0.5), max(largest, np.abs(g).max())
    assert longest <= problem.lipschitz * (1 + 1e-12)
    assert largest <= problem.lipschitz_inf * (1 + 1e-12)
    assert problem.lipschitz <= 5.0 * longest, "the declared G is far from what is met"
    assert problem.lipschitz_inf <= 5.0 * largest, "the declared G_inf is far from what is met"


def test_the_structure_is_the_declared_one(problem: Problem, rng: np.random.Generator) -> None:
    d, x = problem.domain.dim, points(problem, 1, rng)[-1]
    for z in some_outcomes(problem, 3):
        f, g = loss_and_gradient(problem, x, z)
        if problem.structure == "linear":
            assert f == pytest.approx(z @ x, rel=1e-12)
            np.testing.assert_array_equal(g, z)
        elif problem.structure == "quadratic":
            mu = problem.parameters["mu"]
            assert f == pytest.approx(0.5 * mu * (x - z) @ (x - z), rel=1e-12)
            np.testing.assert_allclose(g, mu * (x - z), rtol=1e-12)
        elif problem.structure == "ridge":
            u, y, h = np.array([z[:d] @ x]), z[d:], 1e-5
            array_loss = problem.array_loss
            assert array_loss.value(u, y)[0] == pytest.approx(f, rel=1e-13)
            np.testing.assert_allclose(array_loss.slope(u, y)[0] * z[:d], g, rtol=1e-12)
            bend = (array_loss.slope(u + h, y) - array_loss.slope(u - h, y)) / (2 * h)
            np.testing.assert_allclose(array_loss.curvature(u, y), bend, rtol=1e-4)


def test_the_same_seed_deals_the_same_outcomes(problem: Problem) -> None:
    first, twin = first_chunk(problem, 3), pickle.loads(pickle.dumps(problem))
    assert twin == problem
    np.testing.assert_array_equal(first, first_chunk(twin, 3))
    differs = not np.array_equal(first, first_chunk(problem, 4))
    assert differs == problem.stochastic


def test_a_chunk_depends_on_nothing_but_its_number(problem: Problem) -> None:
    in_order = [first_chunk(problem, 2, chunk) for chunk in range(3)]
    twin = pickle.loads(pickle.dumps(problem))
    backwards = [first_chunk(twin, 2, chunk) for chunk in (2, 1, 0)]
    for there, back in zip(in_order, backwards[::-1], strict=True):
        np.testing.assert_array_equal(there, back)
    if problem.stochastic:
        assert not np.array_equal(in_order[0], in_order[1])


def test_what_is_dealt_can_be_written_on(problem: Problem) -> None:
    before = first_chunk(problem, 0)
    length = chunk_length(problem.width)
    given = problem.outcomes(0, 0, 0, length)
    if given.flags.writeable:
        given[:] = np.nan
    np.testing.assert_array_equal(first_chunk(problem, 0), before)


def test_outcomes_have_the_declared_shape(problem: Problem) -> None:
    length = chunk_length(problem.width)
    rows = first_chunk(problem, 0)
    assert rows.shape == (length, problem.width) and np.isfinite(rows).all()
    assert problem.domain.contains(problem.domain.centre)
    assert problem.origin.shape == (problem.domain.dim,)


def test_the_expected_loss_is_the_mean_of_the_losses(
    problem: Problem, rng: np.random.Generator
) -> None:
    rule = problem.mean_rule
    if rule is None:
        return  # it claims nothing

    def expected(x: np.ndarray) -> float:
        return sum(ask(rule.loss, {**problem.parameters, "x": value}) for value in x)

    rows = first_chunk(problem, 11)[:2000]
    for x in points(problem, 2, rng):
        values = np.array([loss(problem, x, z) for z in rows])
        error = values.std(ddof=1) / len(values) ** 0.5
        assert abs(values.mean() - expected(x)) <= 4.0 * error + 1e-12
        assert expected(problem.mean_best()) <= expected(x) + 1e-15


def test_an_adversary_forgets_between_games(problem: Problem) -> None:
    learner = rl.learners.OGD(lr=0.3)
    twice = rl.play(problem, [learner, learner], 60, 2, range(1, 61), threads=1)
    assert differing(numbers(twice, 0, 1), numbers(twice, 1, 1)) == []
    later = rl.play(problem, learner, 60, [1], range(1, 61), threads=1)
    assert differing(numbers(twice, 0, 1), numbers(later)) == []


def test_repeated_rows_are_counted_as_they_are_dealt(problem: Problem) -> None:
    t = np.array([1, 5, 400, 2500])
    counted = problem.counts(3, t)
    if counted is None:
        return  # its outcomes do not repeat
    rows, times = counted
    met = np.concatenate(list(chunks(problem, problem.width, 3, int(t[-1]))))
    for k, rounds in enumerate(t):
        seen = Counter(row.tobytes() for row in met[:rounds])
        told: Counter[bytes] = Counter()
        for row, count in zip(rows, times[k], strict=True):
            told[row.tobytes()] += int(count)
        assert seen == +told
