"""The cycle that defeats Adam (Reddi, Kale and Kumar, 2018)."""

from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array
from regret_lab.domains import Box, Domain
from regret_lab.parameters import real, whole
from regret_lab.problems.base import PROBLEMS, Problem
from regret_lab.problems.inner_product import inner_product


@PROBLEMS.register("reddi")
@dataclass(frozen=True)
class Reddi(Problem):
    r"""One large slope, then small ones against it, for ever.

    .. math:: f_t(x) = \begin{cases} sCx & t \bmod n = 1 \\ -sx & \text{otherwise}\end{cases}
              \qquad x \in [-1, 1]

    with C = ``big``, n = ``period``, s = ``scale``. The best fixed point is −1 when C > n − 1. A
    learner that forgets the large slope too soon walks to +1, and its average regret goes to
    :math:`2s(C - n + 1)/n`.

    References
    ----------
    S. Reddi, S. Kale, S. Kumar. On the convergence of Adam and beyond. ICLR 2018, Theorem 1 (n = 3)
    and Section 5 (n = 101, C = 101, s = 10).
    """

    big: float = real(3.0, above=0.0, slider=(1.0, 10.0))
    period: int = whole(3, low=2)
    scale: float = real(1.0, above=0.0)

    structure = "linear"
    loss = staticmethod(inner_product)

    @property
    def stochastic(self) -> bool:
        return False

    @property
    def domain(self) -> Domain:
        return Box(1, 1.0)

    @property
    def lipschitz(self) -> float:
        return self.scale * max(self.big, 1.0)

    def draw(self, rng: np.random.Generator, start: int, count: int) -> Array:
        cycle = np.full(self.period, -self.scale)
        cycle[1] = self.scale * self.big
        turns = np.tile(cycle, count // self.period + 2)
        return turns[(start + 1) % self.period :][:count, None]
