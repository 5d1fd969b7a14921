"""The regret of online gradient descent."""

from dataclasses import replace

import numpy as np

from regret_lab.arrays import Array
from regret_lab.learners.ogd import OGD
from regret_lab.problems import Problem
from regret_lab.problems.quadratic import Quadratic
from regret_lab.problems.reddi import Reddi
from regret_lab.theory.base import THEOREMS, Theorem, Witness
from regret_lab.theory.growth import Growth
from regret_lab.theory.trace import Trace


def textbook_step(problem: Problem) -> float:
    """Return D/G."""
    return problem.domain.diameter / problem.lipschitz


@THEOREMS.register("ogd_any_time")
class OGDAnyTime(Theorem[OGD]):
    r"""Gradient descent with the step D/(G√t) is good at every horizon at once.

    If every loss is convex, :math:`\|g_t\|_2 \le G`, :math:`\|x - y\|_2 \le D` on K and
    :math:`\eta_t = D / (G\sqrt t)`, then for every T

    .. math:: R_T \le \tfrac32\, G D \sqrt T.

    References
    ----------
    E. Hazan. Introduction to Online Convex Optimization, second edition, 2022, Theorem 3.1.
    """

    about = OGD
    statement = "R(T) <= 3/2 G D sqrt(T)"
    status = "proved"
    growth = Growth.SQRT
    witness = Witness(Reddi(big=1.0, period=2), OGD(lr=2.0), 0.6)

    def tuned(self, problem: Problem, learner: OGD) -> OGD:
        return replace(learner, lr=textbook_step(problem), decay="sqrt")

    def evaluate(self, trace: Trace[OGD]) -> Array:
        problem = trace.problem
        return 1.5 * problem.lipschitz * problem.domain.diameter * np.sqrt(trace.t)[None]


@THEOREMS.register("ogd_fixed_horizon")
class OGDFixedHorizon(Theorem[OGD]):
    r"""A horizon known in advance buys a smaller constant, at that horizon only.

    If every loss is convex, :math:`\|g_t\|_2 \le G`, :math:`\|x - y\|_2 \le D` on K and
    :math:`\eta = D / (G\sqrt T)` in every round, then for every :math:`t \le T`

    .. math:: R_t \le \frac{GD}{2}\Bigl(\sqrt T + \frac{t}{\sqrt T}\Bigr),
              \qquad\text{in particular}\qquad R_T \le G D \sqrt T.

    For a constant step, the distances to u telescope:
    :math:`R_t \le D^2 / (2\eta) + \tfrac\eta2 \sum_{s \le t} \|g_s\|_2^2`.

    References
    ----------
    F. Orabona. A Modern Introduction to Online Learning, 2019, Theorem 2.13 with a constant step.
    """

    about = OGD
    statement = "R(t) <= 1/2 G D (sqrt(T) + t / sqrt(T)) for t <= T; R(T) <= G D sqrt(T)"
    status = "proof read"
    growth = Growth.SQRT
    witness = Witness(Reddi(big=1.0, period=2), OGD(lr=2.0, decay="horizon"), 0.45)

    def tuned(self, problem: Problem, learner: OGD) -> OGD:
        return replace(learner, lr=textbook_step(problem), decay="horizon")

    def evaluate(self, trace: Trace[OGD]) -> Array:
        scale = 0.5 * trace.problem.lipschitz * trace.problem.domain.diameter
        root = np.sqrt(trace.horizon)
        return scale * (root + trace.t / root)[None]


@THEOREMS.register("ogd_strongly_convex")
class OGDStronglyConvex(Theorem[OGD]):
    r"""Curvature makes the regret logarithmic.

    If every loss is :math:`\mu`-strongly convex, :math:`\|g_t\|_2 \le G` on K and
    :math:`\eta_t = 1/(\mu t)`, then for every T

    .. math:: R_T \le \frac{G^2}{2\mu} (1 + \ln T).

    The distances to u telescope without remainder, as
    :math:`1/\eta_t - 1/\eta_{t-1} - \mu = 0`, and leave
    :math:`\tfrac12 \sum_{t \le T} \|g_t\|_2^2 / (\mu t)`.

    References
    ----------
    E. Hazan. Introduction to Online Convex Optimization, second edition, 2022, Theorem 3.3.
    """

    about = OGD
    statement = "R(T) <= G^2 / (2 mu) (1 + ln T)"
    status = "proof read"
    growth = Growth.LOG
    witness = Witness(Quadratic(dim=1, spread=3.0), OGD(lr=1.0, decay="linear"), 0.14)

    def unmet(self, problem: Problem) -> list[str]:
        return [] if problem.strong_convexity > 0.0 else ["it needs strongly convex losses"]

    def tuned(self, problem: Problem, learner: OGD) -> OGD:
        return replace(learner, lr=1.0 / problem.strong_convexity, decay="linear")

    def evaluate(self, trace: Trace[OGD]) -> Array:
        problem = trace.problem
        scale = problem.lipschitz**2 / (2.0 * problem.strong_convexity)
        return scale * (1.0 + np.log(trace.t))[None]
