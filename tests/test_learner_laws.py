"""What every learner keeps, against every problem and on every domain."""

import math
from collections.abc import Callable
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
from tests.bits import Numbers, differing, numbers, upto
from tests.single_round import dealt

ROUNDS = 24
flipped_after_half = flipped_after(ROUNDS // 2)  # one object: what is played is remembered by it
EVERYBODY = [cls() for cls in LEARNERS.values()]


def bold(learner: Learner) -> Learner:
    """The same learner with steps that reach the boundary at once."""
    return replace(learner, lr=3.0) if "lr" in learner.values else learner


def exposed(learner: Learner) -> Learner:
    """The same learner with nothing that keeps it from dividing 0 by 0."""
    return replace(learner, eps=0.0) if "eps" in learner.values else learner


@cache
def all_play(
    problem: Problem,
    how: Callable[[Learner], Learner] = bold,
    seeds: tuple[int, ...] = (0, 1),
    rounds: int = ROUNDS,
    engine: str = "compiled",
) -> rl.Games:
    """Every learner on one problem, in one call: the outcomes are drawn once for all of them."""
    learners = {learner.name: how(learner) for learner in EVERYBODY}
    try:
        return rl.play(problem, learners, rounds, seeds, range(1, rounds + 1), engine, threads=1)
    except rl.GameError as error:  # the broken game's numbers are NaN: its own laws fail
        return error.games


def own(games: rl.Games, learner: Learner, seat: int = 0) -> Numbers:
    return numbers(games, games.names.index(learner.name), seat)


def test_plays_inside_the_domain(learner: Learner, problem: Problem) -> None:
    games = all_play(problem, rounds=300)
    x = games.x[games.names.index(learner.name)]
    assert problem.domain.contains(x).all()
    distances = np.abs(x - problem.domain.centre).max(axis=-1)
    assert distances.max() > 0.05 * problem.domain.diameter_inf, "it hardly left the centre"


def test_the_same_past_has_the_same_future(learner: Learner, problem: Problem) -> None:
    games = all_play(Altered(problem, same, seed=5), seeds=(0, 1, 2))
    first = own(games, learner)
    assert [differing(first, own(games, learner, seat)) for seat in (1, 2)] == [[], []]


def test_the_future_cannot_be_seen(learner: Learner, problem: Problem) -> None:
    as_it_is = own(all_play(Altered(problem, same)), learner)
    as_it_might_be = own(all_play(Altered(problem, flipped_after_half)), learner)
    past, other_past = upto(as_it_is, ROUNDS // 2), upto(as_it_might_be, ROUNDS // 2)
    assert differing(past, other_past) == []
    assert "x" in differing(as_it_is, as_it_might_be), "the flip made no difference at all"


def test_seeds_do_not_talk(learner: Learner, problem: Problem) -> None:
    seeds = tuple(range(3, 21))
    together = all_play(problem, seeds=seeds)
    for seat in (7, 17):  # in the first block of lanes, and in the second
        alone = all_play(problem, seeds=(seeds[seat],))
        assert differing(own(together, learner, seat), own(alone, learner)) == []


def test_a_silent_adversary_moves_nobody(learner: Learner, problem: Problem) -> None:
    for how in (bold, exposed):
        games = all_play(Altered(problem, silent), how)
        x = games.x[games.names.index(learner.name)]
        np.testing.assert_allclose(x, np.broadcast_to(problem.domain.centre, x.shape), rtol=1e-15)


def test_plain_python_is_the_compiled_game_bit_for_bit(learner: Learner, problem: Problem) -> None:
    compiled, python = all_play(problem), all_play(problem, engine="python")
    for seat in (0, 1):
        assert differing(own(compiled, learner, seat), own(python, learner, seat)) == []


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
    sums = np.array([dealt(COIN, seed, TOSSES).sum() for seed in games.seeds])
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
    assert (upper - lower <= 1e-9).all(), "linear losses have an exact comparator"
    assert abs(loss.mean()) < 4.0 * loss.std(ddof=1) / math.sqrt(SEEDS)
