"""A convex quadratic on a ball: eigenvalues, and one equation for the multiplier."""

import math

import numpy as np

from regret_lab.arrays import Array

FLOOR = 1e-15
"""Eigenvalues below this part of the largest are rounding; they count as this much."""

STEPS = 60


def ball_minimum(hessian: Array, pull: Array, radius: float) -> Array:
    r"""Minimise :math:`\frac12\langle y, Hy\rangle - \langle b, y\rangle` on :math:`\|y\| \le r`.

    The minimiser is :math:`y(\lambda) = (H + \lambda I)^{-1} b` with λ = 0, or λ > 0 and
    :math:`\|y(\lambda)\| = r`. As :math:`1/\|y(\lambda)\|` is concave, Newton's iteration on it
    from a λ that is too small climbs to the root and never past it.

    References
    ----------
    J. Moré, D. Sorensen. Computing a trust region step. SIAM J. Sci. Stat. Comput. 4, 1983,
    Section 3.
    """
    values, vectors = np.linalg.eigh(hessian)
    largest = float(values[-1])
    values = np.maximum(values / largest, FLOOR)
    turned = (pull / largest) @ vectors
    multiplier = max(0.0, math.sqrt(float(turned @ turned)) / radius - 1.0)
    norm = radius
    for _ in range(STEPS):
        y = turned / (values + multiplier)
        norm = math.sqrt(float(y @ y))
        excess = (norm - radius) / radius
        if excess <= 1e-15:
            break
        multiplier += excess * norm * norm / float(y @ (y / (values + multiplier)))
    y = turned / (values + multiplier)
    return vectors @ (y * min(1.0, radius / norm) if multiplier == 0.0 else y * (radius / norm))
