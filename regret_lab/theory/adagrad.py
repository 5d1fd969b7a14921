"""The regret of AdaGrad with a diagonal metric."""

import math
from dataclasses import replace

from regret_lab.arrays import Array
from regret_lab.learners.adagrad import AdaGrad
from regret_lab.problems import Problem
from regret_lab.problems.reddi import Reddi
from regret_lab.theory.base import THEOREMS, Theorem, Witness
from regret_lab.theory.growth import Growth
from regret_lab.theory.trace import Trace


@THEOREMS.register("adagrad_theorem_5")
class AdaGradTheorem5(Theorem[AdaGrad]):
    r"""AdaGrad with any step size pays for the gradients it saw, coordinate by coordinate.

    If every loss is convex and :math:`\|x - y\|_\infty \le D_\infty` on K, then for every
    :math:`\eta > 0`, every :math:`\epsilon \ge 0` and every T

    .. math:: R_T \le \Bigl(\frac{D_\infty^2}{2\eta} + \eta\Bigr) \sum_{i=1}^d \|g_{1:T,i}\|_2
              + \frac{d\,\epsilon D_\infty^2}{2\eta},
              \qquad \|g_{1:T,i}\|_2 = \sqrt{\textstyle\sum_{t \le T} g_{t,i}^2}.

    With :math:`a_t = (\sqrt{s_t} + \epsilon)/\eta`, which never falls, a step and the projection in
    its own metric give :math:`\langle g_t, x_t - u\rangle \le \frac12\|x_t - u\|_{a_t}^2 -
    \frac12\|x_{t+1} - u\|_{a_t}^2 + \frac12\|g_t\|_{1/a_t}^2`. The first two telescope to at most
    :math:`\frac12 D_\infty^2 \sum_i a_{T,i}`, and
    :math:`\sum_t g_{t,i}^2 / \sqrt{s_{t,i}} \le 2\sqrt{s_{T,i}}`. The paper has δ for ε.

    References
    ----------
    J. Duchi, E. Hazan, Y. Singer. Adaptive subgradient methods for online learning and stochastic
    optimization. JMLR 12, 2011, Theorem 5 (diagonal, composite mirror descent).
    """

    about = AdaGrad
    statement = "R(T) <= (D_inf^2 / (2 lr) + lr) sum_i |g_1:T,i| + d eps D_inf^2 / (2 lr)"
    status = "proof read"
    growth = Growth.SQRT
    witness = Witness(Reddi(big=1.0, period=2), AdaGrad(lr=math.sqrt(2.0)), 0.45)
    prescribes = False
    free = ("lr", "eps")

    def tuned(self, problem: Problem, learner: AdaGrad) -> AdaGrad:
        return learner

    def evaluate(self, trace: Trace[AdaGrad]) -> Array:
        return _bound(trace)


@THEOREMS.register("adagrad_corollary_6")
class AdaGradCorollary6(Theorem[AdaGrad]):
    r"""AdaGrad with the step size D_inf/√2 needs no knowledge of the gradients.

    If every loss is convex, :math:`\|x - y\|_\infty \le D_\infty` on K and
    :math:`\eta = D_\infty / \sqrt2`, then for every T

    .. math:: R_T \le \sqrt2\, D_\infty \sum_{i=1}^d \|g_{1:T,i}\|_2,
              \qquad \|g_{1:T,i}\|_2 = \sqrt{\textstyle\sum_{t \le T} g_{t,i}^2},

    for :math:`\epsilon = 0`; an :math:`\epsilon > 0` adds :math:`d\,\epsilon D_\infty / \sqrt2`, as
    in Theorem 5, of which this is the best step size.

    References
    ----------
    J. Duchi, E. Hazan, Y. Singer. Adaptive subgradient methods for online learning and stochastic
    optimization. JMLR 12, 2011, Corollary 6.
    """

    about = AdaGrad
    statement = "R(T) <= sqrt(2) D_inf sum_i |g_1:T,i| + d eps D_inf / sqrt(2)"
    status = "proof read"
    growth = Growth.SQRT
    witness = Witness(Reddi(big=1.0, period=2), AdaGrad(lr=math.sqrt(2.0)), 0.45)
    free = ("eps",)

    def tuned(self, problem: Problem, learner: AdaGrad) -> AdaGrad:
        return replace(learner, lr=problem.domain.diameter_inf / math.sqrt(2.0))

    def evaluate(self, trace: Trace[AdaGrad]) -> Array:
        return _bound(trace)


def _bound(trace: Trace[AdaGrad]) -> Array:
    """Return Theorem 5's number; at the step of Corollary 6 it is Corollary 6's."""
    learner, side = trace.learner, trace.problem.domain.diameter_inf
    start = side**2 / (2.0 * learner.lr)
    gradients = (start + learner.lr) * trace.norms.sum(axis=-1)
    return gradients + start * trace.problem.domain.dim * learner.eps
