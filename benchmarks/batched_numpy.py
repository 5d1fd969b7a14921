"""All seeds at once: one round after the other, arrays of shape (seeds, d)."""

from collections.abc import Callable

import numpy as np

from benchmarks.games import Game
from benchmarks.naive_numpy import STEPS
from regret_lab.arrays import Array


def player(game: Game, outcomes: Array) -> Callable[[], object]:
    """Return a function that plays all rounds of ``outcomes``, shape (seeds, rounds, width)."""
    seeds, rounds, _ = outcomes.shape
    d, hyper, step = game.problem.domain.dim, game.learner.hyper, STEPS[game.learner.label]
    rates, losses_and_gradients = game.rates(rounds), LOSSES[game.loss]
    by_round = np.ascontiguousarray(outcomes.swapaxes(0, 1))

    def play() -> object:
        x, totals = np.zeros((seeds, d)), np.zeros(seeds)
        state = (np.zeros((seeds, d)), np.zeros((seeds, d)))
        for t in range(rounds):
            losses, g = losses_and_gradients(x, by_round[t])
            totals += losses
            move, state = step(g, state, rates[t], hyper)
            x = np.minimum(np.maximum(x - move, -1.0), 1.0)  # np.clip takes twice as long
        return x, totals

    return play


def linear(x: Array, z: Array) -> tuple[Array, Array]:
    return (z * x).sum(axis=1), z


def quadratic(x: Array, z: Array) -> tuple[Array, Array]:
    away = x - z
    return 0.5 * (away * away).sum(axis=1), away


def logistic(x: Array, z: Array) -> tuple[Array, Array]:
    a, y = z[:, :-1], z[:, -1]
    margin = y * (a * x).sum(axis=1)
    return np.logaddexp(0.0, -margin), (-y / (1.0 + np.exp(margin)))[:, None] * a


LOSSES = {"linear": linear, "quadratic": quadratic, "logistic": logistic}
