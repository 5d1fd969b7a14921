"""NAdam (Dozat, 2016): Adam with Nesterov's look ahead."""

from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array
from regret_lab.learners.base import LEARNERS, Learner
from regret_lab.learners.decay import DECAYS, complement, step_sizes
from regret_lab.parameters import choice, real

WARM_UP = 0.96 ** (1.0 / 250.0)
"""r in the paper's momentum schedule μ_t = β1 (1 − r^t / 2)."""

TERMS = 54
"""Terms of the series for ln(1 − r^t/2): the next one is below 2⁻⁵³."""


@LEARNERS.register("nadam")
@dataclass(frozen=True)
class NAdam(Learner):
    r"""Step along the moving average as it will be after the next round's decay.

    .. math:: \mu_t &= \beta_1 \bigl(1 - \tfrac12\, 0.96^{t/250}\bigr), \qquad
              m_t = \mu_t m_{t-1} + (1 - \mu_t) g_t, \qquad
              v_t = \beta_2 v_{t-1} + (1 - \beta_2) g_t^2, \\
              \bar m_t &= \frac{\mu_{t+1} m_t}{1 - \prod_{i \le t+1} \mu_i}
                        + \frac{(1 - \mu_t)\, g_t}{1 - \prod_{i \le t} \mu_i}, \qquad
              \hat v_t = \frac{v_t}{1 - \beta_2^t}, \\
              x_{t+1} &= \Pi_{K, \sqrt{\hat v_t}}\Bigl(x_t - \frac{\mathrm{lr}}{\sqrt t}\,
              \frac{\bar m_t}{\sqrt{\hat v_t} + \epsilon}\Bigr)

    The paper prints :math:`\hat n_t = \nu n_t / (1 - \nu^t)` with ν = β2; the extra factor ν only
    scales the step by a constant and is left out, as in the usual implementations. Step sizes and
    projection are Adam's. As t grows μ tends to β1, and the step to
    :math:`(\beta_1 m_t + (1 - \beta_1) g_t)/(\sqrt{v_t} + \epsilon)`.

    References
    ----------
    T. Dozat. Incorporating Nesterov momentum into Adam. ICLR Workshop 2016, Algorithm 2.
    """

    lr: float = real(0.1, above=0.0)
    beta1: float = real(0.9, low=0.0, below=1.0)
    beta2: float = real(0.999, low=0.0, below=1.0)
    eps: float = real(1e-8, low=0.0)
    decay: str = choice(*DECAYS)

    state = ("m", "v")
    rates = ("alpha", "rho", "momentum", "ahead", "fresh")
    record = ("v",)

    @staticmethod
    def schedule(
        t: Array, lr: float, beta1: float, beta2: float, decay: str, horizon: float
    ) -> tuple[Array, ...]:
        now, soon = momentum(t, beta1), momentum(t + 1.0, beta1)
        ahead = soon / (1.0 - product(t + 1.0, beta1))
        fresh = (1.0 - now) / (1.0 - product(t, beta1))
        rho = 1.0 / np.sqrt(complement(beta2, t))
        return step_sizes(t, lr, decay, horizon), rho, now, ahead, fresh

    @staticmethod
    def step(
        x: float,
        g: float,
        m: float,
        v: float,
        alpha: float,
        rho: float,
        momentum: float,
        ahead: float,
        fresh: float,
        beta2: float,
        eps: float,
    ) -> tuple[float, float, float]:
        m = momentum * m + (1.0 - momentum) * g
        v = beta2 * v + (1.0 - beta2) * g * g
        size = np.sqrt(v) * rho + eps
        return (x - alpha * (ahead * m + fresh * g) / size if size > 0.0 else x), m, v

    @staticmethod
    def metric(v: float, rho: float, eps: float) -> float:
        return np.sqrt(v) * rho + eps


def momentum(t: Array, beta1: float) -> Array:
    """Return μ_t = β1 (1 − r^t / 2)."""
    return beta1 * (1.0 - 0.5 * np.exp(t * np.log(WARM_UP)))


def product(t: Array, beta1: float) -> Array:
    r"""Return μ_1 μ_2 ... μ_t as a function of t alone.

    .. math:: \sum_{i \le t} \ln(1 - \tfrac12 r^i)
              = -\sum_{k \ge 1} \frac{r^k (1 - r^{kt})}{k\,2^k (1 - r^k)}
    """
    if beta1 == 0.0 or float(np.min(t)) * np.log(beta1) < -40.0:  # below half a unit of 1.0
        return np.zeros_like(t)
    k = np.arange(1.0, TERMS + 1.0)[:, None]
    powers = complement(WARM_UP, k * t) / complement(WARM_UP, k)
    warm_up = (np.exp(k * np.log(WARM_UP / 2.0)) / k * powers).sum(axis=0)
    return np.exp(t * np.log(beta1) - warm_up)
