"""The regret of online gradient descent for any step size, from the gradients that were seen."""

import math

import numpy as np

from regret_lab.arrays import Array
from regret_lab.learners.ogd import OGD
from regret_lab.problems import Problem
from regret_lab.problems.reddi import Reddi
from regret_lab.theory.base import THEOREMS, Theorem, Witness
from regret_lab.theory.growth import Growth
from regret_lab.theory.trace import Trace


@THEOREMS.register("ogd_data")
class OGDData(Theorem[OGD]):
    r"""Gradient descent with any step size that never grows, judged by the gradients it saw.

    If every loss is convex, :math:`\|x - y\|_2 \le D` on K and :math:`\eta_1 \ge \eta_2 \ge \dots`,
    then for every T

    .. math:: R_T \le \frac{D^2}{2\eta_T} + \frac12 \sum_{t \le T} \eta_t \|g_t\|_2^2.

    Of the gradients a game keeps :math:`S_T = \sum_{t \le T} \|g_t\|_2^2` only. The last sum is
    largest when the first rounds have all of it, :math:`G^2` each, so that it is at most
    :math:`\mathrm{lr}\, G^2 A(S_T / G^2)` with A(n) an upper bound on the sum of
    :math:`\eta_t / \mathrm{lr}` over the first n rounds: :math:`2\sqrt n` for steps lr/√t,
    :math:`n` for constant steps, :math:`n / \sqrt T` for lr/√T, and
    :math:`1 + \ln \max(n, 1)`, or n if that is less, for lr/t. This is what is evaluated.

    References
    ----------
    F. Orabona. A Modern Introduction to Online Learning, 2019, Theorem 2.13.
    """

    about = OGD
    statement = "R(T) <= D^2 / (2 eta_T) + 1/2 sum_t eta_t |g_t|^2"
    status = "proof read"
    growth = Growth.SQRT
    witness = Witness(Reddi(big=1.0, period=2), OGD(lr=math.sqrt(2.0)), 0.45)
    prescribes = False
    free = ("lr", "decay")

    def tuned(self, problem: Problem, learner: OGD) -> OGD:
        return learner

    def evaluate(self, trace: Trace[OGD]) -> Array:
        problem, lr = trace.problem, trace.learner.lr
        inverse_step, area = _schedule(trace)
        spent = problem.lipschitz**2 * area / 2.0
        return problem.domain.diameter**2 * inverse_step / (2.0 * lr) + lr * spent


def _schedule(trace: Trace[OGD]) -> tuple[Array, Array]:
    """Return lr/η_T, shape (K,), and A(S_T/G²), shape (S, K)."""
    rounds = (trace.norms**2).sum(axis=-1) / trace.problem.lipschitz**2
    root, decay = np.sqrt(trace.horizon), trace.learner.decay
    if decay == "sqrt":
        return np.sqrt(trace.t), 2.0 * np.sqrt(rounds)
    if decay == "linear":
        return trace.t, np.minimum(rounds, 1.0 + np.log(np.maximum(rounds, 1.0)))
    return (np.ones_like(root), rounds) if decay == "constant" else (root, rounds / root)
