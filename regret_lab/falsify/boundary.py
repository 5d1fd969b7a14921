"""One slope against many: how large it has to be before a learner heeds it."""

import numpy as np

from regret_lab.falsify.steady import drift
from regret_lab.learners import Learner

HALVINGS = 60
ROUNDING = 1e-12


def spike(big: float, period: int) -> tuple[float, ...]:
    """Return one slope ``big``, then period − 1 slopes −1."""
    return (big, *[-1.0] * (period - 1))


def boundary(learner: Learner, period: int) -> float:
    r"""Return C*: with one slope C against n − 1 slopes −1 the learner fails for n − 1 < C < C*.

    At C = n − 1 the sum is zero while the drift is positive, whatever the betas; it falls as C
    grows, and changes its sign at C*. The learner must be one whose moments have a known steady
    state. NaN where the drift is not positive at C = n − 1, as for n = 2.
    """
    low = float(period - 1)
    if _drift(learner, low, period) <= ROUNDING * period:
        return float("nan")
    high = 2.0 * low
    while _drift(learner, high, period) > 0.0:
        low, high = high, 2.0 * high
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        if _drift(learner, middle, period) > 0.0:
            low = middle
        else:
            high = middle
    return low


def _drift(learner: Learner, big: float, period: int) -> float:
    return float(drift(learner, np.array(spike(big, period))))
