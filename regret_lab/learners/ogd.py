"""Online gradient descent (Zinkevich, 2003)."""

from dataclasses import dataclass

from regret_lab.arrays import Array
from regret_lab.learners.base import LEARNERS, Learner
from regret_lab.learners.decay import DECAYS, step_sizes
from regret_lab.parameters import choice, real


@LEARNERS.register("ogd")
@dataclass(frozen=True)
class OGD(Learner):
    r"""Step against the gradient, then project.

    .. math:: x_{t+1} = \Pi_K(x_t - \eta_t g_t), \qquad \eta_t = \mathrm{lr}/\sqrt t

    ``decay`` changes the schedule: ``"linear"`` is lr/t (for strongly convex losses),
    ``"constant"`` is lr, ``"horizon"`` is lr/√T for a horizon T known in advance.

    References
    ----------
    M. Zinkevich. Online convex programming and generalized infinitesimal gradient ascent.
    ICML 2003, Algorithm 1.
    """

    lr: float = real(0.1, above=0.0)
    decay: str = choice(*DECAYS)

    rates = ("eta",)

    @staticmethod
    def schedule(t: Array, lr: float, decay: str, horizon: float) -> Array:
        return step_sizes(t, lr, decay, horizon)

    @staticmethod
    def step(x: float, g: float, eta: float) -> float:
        return x - eta * g
