"""Pairs of two-block sequences: a family of periodic gradients in the plane."""

import numpy as np

from regret_lab.arrays import Array
from regret_lab.falsify.plane import sizes

SHAPE = 7
"""Numbers that make a pair: two lengths, two tilts, a shift, a ratio of sizes, a turn."""


def pair(shape: Array, period: int) -> Array:
    """Return the sequence (n, 2) of seven numbers in [0, 1], scaled to gradients of norm ≤ 1.

    Each coordinate is +1 for L rounds, then −(1 − tilt) L/(n − L); the second is shifted in time
    and has a size of its own (0 for the lowest fifth of ratios); at last the plane is turned.
    """
    first, second = (_blocks(period, shape[k], shape[k + 1]) for k in (0, 2))
    ratio = np.tan(0.5 * np.pi * min(max(1.25 * shape[5] - 0.25, 0.0), 0.999))
    second = np.roll(second, round(shape[4] * period)) * ratio
    turn = 0.5 * np.pi * shape[6]
    turned = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    sequence = np.stack([first, second], axis=1) @ turned
    return sequence / sizes(sequence)


def _blocks(n: int, share: float, tilt: float) -> Array:
    length = min(max(round(share * n), 1), n - 1)
    low = (1.0 - 10.0 ** (-2.5 * (1.0 - tilt))) * length / (n - length)
    return np.where(np.arange(n) < length, 1.0, -low)
