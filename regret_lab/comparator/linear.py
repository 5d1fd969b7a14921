"""The best fixed point for linear losses: a closed form of the sum of their slopes."""

import numpy as np

from regret_lab.arrays import Array, Rounds
from regret_lab.comparator.best import Best
from regret_lab.comparator.certificate import linear_gap, reach
from regret_lab.comparator.double import ROUNDING, dot, two_sum
from regret_lab.problems import Problem


def best_linear(problem: Problem, t: Rounds, sums: Array) -> Best:
    r"""Minimise :math:`F_t(x) = \langle S_t, x\rangle` with :math:`S_t = z_1 + \dots + z_t`.

    ``sums`` holds S as pairs about the origin 0, shape (2, C, S, K, d). The gap is rounding only:
    the low parts of S, which the minimiser does not see, and the errors of second order that a
    compensated sum of t terms leaves.
    """
    domain = problem.domain
    high, low = two_sum(sums[0], sums[1])
    x = domain.minimise_linear(high)
    value = dot(np.stack([high, low]), x)
    terms = t.astype(float)
    unseen = terms * (terms * ROUNDING) ** 2 * problem.lipschitz_inf
    corner = np.maximum(*np.abs(domain.bounds)).sum()
    gap = linear_gap(domain, high, x) + reach(domain, np.abs(low)) + unseen * corner
    return Best(x, value, gap)
