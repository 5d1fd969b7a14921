"""Fair coins: linear losses that no learner can beat and none can lose to."""

from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array
from regret_lab.domains import Box, Domain
from regret_lab.parameters import real
from regret_lab.problems.base import PROBLEMS, Problem
from regret_lab.problems.inner_product import inner_product


@PROBLEMS.register("coin")
@dataclass(frozen=True)
class Coin(Problem):
    r"""Linear losses on an interval whose sign is a fair coin.

    .. math:: f_t(x) = c\,\epsilon_t x, \qquad \epsilon_t = \pm 1 \text{ with probability } 1/2,
              \qquad x \in [-r, r]

    Whatever the learner does, :math:`E R_T = c\,r\,E|\epsilon_1 + \dots + \epsilon_T|`, which is
    about :math:`c\,r\sqrt{2T/\pi}`.
    """

    slope: float = real(1.0, above=0.0)
    radius: float = real(1.0, above=0.0)

    structure = "linear"
    loss = staticmethod(inner_product)

    @property
    def domain(self) -> Domain:
        return Box(1, self.radius)

    @property
    def lipschitz(self) -> float:
        return self.slope

    def draw(self, rng: np.random.Generator, start: int, count: int) -> Array:
        return rng.choice(np.array([-self.slope, self.slope]), (count, 1))
