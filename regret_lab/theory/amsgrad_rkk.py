"""The regret of AMSGrad as its authors bound it."""

import math
from dataclasses import replace

import numpy as np

from regret_lab.arrays import Array
from regret_lab.learners.amsgrad import AMSGrad
from regret_lab.problems import Problem
from regret_lab.problems.reddi import Reddi
from regret_lab.theory.base import THEOREMS, Theorem, Witness
from regret_lab.theory.growth import Growth
from regret_lab.theory.trace import Trace


@THEOREMS.register("amsgrad_rkk")
class AMSGradRKK(Theorem[AMSGrad]):
    r"""AMSGrad with a decaying momentum, as its authors bound it after their correction.

    If every loss is convex, :math:`\|x - y\|_\infty \le D_\infty` on K,
    :math:`\alpha_t = \alpha/\sqrt t`, :math:`\beta_{1,t} = \beta_1\lambda^{t-1}` with
    :math:`\lambda \in (0, 1)` and :math:`\gamma = \beta_1/\sqrt{\beta_2} < 1`, then for every T

    .. math:: R_T \le \frac{D_\infty^2\sqrt T}{\alpha(1-\beta_1)} \sum_{i=1}^d \sqrt{\hat v_{T,i}}
              + \frac{D_\infty^2}{(1-\beta_1)^2} \sum_{t \le T} \sum_{i=1}^d
              \frac{\beta_{1,t} \sqrt{\hat v_{t,i}}}{\alpha_t}
              + \frac{\alpha\sqrt{1+\ln T}}{(1-\beta_1)^2(1-\gamma)\sqrt{1-\beta_2}}
              \sum_{i=1}^d \|g_{1:T,i}\|_2.

    The version of 2018 has :math:`2(1-\beta_1)` in the second term, with a proof that does not hold
    for every sequence of momenta. A game does not keep :math:`\hat v_t` of every round. As it never
    falls, the second sum is at most :math:`\beta_1 \sqrt{\hat v_{T,i}} / \alpha` times
    :math:`\sum_t \lambda^{t-1}\sqrt t \le \min\{(1-\lambda)^{-3/2}, T^{3/2}\}`, and this is what
    is evaluated, with :math:`\sqrt{\hat v} + \epsilon` for :math:`\sqrt{\hat v}`. That holds for
    every ε, because ``amsgrad_corrected`` does and is never larger. Without momentum every λ is the
    same algorithm.

    References
    ----------
    S. Reddi, S. Kale, S. Kumar. On the convergence of Adam and beyond. ICLR 2018, revised as
    arXiv 1904.09237, 2019, Theorem 4 with the momentum of Corollary 1.
    """

    about = AMSGrad
    statement = (
        "R(T) <= D_inf^2 sqrt(T) / (lr (1 - beta1)) sum_i sqrt(vmax_T,i) + D_inf^2 / (1 - beta1)^2"
        " sum_t,i beta1_t sqrt(t vmax_t,i) / lr + lr sqrt(1 + ln T) / ((1 - beta1)^2"
        " (1 - beta1/sqrt(beta2)) sqrt(1 - beta2)) sum_i |g_1:T,i|"
    )
    status = "proved"
    growth = Growth.SQRT_LOG
    witness = Witness(Reddi(big=1.0, period=2), AMSGrad(lr=2.0, beta1=0.0, beta2=0.0), 0.22)
    prescribes = False
    free = ("lr", "beta1", "beta2", "eps", "beta1_decay")

    def limits(self, learner: AMSGrad) -> list[str]:
        if learner.beta1 == 0.0:
            return []
        limits = [] if learner.beta1**2 < learner.beta2 else ["it needs beta1 < sqrt(beta2)"]
        constant = learner.beta1_decay == 1.0
        return [*limits, "it needs beta1_decay < 1, or beta1 = 0"] if constant else limits

    def tuned(self, problem: Problem, learner: AMSGrad) -> AMSGrad:
        return replace(learner, decay="sqrt", beta1_decay=min(learner.beta1_decay, 0.99))

    def evaluate(self, trace: Trace[AMSGrad]) -> Array:
        learner, side = trace.learner, trace.problem.domain.diameter_inf
        beta1, t = learner.beta1, trace.t
        late, moments = 1.0 - beta1, math.sqrt(1.0 - learner.beta2)
        momentum, decay = t**1.5, 1.0
        if beta1 > 0.0:
            decay = 1.0 - beta1 / math.sqrt(learner.beta2)
            momentum = np.minimum(momentum, (1.0 - learner.beta1_decay) ** -1.5)
        start = np.sqrt(t) / late + beta1 * momentum / late**2
        sizes = (np.sqrt(trace.state["vmax"]) + learner.eps).sum(axis=-1)
        gradients = np.sqrt(1.0 + np.log(t)) / (late**2 * decay * moments)
        distances = side**2 / learner.lr * start * sizes
        return distances + learner.lr * gradients * trace.norms.sum(axis=-1)
