"""Online gradient descent with momentum: steps along a moving average of gradients."""

from dataclasses import dataclass

from regret_lab.arrays import Array
from regret_lab.learners.base import LEARNERS, Learner
from regret_lab.learners.decay import DECAYS, step_sizes
from regret_lab.parameters import choice, real


@LEARNERS.register("momentum")
@dataclass(frozen=True)
class Momentum(Learner):
    r"""Step against a moving average of the gradients, then project.

    .. math:: m_t = \beta_1 m_{t-1} + (1 - \beta_1) g_t, \qquad
              x_{t+1} = \Pi_K\Bigl(x_t - \frac{\mathrm{lr}}{\sqrt t}\, m_t\Bigr)

    Polyak's heavy ball :math:`x_{t+1} = x_t - \eta g_t + \beta_1 (x_t - x_{t-1})` is the same
    without projection and with the constant step η = lr (1 − β1). The average starts at zero and is
    not corrected for it.

    References
    ----------
    B. Polyak. Some methods of speeding up the convergence of iteration methods. USSR Computational
    Mathematics and Mathematical Physics 4(5), 1964, method (9). The averaged form: Y. Liu, Y. Gao,
    W. Yin. An improved analysis of stochastic gradient descent with momentum. NeurIPS 2020, (2).
    """

    lr: float = real(0.1, above=0.0)
    beta1: float = real(0.9, low=0.0, below=1.0)
    decay: str = choice(*DECAYS)

    state = ("m",)
    rates = ("alpha",)

    @staticmethod
    def schedule(t: Array, lr: float, decay: str, horizon: float) -> Array:
        return step_sizes(t, lr, decay, horizon)

    @staticmethod
    def step(x: float, g: float, m: float, alpha: float, beta1: float) -> tuple[float, float]:
        m = beta1 * m + (1.0 - beta1) * g
        return x - alpha * m, m
