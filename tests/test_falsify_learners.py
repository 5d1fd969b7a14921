"""The ten learners of the counterexamples are those of their papers: written again, slowly."""

from collections.abc import Callable

import numpy as np
import pytest

import regret_lab as rl
from regret_lab.learners import (
    AdaBelief,
    AdaBound,
    AdamNC,
    Learner,
    Lion,
    Momentum,
    NAdam,
    Padam,
    RMSProp,
    SignSGD,
    Yogi,
)
from regret_lab.learners.nadam import momentum, product

ROUNDS = 400
Rule = Callable[[Learner, list[float], int], float]
"""The displacement of round t, after the gradients g_1 .. g_t, computed from all of them."""


def ema(values: list[float], beta: float) -> float:
    n = len(values)
    return sum((1 - beta) * beta ** (n - 1 - k) * z for k, z in enumerate(values))


def rmsprop(o: RMSProp, g: list[float], t: int) -> float:
    return g[-1] / (ema([z * z for z in g], o.beta2) ** 0.5 + o.eps)


def momentum_rule(o: Momentum, g: list[float], t: int) -> float:
    return ema(g, o.beta1)


def adamnc(o: AdamNC, g: list[float], t: int) -> float:
    m = 0.0
    for s, z in enumerate(g):
        beta = o.beta1 * o.beta1_decay**s
        m = beta * m + (1 - beta) * z
    return m / ((sum(z * z for z in g) / t) ** 0.5 + o.eps)


def nadam(o: NAdam, g: list[float], t: int) -> float:
    mu = [o.beta1 * (1 - 0.5 * 0.96 ** (s / 250)) for s in range(1, t + 2)]
    m = 0.0
    for z, b in zip(g, mu, strict=False):
        m = b * m + (1 - b) * z
    bar = mu[t] * m / (1 - np.prod(mu)) + (1 - mu[t - 1]) * g[-1] / (1 - np.prod(mu[:-1]))
    v = ema([z * z for z in g], o.beta2) / (1 - o.beta2**t)
    return bar / (v**0.5 + o.eps)


def adabelief(o: AdaBelief, g: list[float], t: int) -> float:
    m = s = 0.0
    for z in g:
        m = o.beta1 * m + (1 - o.beta1) * z
        s = o.beta2 * s + (1 - o.beta2) * (z - m) ** 2 + o.eps
    return m / (1 - o.beta1**t) / ((s / (1 - o.beta2**t)) ** 0.5 + o.eps)


def yogi(o: Yogi, g: list[float], t: int) -> float:
    v = 0.0
    for z in g:
        v = v - (1 - o.beta2) * float(np.sign(v - z * z)) * z * z
    return ema(g, o.beta1) / (v**0.5 + o.eps)


def padam(o: Padam, g: list[float], t: int) -> float:
    top = max(ema([z * z for z in g[:k]], o.beta2) for k in range(1, t + 1))
    return ema(g, o.beta1) / top**o.power


def adabound(o: AdaBound, g: list[float], t: int) -> float:
    v = ema([z * z for z in g], o.beta2)
    low = o.final_lr * (1 - 1 / ((1 - o.beta2) * t + 1))
    high = o.final_lr * (1 + 1 / ((1 - o.beta2) * t))
    return min(max(o.lr / v**0.5, low), high) / o.lr * ema(g, o.beta1)


def lion(o: Lion, g: list[float], t: int) -> float:
    return float(np.sign(o.beta1 * ema(g[:-1], o.beta2) + (1 - o.beta1) * g[-1]))


def signsgd(o: SignSGD, g: list[float], t: int) -> float:
    return float(np.sign(g[-1]))


CASES: list[tuple[Learner, Rule]] = [
    (RMSProp(), rmsprop),
    (RMSProp(beta2=0.5, eps=0.1), rmsprop),
    (Momentum(), momentum_rule),
    (Momentum(beta1=0.0), momentum_rule),
    (AdamNC(), adamnc),
    (AdamNC(beta1_decay=0.9, eps=0.2), adamnc),
    (NAdam(), nadam),
    (NAdam(beta1=0.99, beta2=0.9, eps=0.1), nadam),
    (NAdam(beta1=0.0), nadam),
    (AdaBelief(), adabelief),
    (AdaBelief(beta1=0.5, beta2=0.8, eps=0.05), adabelief),
    (Yogi(), yogi),
    (Yogi(beta1=0.3, beta2=0.7), yogi),
    (Padam(), padam),
    (Padam(power=0.5, beta2=0.6), padam),
    (AdaBound(), adabound),
    (AdaBound(lr=0.02, final_lr=0.3, beta2=0.9), adabound),
    (Lion(), lion),
    (Lion(beta1=0.0, beta2=0.5), lion),
    (SignSGD(), signsgd),
]


@pytest.mark.parametrize(
    ("learner", "rule"), CASES, ids=lambda case: getattr(case, "__name__", str(case))
)
def test_the_update_is_the_published_one(
    learner: Learner, rule: Rule, rng: np.random.Generator
) -> None:
    g = (rng.choice([-1.0, 0.4, 2.0], 60) * rng.uniform(0.5, 1.0, 60)).tolist()
    games = rl.play(
        rl.problems.Periodic(g, radius=1e3), learner, 60, checkpoints=range(1, 61), threads=1
    )
    x, expected = 0.0, []
    for t in range(1, 61):
        x -= learner.values["lr"] / t**0.5 * rule(learner, g[:t], t)
        expected.append(x)
    np.testing.assert_allclose(games.x[0, 0, :, 0], expected, rtol=0, atol=1e-12)


def test_padam_at_one_half_is_amsgrad() -> None:
    problem = rl.problems.Quadratic(dim=3)
    half = rl.play(problem, Padam(power=0.5), 300, threads=1)
    ams = rl.play(problem, rl.learners.AMSGrad(eps=0.0), 300, threads=1)
    np.testing.assert_allclose(half.x, ams.x, rtol=0, atol=1e-13)


def test_weight_decay_pulls_lion_to_the_origin() -> None:
    problem = rl.problems.Periodic([1.0, -1.0])
    x, t = 0.0, 0
    games = rl.play(problem, Lion(weight_decay=0.7), 50, checkpoints=range(1, 51), threads=1)
    m = 0.0
    for t in range(1, 51):
        g = 1.0 if t % 2 else -1.0
        x -= 0.1 / t**0.5 * (np.sign(0.9 * m + 0.1 * g) + 0.7 * x)
        m = 0.99 * m + 0.01 * g
        assert games.x[0, 0, t - 1, 0] == pytest.approx(x, abs=1e-14)


@pytest.mark.parametrize("beta1", [0.5, 0.9, 0.9999])
def test_the_product_of_nadams_momenta_is_known_at_every_round(beta1: float) -> None:
    t = np.arange(1.0, 2001.0)
    slow = np.cumsum(np.log(momentum(t, beta1)))
    for start in (0, 700, 1999):
        part = product(t[start:], beta1)
        np.testing.assert_allclose(part, np.exp(slow[start:]), rtol=1e-11, atol=1e-17)


def test_a_periodic_problem_takes_any_sequence_of_numbers() -> None:
    assert rl.problems.Periodic([3, -1]).gradients == (3.0, -1.0)
    assert rl.problems.Periodic(np.array([3, -1])) == rl.problems.Periodic((3.0, -1.0))
    games = rl.play(rl.problems.Periodic([3, -1, -1]), rl.learners.OGD(), 9000, threads=1)
    reddi = rl.play(rl.problems.Reddi(), rl.learners.OGD(), 9000, threads=1)
    np.testing.assert_array_equal(games.x, reddi.x)
    np.testing.assert_array_equal(games.regret().upper, reddi.regret().upper)
