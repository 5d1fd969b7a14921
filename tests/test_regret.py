"""Regret is an interval: what was lost less the best in hindsight, give or take the certificate."""

import numpy as np
import pytest
from scipy.optimize import minimize

import regret_lab as rl
from regret_lab.learners import OGD, Adam
from regret_lab.problems import Chaser, Coin, Linear, Logistic, Problem, Quadratic
from tests.single_round import dealt, loss

MARKS = [1, 10, 60]


def lost(problem: Problem, games: rl.Games, learner: int, seat: int) -> np.ndarray:
    """The losses of the points played, evaluated one by one: (T,)."""
    rows = dealt(problem, games.seeds[seat], 60)
    x = np.concatenate([problem.domain.centre[None], games.x[learner, seat, :-1]])
    return np.array([loss(problem, point, z) for point, z in zip(x, rows, strict=True)])


@pytest.mark.parametrize(
    "problem", [Coin(slope=2.0), Quadratic(dim=2), Linear(dim=3, shape="simplex")], ids=str
)
def test_the_regret_is_the_loss_less_that_of_the_best_point(problem: Problem) -> None:
    games = rl.play(problem, [OGD(), Adam()], 60, 2, range(1, 61), threads=1)
    curves = games.regret(threads=1)
    for learner in (0, 1):
        for seat in (0, 1):
            rows = dealt(problem, games.seeds[seat], 60)
            losses = np.cumsum(lost(problem, games, learner, seat))
            for t in MARKS:
                k = t - 1
                best = curves.best[0, seat, k]
                assert problem.domain.contains(best)
                regret = losses[k] - sum(loss(problem, best, z) for z in rows[:t])
                assert curves.lower[learner, seat, k] == pytest.approx(regret, abs=1e-11)


def test_the_interval_is_as_wide_as_the_certificate_and_holds_the_truth() -> None:
    problem = Logistic(dim=3, shape="box", radius=0.7)
    curves = rl.play(problem, [OGD(), Adam()], 60, 2, MARKS, threads=1).regret(threads=1)
    assert curves.lower.shape == curves.upper.shape == (2, 2, 3)
    assert curves.gap.shape == (1, 2, 3) and (curves.gap > 0.0).all()
    widths = curves.upper - curves.lower
    np.testing.assert_allclose(widths, np.broadcast_to(curves.gap, widths.shape), atol=1e-13)
    for seat in (0, 1):
        rows = dealt(problem, seat, 60)
        for k, t in enumerate(MARKS):
            total = minimize(
                lambda x, seen: sum(loss(problem, x, z) for z in seen),
                np.zeros(3),
                args=(rows[:t],),
                bounds=[(-0.7, 0.7)] * 3,
                options={"ftol": 1e-15, "gtol": 1e-10},
            ).fun
            regret = curves.games.loss[:, seat, k] - total
            assert (curves.lower[:, seat, k] <= regret + 1e-9).all()
            assert (regret <= curves.upper[:, seat, k] + 1e-9).all()


def test_the_average_is_the_upper_end_over_the_rounds() -> None:
    curves = rl.play(Coin(), OGD(), 60, 3, MARKS).regret()
    np.testing.assert_array_equal(curves.average, curves.upper / np.array([1.0, 10.0, 60.0]))
    assert curves.names == ("ogd",) and "ogd" in repr(curves) and "R(T)/T" in repr(curves)


def test_the_pseudo_regret_is_measured_in_expected_losses() -> None:
    problem = Quadratic(dim=2, mu=3.0, spread=0.5)
    games = rl.play(problem, OGD(), 60, 2, range(1, 61), threads=1)
    pseudo = games.regret().pseudo
    assert pseudo is not None
    x = np.concatenate([np.zeros((1, 2)), games.x[0, 1, :-1]])
    by_hand = np.cumsum(1.5 * (x**2).sum(axis=1))  # F̄(x) − F̄(0) = μ/2 ‖x‖²
    np.testing.assert_allclose(pseudo[0, 1], by_hand, rtol=1e-11)
    assert rl.play(Coin(), OGD(), 10).regret().pseudo is None


def test_every_learner_has_its_own_comparator_where_the_adversary_adapts() -> None:
    learners = [OGD(lr=0.9), Adam(lr=0.3)]
    together = rl.play(Chaser(dim=2), learners, 60, 2, MARKS, threads=1).regret()
    assert together.gap.shape == (2, 2, 3) and together.best.shape == (2, 2, 3, 2)
    for l, learner in enumerate(learners):
        alone = rl.play(Chaser(dim=2), learner, 60, 2, MARKS, threads=1).regret()
        np.testing.assert_array_equal(together.upper[l], alone.upper[0])
        np.testing.assert_array_equal(together.best[l], alone.best[0])


def test_progress_counts_the_comparators() -> None:
    calls: list[tuple[int, int]] = []
    games = rl.play(Logistic(dim=2), OGD(), 60, 2, MARKS)
    games.regret(progress=lambda *call: calls.append(call))
    assert calls[-1] == (6, 6)
