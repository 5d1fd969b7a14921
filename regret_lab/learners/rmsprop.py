"""RMSProp (Tieleman and Hinton, 2012) as an online learner."""

from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array
from regret_lab.learners.base import LEARNERS, Learner
from regret_lab.learners.decay import DECAYS, step_sizes
from regret_lab.parameters import choice, real


@LEARNERS.register("rmsprop")
@dataclass(frozen=True)
class RMSProp(Learner):
    r"""Divide each gradient by the root of a moving average of squared gradients.

    .. math:: v_t = \beta_2 v_{t-1} + (1 - \beta_2) g_t^2, \qquad
              x_{t+1} = \Pi_{K, \sqrt{v_t}}\Bigl(x_t - \frac{\mathrm{lr}}{\sqrt t}\,
              \frac{g_t}{\sqrt{v_t} + \epsilon}\Bigr)

    The lecture has neither ε, nor a decaying step, nor a projection: with ``eps=0`` and
    ``decay="constant"`` the step is its own. The average starts at zero and is not corrected for
    it. Regret is linear in T on some sequences for every β2.

    References
    ----------
    T. Tieleman, G. Hinton. Lecture 6.5: rmsprop. Neural Networks for Machine Learning, 2012 (β2 =
    0.9). Step sizes and analysis with a growing β2: M. Mukkamala, M. Hein. Variants of RMSProp and
    Adagrad with logarithmic regret bounds. ICML 2017.
    """

    lr: float = real(0.1, above=0.0)
    beta2: float = real(0.9, low=0.0, below=1.0)
    eps: float = real(1e-8, low=0.0)
    decay: str = choice(*DECAYS)

    state = ("v",)
    rates = ("alpha",)
    record = ("v",)

    @staticmethod
    def schedule(t: Array, lr: float, decay: str, horizon: float) -> Array:
        return step_sizes(t, lr, decay, horizon)

    @staticmethod
    def step(
        x: float, g: float, v: float, alpha: float, beta2: float, eps: float
    ) -> tuple[float, float]:
        v = beta2 * v + (1.0 - beta2) * g * g
        size = np.sqrt(v) + eps
        return (x - alpha * g / size if size > 0.0 else x), v

    @staticmethod
    def metric(v: float, eps: float) -> float:
        return np.sqrt(v) + eps
