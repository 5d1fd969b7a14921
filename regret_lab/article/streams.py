"""Gradients to try a claim on: streams with names, the same numbers every time."""

from collections.abc import Callable

import numpy as np

from regret_lab.arrays import Array
from regret_lab.engine import generator

SEED = 0


def _spikes(rng: np.random.Generator, rounds: int, every: int) -> Array:
    """Return gradients of random sign in one round of so many, and zero in all others."""
    return rng.choice([-1.0, 1.0], rounds) * (np.arange(1, rounds + 1) % every == 0)


STREAMS: dict[str, Callable[[np.random.Generator, int], Array]] = {
    "all 1": lambda rng, rounds: np.ones(rounds),
    "coin": lambda rng, rounds: rng.choice([-1.0, 1.0], rounds),
    "normal": lambda rng, rounds: rng.standard_normal(rounds),
    "normal, mean 1": lambda rng, rounds: 1.0 + rng.standard_normal(rounds),
    "one round in 10": lambda rng, rounds: _spikes(rng, rounds, 10),
    "one round in 200": lambda rng, rounds: _spikes(rng, rounds, 200),
    "one round in 1000": lambda rng, rounds: _spikes(rng, rounds, 1000),
    "heavy tails": lambda rng, rounds: rng.standard_t(1.5, rounds),
    "growing by 1 % a round": lambda rng, rounds: 1.01 ** np.arange(1.0, rounds + 1.0),
    "fading like 1/t": lambda rng, rounds: 1.0 / np.arange(1.0, rounds + 1.0),
}
"""Each is called with a generator and a number of rounds and returns as many gradients."""


def stream(name: str, rounds: int) -> Array:
    """Return the gradients of a stream, shape (rounds,)."""
    return STREAMS[name](generator(SEED, list(STREAMS).index(name)), rounds)


def peak(gradients: Array) -> float:
    """Return the largest gradient in units of the root mean square of all of them."""
    return float(np.abs(gradients).max() / np.sqrt(np.mean(gradients**2)))
