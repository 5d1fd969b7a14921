"""Random linear losses in d dimensions, drawn without looking at the learner."""

import math
from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array
from regret_lab.domains import Ball, Box, Domain, L1Ball, Simplex
from regret_lab.parameters import choice, real, whole
from regret_lab.problems.base import PROBLEMS, Problem
from regret_lab.problems.inner_product import inner_product


@PROBLEMS.register("linear")
@dataclass(frozen=True)
class Linear(Problem):
    r"""Linear losses with independent random coefficients.

    .. math:: f_t(x) = \langle z_t, x \rangle, \qquad |z_{t,i}| \le c

    ``family``: ``"uniform"`` on [−c, c]; ``"rademacher"``: ±c in every coordinate; ``"sparse"``:
    ±c with probability ``density`` in each coordinate, else 0. ``shape`` is the domain: ``"box"``,
    ``"ball"``, ``"l1"`` (of the given radius) or ``"simplex"``.
    """

    dim: int = whole(5, low=1)
    family: str = choice("uniform", "rademacher", "sparse")
    slope: float = real(1.0, above=0.0)
    density: float = real(0.1, above=0.0, high=1.0)
    shape: str = choice("box", "ball", "l1", "simplex")
    radius: float = real(1.0, above=0.0)

    structure = "linear"
    loss = staticmethod(inner_product)

    @property
    def domain(self) -> Domain:
        if self.shape == "simplex":
            return Simplex(self.dim)
        shapes = {"box": Box, "ball": Ball, "l1": L1Ball}
        return shapes[self.shape](self.dim, self.radius)

    @property
    def lipschitz(self) -> float:
        return self.slope * math.sqrt(self.dim)

    @property
    def lipschitz_inf(self) -> float:
        return self.slope

    def draw(self, rng: np.random.Generator, start: int, count: int) -> Array:
        size = (count, self.dim)
        if self.family == "uniform":
            return rng.uniform(-self.slope, self.slope, size)
        signs = rng.choice(np.array([-self.slope, self.slope]), size)
        return signs if self.family == "rademacher" else signs * (rng.random(size) < self.density)
