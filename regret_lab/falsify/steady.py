r"""Where a learner's moments settle on periodic gradients: its displacements in the long run.

On linear losses with period n a learner moves by
:math:`x_{t+1} = \Pi(x_t - \alpha_t u_t)` and, whatever it started from, :math:`u_t - u_{t \bmod n}`
goes to zero for the displacements :math:`u_1, \dots, u_n` below. Bias corrections tend to 1 and
momentum that decays (``beta1_decay`` < 1) tends to none: neither is left in the limit.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from regret_lab.falsify import orbits
from regret_lab.falsify.arithmetic import Arithmetic
from regret_lab.falsify.floats import Floats
from regret_lab.learners import Learner
from regret_lab.learners.adabelief import AdaBelief
from regret_lab.learners.adabound import AdaBound
from regret_lab.learners.adagrad import AdaGrad
from regret_lab.learners.adam import Adam
from regret_lab.learners.adamnc import AdamNC
from regret_lab.learners.amsgrad import AMSGrad
from regret_lab.learners.lion import Lion
from regret_lab.learners.momentum import Momentum
from regret_lab.learners.nadam import NAdam
from regret_lab.learners.ogd import OGD
from regret_lab.learners.padam import Padam
from regret_lab.learners.rmsprop import RMSProp
from regret_lab.learners.signsgd import SignSGD
from regret_lab.learners.yogi import Yogi


class Steady(NamedTuple):
    """The long run of a learner: its displacements, and the same in words."""

    orbit: Callable[[Any, Sequence[Any], Arithmetic], list[Any]]
    words: str
    exact: bool = True
    """Whether u repeats with the period; otherwise it only stays in intervals that do."""


STEADY: dict[type[Learner], Steady] = {
    AdaBelief: Steady(orbits.adabelief, "m/(√s + ε), s the average of (g - m)² plus ε/(1 - β2)"),
    AdaBound: Steady(orbits.adabound, "(α*/lr) m, both bounds having closed on α*"),
    AdaGrad: Steady(orbits.adagrad, "g/√q, q the mean of g²"),
    Adam: Steady(orbits.adam, "m/(√v + ε)"),
    AdamNC: Steady(orbits.adamnc, "m/(√q + ε), q the mean of g²"),
    AMSGrad: Steady(orbits.amsgrad, "m/(√V + ε), V the largest v"),
    Lion: Steady(orbits.lion, "sign(β1 m + (1 - β1) g), m one round old"),
    Momentum: Steady(orbits.momentum, "m"),
    NAdam: Steady(orbits.nadam, "(β1 m + (1 - β1) g)/(√v + ε)"),
    OGD: Steady(orbits.ogd, "g"),
    Padam: Steady(orbits.padam, "m/V^p, V the largest v"),
    RMSProp: Steady(orbits.rmsprop, "g/(√v + ε)"),
    SignSGD: Steady(orbits.signsgd, "sign(g)"),
    Yogi: Steady(orbits.yogi, "m/(√v + ε), v in a set that traps it", exact=False),
}
"""By class: a class of the user's own, even one that inherits, is not among them."""

UNERRING = (AdaBound, AdaGrad, AdamNC, AMSGrad, Momentum, OGD, Padam)
"""Learners whose divisor is one number in the limit, so that the drift is −S times a constant."""

SMOOTH = (AdaBelief, Adam, NAdam, RMSProp)
"""Learners whose drift has a gradient that leads to worse sequences."""


def is_known(learner: object) -> bool:
    """Say whether the long run of a learner is known; a pull towards the origin hides it."""
    return type(learner) in STEADY and not getattr(learner, "weight_decay", 0.0)


def is_settled(learner: object) -> bool:
    """Say whether, in the long run, the learner's displacements repeat with the period."""
    return is_known(learner) and STEADY[type(cast("Learner", learner))].exact


def displacements(learner: Learner, gradients: Sequence[Any], a: Arithmetic) -> list[Any]:
    r"""Return :math:`u_1, \dots, u_n` in units of the step size.

    Raises
    ------
    Undecided
        When the arithmetic has too few digits to tell.
    """
    steady = STEADY[type(learner)]
    numbers = [a.number(z) for z in gradients] if steady.exact else gradients
    return steady.orbit(learner, numbers, a)


def drift(learner: Learner, g: NDArray[Any]) -> NDArray[Any]:
    """Return the drift of one sequence (n,), or of several side by side (n, count), in floats."""
    return -np.sum(displacements(learner, list(g), Floats()), axis=0)
