"""Lion (Chen et al., 2023): the sign of an interpolated momentum."""

from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array
from regret_lab.learners.base import LEARNERS, Learner
from regret_lab.learners.decay import DECAYS, step_sizes
from regret_lab.parameters import choice, real


@LEARNERS.register("lion")
@dataclass(frozen=True)
class Lion(Learner):
    r"""Step by the sign of the gradient mixed with its moving average, every coordinate alike.

    .. math:: c_t &= \beta_1 m_{t-1} + (1 - \beta_1) g_t, \qquad
              m_t = \beta_2 m_{t-1} + (1 - \beta_2) g_t, \\
              x_{t+1} &= \Pi_K\Bigl(x_t - \frac{\mathrm{lr}}{\sqrt t}
              \bigl(\mathrm{sign}(c_t) + \lambda x_t\bigr)\Bigr)

    λ = ``weight_decay`` pulls towards the origin and is 0 here unless asked for. sign(0) is 0. Step
    sizes lr/√t and the projection are ours: the paper has a schedule and no constraint.

    References
    ----------
    X. Chen, C. Liang, D. Huang, E. Real, K. Wang, H. Pham, X. Dong, T. Luong, C. Hsieh, Y. Lu,
    Q. Le. Symbolic discovery of optimization algorithms. NeurIPS 2023, Algorithm 2.
    """

    lr: float = real(0.1, above=0.0)
    beta1: float = real(0.9, low=0.0, below=1.0)
    beta2: float = real(0.99, low=0.0, below=1.0)
    weight_decay: float = real(0.0, low=0.0)
    decay: str = choice(*DECAYS)

    state = ("m",)
    rates = ("alpha",)

    @staticmethod
    def schedule(t: Array, lr: float, decay: str, horizon: float) -> Array:
        return step_sizes(t, lr, decay, horizon)

    @staticmethod
    def step(
        x: float,
        g: float,
        m: float,
        alpha: float,
        beta1: float,
        beta2: float,
        weight_decay: float,
    ) -> tuple[float, float]:
        way = np.sign(beta1 * m + (1.0 - beta1) * g)
        m = beta2 * m + (1.0 - beta2) * g
        return x - alpha * (way + weight_decay * x), m
