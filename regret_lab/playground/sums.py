"""Exact running sums, as regret and comparators take them."""

from collections.abc import Iterator

import numpy as np

from regret_lab.arrays import Array, Rounds
from regret_lab.problems import Problem


def pairs(values: Array) -> Array:
    """Return running sums along the first axis as exact (high, low) pairs, (2, ...)."""
    columns = values.reshape(len(values), -1).T.tolist()
    sums = np.array([list(_running(column)) for column in columns])  # plain floats are fastest
    return np.moveaxis(sums, 0, -1).transpose(1, 0, 2).reshape(2, *values.shape)


def _running(column: list[float]) -> Iterator[tuple[float, float]]:
    high = low = 0.0
    for value in column:
        total = high + value
        back = total - high
        low += (high - (total - back)) + (value - back)
        high = total
        yield high, low


def tallies(problem: Problem, z: Array, t: Rounds) -> tuple[Array | None, Array | None]:
    """Return the sums and sums of squares of outcomes about the origin, (2, 1, 1, K, d)."""
    asked = problem.tallies
    if not asked:
        return None, None
    away = z - problem.origin
    sums = pairs(away)[:, t - 1][:, None, None] if "sum" in asked else None
    squares = pairs(away * away)[:, t - 1][:, None, None] if "squares" in asked else None
    return sums, squares
