"""AdamNC (Reddi, Kale and Kumar, 2018): Adam whose memory of squares grows with the rounds."""

from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array
from regret_lab.learners.base import LEARNERS, Learner
from regret_lab.learners.decay import DECAYS, decayed, step_sizes
from regret_lab.parameters import choice, real


@LEARNERS.register("adamnc")
@dataclass(frozen=True)
class AdamNC(Learner):
    r"""Adam with :math:`\beta_{2,t} = 1 - 1/t`: the second moment is the plain mean of squares.

    .. math:: m_t &= \beta_{1,t} m_{t-1} + (1 - \beta_{1,t}) g_t, \qquad
              v_t = \bigl(1 - \tfrac1t\bigr) v_{t-1} + \tfrac1t g_t^2
                  = \frac1t \sum_{s \le t} g_s^2, \\
              x_{t+1} &= \Pi_{K, \sqrt{v_t}}\Bigl(x_t - \frac{\mathrm{lr}}{\sqrt t}\,
              \frac{m_t}{\sqrt{v_t} + \epsilon}\Bigr)

    :math:`\beta_{1,t} = \beta_1 \lambda^{t-1}` with λ = ``beta1_decay`` (1: constant). The paper
    has no ε; ``eps=0`` is its algorithm, 0/0 being 0.

    References
    ----------
    S. Reddi, S. Kale, S. Kumar. On the convergence of Adam and beyond. ICLR 2018, Section 4
    and Corollary 2.
    """

    lr: float = real(0.1, above=0.0)
    beta1: float = real(0.9, low=0.0, below=1.0)
    eps: float = real(1e-8, low=0.0)
    decay: str = choice(*DECAYS)
    beta1_decay: float = real(1.0, above=0.0, high=1.0)

    state = ("m", "v")
    rates = ("alpha", "momentum", "share")
    record = ("v",)

    @staticmethod
    def schedule(
        t: Array, lr: float, beta1: float, decay: str, beta1_decay: float, horizon: float
    ) -> tuple[Array, ...]:
        return step_sizes(t, lr, decay, horizon), decayed(beta1, beta1_decay, t), 1.0 / t

    @staticmethod
    def step(
        x: float,
        g: float,
        m: float,
        v: float,
        alpha: float,
        momentum: float,
        share: float,
        eps: float,
    ) -> tuple[float, float, float]:
        m = momentum * m + (1.0 - momentum) * g
        v = (1.0 - share) * v + share * g * g
        size = np.sqrt(v) + eps
        return (x - alpha * m / size if size > 0.0 else x), m, v

    @staticmethod
    def metric(v: float, eps: float) -> float:
        return np.sqrt(v) + eps
