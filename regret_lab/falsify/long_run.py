r"""The theorem: where a learner with a known steady state ends on periodic linear losses.

Let g repeat with period n on [−1, 1], S its sum over a period, and
:math:`\Delta = -u_1 - \dots - u_n` the drift of a period in units of the step size.

*Step sizes that go to zero, with infinite sum and α_{t+n}/α_t → 1.* If Δ > 0 then x_t → +1: let K
bound |u_1| + ... + |u_n|. From x_t ≤ 1 − Kα_t no step of the period is cut off above, and being cut
off below only helps, so x_{t+n} ≥ x_t + α_t(Δ − o(1)); from x_t > 1 − Kα_t at worst
x_{t+n} ≥ 1 − 2Kα_t. Steps sum to infinity, so x_t reaches +1 and stays ever closer. Likewise −1 for
Δ < 0. The best fixed point is −sign(S), hence

.. math:: \frac{R_T}{T} \to \begin{cases} 2|S|/n & \text{if } \Delta S > 0 \\
                                          0 & \text{if } \Delta S < 0. \end{cases}

If S = 0 then R_T/T → 0 wherever x goes, because it moves less and less within a period. A step
size lr/√T for a horizon T known in advance gives the same limits over horizons.

*A constant step α.* A period maps x to min(max(x + αΔ, low), high). If Δ ≠ 0 its orbit ends in the
one fixed point, which is periodic exactly, and R_T/T tends to the average regret of that orbit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from regret_lab.falsify.arithmetic import Arithmetic, Undecided, exact_sum
from regret_lab.falsify.steady import STEADY, displacements
from regret_lab.learners import Learner

Interval = tuple[float, float]


@dataclass(frozen=True)
class LongRun:
    """Enclosures of the drift and of lim R_T/T, and what follows from them."""

    drift: Interval
    limit: Interval
    verdict: str


def constant_step(learner: Learner) -> float | None:
    """Return the step size of a learner that never makes it smaller, else None."""
    values = learner.values
    return float(str(values["lr"])) if values.get("decay") == "constant" else None


def long_run(learner: Learner, gradients: Sequence[float], a: Arithmetic) -> LongRun:
    """Enclose the drift and the limit of R_T/T.

    Raises
    ------
    Undecided
        When the arithmetic has too few digits to tell the sign of what decides.
    """
    g, u = [a.number(z) for z in gradients], displacements(learner, gradients, a)
    drift, total, alpha = -sum(u), exact_sum(gradients), constant_step(learner)
    enclosed = a.bounds(drift)
    if alpha is None and total == 0:
        return LongRun(enclosed, (0.0, 0.0), "converges")
    side = a.sign(drift)
    if side == 0:
        return LongRun((0.0, 0.0), (float("nan"), float("nan")), "undecided")
    if alpha is None:
        wrong = (side > 0) == (total > 0)
        limit = float(2 * abs(total) / len(g)) if wrong else 0.0
        return LongRun(enclosed, (limit, limit), "fails" if wrong else "converges")
    best = sum(g) if total > 0 else -sum(g)
    if not STEADY[type(learner)].exact:
        raise Undecided  # its orbit is not periodic, whatever the digits
    limit = (orbit(g, u, side, alpha, a) + best) / len(g)
    verdict = "fails" if a.sign(limit) > 0 else "converges"
    return LongRun(enclosed, a.bounds(limit), verdict)


def orbit(g: Sequence[Any], u: Sequence[Any], side: int, alpha: float, a: Arithmetic) -> Any:
    """Return the loss of a period on the orbit of a constant step.

    One period from the wall the drift leads to ends in the fixed point of the period.
    """
    step, x, loss = a.number(alpha), a.number(float(side)), a.number(0.0)
    for move in u:
        x = a.clip(x - step * move)
    for slope, move in zip(g, u, strict=True):
        loss = loss + slope * x
        x = a.clip(x - step * move)
    return loss
