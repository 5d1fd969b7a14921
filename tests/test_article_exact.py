"""What is exactly true of Adam and its relatives, where the page says so."""

import numpy as np
import pytest

from regret_lab.article.annealing import ALPHA, decade, descent
from regret_lab.article.course import follow
from regret_lab.article.step_bound import BETAS, burst, published, sizes, supremum
from regret_lab.article.streams import STREAMS, stream
from regret_lab.learners import OGD, Adam, RMSProp
from tests import naive


def test_a_course_is_that_of_plain_numpy(rng):
    gradients = rng.standard_normal((60, 3))
    course = follow(Adam(lr=0.1, decay="constant"), gradients)
    play = naive.adam(3, 60, 0.1, 0.9, 0.999, 1e-8, decay="constant")
    next(play)
    x = np.zeros(3)
    for t, g in enumerate(gradients):
        x = play.send((x, g))[0]
        np.testing.assert_allclose(course.x[t + 1], x, rtol=0, atol=1e-12)
    m = 0.1 * sum(0.9 ** (59 - t) * g for t, g in enumerate(gradients))
    np.testing.assert_allclose(course.state["m"][-1], m, rtol=0, atol=1e-13)
    np.testing.assert_allclose(course.steps, -np.diff(course.x, axis=0))


@pytest.mark.parametrize("decay", ["constant", "sqrt", "linear", "horizon"])
@pytest.mark.parametrize("eps", [0.0, 1e-8, 1.0])
def test_rmsprop_is_adam_without_momentum_and_correction_bit_for_bit(decay, eps, rng):
    gradients = rng.standard_normal((300, 5)) * 10.0 ** rng.integers(-4, 5, (300, 5))
    gradients[rng.random((300, 5)) < 0.3] = 0.0
    for beta2 in (0.0, 0.5, 0.9, 0.999):
        one = follow(RMSProp(0.3, beta2, eps, decay), gradients)
        other = follow(Adam(0.3, 0.0, beta2, eps, bias_correction=False, decay=decay), gradients)
        np.testing.assert_array_equal(one.x, other.x)
        np.testing.assert_array_equal(one.state["v"], other.state["v"])


@pytest.mark.parametrize("power", [-300, -60, -1, 1, 20, 300])
def test_without_eps_a_power_of_two_changes_no_bit(power, rng):
    gradients = rng.standard_normal((200, 2))
    adam = Adam(eps=0.0, decay="constant")
    scaled = follow(adam, np.ldexp(gradients, power))
    np.testing.assert_array_equal(scaled.x, follow(adam, gradients).x)


@pytest.mark.parametrize("scale", [1e-100, 1e-6, 0.3, 7.0, 1e100])
def test_without_eps_another_scale_changes_nothing_but_rounding(scale, rng):
    gradients = rng.standard_normal((200, 2))
    adam = Adam(eps=0.0, decay="constant")
    given, scaled = follow(adam, gradients).x, follow(adam, scale * gradients).x
    np.testing.assert_allclose(scaled, given, rtol=0, atol=1e-13)


@pytest.mark.parametrize("betas", [(0.9, 0.999), (0.0, 0.9), (0.5, 0.5), (0.9, 0.85), (0.3, 0.99)])
def test_no_sequence_makes_a_longer_step_than_the_supremum(betas, rng):
    most = supremum(*betas) * (1 + 1e-12)
    for growth in (1.0, 1.05, betas[1] / max(betas[0], 0.1), 0.8):
        shape = growth ** np.arange(80.0)[:, None] * rng.standard_normal((80, 25)) ** 3
        tried = np.where(rng.random((80, 25)) < 0.7, shape, np.abs(shape))
        steps = follow(Adam(1.0, *betas, eps=0.0, decay="constant"), tried).steps
        assert np.abs(steps).max() <= most


@pytest.mark.parametrize("betas", BETAS, ids=str)
def test_the_burst_attains_the_supremum_and_a_spike_the_published_value(betas):
    beta1, beta2 = betas
    if beta1**2 < beta2:
        length = 400 if beta1 < 0.95 else 4000  # longer, and squares at its ends underflow
        assert burst(*betas, length).max() == pytest.approx(supremum(*betas), rel=1e-3)
    spike = sizes(*betas, np.ones(1), int(10 / (1 - max(betas))))[0]
    assert spike == pytest.approx((1 - beta1) / np.sqrt(1 - beta2), rel=1e-3)


def test_the_supremum_at_the_defaults():
    assert supremum(0.9, 0.999) == pytest.approx(7.2703, abs=1e-4)
    assert published(0.9, 0.999) == pytest.approx(3.1623, abs=1e-4)
    excess = (0.9 - 0.999) ** 2 / ((1 - 0.999) * (0.999 - 0.9**2))
    assert supremum(0.9, 0.999) ** 2 - 1 == pytest.approx(excess)


def test_the_optimum_is_unstable_below_the_brink_of_eps_and_stable_above():
    brink = ALPHA * 0.1 / (2 * 1.9)
    for eps, stays in ((0.8 * brink, False), (1.03 * brink, True)):
        late = np.abs(np.diff(descent(0.0, eps))[-1000:]).max() / ALPHA
        assert (late < 1e-6) == stays


def test_without_noise_steps_vanish_before_they_return():
    x = descent(0.0, 1e-8)
    assert np.abs(np.diff(x[3000:3500])).max() < 1e-30
    assert np.abs(np.diff(x[-4000:])).max() > 0.1 * ALPHA


def test_a_number_is_rounded_down_to_its_decade():
    assert [decade(size) for size in (0.05, 0.0999, 0.1, 1e-20, 0.0)] == [0.01, 0.01, 0.1, 0, 0]


@pytest.mark.parametrize("name", list(STREAMS))
def test_a_stream_is_the_same_every_time(name):
    ones, others = stream(name, 50), stream(name, 50)
    assert ones.shape == (50,) and np.isfinite(ones).all()
    np.testing.assert_array_equal(ones, others)


def test_a_course_without_momentum_or_metric_is_plain_descent():
    course = follow(OGD(lr=2.0, decay="constant"), np.array([1.0, -3.0]))
    assert course.x[:, 0].tolist() == [0.0, -2.0, 4.0] and course.state == {}
