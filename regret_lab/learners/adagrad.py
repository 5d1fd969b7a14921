"""AdaGrad with a diagonal metric (Duchi, Hazan and Singer, 2011)."""

from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array
from regret_lab.learners.base import LEARNERS, Learner
from regret_lab.parameters import real


@LEARNERS.register("adagrad")
@dataclass(frozen=True)
class AdaGrad(Learner):
    r"""Divide each coordinate's step by the root of its summed squared gradients.

    .. math:: s_t = s_{t-1} + g_t^2, \qquad
              x_{t+1} = \Pi_{K, H_t}\Bigl(x_t - \frac{\mathrm{lr}\,g_t}{\sqrt{s_t}+\epsilon}\Bigr),
              \qquad H_t = \mathrm{diag}(\sqrt{s_t} + \epsilon)

    A coordinate that saw no gradient yet does not move (0/0 is 0).

    References
    ----------
    J. Duchi, E. Hazan, Y. Singer. Adaptive subgradient methods for online learning and stochastic
    optimization. JMLR 12, 2011, Figure 1 (diagonal, composite mirror descent).
    """

    lr: float = real(0.1, above=0.0)
    eps: float = real(1e-8, low=0.0)

    state = ("s",)

    @property
    def decays(self) -> bool | None:
        return True

    def step_sizes(self, t: Array) -> Array | None:
        return self.lr / np.sqrt(t)  # in units of the gradients' root mean square

    @staticmethod
    def step(x: float, g: float, s: float, lr: float, eps: float) -> tuple[float, float]:
        s = s + g * g
        size = np.sqrt(s) + eps
        return (x - lr * g / size if size > 0.0 else x), s

    @staticmethod
    def metric(s: float, eps: float) -> float:
        return np.sqrt(s) + eps
