"""The regret of AMSGrad, with the flaws of the published proof mended."""

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


@THEOREMS.register("amsgrad_corrected")
class AMSGradCorrected(Theorem[AMSGrad]):
    r"""AMSGrad with a constant or geometrically decaying momentum has no regret.

    If every loss is convex, :math:`\|x - y\|_\infty \le D_\infty` on K,
    :math:`\alpha_t = \alpha/\sqrt t`, :math:`\beta_{1,t} = \beta_1 \lambda^{t-1}` with
    :math:`\lambda \in (0, 1]` and :math:`\gamma = \beta_1^2 / \beta_2 < 1`, then for every
    :math:`\alpha > 0`, every :math:`\epsilon \ge 0` and every T

    .. math:: R_T \le \frac{D_\infty^2 \sqrt T}{2\alpha(1-\beta_1)}
              \sum_{i=1}^d \bigl(\sqrt{\hat v_{T,i}} + \epsilon\bigr)
              + \frac{\alpha\,(1+\beta_1)(1-\beta_{1,T})\sqrt{1 + \ln T}}
              {2(1-\beta_1)\sqrt{(1-\beta_2)(1-\gamma)}} \sum_{i=1}^d \|g_{1:T,i}\|_2.

    For :math:`\lambda = 1` this is the bound of Alacaoglu et al., quoted from memory, with
    :math:`(1+\beta_1)/2` for 1. A decaying momentum adds no term that :math:`1 - \lambda` divides.

    Proof. Let :math:`a_t = (\sqrt{\hat v_t} + \epsilon)/\alpha_t`, which never falls, and
    :math:`b_t = \beta_{1,t}/(1-\beta_{1,t})`. As
    :math:`g_t = (1 + b_t) m_t - b_t m_{t-1}`,

    .. math:: \sum_{t \le T} \langle g_t, x_t - u\rangle
              = \sum_{t \le T} w_t \langle m_t, x_t - u\rangle
              + \sum_{t < T} b_{t+1} \langle m_t, x_t - x_{t+1}\rangle,

    with :math:`w_t = 1 + b_t - b_{t+1}` for :math:`t < T` and :math:`w_T = 1 + b_T`. A step and its
    projection give
    :math:`2\langle m_t, x_t - u\rangle \le \|x_t - u\|_{a_t}^2 - \|x_{t+1} - u\|_{a_t}^2 +
    \|m_t\|_{1/a_t}^2`, and
    :math:`\langle m_t, x_t - x_{t+1}\rangle \le \|m_t\|_{1/a_t}^2`, as projections do not expand.
    :math:`b_t` is convex in t, so :math:`w_t` falls up to :math:`T - 1`, and :math:`w_1` and the
    last rise of :math:`w_t` are together at most :math:`1 + b_1 = 1/(1-\beta_1)`: the distances
    sum to at most :math:`\frac{D_\infty^2}{2(1-\beta_1)} \sum_i a_{T,i}`. The rest is at most
    :math:`\frac{1+\beta_1}{2(1-\beta_1)} \sum_t \|m_t\|_{1/a_t}^2`. With
    :math:`p_{t,j} = (1-\beta_{1,j}) \beta_{1,j+1} \cdots \beta_{1,t}`, the weight of
    :math:`g_j` in :math:`m_t`, Hölder's inequality with exponents 4, 4, 2 gives

    .. math:: \frac{m_{t,i}^2}{\sqrt{v_{t,i}}} \le \frac{1-\beta_{1,T}}
              {\sqrt{(1-\beta_2)(1-\gamma)}} \sum_{j \le t} p_{t,j} |g_{j,i}|,
              \qquad \sum_{t \ge j} p_{t,j} \le 1,

    and :math:`\sum_j |g_{j,i}|/\sqrt j \le \sqrt{1 + \ln T}\,\|g_{1:T,i}\|_2`. ∎

    References
    ----------
    A. Alacaoglu, Y. Malitsky, P. Mertikopoulos, V. Cevher. A new regret analysis for Adam-type
    algorithms. ICML 2020, Theorem 1. The flaw: P. Tran, L. Phong. IEEE Access 7, 2019.
    """

    about = AMSGrad
    statement = (
        "R(T) <= D_inf^2 sqrt(T) / (2 lr (1 - beta1)) sum_i (sqrt(vmax_T,i) + eps) + lr (1 + beta1)"
        " (1 - beta1_T) sqrt(1 + ln T) / (2 (1 - beta1) sqrt((1 - beta2) (1 - beta1^2/beta2)))"
        " sum_i |g_1:T,i|"
    )
    status = "proof read"
    growth = Growth.SQRT_LOG
    witness = Witness(Reddi(big=1.0, period=2), AMSGrad(lr=2.0, beta1=0.0, beta2=0.0), 0.45)
    free = ("lr", "beta1", "beta2", "eps", "beta1_decay")

    def limits(self, learner: AMSGrad) -> list[str]:
        return [] if ratio(learner) < 1.0 else ["it needs beta1^2 < beta2"]

    def tuned(self, problem: Problem, learner: AMSGrad) -> AMSGrad:
        """Balance the terms for the largest gradients and a long game, the logarithm left aside."""
        if ratio(learner) >= 1.0:  # nothing to balance; `limits` objects
            return replace(learner, decay="sqrt")
        start, gradients = _coefficients(learner, math.inf)
        side = problem.domain.diameter_inf
        return replace(learner, lr=side * math.sqrt(start / gradients), decay="sqrt")

    def evaluate(self, trace: Trace[AMSGrad]) -> Array:
        learner, side = trace.learner, trace.problem.domain.diameter_inf
        start, gradients = _coefficients(learner, trace.t - 1.0)
        sizes = (np.sqrt(trace.state["vmax"]) + learner.eps).sum(axis=-1)
        first = side**2 / learner.lr * start * np.sqrt(trace.t) * sizes
        last = learner.lr * gradients * np.sqrt(1.0 + np.log(trace.t)) * trace.norms.sum(axis=-1)
        return first + last


def ratio(learner: AMSGrad) -> float:
    """Return γ = β₁²/β₂, which is 0 without momentum."""
    if learner.beta1 == 0.0:
        return 0.0
    return learner.beta1**2 / learner.beta2 if learner.beta2 > 0.0 else math.inf


def _coefficients(learner: AMSGrad, age: Array | float) -> tuple[float, Array | float]:
    """Return the factors of D²√T/α Σ√v and of α√(1 + ln T) Σ‖g‖ at round ``age`` + 1."""
    beta1 = learner.beta1
    moments = math.sqrt((1.0 - learner.beta2) * (1.0 - ratio(learner)))
    late = 1.0 - beta1 * learner.beta1_decay**age
    return 0.5 / (1.0 - beta1), (1.0 + beta1) * late / (2.0 * (1.0 - beta1) * moments)
