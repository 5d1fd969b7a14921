"""A convex quadratic on a box: Newton's method on the coordinates that are free to move."""

import numpy as np

from regret_lab.arrays import Array, Rounds

RIDGE = 1e-15
"""Added to the diagonal, relative to its largest entry, so that every system has a solution."""

EXACT = 1e-15
"""The part of its terms at which a slope is rounding."""

STEPS = 100
HALVINGS = 8


def box_minimum(hessian: Array, gradient: Array, x: Array, low: Array, high: Array) -> Array:
    """Minimise ⟨g, y − x⟩ + ½⟨y − x, H(y − x)⟩ over low ≤ y ≤ high, starting at x.

    Coordinates that sit at a bound and are pushed against it stay; the others take a Newton step
    bent along the bounds. Where that does not descend they walk to the minimum of their face
    instead, leaving at every bound they meet the coordinate that met it.

    References
    ----------
    D. Bertsekas. Projected Newton methods for optimization problems with simple constraints. SIAM
    J. Control Optim. 20, 1982. J. Nocedal, S. Wright. Numerical Optimization, 2006, Algorithm 16.3.
    """
    ridge = RIDGE * float(hessian.diagonal().max())
    y, slope, bend = x, gradient, np.abs(hessian)
    for _ in range(STEPS):
        room = y - np.where(slope > 0.0, low, high)
        push = float(slope @ room)
        free = np.flatnonzero(room != 0.0)
        noise = EXACT * (np.abs(gradient) + bend @ (np.abs(y - x) + np.abs(y)))
        if push <= float(noise @ (high - low)) or not free.size:
            break
        step = _newton(hessian, slope, free, ridge)
        moved = _bend(hessian, slope, y, step, low, high)
        if moved is None:
            moved = _walk(hessian, slope, y, free, ridge, low, high)
        y, slope = moved, gradient + hessian @ (moved - x)
    return y


def _newton(hessian: Array, slope: Array, free: Rounds, ridge: float) -> Array:
    """Return the step of the free coordinates to their minimum; the others stay."""
    system = hessian[free[:, None], free]
    system.ravel()[:: free.size + 1] += ridge
    step = np.zeros_like(slope)
    step[free] = np.linalg.solve(system, -slope[free])
    return step


def _bend(
    hessian: Array, slope: Array, y: Array, step: Array, low: Array, high: Array
) -> Array | None:
    """Return a better point on the path along the step and then along the bounds, or None."""
    for halving in range(HALVINGS):
        bent = np.minimum(np.maximum(y + 0.5**halving * step, low), high)
        move = bent - y
        linear = float(slope @ move)
        if linear + 0.5 * float(move @ hessian @ move) <= 0.25 * linear < 0.0:
            return bent
    return None


def _walk(
    hessian: Array,
    slope: Array,
    y: Array,
    free: Rounds,
    ridge: float,
    low: Array,
    high: Array,
) -> Array:
    """Return the minimum over the free coordinates, or over those that meet no bound on the way."""
    while free.size:
        step = _newton(hessian, slope, free, ridge)
        wall = np.where(step > 0.0, high, low)[free]
        moves = np.where(step[free] == 0.0, 1.0, step[free])
        shares = np.where(step[free] == 0.0, np.inf, (wall - y[free]) / moves)
        share = float(shares.min())
        if share >= 1.0:
            return np.clip(y + step, low, high)
        met = shares <= share
        there = np.clip(y + share * step, low, high)
        there[free[met]] = wall[met]
        slope, y, free = slope + hessian @ (there - y), there, free[~met]
    return y
