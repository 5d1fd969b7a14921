"""The script everybody writes first: one seed, one round after the other, arrays of length d."""

from collections.abc import Callable

import numpy as np

from benchmarks.games import Game
from regret_lab.arrays import Array


def player(game: Game, outcomes: Array) -> Callable[[], object]:
    """Return a function that plays all rounds of ``outcomes``, shape (rounds, width)."""
    d, hyper, step = game.problem.domain.dim, game.learner.hyper, STEPS[game.learner.label]
    rates, loss_and_gradient = game.rates(len(outcomes)), LOSSES[game.loss]

    def play() -> object:
        x, state, total = np.zeros(d), (np.zeros(d), np.zeros(d)), 0.0
        for t in range(len(outcomes)):
            loss, g = loss_and_gradient(x, outcomes[t])
            total += loss
            move, state = step(g, state, rates[t], hyper)
            x = np.clip(x - move, -1.0, 1.0)
        return x, total

    return play


def linear(x: Array, z: Array) -> tuple[float, Array]:
    return float(z @ x), z


def quadratic(x: Array, z: Array) -> tuple[float, Array]:
    away = x - z
    return float(0.5 * np.sum(away**2)), away


def logistic(x: Array, z: Array) -> tuple[float, Array]:
    a, y = z[:-1], z[-1]
    margin = y * (a @ x)
    return float(np.logaddexp(0.0, -margin)), -y / (1.0 + np.exp(margin)) * a


State = tuple[Array, Array]
Hyper = dict[str, float]


def ogd(g: Array, state: State, rates: Array, hyper: Hyper) -> tuple[Array, State]:
    return rates[0] * g, state


def adagrad(g: Array, state: State, rates: Array, hyper: Hyper) -> tuple[Array, State]:
    s = state[0] + g**2
    return hyper["lr"] * g / (np.sqrt(s) + hyper["eps"]), (s, s)


def adam(g: Array, state: State, rates: Array, hyper: Hyper) -> tuple[Array, State]:
    alpha, rho, beta1 = rates
    m = beta1 * state[0] + (1.0 - beta1) * g
    v = hyper["beta2"] * state[1] + (1.0 - hyper["beta2"]) * g**2
    return alpha * m / (np.sqrt(v) * rho + hyper["eps"]), (m, v)


LOSSES = {"linear": linear, "quadratic": quadratic, "logistic": logistic}
STEPS = {"ogd": ogd, "adagrad": adagrad, "adam": adam}
