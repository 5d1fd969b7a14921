"""AdaBound (Luo et al., 2019): Adam whose step sizes are clipped ever closer to one number."""

from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array
from regret_lab.learners.base import LEARNERS, Learner
from regret_lab.learners.decay import DECAYS, decayed, step_sizes
from regret_lab.parameters import choice, real


@LEARNERS.register("adabound")
@dataclass(frozen=True)
class AdaBound(Learner):
    r"""Clip Adam's step sizes between two bounds that close on a final step size.

    .. math:: m_t &= \beta_{1,t} m_{t-1} + (1 - \beta_{1,t}) g_t, \qquad
              v_t = \beta_2 v_{t-1} + (1 - \beta_2) g_t^2, \\
              \hat\eta_t &= \mathrm{Clip}\Bigl(\frac{\mathrm{lr}}{\sqrt{v_t}},\;
              \alpha^* \Bigl(1 - \frac{1}{(1-\beta_2) t + 1}\Bigr),\;
              \alpha^* \Bigl(1 + \frac{1}{(1-\beta_2) t}\Bigr)\Bigr), \qquad
              \eta_t = \frac{\hat\eta_t}{\sqrt t}, \\
              x_{t+1} &= \Pi_{K, 1/\eta_t}\bigl(x_t - \eta_t m_t\bigr)

    α* = ``final_lr``. No bias correction and no ε, as in the paper's Algorithm 2 (the authors' code
    has both); lr/√0 is clipped to the upper bound. Step sizes: the rate is lr/√t, the same factor
    multiplies both bounds. :math:`\beta_{1,t} = \beta_1 \lambda^{t-1}` with λ = ``beta1_decay``.

    References
    ----------
    L. Luo, Y. Xiong, Y. Liu, X. Sun. Adaptive gradient methods with dynamic bound of learning rate.
    ICLR 2019, Algorithm 2 with the bounds of Section 4 (α* = 0.1). Its regret theorem has a gap:
    P. Savarese. On the convergence of AdaBound and its connection to SGD. 2019.
    """

    lr: float = real(0.1, above=0.0)
    final_lr: float = real(0.1, above=0.0)
    beta1: float = real(0.9, low=0.0, below=1.0)
    beta2: float = real(0.999, low=0.0, below=1.0)
    decay: str = choice(*DECAYS)
    beta1_decay: float = real(1.0, above=0.0, high=1.0)

    state = ("m", "v")
    rates = ("alpha", "lower", "upper", "momentum")
    record = ("v",)

    @staticmethod
    def schedule(
        t: Array,
        lr: float,
        final_lr: float,
        beta1: float,
        beta2: float,
        decay: str,
        beta1_decay: float,
        horizon: float,
    ) -> tuple[Array, ...]:
        alpha = step_sizes(t, lr, decay, horizon)
        final, age = alpha * (final_lr / lr), (1.0 - beta2) * t
        lower, upper = final * (1.0 - 1.0 / (age + 1.0)), final * (1.0 + 1.0 / age)
        return alpha, lower, upper, decayed(beta1, beta1_decay, t)

    @staticmethod
    def step(
        x: float,
        g: float,
        m: float,
        v: float,
        alpha: float,
        lower: float,
        upper: float,
        momentum: float,
        beta2: float,
    ) -> tuple[float, float, float]:
        m = momentum * m + (1.0 - momentum) * g
        v = beta2 * v + (1.0 - beta2) * g * g
        root = np.sqrt(v)
        rate = alpha / root if root * upper > alpha else upper
        rate = rate if rate > lower else lower
        return x - rate * m, m, v

    @staticmethod
    def metric(v: float, alpha: float, lower: float, upper: float) -> float:
        root = np.sqrt(v)
        rate = alpha / root if root * upper > alpha else upper
        return 1.0 / (rate if rate > lower else lower)
