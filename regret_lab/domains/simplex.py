"""The probability simplex."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regret_lab.arrays import Array
from regret_lab.domains.base import Domain
from regret_lab.domains.shrinkage import shrink
from regret_lab.parameters import whole


@dataclass(frozen=True)
class Simplex(Domain):
    r"""The probability simplex :math:`\{x : x_i \ge 0, \sum_i x_i = 1\}`."""

    dim: int = whole(2, low=2)

    projection = staticmethod(shrink)

    @property
    def centre(self) -> Array:
        return np.full(self.dim, 1.0 / self.dim)

    @property
    def bounds(self) -> tuple[Array, Array]:
        return np.zeros(self.dim), np.ones(self.dim)

    @property
    def diameter(self) -> float:
        return 2.0**0.5

    @property
    def diameter_inf(self) -> float:
        return 1.0

    @property
    def parameters(self) -> dict[str, float]:
        return {"radius": 1.0, "signed": 0.0}

    def minimise_linear(self, g: Array) -> Array:
        return np.eye(self.dim)[np.argmin(g, axis=-1)]

    def support(self, g: Array) -> Array:
        return np.max(g, axis=-1)

    def contains(self, x: Array, tolerance: float = 0.0) -> NDArray[np.bool_]:
        # a sum of d rounded terms is one up to d roundings
        slack = tolerance + 1e-15 * self.dim
        return (x >= -tolerance).all(axis=-1) & (np.abs(x.sum(axis=-1) - 1.0) <= slack * self.dim)
