"""What the bounds are, in numbers worked out by hand; and where the false one breaks."""

import math

import numpy as np
import pytest

from regret_lab.learners import OGD, AdaGrad, Adam, AMSGrad
from regret_lab.play import play, play_doublings
from regret_lab.problems import Coin, Quadratic, Reddi
from regret_lab.theory import THEOREMS
from regret_lab.theory.judge import judge


def number(name, games):
    return THEOREMS[name]().bound(games, 0)[0, -1]


def test_the_numbers_of_gradient_descent():
    problem = Quadratic(dim=4, mu=2.0, radius=1.5, spread=0.5)  # D = 6, G = 2 (3 + 1) = 8
    games = play(problem, OGD(lr=6 / 8), 400)
    assert number("ogd_any_time", games) == pytest.approx(1.5 * 8 * 6 * 20)
    games = play(problem, OGD(lr=6 / 8, decay="horizon"), 400, checkpoints=[100])
    assert number("ogd_fixed_horizon", games) == pytest.approx(8 * 6 * 20)
    assert THEOREMS["ogd_fixed_horizon"]().bound(games, 0)[0, 0] == pytest.approx(4 * 6 * (20 + 5))
    games = play(problem, OGD(lr=0.5, decay="linear"), 400)
    assert number("ogd_strongly_convex", games) == pytest.approx(16 * (1 + math.log(400)))


def test_the_numbers_of_gradient_descent_with_any_step():
    problem = Coin(slope=2.0)  # D = 2, every gradient is 2 long
    bounds = {
        decay: number("ogd_data", play(problem, OGD(lr=0.5, decay=decay), 400))
        for decay in ("sqrt", "constant", "linear", "horizon")
    }
    assert bounds["sqrt"] == pytest.approx(4 * 20 + 0.5 * 4 * 20)
    assert bounds["constant"] == pytest.approx(4 + 0.5 * 0.5 * 4 * 400)
    assert bounds["linear"] == pytest.approx(4 * 400 + 0.5 * 0.5 * 4 * (1 + math.log(400)))
    assert bounds["horizon"] == pytest.approx(4 * 20 + 0.5 * 0.5 * 4 * 20)


def test_games_of_many_lengths_are_judged_each_at_its_own_horizon():
    games = play_doublings(Coin(), OGD(lr=2.0, decay="horizon"), 1024)
    bound = THEOREMS["ogd_fixed_horizon"]().bound(games, 0)[0]
    np.testing.assert_allclose(bound, 2.0 * np.sqrt(games.t))
    np.testing.assert_allclose(THEOREMS["ogd_data"]().bound(games, 0)[0], 2.0 * np.sqrt(games.t))


def test_the_numbers_of_the_adaptive_learners():
    problem = Coin(slope=3.0, radius=0.5)  # D = 1, the gradients' norm is 3 sqrt(T)
    games = play(problem, AdaGrad(lr=2.0, eps=0.1), 100)
    assert number("adagrad_theorem_5", games) == pytest.approx((0.25 + 2) * 30 + 0.1 / 4)
    games = play(problem, AdaGrad(lr=math.sqrt(0.5), eps=0.1), 100)
    assert number("adagrad_corollary_6", games) == pytest.approx(
        math.sqrt(2) * 30 + 0.1 / math.sqrt(2)
    )
    log = math.sqrt(1 + math.log(100))
    games = play(problem, AMSGrad(lr=2.0, beta1=0.0, beta2=0.0, eps=0.1), 100)
    assert number("amsgrad_corrected", games) == pytest.approx(10 / 4 * 3.1 + 0.5 * 2 * log * 30)
    assert number("amsgrad_rkk", games) == pytest.approx(10 / 2 * 3.1 + 2 * log * 30)
    rate = dict(lr=2.0, beta1=0.5, beta2=0.75, eps=0.0)
    games = play(problem, AMSGrad(**rate), 100)
    vmax = 9 * (1 - 0.75**100)
    # gamma = 1/3, sqrt((1 - beta2)(1 - gamma)) = sqrt(1/6)
    expected = 10 / 2 * math.sqrt(vmax) + 2 * 1.5 * 0.5 * log / math.sqrt(1 / 6) * 30
    assert number("amsgrad_corrected", games) == pytest.approx(expected)
    games = play(problem, AMSGrad(**rate, beta1_decay=0.75), 100)
    start = 10 / 0.5 + 0.5 * 8 / 0.25  # (1 - 3/4)^(-3/2) = 8
    gradients = 2 * log / (0.25 * (1 - 0.5 / math.sqrt(0.75)) * 0.5) * 30
    expected = start / 2 * math.sqrt(vmax) + gradients
    assert number("amsgrad_rkk", games) == pytest.approx(expected)
    expected = 10 / 2 * math.sqrt(vmax) + 2 * 1.5 * log / math.sqrt(1 / 6) * 30
    assert number("amsgrad_corrected", games) == pytest.approx(expected)


def test_the_numbers_of_kingma_and_ba():
    learner = Adam(lr=2.0, beta1=0.5, beta2=0.25, beta1_decay=0.75)
    games = play(Coin(slope=3.0, radius=0.5), learner, 4)  # gamma = 1/2, and v-hat is 9
    expected = (
        1 / (2 * 2 * 0.5) * 2 * 3
        + 2 * 1.5 * 3 / (0.5 * math.sqrt(0.75) * 0.25) * 6
        + 3 * math.sqrt(0.75) / (2 * 2 * 0.5 * 0.0625)
    )
    assert number("kingma_ba_4_1", games) == pytest.approx(expected)


@pytest.mark.parametrize(("decay", "first"), [(1.0, 249), (0.5, 384)])
def test_reddis_cycle_violates_kingma_and_ba(decay, first):
    learner = Adam(lr=0.3, beta1=0.0, beta2=0.1, beta1_decay=decay)
    games = play(Reddi(big=3.0), learner, 1000, checkpoints=range(1, 1001))
    claim, curves = THEOREMS["kingma_ba_4_1"](), games.regret()
    broken = curves.lower[0, 0] > claim.bound(games, 0)[0]
    assert games.t[broken][0] == first
    verdict = judge(claim, games, curves, 0)
    assert verdict.word == "violated"
    assert verdict.status == "known false"
    assert verdict.why.startswith(f"at round {first} of seed 0 the regret is ")
    assert verdict.worst_ratio > 1.0


def test_a_false_theorem_that_is_respected_is_shown_as_such():
    games = play(Coin(), Adam(lr=1.0, beta1=0.0, beta2=0.5), 500, 2)
    verdict = judge(THEOREMS["kingma_ba_4_1"](), games, games.regret(), 0)
    assert verdict.word == "respected"
    assert verdict.status == "known false"
    assert verdict.why.endswith("the theorem is false, so this is no evidence for it")
