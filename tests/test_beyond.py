"""In the plane the box adds nothing but shifts in time, the ball couples; a constant step loses."""

import numpy as np
import pytest

from regret_lab.domains import Ball, Box
from regret_lab.errors import ParameterError
from regret_lab.falsify import certify
from regret_lab.falsify.beyond import search_plane
from regret_lab.falsify.constant_steps import short_sequences, worst_steps
from regret_lab.falsify.pairs import pair
from regret_lab.falsify.plane import holds, limits_over_steps, plane_rates, sizes, with_step
from regret_lab.falsify.projected import regret_rates
from regret_lab.learners import OGD, AdaBound, AdaGrad, Adam, AMSGrad, SignSGD, Yogi

SHORT_MEMORY = Adam(beta1=0.0, beta2=0.1)
SPIKE = np.array([1.0, -1.0 / 3.0, -1.0 / 3.0])
ROUNDS = 2**18
TURNED = np.array([[0.2, 1.0], [0.05, -0.6]])
"""A period of 2 rounds: neither coordinate leads Adam astray on the line."""


@pytest.mark.parametrize("learner", [SHORT_MEMORY, AMSGrad(), OGD()])
def test_the_coordinates_of_a_box_play_apart_and_those_of_a_ball_do_not(learner):
    pairs = np.random.default_rng(0).uniform(-1.0, 1.0, (5, 6, 2))
    apart = [np.stack(regret_rates(learner, pairs[:, :, i], 2**12)) for i in (0, 1)]
    box, ball = (plane_rates(learner, K, pairs, 2**12) for K in (Box(2), Ball(2)))
    assert np.stack([box.before, box.late]) == pytest.approx(sum(apart), rel=1e-9, abs=1e-12)
    assert np.abs(ball.late - sum(apart)[1]).max() > 1e-5  # far above what rounding does
    assert box.unit == pytest.approx(np.sqrt(2.0) * ball.unit)


def test_a_pair_shifted_in_time_loses_more_than_one_coordinate_can():
    both = np.stack([SPIKE, np.roll(SPIKE, 1)], axis=1)
    line = certify(SHORT_MEMORY, SPIKE).score
    gain = np.sqrt(2.0) / np.hypot(1.0, 1.0 / 3.0)  # G grows by less than what is lost
    for domain in (Box(2), Ball(2)):
        limits = limits_over_steps(SHORT_MEMORY, domain, both, rounds=ROUNDS)
        assert limits == pytest.approx([gain * line] * 3, rel=0.02)


def test_two_rounds_lead_adam_astray_on_the_ball_and_on_nothing_else():
    assert [certify(SHORT_MEMORY, g).verdict for g in TURNED.T] == ["converges"] * 2
    ball = limits_over_steps(SHORT_MEMORY, Ball(2), TURNED, rounds=ROUNDS)
    assert holds(ball)
    assert min(ball) > 1e-2
    assert max(limits_over_steps(SHORT_MEMORY, Box(2), TURNED, rounds=ROUNDS)) < 1e-3
    assert max(limits_over_steps(AMSGrad(beta1=0.0), Ball(2), TURNED, rounds=ROUNDS)) < 1e-3


def test_steps_by_sign_end_at_a_corner_direction_of_the_ball_whatever_the_gradient():
    g = np.array([1.0, 0.1])
    limits = limits_over_steps(SignSGD(), Ball(2), np.stack([g, g]), rounds=ROUNDS)
    size = np.hypot(*g)
    assert limits == pytest.approx([(size - g.sum() / np.sqrt(2.0)) / (2.0 * size)] * 3, rel=1e-3)


def test_the_search_finds_the_ball_again_the_same_each_time():
    ball, again = (search_plane(SHORT_MEMORY, Ball(2), 2, 24) for _ in range(2))
    assert ball.found
    assert ball.score > 1e-2
    assert ball.score == min(ball.limits) == again.score


@pytest.mark.parametrize("learner", [OGD(), AMSGrad(), AdaGrad()])
def test_nothing_is_found_for_learners_with_a_theorem(learner):
    finding = search_plane(learner, Ball(2), 6, 48)
    assert (finding.found, finding.score, finding.limits) == (False, 0.0, ())
    assert finding.tried >= 48


def test_a_tie_is_not_scored():
    assert search_plane(SignSGD(), Box(2), 2, 48).hits == 0


def test_pairs_are_of_size_one_and_cover_one_coordinate_alone():
    shapes = np.random.default_rng(1).random((50, 7))
    made = np.stack([pair(shape, 8) for shape in shapes])
    assert sizes(made) == pytest.approx(np.ones(50))
    assert (np.abs(pair(np.zeros(7), 8)[:, 1]) < 1e-12).all()


@pytest.mark.parametrize(("steps", "fine"), [((0.2, 0.2, 0.199), True), ((0.2, 0.1), False)])
def test_a_limit_that_moves_with_the_step_is_none(steps, fine):
    assert holds(steps) is fine
    assert not holds((0.0, *steps))


def test_a_bound_on_the_step_is_scaled_with_the_step():
    scaled = with_step(AdaBound(lr=0.1, final_lr=0.05), 0.4)
    assert (scaled.lr, scaled.final_lr) == (0.4, pytest.approx(0.2))


@pytest.mark.parametrize(
    ("domain", "period", "budget", "word"),
    [(Box(3), 6, 48, "dim"), (Ball(2), 1, 48, "period"), (Ball(2), 6, 0, "budget")],
)
def test_what_cannot_be_searched_is_refused(domain, period, budget, word):
    with pytest.raises(ParameterError, match=word):
        search_plane(OGD(), domain, period, budget)


def test_the_worst_case_of_descent_with_a_constant_step_is_its_bound():
    small, middle, large = worst_steps(OGD(), (0.1, 1.0, 10.0), period=6)
    for finding in (small, middle):  # R_T <= D^2/(2 lr) + lr G^2 T/2
        assert 0.99 * finding.lr / 4.0 < finding.score <= finding.lr / 4.0
    assert large.score == pytest.approx(0.5)
    assert large.gradients[0] * large.gradients[1] < 0.0


def test_small_constant_steps_cure_amsgrad_but_not_adam():
    adam, amsgrad = (
        worst_steps(learner, (1e-3, 0.1), period=8)
        for learner in (Adam(beta1=0.0, beta2=0.5), AMSGrad(beta1=0.0, beta2=0.5))
    )
    assert adam[0].score == pytest.approx(adam[1].score, rel=0.01)
    assert adam[0].score > 0.1
    assert amsgrad[0].score < 0.011 * amsgrad[1].score


@pytest.mark.parametrize("learner", [OGD(), Adam(), AMSGrad()])
def test_the_orbit_of_a_constant_step_is_what_is_played(learner):
    for finding in worst_steps(learner, (0.2, 3.0), period=5):
        assert finding.played == pytest.approx(finding.score, rel=1e-3)


def test_every_short_sequence_is_of_size_one_and_tried_once():
    sequences = [tuple(g) for family in short_sequences(6) for g in family]
    assert {max(map(abs, g)) for g in sequences} == {1.0}
    assert len(set(sequences)) == len(sequences)
    assert worst_steps(OGD(), (1.0,), period=6)[0].tried == len(sequences)


@pytest.mark.parametrize("learner", [AdaGrad(), Yogi()])
def test_learners_without_a_constant_step_or_an_orbit_are_refused(learner):
    with pytest.raises(ParameterError, match="known orbit"):
        worst_steps(learner, (0.1,))
