"""Strongly convex losses: chase random targets."""

import math
from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array
from regret_lab.domains import Ball, Box, Domain
from regret_lab.parameters import choice, real, whole
from regret_lab.problems.base import PROBLEMS, Problem


@PROBLEMS.register("quadratic")
@dataclass(frozen=True)
class Quadratic(Problem):
    r"""Squared distance to targets drawn uniformly from a cube.

    .. math:: f_t(x) = \frac\mu2 \|x - z_t\|^2, \qquad z_{t,i} \text{ uniform on } [-s, s]

    Every loss is μ-strongly convex. The expected loss
    :math:`\frac\mu2(\|x\|^2 + d s^2/3)` is smallest at 0. ``shape`` is the domain, a ``"box"`` or
    a ``"ball"`` of the given radius; s is ``spread``.
    """

    dim: int = whole(5, low=1)
    mu: float = real(1.0, above=0.0)
    radius: float = real(1.0, above=0.0)
    spread: float = real(1.0, low=0.0)
    shape: str = choice("box", "ball")

    structure = "quadratic"

    @property
    def domain(self) -> Domain:
        return (Box if self.shape == "box" else Ball)(self.dim, self.radius)

    @property
    def lipschitz(self) -> float:
        corner = math.sqrt(self.dim)
        reach = self.radius * (corner if self.shape == "box" else 1.0)
        return self.mu * (reach + self.spread * corner)

    @property
    def lipschitz_inf(self) -> float:
        return self.mu * (self.radius + self.spread)

    @property
    def strong_convexity(self) -> float:
        return self.mu

    def draw(self, rng: np.random.Generator, start: int, count: int) -> Array:
        return rng.uniform(-self.spread, self.spread, (count, self.dim))

    @staticmethod
    def loss(x: float, z: float, mu: float) -> tuple[float, float]:
        away = x - z
        return 0.5 * mu * away * away, mu * away

    @staticmethod
    def mean_loss(x: float, mu: float, spread: float) -> float:
        return 0.5 * mu * (x * x + spread * spread / 3.0)
