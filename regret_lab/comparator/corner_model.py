"""A convex quadratic on a polytope that knows its corners: the simplex, the ball of the 1-norm."""

import numpy as np

from regret_lab.arrays import Array
from regret_lab.domains import Domain

FLAT = 1e-14
"""Directions of less curvature than this are taken for flat, where coordinates have about 1."""

NOISE = 1e-13
"""What is smaller than this part of its terms is taken for rounding."""


def corner_minimum(domain: Domain, hessian: Array, gradient: Array, x: Array) -> Array:
    r"""Minimise ⟨g, y − x⟩ + ½⟨y − x, H(y − x)⟩ over K as a mixture of x and corners of K.

    The minimiser over all of space is taken where it lies in K. Otherwise each round adds the
    corner where the linearised model is smallest, and minimises the model over the flat that the
    mixture spans; a weight that would turn negative stops the move and leaves. On a polytope this
    ends with the minimiser. On a domain with a curved boundary it is the fully corrective method of
    Frank and Wolfe, which only comes near.

    References
    ----------
    P. Wolfe. Finding the nearest point in a polytope. Mathematical Programming 11, 1976.
    """
    inside = x - _solve(hessian, gradient, np.abs(gradient))
    if domain.contains(inside):
        return inside
    points, weights, last = x[None], np.ones(1), np.inf
    for _ in range(4 * x.size + 20):
        y = weights @ points
        slope = gradient + hessian @ (y - x)
        corner = domain.minimise_linear(slope)
        push = float(slope @ (y - corner))
        known = bool((points == corner).all(axis=1).any())
        if push <= 0.0 or (known and push > 0.5 * last):
            break
        if not known:
            points, weights = np.vstack([points, corner]), np.append(weights, 0.0)
        points, weights = _mix(hessian, gradient, x, points, weights)
        last = push if known else np.inf
    return weights @ points


def _mix(
    hessian: Array, gradient: Array, x: Array, points: Array, weights: Array
) -> tuple[Array, Array]:
    """Move to the best mixture of the points, dropping those whose weight goes to 0."""
    while len(points) > 1:
        slope = gradient + hessian @ (weights @ points - x)
        move = _best_move(hessian, slope, points)
        goal = weights + move
        if (goal > 0.0).all():
            return points, goal / goal.sum()
        falling = goal <= 0.0
        ratios = weights[falling] / np.maximum(-move[falling], 1e-300)
        weights = weights + min(1.0, float(ratios.min())) * move
        weights[np.flatnonzero(falling)[ratios.argmin()]] = 0.0
        stay = weights > 0.0
        points, weights = points[stay], weights[stay] / weights[stay].sum()
    return points, np.ones(1)


def _best_move(hessian: Array, slope: Array, points: Array) -> Array:
    """Return the change of the weights, adding up to 0, that minimises the model on their flat.

    As a change it corrects what rounding left of the change before.
    """
    sides = points[1:] - points[0]
    size = np.abs(sides) @ np.abs(slope)
    free = -_solve(sides @ hessian @ sides.T, sides @ slope, size)
    return np.concatenate([[-free.sum()], free])


def _solve(system: Array, right: Array, size: Array) -> Array:
    """Solve a symmetric system whose right side is exact to a rounding of ``size``.

    Along directions without curvature the answer is 0 if the right side is nothing but rounding
    there (a point that is a mixture of the others), and as good as infinite if it is not.
    """
    bend = np.diagonal(system)
    scale = 1.0 / np.sqrt(np.where(bend > 1e-200, bend, 1.0))
    values, vectors = np.linalg.eigh(scale[:, None] * system * scale)
    part, noise = (scale * right) @ vectors, NOISE * float((scale * size).max())
    part = np.where((values > FLAT) | (np.abs(part) > noise), part, 0.0)
    return scale * (vectors @ (part / np.maximum(values, FLAT)))
