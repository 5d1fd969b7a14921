"""What every learner keeps, against every problem and on every domain."""

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

import regret_lab as rl
from regret_lab.arrays import Array
from regret_lab.learners import LEARNERS, Learner
from regret_lab.problems import Problem
from regret_lab.regret import Curves
from tests.altered import Altered, flipped_after, same, silent
from tests.bits import differing, numbers, upto

ROUNDS = 40
EVERY_ROUND = range(1, ROUNDS + 1)


def bold(learner: Learner) -> Learner:
    """The same learner with steps that reach the boundary at once."""
    return replace(learner, lr=3.0) if "lr" in learner.values else learner


def played(problem: Problem, learner: Learner, seeds: int | list[int] = 1, **how) -> rl.Games:
    return rl.play(problem, learner, ROUNDS, seeds, EVERY_ROUND, threads=1, **how)


def test_plays_inside_the_domain(learner: Learner, problem: Problem) -> None:
    x = rl.play(problem, bold(learner), 300, 3, range(1, 301), threads=1).x
    assert problem.domain.contains(x).all()
    distances = np.abs(x - problem.domain.centre).max(axis=-1)
    assert distances.max() > 0.05 * problem.domain.diameter_inf, "it hardly left the centre"


def test_the_same_past_has_the_same_future(learner: Learner, problem: Problem) -> None:
    games = played(Altered(problem, same, seed=5), learner, 3)
    first = numbers(games, seat=0)
    assert [differing(first, numbers(games, seat=seat)) for seat in (1, 2)] == [[], []]
    again = played(Altered(problem, same, seed=5), learner, 3)
    assert differing(first, numbers(again)) == []


def test_the_future_cannot_be_seen(learner: Learner, problem: Problem) -> None:
    half = ROUNDS // 2
    as_it_is = numbers(played(problem, learner))
    as_it_might_be = numbers(played(Altered(problem, flipped_after(half)), learner))
    shared = as_it_might_be.keys()
    past = upto({name: as_it_is[name] for name in shared}, half)
    assert differing(past, upto(as_it_might_be, half)) == []
    assert "x" in differing(as_it_is, as_it_might_be), "the flip made no difference at all"


def test_seeds_do_not_talk(learner: Learner, problem: Problem) -> None:
    seeds = list(range(3, 21))
    together = played(problem, learner, seeds)
    for seat in (0, 7, 17):  # in the first block of lanes, and in the second
        alone = played(problem, learner, [seeds[seat]])
        assert differing(numbers(together, seat=seat), numbers(alone)) == [], f"seat {seat}"


def test_a_silent_adversary_moves_nobody(learner: Learner, problem: Problem) -> None:
    exposed = replace(learner, eps=0.0) if "eps" in learner.values else learner
    for who in (learner, exposed):
        x = played(Altered(problem, silent), who, 2).x
        np.testing.assert_allclose(x, np.broadcast_to(problem.domain.centre, x.shape), rtol=1e-15)


def test_plain_python_is_the_compiled_game_bit_for_bit(learner: Learner, problem: Problem) -> None:
    compiled = played(problem, bold(learner), 2)
    python = played(problem, bold(learner), 2, engine="python")
    for seat in (0, 1):
        assert differing(numbers(compiled, seat=seat), numbers(python, seat=seat)) == []


def test_an_anytime_learner_does_not_know_the_horizon(learner: Learner) -> None:
    problem = rl.problems.Quadratic(dim=2)
    short = rl.play(problem, learner, 50, 1, [50], threads=1)
    long = rl.play(problem, learner, 100, 1, [50, 100], threads=1)
    alike = np.array_equal(short.x[..., -1, :], long.x[..., 0, :])
    assert alike == learner.anytime


def test_step_sizes_are_what_the_learner_says(learner: Learner) -> None:
    sizes = learner.step_sizes(np.array([1e4, 1e8]))
    if sizes is None:
        pytest.skip(f"{learner} has no step sizes")
    assert (sizes > 0.0).all()
    assert learner.decays == (sizes[1] < 0.1 * sizes[0])


COIN = rl.problems.Coin(slope=3.0, radius=0.5)
SEEDS, TOSSES = 4000, 200


@cache
def coin_curves() -> tuple[Curves, Array]:
    """All learners on the same coins, and the sum of each seed's coins."""
    games = rl.play(COIN, [cls() for cls in LEARNERS.values()], TOSSES, SEEDS, [TOSSES])
    sums = np.array([COIN.outcomes(seed, 0, 0, TOSSES).sum() for seed in games.seeds])
    return games.regret(threads=1), sums


@pytest.mark.parametrize("name", list(LEARNERS))
def test_nobody_beats_a_coin_and_nobody_loses_to_one(name: str) -> None:
    """E R_T = c r E|S_T| whatever the learner does: the harness is right, or this fails."""
    curves, sums = coin_curves()
    seat = list(LEARNERS).index(name)
    lower, upper = curves.lower[seat, :, -1], curves.upper[seat, :, -1]

    expected_distance = TOSSES * math.comb(TOSSES, TOSSES // 2) / 2**TOSSES
    expected = COIN.slope * COIN.radius * expected_distance
    error = lower.std(ddof=1) / math.sqrt(SEEDS)
    assert lower.mean() - 4.0 * error < expected < upper.mean() + 4.0 * error

    # the comparator's part is known game by game; what is left is a fair game's gain
    loss = curves.games.loss[seat, :, -1]
    exact = loss + COIN.radius * np.abs(sums)
    assert (lower <= exact + 1e-9).all() and (exact <= upper + 1e-9).all()
    assert abs(loss.mean()) < 4.0 * loss.std(ddof=1) / math.sqrt(SEEDS)
