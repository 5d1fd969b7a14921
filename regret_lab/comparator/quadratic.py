"""The best fixed point for squared distances: the projected mean of the targets."""

import numpy as np

from regret_lab.arrays import Array, Rounds
from regret_lab.comparator.best import Best
from regret_lab.comparator.certificate import linear_gap
from regret_lab.comparator.double import ROUNDING, exactly, plus, times, total, two_sum
from regret_lab.errors import RegretLabError
from regret_lab.problems import Problem


def best_quadratic(problem: Problem, t: Rounds, sums: Array, squares: Array) -> Best:
    r"""Minimise :math:`F_t(x) = \frac\mu2 \sum_{s \le t} \|x - z_s\|^2`.

    .. math:: F_t(x) = \frac\mu2 \sum_i \bigl(v_i (t v_i - 2 S_i) + Q_i\bigr), \qquad
              v = x - o, \quad S = \sum_s (z_s - o), \quad Q_i = \sum_s (z_{s,i} - o_i)^2

    about the reference point o = ``problem.origin``, all of it in pairs of doubles: what cancels
    has lost nothing before. The losses have the same curvature in all directions, so the minimiser
    over any K is the projection of the mean. ``sums`` and ``squares`` have shape (2, C, S, K, d).

    The gap is the smaller of two certificates, by linearisation and by strong convexity
    (:math:`\|\nabla F\|^2 / 2 \mu t`), plus the rounding of z − o and of its square as the sums
    were made.
    """
    domain, origin, mu = problem.domain, problem.origin, _curvature(problem)
    rounds = t.astype(float)[:, None]
    x = domain.project(origin + (sums[0] + sums[1]) / rounds)
    away = np.stack(two_sum(x, np.broadcast_to(-origin, x.shape)))
    scaled = times(exactly(np.broadcast_to(rounds, x.shape)), away)
    slope = plus(scaled, -sums)
    parts = plus(times(away, plus(slope, -sums)), squares)
    value = times(total(parts), exactly(np.full(x.shape[:-1], 0.5 * mu)))
    gradient = mu * (slope[0] + slope[1])
    curvature = mu * t.astype(float)
    steep = (gradient * gradient).sum(axis=-1) / (2.0 * curvature) * (1.0 + 1e-12)
    gap = np.minimum(linear_gap(domain, gradient, x), steep)
    far = np.maximum(*np.abs(np.subtract(domain.bounds, origin)))
    return Best(x, value, gap + mu * _rounding(rounds, far, squares[0]))


def _rounding(rounds: Array, far: Array, squares: Array) -> Array:
    r"""Bound the error in F/μ anywhere on K from rounded z − o and from their rounded squares.

    Each summand is off by at most 2u(z − o)² + 2u|v||z − o|, and Σ|z − o| ≤ √(tQ); the compensated
    sums add (tu)² of the same. ``far`` bounds |v| on K.
    """
    each = squares + far * np.sqrt(rounds * squares)
    relative = 2.0 * ROUNDING + (rounds * ROUNDING) ** 2
    return (relative * each).sum(axis=-1)


def _curvature(problem: Problem) -> float:
    mu = problem.parameters.get("mu")
    if mu is None:
        raise RegretLabError(
            f"{type(problem).__name__} has structure 'quadratic' but no field mu; "
            "name its curvature mu, or call its structure 'general'"
        )
    return mu
