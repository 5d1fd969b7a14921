"""Logistic regression on a synthetic stream."""

import math
from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array
from regret_lab.domains import Ball, Box, Domain
from regret_lab.parameters import choice, real, whole
from regret_lab.problems.base import PROBLEMS, Problem
from regret_lab.problems.logistic_loss import LogisticLoss, logistic


@PROBLEMS.register("logistic")
@dataclass(frozen=True)
class Logistic(Problem):
    r"""Logistic regression with uniform features and a planted direction.

    .. math:: f_t(x) = \log(1 + e^{-y_t \langle a_t, x\rangle}), \qquad
              a_{t,i} \text{ uniform on } [-1, 1], \qquad
              P(y_t = 1) = \frac{1}{1 + e^{-\kappa\langle a_t, w\rangle}}

    with κ = ``signal`` and :math:`w = (1, -1, 1, \dots)/\sqrt d`. ``shape`` is the domain, a
    ``"ball"`` or a ``"box"`` of the given radius.
    """

    dim: int = whole(20, low=1)
    signal: float = real(5.0, low=0.0)
    radius: float = real(1.0, above=0.0)
    shape: str = choice("ball", "box")

    kind = "ridge"
    structure = "ridge"
    loss = staticmethod(logistic)
    array_loss = LogisticLoss()

    @property
    def domain(self) -> Domain:
        return (Box if self.shape == "box" else Ball)(self.dim, self.radius)

    @property
    def lipschitz(self) -> float:
        return math.sqrt(self.dim)

    @property
    def lipschitz_inf(self) -> float:
        return 1.0

    def draw(self, rng: np.random.Generator, start: int, count: int) -> Array:
        rows = np.empty((count, self.dim + 1))
        rows[:, :-1] = rng.uniform(-1.0, 1.0, (count, self.dim))
        direction = np.where(np.arange(self.dim) % 2 == 0, 1.0, -1.0) / math.sqrt(self.dim)
        logit = self.signal * (rows[:, :-1] @ direction)
        rows[:, -1] = np.where(rng.random(count) * (1.0 + np.exp(-logit)) < 1.0, 1.0, -1.0)
        return rows
