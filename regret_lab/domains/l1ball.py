"""Balls of the 1-norm around the origin."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regret_lab.arrays import Array
from regret_lab.domains.base import Domain
from regret_lab.domains.shrinkage import shrink
from regret_lab.parameters import real, whole


@dataclass(frozen=True)
class L1Ball(Domain):
    r"""The cross-polytope :math:`\{x : \|x\|_1 \le r\}`."""

    dim: int = whole(1, low=1)
    radius: float = real(1.0, above=0.0)

    projection = staticmethod(shrink)

    @property
    def centre(self) -> Array:
        return np.zeros(self.dim)

    @property
    def bounds(self) -> tuple[Array, Array]:
        return np.full(self.dim, -self.radius), np.full(self.dim, self.radius)

    @property
    def diameter(self) -> float:
        return 2.0 * self.radius

    @property
    def diameter_inf(self) -> float:
        return 2.0 * self.radius

    @property
    def parameters(self) -> dict[str, float]:
        return {"radius": self.radius, "signed": 1.0}

    def minimise_linear(self, g: Array) -> Array:
        steepest = np.eye(self.dim)[np.argmax(np.abs(g), axis=-1)]
        return -self.radius * np.sign(g) * steepest

    def support(self, g: Array) -> Array:
        return self.radius * np.max(np.abs(g), axis=-1)

    def contains(self, x: Array, tolerance: float = 0.0) -> NDArray[np.bool_]:
        # the last digits of the norm are rounding: a point of the boundary belongs to the ball
        slack = tolerance * self.diameter_inf + 1e-15 * self.dim * self.radius
        return np.asarray(np.abs(x).sum(axis=-1) <= self.radius + slack)
