"""A convex quadratic on a box: Newton's method on the coordinates that are free to move."""

import numpy as np

from regret_lab.arrays import Array

RIDGE = 1e-15
"""Added to the diagonal, relative to its largest entry, so that every system has a solution."""

STEPS = 100
HALVINGS = 20


def box_minimum(hessian: Array, gradient: Array, x: Array, low: Array, high: Array) -> Array:
    """Minimise ⟨g, y − x⟩ + ½⟨y − x, H(y − x)⟩ over low ≤ y ≤ high, starting at x.

    Coordinates that sit at a bound and are pushed against it stay; the others take a Newton step,
    bent along the bounds or, where that does not descend, cut at the first bound it meets.

    References
    ----------
    D. Bertsekas. Projected Newton methods for optimization problems with simple constraints. SIAM
    J. Control Optim. 20, 1982.
    """
    ridge = RIDGE * float(np.diagonal(hessian).max())
    y, slope = x.copy(), gradient.copy()
    first = _push(slope, y, low, high)
    for _ in range(STEPS):
        free = ~(((y <= low) & (slope > 0.0)) | ((y >= high) & (slope < 0.0)))
        if _push(slope, y, low, high) <= 1e-14 * first:
            break
        system = hessian[np.ix_(free, free)]
        system[np.diag_indices_from(system)] += ridge
        step = np.zeros_like(y)
        step[free] = np.linalg.solve(system, -slope[free])
        moved = _settle(hessian, slope, y, step, low, high)
        if np.array_equal(moved, y):
            break
        y = moved
        slope = gradient + hessian @ (y - x)
    return y


def _push(slope: Array, y: Array, low: Array, high: Array) -> float:
    """Return how far the model falls at most, by linearisation."""
    return float((slope * (y - np.where(slope > 0.0, low, high))).sum())


def _settle(hessian: Array, slope: Array, y: Array, step: Array, low: Array, high: Array) -> Array:
    """Return a better point of the box in the direction of the step, or y itself."""
    for halving in range(HALVINGS):
        bent = np.clip(y + 0.5**halving * step, low, high)
        move = bent - y
        linear = float(slope @ move)
        if linear + 0.5 * float(move @ hessian @ move) <= 0.25 * linear < 0.0:
            return bent
    room = np.where(step > 0.0, high - y, np.where(step < 0.0, low - y, np.inf))
    cut = min(1.0, float(np.min(room / np.where(step == 0.0, 1.0, step))))
    straight = np.clip(y + cut * step, low, high)
    return straight if float(slope @ (straight - y)) < 0.0 else y
