r"""The quadratic model of a Newton step, minimised over the domain itself.

.. math:: \min_{y \in K} \; \langle c, y\rangle + \tfrac12 \langle y, H y\rangle,
          \qquad H \succeq 0

exactly on a ball (eigenvalues and a scalar equation) and on a box (active set), and by corners
found one after the other on anything else.
"""

import numpy as np

from regret_lab.arrays import Array
from regret_lab.comparator.ball_model import ball_minimum
from regret_lab.comparator.box_model import box_minimum
from regret_lab.comparator.corner_model import corner_minimum
from regret_lab.domains import Ball, Box, Domain

FLAT = 1e-30
"""A model whose slope changes by less than this part across the domain is linear."""


def newton_point(domain: Domain, hessian: Array, gradient: Array, x: Array) -> Array:
    """Return the point of K where the second-order model of F about x is smallest."""
    bend = float(np.trace(hessian)) * domain.diameter
    if not bend > FLAT * float(np.abs(gradient).max()):
        return domain.minimise_linear(gradient)
    if isinstance(domain, Ball):
        return ball_minimum(hessian, hessian @ x - gradient, domain.radius)
    if isinstance(domain, Box):
        return box_minimum(hessian, gradient, x, *domain.bounds)
    return corner_minimum(domain, hessian, gradient, x)
