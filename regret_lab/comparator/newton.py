"""Minimise a sum of smooth ridge losses over a domain: Newton's method with the domain inside."""

from dataclasses import dataclass

from regret_lab.arrays import Array
from regret_lab.comparator.certificate import linear_gap
from regret_lab.comparator.model import newton_point
from regret_lab.comparator.objective import Objective
from regret_lab.domains import Domain

TARGET = 1e-6
"""The gap to reach; quadratic convergence usually ends far below."""

EXACT = 1e-12
"""The part of F below which a gap is rounding: a sum over very many rows reaches no `TARGET`."""

STEPS = 100
PATIENCE = 12
"""Steps that may pass without halving the smallest gap."""

HALVINGS = 40


@dataclass(frozen=True)
class Spot:
    """A point with the value, the gradient and the linearisation gap there."""

    x: Array
    value: float
    gradient: Array
    gap: float


def minimise(objective: Objective, domain: Domain, start: Array) -> Spot:
    r"""Return a point of K whose linearisation gap is at most `TARGET`, or the best one found.

    Each step minimises the second-order model of F over K itself,

    .. math:: y = \arg\min_{y \in K} \langle \nabla F(x), y - x\rangle
                  + \tfrac12 \langle y - x, \nabla^2 F(x) (y - x)\rangle,

    and goes from x towards y as far as F falls by a fair part of what the slope promises.

    References
    ----------
    J. Lee, Y. Sun, M. Saunders. Proximal Newton-type methods for minimizing composite functions.
    SIAM J. Optim. 24, 2014.
    """
    here = best = _spot(objective, domain, start)
    since = 0
    for _ in range(STEPS):
        if best.gap <= max(TARGET, EXACT * abs(best.value)) or since > PATIENCE:
            break
        goal = newton_point(domain, objective.curvature(here.x), here.gradient, here.x)
        there = _search(objective, domain, here, goal)
        if there is None:
            break
        here = there
        since = 0 if here.gap <= 0.5 * best.gap else since + 1
        best = here if here.gap < best.gap else best
    return best


def _spot(objective: Objective, domain: Domain, x: Array) -> Spot:
    value, gradient = objective.slope(x)
    return Spot(x, value, gradient, float(linear_gap(domain, gradient, x)))


def _search(objective: Objective, domain: Domain, here: Spot, goal: Array) -> Spot | None:
    """Return a point between here and the goal where F is lower, or None.

    Differences below the rounding of F decide nothing: close to the minimum, where F is flat but
    the gap is not yet small, the whole step is taken, and the gaps choose among the points.
    """
    step = goal - here.x
    promise = float(here.gradient @ step)
    noise = 1e-14 * abs(here.value)
    if not promise < noise:
        return None
    for halving in range(HALVINGS):
        length = 0.5**halving
        there = _spot(objective, domain, here.x + length * step if halving else goal)
        if there.value <= here.value + 1e-4 * length * promise + noise:
            return there
    return None
