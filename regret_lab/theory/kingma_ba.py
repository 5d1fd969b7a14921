"""The regret that Adam was published with, and does not have."""

import math
from dataclasses import replace

import numpy as np

from regret_lab.arrays import Array
from regret_lab.learners.adam import Adam
from regret_lab.learners.decay import complement
from regret_lab.problems import Problem
from regret_lab.problems.reddi import Reddi
from regret_lab.theory.base import THEOREMS, Theorem, Witness
from regret_lab.theory.growth import Growth
from regret_lab.theory.trace import Trace

EPS = 1e-8  # the paper's own, which its proof leaves out


@THEOREMS.register("kingma_ba_4_1")
class KingmaBa(Theorem[Adam]):
    r"""Adam's regret as published. The theorem is false: it is here to be seen to fail.

    "If every loss is convex, :math:`\|g_t\|_\infty \le G_\infty`, :math:`\|x - y\|_2 \le D` and
    :math:`\|x - y\|_\infty \le D_\infty` on K, :math:`\alpha_t = \alpha/\sqrt t`,
    :math:`\beta_{1,t} = \beta_1\lambda^{t-1}` with :math:`\lambda \in (0, 1)` and
    :math:`\gamma = \beta_1^2 / \sqrt{\beta_2} < 1`, then for every T

    .. math:: R_T \le \frac{D^2}{2\alpha(1-\beta_1)} \sum_{i=1}^d \sqrt{T \hat v_{T,i}}
              + \frac{\alpha(1+\beta_1) G_\infty}{(1-\beta_1)\sqrt{1-\beta_2}(1-\gamma)^2}
              \sum_{i=1}^d \|g_{1:T,i}\|_2
              + \sum_{i=1}^d \frac{D_\infty^2 G_\infty \sqrt{1-\beta_2}}
              {2\alpha(1-\beta_1)(1-\lambda)^2}."

    The proof telescopes as if :math:`\sqrt{\hat v_t}/\alpha_t` never fell, which it does; a second
    flaw is :math:`\sum_t |g_t|/\sqrt t \le 2 G_\infty \|g_{1:T}\|_2`, where the two sides scale
    differently. Reddi's cycle violates the bound; on gradients of the size of 1 and with the usual
    β the middle term is so large that no game of a feasible length does, and respect for it is no
    evidence. λ is ``beta1_decay``; at :math:`\beta_1 = 0` every λ describes the same algorithm, and
    where ``beta1_decay`` is 1 the bound is evaluated in the limit λ → 0, in which it would hold if
    it were true. ε is left out, as in the paper.

    References
    ----------
    D. Kingma, J. Ba. Adam: a method for stochastic optimization. ICLR 2015, Theorem 4.1.
    Counterexample: S. Reddi, S. Kale, S. Kumar. ICLR 2018, Theorem 1.
    """

    about = Adam
    statement = (
        "R(T) <= D^2 / (2 lr (1 - beta1)) sum_i sqrt(T v_T,i) + lr (1 + beta1) G_inf / ((1 - beta1)"
        " sqrt(1 - beta2) (1 - beta1^2/sqrt(beta2))^2) sum_i |g_1:T,i|"
        " + d D_inf^2 G_inf sqrt(1 - beta2) / (2 lr (1 - beta1) (1 - beta1_decay)^2)"
    )
    status = "known false"
    growth = Growth.SQRT
    witness = Witness(Reddi(), Adam(lr=0.3, beta1=0.0, beta2=0.1), 3.0)
    prescribes = False
    free = ("lr", "beta1", "beta2", "eps", "beta1_decay")

    def limits(self, learner: Adam) -> list[str]:
        limits: list[str] = []
        if learner.beta1 > 0.0 and learner.beta1_decay == 1.0:
            limits.append("it needs beta1_decay < 1, or beta1 = 0")
        if learner.beta1 > 0.0 and learner.beta1**4 >= learner.beta2:
            limits.append("it needs beta1^2 < sqrt(beta2)")
        if learner.eps > EPS:
            limits.append(f"it leaves eps out, and {learner.eps:g} is above the paper's {EPS:g}")
        return limits

    def tuned(self, problem: Problem, learner: Adam) -> Adam:
        return replace(
            learner,
            decay="sqrt",
            bias_correction=True,
            eps=min(learner.eps, EPS),
            beta1_decay=min(learner.beta1_decay, 0.99),
        )

    def evaluate(self, trace: Trace[Adam]) -> Array:
        learner, domain, largest = trace.learner, trace.problem.domain, trace.problem.lipschitz_inf
        late, moments = 1.0 - learner.beta1, math.sqrt(1.0 - learner.beta2)
        gamma = learner.beta1**2 / math.sqrt(learner.beta2) if learner.beta1 > 0.0 else 0.0
        decay = learner.beta1_decay if learner.beta1_decay < 1.0 else 0.0
        debiased = trace.state["v"] / complement(learner.beta2, trace.t)[:, None]
        roots = np.sqrt(trace.t) * np.sqrt(debiased).sum(axis=-1)
        first = domain.diameter**2 / (2.0 * learner.lr * late) * roots
        slope = learner.lr * (1.0 + learner.beta1) * largest
        second = slope / (late * moments * (1.0 - gamma) ** 2) * trace.norms.sum(axis=-1)
        third = domain.diameter_inf**2 * largest * moments / (2.0 * learner.lr * late)
        return first + second + domain.dim * third / (1.0 - decay) ** 2
