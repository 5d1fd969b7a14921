"""The logistic loss: the rule the engine compiles, and its array form for comparators."""

import numpy as np

from regret_lab.arrays import Array


def logistic(u: float, y: float) -> tuple[float, float]:
    r"""Return :math:`\log(1 + e^{-yu})` and its derivative in u, for a label y = ±1."""
    margin = y * u
    tail = np.exp(-abs(margin))
    value = max(-margin, 0.0) + np.log1p(tail)
    return value, -y * (tail / (1.0 + tail) if margin > 0.0 else 1.0 / (1.0 + tail))


def chance(u: Array) -> Array:
    r"""Return :math:`1 / (1 + e^{-u})` without overflow."""
    tail = np.exp(-np.abs(u))
    return np.where(u >= 0.0, 1.0, tail) / (1.0 + tail)


class LogisticLoss:
    """The same loss on arrays, with its curvature."""

    def value(self, u: Array, y: Array) -> Array:
        margin = y * u
        return np.maximum(-margin, 0.0) + np.log1p(np.exp(-np.abs(margin)))

    def slope(self, u: Array, y: Array) -> Array:
        return -y * chance(-y * u)

    def curvature(self, u: Array, y: Array) -> Array:
        likely = chance(u)
        return likely * (1.0 - likely)
