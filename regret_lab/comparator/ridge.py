"""The best fixed point for ridge losses: Newton from checkpoint to checkpoint."""

from dataclasses import dataclass, replace
from typing import cast

from regret_lab.arrays import Array, Rounds
from regret_lab.comparator.best import Answer
from regret_lab.comparator.certificate import linear_gap, reach
from regret_lab.comparator.crew import Ticker
from regret_lab.comparator.newton import TARGET, Spot, minimise
from regret_lab.comparator.objective import Objective, RidgeLoss
from regret_lab.comparator.rows import prefixes
from regret_lab.domains import Domain
from regret_lab.errors import RegretLabError
from regret_lab.problems import Problem

NEAR = 1e-5
"""In units of √t: a gap that leaves five digits of a regret is not worth a second search."""

SCALES = tuple(4.0**-k for k in range(12, 0, -1))


def best_ridge(
    problem: Problem, t: Rounds, budget: float, seed: int, ticker: Ticker
) -> list[Answer]:
    r"""Minimise :math:`F_t(x) = \sum_{s \le t} \phi(\langle a_s, x\rangle, y_s)` for one seed.

    Every checkpoint starts from the minimiser of the one before, and once more with `cooled` losses
    if that ends far from it. ``budget`` is the memory in bytes that the rows may take; with
    less they are drawn again for every pass. One answer per checkpoint.
    """
    rows, loss = prefixes(problem, seed, t, budget, ticker.check), ridge_loss(problem)
    domain = problem.domain
    answers: list[Answer] = []
    x = domain.centre
    for k in range(len(t)):
        objective = Objective(loss, rows.upto(k), ticker.check)
        found = minimise(objective, domain, x)
        if found.gap > max(TARGET, NEAR * float(t[k]) ** 0.5):
            found = min(found, cooled(objective, domain), key=lambda spot: spot.gap)
        x = found.x
        answers.append(certified(domain, objective, x))
        ticker.tick()
    return answers


@dataclass(frozen=True)
class Warm:
    """A loss on a gentler scale: φ(su, y)."""

    loss: RidgeLoss
    scale: float

    def value(self, u: Array, y: Array) -> Array:
        return self.loss.value(self.scale * u, y)

    def slope(self, u: Array, y: Array) -> Array:
        return self.scale * self.loss.slope(self.scale * u, y)

    def curvature(self, u: Array, y: Array) -> Array:
        return self.scale**2 * self.loss.curvature(self.scale * u, y)


def cooled(objective: Objective, domain: Domain) -> Spot:
    r"""Minimise :math:`\sum_i c_i \phi(s \langle a_i, x\rangle, y_i)` for s rising to 1.

    Features so large that every loss is saturated leave no curvature to step by; on a gentler scale
    there is some, and each minimiser is a good start for the next.
    """
    spot = minimise(replace(objective, loss=Warm(objective.loss, SCALES[0])), domain, domain.centre)
    for scale in SCALES[1:]:
        spot = minimise(replace(objective, loss=Warm(objective.loss, scale)), domain, spot.x)
    return minimise(objective, domain, spot.x)


def certified(domain: Domain, objective: Objective, x: Array) -> Answer:
    """Return the answer at a point: value and gap, with all that rounding may have done to them."""
    value, gradient, doubt, doubts = objective.exact(x)
    gap = linear_gap(domain, gradient, x) + reach(domain, doubts) + doubt
    return Answer(x, value, float(gap))


def ridge_loss(problem: Problem) -> RidgeLoss:
    """Return the problem's loss on arrays.

    Raises
    ------
    RegretLabError
        When the problem does not have one.
    """
    loss = getattr(problem, "array_loss", None)
    if loss is None:
        raise RegretLabError(
            f"{type(problem).__name__} has structure 'ridge' but no array_loss with value, slope "
            "and curvature; add one, or call its structure 'general'"
        )
    return cast(RidgeLoss, loss)
