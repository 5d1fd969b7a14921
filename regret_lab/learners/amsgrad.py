"""AMSGrad (Reddi, Kale and Kumar, 2018)."""

from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array
from regret_lab.learners.base import LEARNERS, Learner
from regret_lab.learners.decay import DECAYS, decayed, step_sizes
from regret_lab.parameters import choice, real


@LEARNERS.register("amsgrad")
@dataclass(frozen=True)
class AMSGrad(Learner):
    r"""Adam without bias correction whose second moment never falls.

    .. math:: m_t &= \beta_{1,t} m_{t-1} + (1 - \beta_{1,t}) g_t, \qquad
              v_t = \beta_2 v_{t-1} + (1 - \beta_2) g_t^2, \qquad
              \hat v_t = \max(\hat v_{t-1}, v_t), \\
              x_{t+1} &= \Pi_{K, \sqrt{\hat v_t}}\Bigl(x_t - \frac{\mathrm{lr}}{\sqrt t}\,
              \frac{m_t}{\sqrt{\hat v_t} + \epsilon}\Bigr)

    :math:`\beta_{1,t} = \beta_1 \lambda^{t-1}` with λ = ``beta1_decay`` (1: constant).

    References
    ----------
    S. Reddi, S. Kale, S. Kumar. On the convergence of Adam and beyond. ICLR 2018, Algorithm 2.
    """

    lr: float = real(0.1, above=0.0)
    beta1: float = real(0.9, low=0.0, below=1.0)
    beta2: float = real(0.999, low=0.0, below=1.0)
    eps: float = real(1e-8, low=0.0)
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
        eps: float,
    ) -> tuple[float, float, float, float]:
        m = momentum * m + (1.0 - momentum) * g
        v = beta2 * v + (1.0 - beta2) * g * g
        vmax = max(v, vmax)
        size = np.sqrt(vmax) + eps
        return (x - alpha * m / size if size > 0.0 else x), m, v, vmax

    @staticmethod
    def metric(vmax: float, eps: float) -> float:
        return np.sqrt(vmax) + eps
