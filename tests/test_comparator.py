"""What every comparator promises: nobody in the domain is better than it by more than its gap."""

import math
from dataclasses import dataclass

import numpy as np
import pytest
from scipy import optimize

import regret_lab as rl
from regret_lab.arrays import Array
from regret_lab.comparator import Best, best_fixed
from regret_lab.engine import chunks
from regret_lab.errors import RegretLabError
from regret_lab.problems import Problem
from tests.single_round import loss, points

T = np.array([1, 2, 20, 80])
SEEDS = (0, 3)
U = 2.0**-53


def rows(problem: Problem, seed: int, t: int) -> Array:
    return np.concatenate(list(chunks(problem, problem.width, seed, t)))


def losses(problem: Problem, seed: int, t: int, x: Array) -> list[float]:
    return [loss(problem, x, z) for z in rows(problem, seed, t)]


def found(problem: Problem) -> Best:
    """Return the comparator of a game, or of the outcomes alone where they do not adapt."""
    if not problem.adaptive:
        return best_fixed(problem, SEEDS, T)
    kept = rl.play(problem, rl.learners.OGD(), 80, SEEDS, T).transcript
    return best_fixed(problem, SEEDS, T, kept.sums, kept.squares)


def rivals(problem: Problem, x: Array, rng: np.random.Generator) -> Array:
    """Return points of the domain: everywhere, and ever closer to x."""
    domain = problem.domain
    sizes = np.logspace(-7, 0, 12)[:, None] * domain.diameter_inf
    near = domain.project(x + sizes * rng.standard_normal((12, domain.dim)))
    return np.concatenate([points(problem, 4, rng), near])


def test_nobody_in_the_domain_is_better_by_more_than_the_gap(
    problem: Problem, rng: np.random.Generator
) -> None:
    if problem.adaptive:
        return  # what its outcomes would have been for others is known to nobody
    best = found(problem)
    for s, seed in enumerate(SEEDS):
        for k in range(len(T)):
            value, gap = math.fsum(best.value[:, 0, s, k]), best.gap[0, s, k]
            for u in rivals(problem, best.x[0, s, k], rng):
                theirs = losses(problem, seed, int(T[k]), u)
                own = 4 * U * math.fsum(map(abs, theirs))  # the rounding of the rival's losses
                assert math.fsum(theirs) >= value - gap - own


def test_the_value_is_the_sum_of_the_losses_to_a_few_digits_of_the_last(problem: Problem) -> None:
    if problem.adaptive:
        return
    best = found(problem)
    for s, seed in enumerate(SEEDS):
        for k, t in enumerate(T):
            each = losses(problem, seed, int(t), best.x[0, s, k])
            tolerance = (problem.domain.dim + 6) * U * math.fsum(map(abs, each)) + 1e-300
            assert math.fsum([*each, *-best.value[:, 0, s, k]]) == pytest.approx(0, abs=tolerance)


def test_the_gap_is_small_and_never_negative_and_the_point_inside(problem: Problem) -> None:
    best = found(problem)
    sets = best.gap.shape[0]
    assert best.x.shape == (sets, len(SEEDS), len(T), problem.domain.dim)
    assert best.value.shape == (2, sets, len(SEEDS), len(T))
    assert (best.gap >= 0.0).all()
    assert (best.gap <= 1e-6).all()
    assert problem.domain.contains(best.x, 1e-15).all()


def test_an_adaptive_adversary_has_a_comparator_for_every_learner(rng: np.random.Generator) -> None:
    problem = rl.problems.Chaser(dim=3)
    kept = rl.play(problem, [rl.learners.OGD(), rl.learners.Adam()], 100, SEEDS).transcript
    best = best_fixed(problem, SEEDS, kept.t, kept.sums, kept.squares)
    slopes = kept.sums[0] + kept.sums[1]
    assert best.x.shape[0] == 2
    assert not np.array_equal(best.x[0], best.x[1])
    for u in points(problem, 5, rng):
        assert ((slopes * u).sum(-1) >= best.value.sum(0) - best.gap - 1e-13).all()


def test_the_sums_of_a_game_give_the_same_as_the_outcomes_dealt_again() -> None:
    t = np.array([1, 7, 5000, 20000])
    for problem in (rl.problems.Linear(family="sparse"), rl.problems.Quadratic(dim=2)):
        kept = rl.play(problem, rl.learners.OGD(), 20000, SEEDS, t).transcript
        played = best_fixed(problem, SEEDS, t, kept.sums, kept.squares)
        alone = best_fixed(problem, SEEDS, t)
        np.testing.assert_allclose(played.x, alone.x, atol=1e-13)
        apart = np.abs(played.value.sum(0) - alone.value.sum(0))
        assert (apart <= played.gap + alone.gap).all()


@pytest.mark.parametrize("shape", ["box", "l1", "simplex", "ball"])
def test_linear_losses_agree_with_a_linear_program(shape: str) -> None:
    problem = rl.problems.Linear(dim=4, shape=shape)
    best = best_fixed(problem, SEEDS, T)
    for s, seed in enumerate(SEEDS):
        for k, t in enumerate(T):
            c = rows(problem, seed, int(t)).sum(axis=0)
            split = np.concatenate([c, -c])  # x = p - n with p, n >= 0
            least = {
                "box": lambda c: optimize.linprog(c, bounds=(-1, 1)).fun,
                "simplex": lambda c: optimize.linprog(c, A_eq=np.ones((1, 4)), b_eq=[1]).fun,
                "l1": lambda _, p=split: optimize.linprog(p, A_ub=np.ones((1, 8)), b_ub=[1]).fun,
                "ball": lambda c: -np.linalg.norm(c),
            }[shape](c)
            assert best.value[:, 0, s, k].sum() == pytest.approx(least, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("spread", [0.5, 3.0])
@pytest.mark.parametrize("shape", ["box", "ball"])
def test_squared_distances_agree_with_a_numerical_solver(shape: str, spread: float) -> None:
    problem = rl.problems.Quadratic(dim=3, mu=2.0, spread=spread, shape=shape, radius=0.3)
    best = best_fixed(problem, [5], np.array([1, 6]))
    for k, t in enumerate((1, 6)):
        z = rows(problem, 5, t)

        def total(x: Array, z: Array = z) -> float:
            return float(((x - z) ** 2).sum())

        inside = optimize.NonlinearConstraint(lambda x: x @ x, -np.inf, 0.09)
        limits = {"bounds": [(-0.3, 0.3)] * 3} if shape == "box" else {"constraints": inside}
        solved = optimize.minimize(total, np.zeros(3), method="SLSQP", tol=1e-14, **limits)
        assert best.value[:, 0, 0, k].sum() == pytest.approx(solved.fun, rel=1e-9)
        np.testing.assert_allclose(best.x[0, 0, k], solved.x, atol=1e-5)


@pytest.mark.parametrize("shape", ["box", "ball"])
def test_logistic_losses_agree_with_a_numerical_solver(shape: str) -> None:
    problem = rl.problems.Logistic(dim=4, shape=shape, radius=0.8)
    best = best_fixed(problem, [2], np.array([300]))
    z = rows(problem, 2, 300)

    def total(x: Array) -> tuple[float, Array]:
        u, y = z[:, :-1] @ x, z[:, -1]
        return np.logaddexp(0.0, -y * u).sum(), (-y / (1.0 + np.exp(y * u))) @ z[:, :-1]

    inside = {"type": "ineq", "fun": lambda x: 0.64 - x @ x, "jac": lambda x: -2.0 * x}
    limits = {"bounds": [(-0.8, 0.8)] * 4} if shape == "box" else {"constraints": [inside]}
    solved = optimize.minimize(total, np.zeros(4), jac=True, method="SLSQP", tol=1e-13, **limits)
    assert best.value[:, 0, 0, 0].sum() == pytest.approx(solved.fun, abs=1e-7)
    np.testing.assert_allclose(best.x[0, 0, 0], solved.x, atol=1e-5)


def test_counted_rows_give_the_same_as_rows_met_one_by_one() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Uncounted(rl.problems.BreastCancer):
        def counts(self, seed: int, t: Array) -> None:
            return None

    t = np.array([1, 100, 569, 3000])
    counted, plain = (best_fixed(p, [4], t) for p in (rl.problems.BreastCancer(), Uncounted()))
    apart = np.abs(counted.value.sum(0) - plain.value.sum(0))
    assert (apart <= counted.gap + plain.gap).all()
    np.testing.assert_allclose(counted.x[0, 0, 2:], plain.x[0, 0, 2:], atol=1e-6)


def test_threads_and_seeds_beside_it_change_no_bit_of_a_comparator() -> None:
    problem = rl.problems.Logistic(dim=6)
    alone = [best_fixed(problem, [seed], T) for seed in range(3)]
    together = best_fixed(problem, range(3), T, threads=3)
    for seed, one in enumerate(alone):
        np.testing.assert_array_equal(together.x[:, seed], one.x[:, 0])
        np.testing.assert_array_equal(together.value[:, :, seed], one.value[:, :, 0])


def test_seeds_that_do_not_differ_are_solved_once() -> None:
    problem, calls = rl.problems.BreastCancer(order="given"), []
    best = best_fixed(
        problem, range(5), T, progress=lambda done, whole: calls.append((done, whole))
    )
    assert calls == [(k, len(T)) for k in range(1, len(T) + 1)]
    assert best.gap.shape == (1, 5, len(T))
    assert (best.x == best.x[:, :1]).all()


def test_an_interrupt_in_a_thread_ends_the_search() -> None:
    def interrupt(done: int, whole: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        best_fixed(rl.problems.Logistic(), range(8), T, threads=2, progress=interrupt)


@dataclass(frozen=True)
class Declared(rl.problems.Logistic):
    """Declares too little for the method its structure asks for."""

    array_loss = None


@dataclass(frozen=True)
class Haunted(rl.problems.Logistic):
    structure = "general"
    adaptive = True


@dataclass(frozen=True)
class Curved(rl.problems.Coin):
    structure = "quadratic"


@dataclass(frozen=True)
class Odd(rl.problems.Coin):
    structure = "linnear"


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (Declared(), "array_loss"),
        (Haunted(), "Haunted adapts to the learner"),
        (Curved(), "no field mu"),
        (rl.problems.Chaser(), r"games.regret\(\)"),
        (Odd(), "Did you mean 'linear'"),
    ],
)
def test_a_problem_without_comparator_says_why_in_one_line(broken: Problem, words: str) -> None:
    with pytest.raises(RegretLabError, match=words) as caught:
        best_fixed(broken, [0], T)
    assert "\n" not in str(caught.value)


def test_a_game_that_broke_has_no_comparator_and_no_warning() -> None:
    sums = np.full((2, 1, 1, 2, 5), np.nan)
    sums[..., 0, :] = 1.0
    for problem in (rl.problems.Linear(shape="ball"), rl.problems.Quadratic(shape="ball")):
        best = best_fixed(problem, [0], np.array([3, 4]), sums, np.abs(sums))
        assert np.isfinite(best.value[..., 0]).all()
        assert np.isnan(best.value[0, ..., 1]).all()
