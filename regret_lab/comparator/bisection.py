"""Minimise a separable convex function over a box, all coordinates at once."""

import numpy as np

from regret_lab.arrays import Array
from regret_lab.comparator.best import Answer
from regret_lab.comparator.bundle import Oracle
from regret_lab.domains import Box

EVALUATIONS = 100


def bisection_minimum(oracle: Oracle, box: Box, start: Array, target: float) -> Answer:
    r"""Return a point whose certified gap is at most ``target``, or the best one found.

    Every coordinate of :math:`F(x) = \sum_i F_i(x_i)` has a bracket [l_i, u_i] that holds its
    minimiser; the sign of :math:`F_i'(x_i)` tells which part of it to keep, and

    .. math:: F(x) - \min_K F \le \sum_i \max\bigl(F_i'(x_i)(x_i - l_i), F_i'(x_i)(x_i - u_i)\bigr).

    Halving alternates with the zero of the chord of F', which is better where F is smooth.
    """
    low, high = (side.copy() for side in box.bounds)
    _, slope_low = oracle(low)
    _, slope_high = oracle(high)
    high = np.where(slope_low >= 0.0, low, high)
    low = np.where(slope_high <= 0.0, high, low)
    x, best = np.clip(start, low, high), None
    for turn in range(EVALUATIONS):
        value, slope = oracle(x)
        gap = float(np.maximum(slope * (x - low), slope * (x - high)).sum())
        best = Answer(x, value, gap) if best is None or gap < best.gap else best
        if best.gap <= target:
            break
        right, left = slope <= 0.0, slope >= 0.0
        low, slope_low = np.where(right, x, low), np.where(right, slope, slope_low)
        high, slope_high = np.where(left, x, high), np.where(left, slope, slope_high)
        rise = slope_high - slope_low
        share = np.divide(-slope_low, rise, out=np.full_like(rise, 0.5), where=rise > 0.0)
        part = np.where((share > 0.0) & (share < 1.0), share, 0.5) if turn % 2 == 0 else 0.5
        x = np.clip(low + part * (high - low), low, high)
    assert best is not None
    return best
