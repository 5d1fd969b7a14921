"""How far a point can be from the best one, by linearisation."""

import numpy as np

from regret_lab.arrays import Array
from regret_lab.comparator.double import ROUNDING
from regret_lab.domains import Domain


def linear_gap(domain: Domain, gradient: Array, x: Array) -> Array:
    r"""Bound F(x) − min F over K for any convex F with the given (sub)gradient at x.

    .. math:: F(x) - F(u) \le \langle g, x - u\rangle \le \langle g, x\rangle + \sigma_K(-g)
              = \langle g, x - y\rangle, \qquad y = \arg\min_{y \in K} \langle g, y\rangle

    Written with the differences x − y, which are exact where x sits at its best, in whatever part
    of space K lies. The rounding of the sum is included. Leading axes are kept.

    References
    ----------
    M. Jaggi. Revisiting Frank-Wolfe: projection-free sparse convex optimization. ICML 2013,
    Section 2 (the duality gap).
    """
    y = domain.minimise_linear(gradient)
    terms = gradient * (x - y)
    # products and their sum; a y that is not a corner, as on a ball, is rounded about the centre
    size = (np.abs(terms) + np.abs(gradient * (y - domain.centre))).sum(axis=-1)
    return np.maximum(terms.sum(axis=-1), 0.0) + (domain.dim + 4) * ROUNDING * size


def reach(domain: Domain, doubt: Array) -> Array:
    r"""Bound :math:`\langle e, x - u\rangle` over x, u in K and every error \|e_i\| ≤ doubt_i."""
    low, high = domain.bounds
    box = (doubt * (high - low)).sum(axis=-1)
    return np.minimum(box, domain.diameter * np.linalg.norm(doubt, axis=-1))
