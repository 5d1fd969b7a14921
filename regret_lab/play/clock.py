"""Horizons, checkpoints and seeds: what a caller may write, and what is meant."""

import numbers
from collections.abc import Iterable
from typing import Any

import numpy as np

from regret_lab.arrays import Rounds
from regret_lab.errors import ParameterError
from regret_lab.parameters import describe

PER_DOUBLING = 4
"""Default checkpoints for each doubling of the horizon."""


def whole(value: object, noun: str, low: int) -> int:
    """Return a whole number that may be written as a float, as in ``1e6``.

    Raises
    ------
    ParameterError
        When it is not a whole number, or below ``low``.
    """
    number: Any = value
    if isinstance(value, bool) or not isinstance(value, numbers.Real) or number != number // 1:
        raise ParameterError(f"{noun} must be a whole number, got {describe(value)}")
    if number < low:
        raise ParameterError(f"{noun} must be at least {low}, got {describe(value)}")
    return int(number)


def log_spaced(horizon: int) -> Rounds:
    """Return T, T/2, T/4, ... down to 1, with three rounds between neighbours where they fit.

    >>> log_spaced(16).tolist()
    [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 13, 16]
    """
    steps = np.arange(int(PER_DOUBLING * np.log2(horizon)) + PER_DOUBLING + 1)
    spaced = np.rint(horizon * 2.0 ** (-steps / PER_DOUBLING)).astype(np.int64)
    return np.unique(np.maximum(spaced, 1))


def doublings_of(horizon: int) -> list[int]:
    """Return the horizons ..., T/4, T/2, T, each half of the next, rounded up.

    >>> doublings_of(20)
    [2, 3, 5, 10, 20]
    """
    chain = [horizon]
    while chain[-1] > 2:
        chain.append(-(-chain[-1] // 2))
    return chain[::-1]


def checkpoints_of(horizon: int, given: Iterable[int] | None) -> Rounds:
    """Return the rounds at which numbers are kept, increasing; the horizon is always one.

    Raises
    ------
    ParameterError
        When a checkpoint is not a round of the game.
    """
    if given is None:
        return log_spaced(horizon)
    rounds = sorted({whole(t, "a checkpoint", 1) for t in given} | {horizon})
    if rounds[-1] > horizon:
        raise ParameterError(f"a checkpoint lies beyond the horizon {horizon}: {rounds[-1]}")
    return np.array(rounds, dtype=np.int64)


def seeds_of(given: int | Iterable[int]) -> tuple[int, ...]:
    """Return the seeds: those given, or 0, 1, ..., n − 1 for a number n.

    Raises
    ------
    ParameterError
        When there is none, one is negative, or one occurs twice.
    """
    if not isinstance(given, Iterable):
        return tuple(range(whole(given, "seeds", 1)))
    seeds = tuple(whole(seed, "a seed", 0) for seed in given)
    if not seeds:
        raise ParameterError("seeds must not be empty: one game needs one seed")
    if len(set(seeds)) < len(seeds):
        raise ParameterError("seeds must differ: equal seeds play equal games")
    return seeds
