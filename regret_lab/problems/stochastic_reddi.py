"""The lottery that defeats Adam (Reddi, Kale and Kumar, 2018)."""

from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array
from regret_lab.domains import Box, Domain
from regret_lab.parameters import real
from regret_lab.problems.base import PROBLEMS, Problem
from regret_lab.problems.inner_product import inner_product


@PROBLEMS.register("stochastic_reddi")
@dataclass(frozen=True)
class StochasticReddi(Problem):
    r"""Now and then a large slope, otherwise a small one against it.

    .. math:: f_t(x) = \begin{cases} sCx & \text{with probability } p \\ -sx & \text{otherwise}
              \end{cases} \qquad x \in [-1, 1]

    with C = ``big``, p = ``chance``, s = ``scale``. The expected loss :math:`s(pC - 1 + p)x` is
    smallest at −1 when :math:`p(C + 1) > 1`; at +1 it costs :math:`2s(p(C+1) - 1)` more, in every
    round. The noise of the realised comparator, :math:`s(C + 1)\sqrt{p(1-p)T}`, hides that for a
    long time; the pseudo-regret does not.

    References
    ----------
    S. Reddi, S. Kale, S. Kumar. On the convergence of Adam and beyond. ICLR 2018, Theorem 3 with
    p = (1 + δ)/(C + 1), s = 1, and Section 5 with C = 101, p = 0.01, s = 10.
    """

    big: float = real(101.0, above=0.0)
    chance: float = real(0.01, above=0.0, below=1.0)
    scale: float = real(10.0, above=0.0)

    structure = "linear"
    loss = staticmethod(inner_product)

    @property
    def domain(self) -> Domain:
        return Box(1, 1.0)

    @property
    def lipschitz(self) -> float:
        return self.scale * max(self.big, 1.0)

    def draw(self, rng: np.random.Generator, start: int, count: int) -> Array:
        wins = rng.random((count, 1)) < self.chance
        return np.where(wins, self.scale * self.big, -self.scale)

    @staticmethod
    def mean_loss(x: float, big: float, chance: float, scale: float) -> float:
        return scale * (chance * big - (1.0 - chance)) * x

    def mean_best(self) -> Array:
        slope = self.chance * self.big - (1.0 - self.chance)
        return self.domain.minimise_linear(np.array([slope]))
