"""Padam (Chen et al., 2020): between AMSGrad and momentum by a power of the second moment."""

import math
from dataclasses import dataclass

from regret_lab.arrays import Array
from regret_lab.learners.base import LEARNERS, Learner
from regret_lab.learners.decay import DECAYS, decayed, step_sizes
from regret_lab.parameters import choice, real


@LEARNERS.register("padam")
@dataclass(frozen=True)
class Padam(Learner):
    r"""AMSGrad with the power p in the place of the square root.

    .. math:: m_t &= \beta_{1,t} m_{t-1} + (1 - \beta_{1,t}) g_t, \qquad
              v_t = \beta_2 v_{t-1} + (1 - \beta_2) g_t^2, \qquad
              \hat v_t = \max(\hat v_{t-1}, v_t), \\
              x_{t+1} &= \Pi_{K, \hat v_t^p}\Bigl(x_t - \frac{\mathrm{lr}}{\sqrt t}\,
              \frac{m_t}{\hat v_t^p}\Bigr), \qquad 0 < p \le \tfrac12

    p = 1/2 is AMSGrad; p → 0 is gradient descent with momentum. There is no ε, as in the paper's
    algorithm: a coordinate that saw no gradient yet does not move (0/0 is 0).
    :math:`\beta_{1,t} = \beta_1 \lambda^{t-1}` with λ = ``beta1_decay`` (1: constant).

    References
    ----------
    J. Chen, D. Zhou, Y. Tang, Z. Yang, Y. Cao, Q. Gu. Closing the generalization gap of adaptive
    gradient methods in training deep neural networks. IJCAI 2020, Algorithm 1 (p = 1/8).
    """

    lr: float = real(0.1, above=0.0)
    beta1: float = real(0.9, low=0.0, below=1.0)
    beta2: float = real(0.999, low=0.0, below=1.0)
    power: float = real(0.125, above=0.0, high=0.5)
    decay: str = choice(*DECAYS)
    beta1_decay: float = real(1.0, above=0.0, high=1.0)

    state = ("m", "v", "vmax")
    rates = ("alpha", "momentum")
    record = ("vmax",)

    @staticmethod
    def schedule(
        t: Array, lr: float, beta1: float, decay: str, beta1_decay: float, horizon: float
    ) -> tuple[Array, ...]:
        return step_sizes(t, lr, decay, horizon), decayed(beta1, beta1_decay, t)

    @staticmethod
    def step(
        x: float,
        g: float,
        m: float,
        v: float,
        vmax: float,
        alpha: float,
        momentum: float,
        beta2: float,
        power: float,
    ) -> tuple[float, float, float, float]:
        m = momentum * m + (1.0 - momentum) * g
        v = beta2 * v + (1.0 - beta2) * g * g
        vmax = max(v, vmax)
        size = math.pow(vmax, power)
        return (x - alpha * m / size if size > 0.0 else x), m, v, vmax

    @staticmethod
    def metric(vmax: float, power: float) -> float:
        return math.pow(vmax, power)
