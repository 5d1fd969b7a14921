"""AdaBelief (Zhuang et al., 2020): scale by the deviation of gradients from their average."""

from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array
from regret_lab.learners.base import LEARNERS, Learner
from regret_lab.learners.decay import DECAYS, complement, step_sizes
from regret_lab.parameters import choice, real


@LEARNERS.register("adabelief")
@dataclass(frozen=True)
class AdaBelief(Learner):
    r"""Adam with the squared deviation from the moving average in the place of the square.

    .. math:: m_t &= \beta_1 m_{t-1} + (1 - \beta_1) g_t, \qquad
              s_t = \beta_2 s_{t-1} + (1 - \beta_2)(g_t - m_t)^2 + \epsilon, \\
              x_{t+1} &= \Pi_{K, \sqrt{\hat s_t}}\Bigl(x_t - \frac{\mathrm{lr}}{\sqrt t}\,
              \frac{\hat m_t}{\sqrt{\hat s_t} + \epsilon}\Bigr), \qquad
              \hat m_t = \frac{m_t}{1 - \beta_1^t}, \quad \hat s_t = \frac{s_t}{1 - \beta_2^t}

    The ε inside s is added in every round and stays there, as in the authors' code and the later
    versions of the paper; the first version adds it to :math:`\hat s_t` only. The metric of the
    projection is the divisor, ε included. There is no maximum as in AMSGrad, which the paper's
    theorem assumes: regret is linear in T on some sequences.

    References
    ----------
    J. Zhuang, T. Tang, Y. Ding, S. Tatikonda, N. Dvornek, X. Papademetris, J. Duncan. AdaBelief
    optimizer: adapting stepsizes by the belief in observed gradients. NeurIPS 2020, Algorithm 2.
    """

    lr: float = real(0.1, above=0.0)
    beta1: float = real(0.9, low=0.0, below=1.0)
    beta2: float = real(0.999, low=0.0, below=1.0)
    eps: float = real(1e-8, low=0.0)
    decay: str = choice(*DECAYS)

    state = ("m", "s")
    rates = ("alpha", "rho")
    record = ("s",)

    @staticmethod
    def schedule(
        t: Array, lr: float, beta1: float, beta2: float, decay: str, horizon: float
    ) -> tuple[Array, ...]:
        alpha = step_sizes(t, lr, decay, horizon) / complement(beta1, t)
        return alpha, 1.0 / np.sqrt(complement(beta2, t))

    @staticmethod
    def step(
        x: float,
        g: float,
        m: float,
        s: float,
        alpha: float,
        rho: float,
        beta1: float,
        beta2: float,
        eps: float,
    ) -> tuple[float, float, float]:
        m = beta1 * m + (1.0 - beta1) * g
        s = beta2 * s + (1.0 - beta2) * (g - m) * (g - m) + eps
        size = np.sqrt(s) * rho + eps
        return (x - alpha * m / size if size > 0.0 else x), m, s

    @staticmethod
    def metric(s: float, rho: float, eps: float) -> float:
        return np.sqrt(s) * rho + eps
