"""Adam (Kingma and Ba, 2015) as an online learner."""

from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array
from regret_lab.learners.base import LEARNERS, Learner
from regret_lab.learners.decay import DECAYS, complement, decayed, step_sizes
from regret_lab.parameters import choice, real


@LEARNERS.register("adam")
@dataclass(frozen=True)
class Adam(Learner):
    r"""Divide a moving average of gradients by the root of a moving average of their squares.

    .. math:: m_t &= \beta_{1,t} m_{t-1} + (1 - \beta_{1,t}) g_t, \qquad
              v_t = \beta_2 v_{t-1} + (1 - \beta_2) g_t^2, \\
              x_{t+1} &= \Pi_{K, \sqrt{\hat v_t}}\Bigl(x_t - \frac{\mathrm{lr}}{\sqrt t}\,
              \frac{\hat m_t}{\sqrt{\hat v_t} + \epsilon}\Bigr), \qquad
              \hat m_t = \frac{m_t}{1 - \beta_1^t}, \quad \hat v_t = \frac{v_t}{1 - \beta_2^t}

    :math:`\beta_{1,t} = \beta_1 \lambda^{t-1}` with λ = ``beta1_decay`` (1: constant). The ε stands
    outside the root and after the correction, as in the paper's Algorithm 1. The algorithm has
    regret linear in T on some sequences for every choice of its parameters.

    References
    ----------
    D. Kingma, J. Ba. Adam: a method for stochastic optimization. ICLR 2015, Algorithm 1 and the
    step sizes of Section 4. Projection: S. Reddi, S. Kale, S. Kumar. ICLR 2018, Algorithm 1.
    """

    lr: float = real(0.1, above=0.0)
    beta1: float = real(0.9, low=0.0, below=1.0)
    beta2: float = real(0.999, low=0.0, below=1.0)
    eps: float = real(1e-8, low=0.0)
    bias_correction: bool = True
    decay: str = choice(*DECAYS)
    beta1_decay: float = real(1.0, above=0.0, high=1.0)

    state = ("m", "v")
    rates = ("alpha", "rho", "momentum")
    record = ("v",)

    @staticmethod
    def schedule(
        t: Array,
        lr: float,
        beta1: float,
        beta2: float,
        bias_correction: bool,
        decay: str,
        beta1_decay: float,
        horizon: float,
    ) -> tuple[Array, ...]:
        alpha, momentum = step_sizes(t, lr, decay, horizon), decayed(beta1, beta1_decay, t)
        if not bias_correction:
            return alpha, np.ones_like(t), momentum
        return alpha / complement(beta1, t), 1.0 / np.sqrt(complement(beta2, t)), momentum

    @staticmethod
    def step(
        x: float,
        g: float,
        m: float,
        v: float,
        alpha: float,
        rho: float,
        momentum: float,
        beta2: float,
        eps: float,
    ) -> tuple[float, float, float]:
        m = momentum * m + (1.0 - momentum) * g
        v = beta2 * v + (1.0 - beta2) * g * g
        size = np.sqrt(v) * rho + eps
        return (x - alpha * m / size if size > 0.0 else x), m, v

    @staticmethod
    def metric(v: float, rho: float, eps: float) -> float:
        return np.sqrt(v) * rho + eps
