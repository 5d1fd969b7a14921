"""An adversary that looks at the learner."""

import math
from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array
from regret_lab.domains import Box, Domain
from regret_lab.parameters import real, whole
from regret_lab.problems.base import PROBLEMS, Problem


@PROBLEMS.register("chaser")
@dataclass(frozen=True)
class Chaser(Problem):
    r"""Linear losses whose sign stands against the learner's running mean.

    .. math:: f_t(x) = \langle z_t, x\rangle, \qquad
              z_{t,i} = u_{t,i}\,\mathrm{sign}(\bar x_{t,i}), \qquad
              \bar x_t = \tfrac1t(x_1 + \dots + x_t), \qquad u_{t,i} \text{ uniform on } [0, c]

    with c = ``slope`` and sign(0) = −1, on the box of the given radius. The losses depend on the
    play, so every learner meets its own sequence and has its own comparator.
    """

    dim: int = whole(1, low=1)
    slope: float = real(1.0, above=0.0)
    radius: float = real(1.0, above=0.0)

    kind = "vector"
    structure = "linear"
    adaptive = True

    @property
    def domain(self) -> Domain:
        return Box(self.dim, self.radius)

    @property
    def lipschitz(self) -> float:
        return self.slope * math.sqrt(self.dim)

    @property
    def lipschitz_inf(self) -> float:
        return self.slope

    @property
    def memory_size(self) -> int:
        return self.dim

    def draw(self, rng: np.random.Generator, start: int, count: int) -> Array:
        return rng.uniform(0.0, self.slope, (count, self.dim))

    @staticmethod
    def loss(x: Array, z: Array, q: Array, g: Array, t: float) -> float:
        total = 0.0
        for i in range(x.size):
            q[i] += (x[i] - q[i]) / t
            z[i] = z[i] if q[i] > 0.0 else -z[i]
            g[i] = z[i]
            total += z[i] * x[i]
        return total
