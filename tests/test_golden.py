r"""Numbers known beforehand: from theory, from exact counting, or measured by others.

On an n-periodic linear sequence with sum S over a period, Adam's average regret goes to 2S/n where
its drift points the wrong way, and to 0 where it does not; the values at finite T are those of
independent runs. Adam stands here as in Reddi, Kale and Kumar (2018): without bias correction.
"""

import math

import numpy as np
import pytest

import regret_lab as rl
from regret_lab.learners import OGD, Adam, AMSGrad
from regret_lab.problems import Coin, Problem, Quadratic, Reddi
from tests.single_round import dealt

SHORT_MEMORY = Adam(lr=0.5, beta1=0.0, beta2=0.1, bias_correction=False)
SYNTHETIC = Reddi(big=101, period=101, scale=10)


def averages(problem: Problem, learner: rl.learners.Learner, *rounds: float) -> list[float]:
    marks = [int(t) for t in rounds]
    curves = rl.play(problem, learner, marks[-1], 1, marks, threads=1).regret(threads=1)
    assert (curves.upper - curves.lower <= 1e-8 * np.array(marks)).all()
    return curves.average[0, 0].round(5).tolist()


def test_adam_pays_two_thirds_a_round_on_the_three_cycle() -> None:
    """C = 3: the limit is 2(C − 2)/3."""
    known = [0.67091, 0.66805, 0.66711]
    assert averages(Reddi(big=3), SHORT_MEMORY, 1e4, 1e5, 1e6) == known


def test_amsgrad_pays_nothing_in_the_end_on_the_three_cycle() -> None:
    learner = AMSGrad(lr=0.5, beta1=0.0, beta2=0.1)
    assert averages(Reddi(big=3), learner, 1e4, 1e5, 1e6) == [0.00637, 0.00189, 0.00059]


def test_a_constant_step_ends_in_a_cycle() -> None:
    learner = Adam(lr=0.1, beta1=0.0, beta2=0.1, bias_correction=False, decay="constant")
    assert averages(Reddi(big=3), learner, 1e4, 1e5) == [0.71081, 0.71104]


def test_amsgrad_on_the_synthetic_sequence() -> None:
    learner = AMSGrad(lr=0.5, beta1=0.9, beta2=0.99)
    assert averages(SYNTHETIC, learner, 1e4, 1e5, 1e6) == [0.43839, 0.12199, 0.03472]


def test_adam_on_the_synthetic_sequence() -> None:
    learner = Adam(lr=0.5, beta1=0.9, beta2=0.99, bias_correction=False)
    assert averages(SYNTHETIC, learner, 1e4, 1e5, 1e6) == [0.69971, 0.31129, 0.22804]


def test_a_learner_that_stands_still_pays_what_the_coins_add_up_to() -> None:
    """E|S_T| = T C(T, T/2)/2^T for even T, here with 3000 seeds and T = 400."""
    games = rl.play(Coin(slope=2.0, radius=3.0), OGD(lr=1e-12), 400, 3000, [400])
    final = games.regret().upper[0, :, -1]
    expected = 6.0 * 400 * math.comb(400, 200) / 2**400
    assert abs(final.mean() - expected) < 3.0 * final.std(ddof=1) / math.sqrt(3000)
    assert expected == pytest.approx(6.0 * math.sqrt(2 * 400 / math.pi), rel=1e-3)


def test_the_quadratic_game_that_follows_the_leader_is_known_in_closed_form() -> None:
    """With steps 1/(μt) the next point is the mean of the targets seen, so all can be counted."""
    problem = Quadratic(dim=2, mu=3.0, radius=1.0, spread=1.0)
    games = rl.play(problem, OGD(lr=1 / 3, decay="linear"), 300, 1, [300], threads=1)
    targets = dealt(problem, 0, 300)
    means = np.cumsum(targets, axis=0) / np.arange(1, 301)[:, None]
    played = np.concatenate([np.zeros((1, 2)), means[:-1]])
    regret = 1.5 * ((played - targets) ** 2 - (means[-1] - targets) ** 2).sum()
    np.testing.assert_allclose(games.x[0, 0, -1], means[-1], rtol=1e-12)
    curves = games.regret()
    assert curves.lower[0, 0, -1] == pytest.approx(regret, rel=1e-12)
    assert curves.upper[0, 0, -1] == pytest.approx(regret, rel=1e-12)


@pytest.mark.slow
def test_adam_and_amsgrad_at_ten_million_rounds_on_the_three_cycle() -> None:
    assert averages(Reddi(big=3), SHORT_MEMORY, 1e7) == [0.66681]
    corrected = Adam(lr=0.5, beta1=0.0, beta2=0.1)
    assert averages(Reddi(big=3), corrected, 1e7) == [0.66681]
    assert averages(Reddi(big=3), AMSGrad(lr=0.5, beta1=0.0, beta2=0.1), 1e7) == [0.00018]


@pytest.mark.slow
def test_the_synthetic_sequence_at_ten_million_rounds() -> None:
    """Adam goes to 20/101 = .19802, slowly and from either side; AMSGrad to 0."""
    for lr, known in ((0.5, 0.20753), (0.1, 0.19938)):
        learner = Adam(lr=lr, beta1=0.9, beta2=0.99, bias_correction=False)
        assert averages(SYNTHETIC, learner, 1e7) == [known]
    assert averages(SYNTHETIC, AMSGrad(lr=0.5, beta1=0.9, beta2=0.99), 1e7) == [0.01059]


@pytest.mark.slow
def test_the_default_adam_fails_on_one_period_and_not_on_its_neighbour() -> None:
    """C = 204, n = 200 lies below the critical C* = 208.3: the limit is .05. C = 104, n = 101
    lies above its C*, and the regret vanishes."""
    failing = averages(Reddi(big=204, period=200), Adam(lr=1.0), 1e5, 1e6, 1e7)
    assert failing == pytest.approx([0.0682, 0.0593, 0.0536], abs=6e-5)
    healthy = averages(Reddi(big=104, period=101), Adam(lr=1.0), 1e5, 1e6, 1e7)
    assert healthy[0] > 3 * healthy[1] > 9 * healthy[2] > 0.0
    mended = averages(Reddi(big=204, period=200), AMSGrad(lr=1.0), 1e6, 3e7)
    assert mended[1] == pytest.approx(0.0024, abs=5e-5)
