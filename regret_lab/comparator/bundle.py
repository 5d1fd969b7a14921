"""Minimise any convex function over a domain from its values and subgradients."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from regret_lab.arrays import Array
from regret_lab.comparator.best import Answer
from regret_lab.comparator.certificate import linear_gap
from regret_lab.comparator.corner_model import corner_minimum
from regret_lab.comparator.double import difference
from regret_lab.domains import Domain, Simplex

EVALUATIONS = 150
MIXINGS = 10
"""Times the weights of the cuts are improved before the next evaluation."""

FARTHEST = 1e3
"""Diameters that a step may be long before it is projected: no digits are lost on the way back."""

Oracle = Callable[[Array], tuple[Array, Array]]
"""F as a pair (2,) and a subgradient of it (d,) at a point."""


@dataclass
class Cuts:
    r"""Lower bounds :math:`F(y) \ge F(x_j) + \langle g_j, y - x_j\rangle` and their weights λ."""

    x: list[Array] = field(default_factory=list[Array])
    value: list[Array] = field(default_factory=list[Array])
    slope: list[Array] = field(default_factory=list[Array])
    weights: Array = field(default_factory=lambda: np.ones(0))

    def add(self, x: Array, value: Array, slope: Array) -> None:
        """Add a cut; its weight is 0 unless it is the first."""
        self.x.append(x)
        self.value.append(value)
        self.slope.append(slope)
        self.weights = np.append(self.weights, 1.0 if len(self.x) == 1 else 0.0)

    def keep(self, number: int) -> None:
        """Drop the oldest cuts of no weight beyond a number."""
        idle = [j for j in range(len(self.x)) if self.weights[j] <= 0.0]
        for j in sorted(idle[: max(0, len(self.x) - number)], reverse=True):
            del self.x[j], self.value[j], self.slope[j]
            self.weights = np.delete(self.weights, j)

    def depth(self, centre: Array, value: Array) -> Array:
        """Return how far each cut lies below F at the centre, shape (m,)."""
        below = difference(value[:, None], np.stack(self.value, axis=1))
        return below - (np.stack(self.slope) * (centre - np.stack(self.x))).sum(axis=1)


def bundle_minimum(oracle: Oracle, domain: Domain, start: Array, target: float) -> Answer:
    r"""Return a point of K whose certified gap is at most ``target``, or the best one found.

    The proximal bundle method: the next point minimises the cuts plus a quadratic about the best
    point c. Its dual gives the cuts weights λ, and with them a certificate,

    .. math:: F(c) - \min_K F \le \sum_j \lambda_j \bigl(F(c) - F(x_j) - \langle g_j, c - x_j
              \rangle\bigr) + \max_{y \in K} \Bigl\langle \sum_j \lambda_j g_j, c - y\Bigr\rangle.

    References
    ----------
    K. Kiwiel. Proximity control in bundle methods for convex nondifferentiable minimization.
    Mathematical Programming 46, 1990.
    """
    value, slope = oracle(start)
    best = Answer(start, value, float(linear_gap(domain, slope, start)))
    cuts = Cuts()
    cuts.add(start, value, slope)
    length = domain.diameter / max(float(np.linalg.norm(slope)), 1e-300)
    for _ in range(EVALUATIONS):
        x, promise, gap = _propose(cuts, domain, best, length)
        best = Answer(best.x, best.value, min(best.gap, gap))
        if best.gap <= target:
            break
        if np.array_equal(x, best.x):
            length *= 10.0
            continue
        value, new_slope = oracle(x)
        cuts.add(x, value, new_slope)
        fall = -float(difference(value, best.value))
        if fall > 0.1 * promise:
            move, turn = x - best.x, float((x - best.x) @ (new_slope - slope))
            secant = float(move @ move) / turn if turn > 0.0 else np.inf
            if fall > 0.5 * promise:
                length = float(np.clip(secant, 0.2 * length, 10.0 * length))
            alone = float(linear_gap(domain, new_slope, x))
            best, slope = Answer(x, value, min(alone, best.gap - fall)), new_slope
        elif fall < -promise:
            length *= 0.5
        cuts.keep(3 * domain.dim + 20)
    return best


def _propose(cuts: Cuts, domain: Domain, best: Answer, length: float) -> tuple[Array, float, float]:
    r"""Return the next point, the fall the cuts promise there, and the certificate.

    The weights maximise :math:`\min_{y \in K} \sum_j \lambda_j \ell_j(y) + \|y - c\|^2 / 2\tau`,
    for cuts :math:`\ell_j`: exactly where the step stays inside K, by steps that never overshoot
    where it does not.
    """
    depth, slopes = cuts.depth(best.x, best.value), np.stack(cuts.slope)
    weights, x = cuts.weights, best.x
    promise = 0.0
    for _ in range(MIXINGS):
        step = length * (weights @ slopes)
        step *= min(1.0, FARTHEST * domain.diameter / max(float(np.abs(step).max()), 1e-300))
        x = domain.project(best.x - step)
        heights = slopes @ (x - best.x) - depth
        promise = max(0.0, -float(heights.max()))
        if float(heights.max() - weights @ heights) <= 0.05 * promise:
            break
        if len(weights) > 1:
            hessian = length * (slopes @ slopes.T)
            weights = corner_minimum(Simplex(len(weights)), hessian, -heights, weights)
            weights = np.maximum(weights, 0.0) / np.maximum(weights, 0.0).sum()
    cuts.weights = weights
    mixed = weights @ slopes
    return x, promise, float(weights @ depth + linear_gap(domain, mixed, best.x))
