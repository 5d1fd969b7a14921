"""SignSGD (Bernstein et al., 2018) as an online learner."""

from dataclasses import dataclass

import numpy as np

from regret_lab.arrays import Array
from regret_lab.learners.base import LEARNERS, Learner
from regret_lab.learners.decay import DECAYS, step_sizes
from regret_lab.parameters import choice, real


@LEARNERS.register("signsgd")
@dataclass(frozen=True)
class SignSGD(Learner):
    r"""Step by the sign of each coordinate of the gradient.

    .. math:: x_{t+1} = \Pi_K\Bigl(x_t - \frac{\mathrm{lr}}{\sqrt t}\,\mathrm{sign}(g_t)\Bigr)

    sign(0) is 0. Step sizes lr/√t and the projection are ours: the paper studies smooth losses
    without constraints. On linear losses it counts signs and does not see sizes: its regret is
    linear in T wherever the majority of signs and the sum of gradients disagree.

    References
    ----------
    J. Bernstein, Y. Wang, K. Azizzadenesheli, A. Anandkumar. signSGD: compressed optimisation for
    non-convex problems. ICML 2018, Algorithm 1.
    """

    lr: float = real(0.1, above=0.0)
    decay: str = choice(*DECAYS)

    rates = ("alpha",)

    @staticmethod
    def schedule(t: Array, lr: float, decay: str, horizon: float) -> Array:
        return step_sizes(t, lr, decay, horizon)

    @staticmethod
    def step(x: float, g: float, alpha: float) -> float:
        return x - alpha * np.sign(g)
