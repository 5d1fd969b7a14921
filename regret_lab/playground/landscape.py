"""A curve with two valleys: where learners meet the same noisy slopes, and no theorem speaks."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from regret_lab.arrays import Array
from regret_lab.domains import Box, Domain
from regret_lab.engine import LossRule, generator
from regret_lab.parameters import Checked, real

FINE = 4001
"""Points of the grid that tells the valleys apart, before Newton's method takes over."""


@dataclass(frozen=True)
class Landscape(Checked):
    r"""The curve 0.2 x² + 0.6 sin(1.5 x), its slopes blurred by the same noise for everyone.

    .. math:: f_t(x) = \tfrac15 x^2 + \tfrac35 \sin(\tfrac32 x) + z_t x, \qquad
              z_t = \text{noise} \cdot \xi_t, \quad \xi_t \sim N(0, 1), \qquad x \in [-4, 4]

    The gradients are those of f plus noise; the noise enters the loss as z_t x, so that the best
    fixed point in hindsight is known: it moves with the mean of z. f is **not convex**: the minimum
    is near −0.80, a second valley near 2.21, and no regret bound applies. It is no problem of the
    registry for that reason.
    """

    noise: float = real(0.5, low=0.0, slider=(0.0, 2.0))

    name = "landscape"
    convex = False
    start = (-3.5,)
    width, memory_size = 1, 0

    @property
    def domain(self) -> Domain:
        return Box(1, 4.0)

    @property
    def values(self) -> dict[str, object]:
        """All fields by name."""
        return {item.name: getattr(self, item.name) for item in fields(self)}

    @property
    def parameters(self) -> dict[str, float]:
        """Nothing: the noise is in the outcomes."""
        return {}

    @property
    def loss_rule(self) -> LossRule:
        """What a game has to know of the loss."""
        return LossRule("Landscape", Landscape.loss, "separable", ())

    def outcomes(self, seed: int, chunk: int, start: int, count: int) -> Array:
        """Return the noise of one chunk of one seed: a louder noise has the same shape."""
        return self.noise * generator(seed, chunk).standard_normal((count, 1))

    @staticmethod
    def loss(x: Any, z: Any) -> tuple[Any, Any]:
        """Return the loss and its slope; arrays of points are welcome."""
        value = 0.2 * x * x + 0.6 * np.sin(1.5 * x) + z * x
        return value, 0.4 * x + 0.9 * np.cos(1.5 * x) + z

    def best(self, tilt: Array) -> Array:
        """Return the lowest point of f(x) + tilt · x for each tilt, to the last bits."""
        low, high = (float(end[0]) for end in self.domain.bounds)
        grid = np.linspace(low, high, FINE)
        curve = np.asarray(self.loss(grid, 0.0)[0])
        x = np.array([grid[np.argmin(curve + slope * grid)] for slope in tilt])
        for _ in range(4):  # Newton: the curvature is positive around a lowest point inside
            slope, curvature = 0.4 * x + 0.9 * np.cos(1.5 * x) + tilt, 0.4 - 1.35 * np.sin(1.5 * x)
            inside = (x > low) & (x < high) & (curvature > 0.0)
            x = np.where(
                inside, np.clip(x - slope / np.where(inside, curvature, 1.0), low, high), x
            )
        return x
