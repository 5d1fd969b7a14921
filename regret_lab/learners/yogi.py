"""Yogi (Zaheer et al., 2018): a second moment that moves by its target's size, not its own."""

from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array
from regret_lab.learners.base import LEARNERS, Learner
from regret_lab.learners.decay import DECAYS, step_sizes
from regret_lab.parameters import choice, real


@LEARNERS.register("yogi")
@dataclass(frozen=True)
class Yogi(Learner):
    r"""Adam without bias correction whose second moment steps up or down by (1 − β2) g².

    .. math:: m_t &= \beta_1 m_{t-1} + (1 - \beta_1) g_t, \qquad
              v_t = v_{t-1} - (1 - \beta_2)\,\mathrm{sign}(v_{t-1} - g_t^2)\, g_t^2, \\
              x_{t+1} &= \Pi_{K, \sqrt{v_t}}\Bigl(x_t - \frac{\mathrm{lr}}{\sqrt t}\,
              \frac{m_t}{\sqrt{v_t} + \epsilon}\Bigr)

    Both moments start at zero as in the algorithm; the paper's experiments and most
    implementations start them at 1e-6. Step sizes lr/√t and the projection are ours: the paper
    studies smooth losses without constraints.

    References
    ----------
    M. Zaheer, S. Reddi, D. Sachan, S. Kale, S. Kumar. Adaptive methods for nonconvex optimization.
    NeurIPS 2018, Algorithm 2 (ε = 1e-3).
    """

    lr: float = real(0.1, above=0.0)
    beta1: float = real(0.9, low=0.0, below=1.0)
    beta2: float = real(0.999, low=0.0, below=1.0)
    eps: float = real(1e-3, low=0.0)
    decay: str = choice(*DECAYS)

    state = ("m", "v")
    rates = ("alpha",)
    record = ("v",)

    @staticmethod
    def schedule(t: Array, lr: float, decay: str, horizon: float) -> Array:
        return step_sizes(t, lr, decay, horizon)

    @staticmethod
    def step(
        x: float,
        g: float,
        m: float,
        v: float,
        alpha: float,
        beta1: float,
        beta2: float,
        eps: float,
    ) -> tuple[float, float, float]:
        m = beta1 * m + (1.0 - beta1) * g
        v = v - (1.0 - beta2) * np.sign(v - g * g) * g * g
        size = np.sqrt(v) + eps
        return (x - alpha * m / size if size > 0.0 else x), m, v

    @staticmethod
    def metric(v: float, eps: float) -> float:
        return np.sqrt(v) + eps
