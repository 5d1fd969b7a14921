"""Worse sequences uphill: follow the gradient of the drift."""

from dataclasses import dataclass, field

import numpy as np
from threadpoolctl import (  # pyright: ignore[reportMissingTypeStubs]  # it ships none
    threadpool_limits,
)

from regret_lab.arrays import Array
from regret_lab.falsify.scout import HIT, Scout
from regret_lab.falsify.steady import SMOOTH, drift
from regret_lab.learners import Learner

MARGIN = 2.0 * HIT
"""The drift asked for, in steps a period."""

STEPS = 40
HALVINGS = 24

DIGITS = 6
"""Decimals of the slopes: a sequence that can be written down."""


@dataclass(frozen=True)
class Climb:
    r"""Sequential quadratic programming from the best sequences so far and from a ramp.

    .. math:: \max_{|g_j| \le 1} \tfrac1n \sum_j g_j \quad \text{subject to} \quad \Delta(g) \ge c

    with the drift Δ and its gradient from the learner's periodic steady state, where that is known
    and smooth.
    """

    name = "climb"

    def search(self, scout: Scout, period: int, budget: int) -> None:
        """Climb from a few places; the number of sequences tried is the number of places."""
        learner = scout.learner
        if not isinstance(learner, Learner) or type(learner) not in SMOOTH:
            return
        found = [np.array(trial.gradients) for trial in scout.best[:1] if trial.score > 0.0]
        starts = [g * np.sign(g.sum()) for g in found]
        starts += [np.resize(g, period) for g in starts if len(g) < period]
        for start in [*starts, np.linspace(1.0, -1.0, period)]:
            top = Hill(learner).climb(start)
            scout.admit(top, float(drift(learner, top)))


@dataclass
class Hill:
    """The worst sequence seen on the way up: the largest sum among those that drift far enough."""

    learner: Learner
    top: Array = field(default_factory=lambda: np.zeros(0))
    height: float = -np.inf

    def climb(self, start: Array) -> Array:
        """Return the worst sequence found; the start itself where nothing is worse."""
        from scipy.optimize import minimize  # slow to import, and not needed by most searches

        n, self.top = len(start), start / np.abs(start).max()
        with threadpool_limits(1):  # matrices this small are slower on several threads
            result = minimize(
                lambda g: -float(g.mean()),
                self.top,
                jac=lambda g: np.full(n, -1.0 / n),
                bounds=[(-1.0, 1.0)] * n,
                constraints=[{"type": "ineq", "fun": self.slack, "jac": self.gradient}],
                method="SLSQP",
                options={"maxiter": STEPS, "ftol": 1e-7},
            )
        self._repair(np.asarray(result.x))
        return self.top

    def _repair(self, g: Array) -> None:
        """Lower the last point as little as brings its drift back above the margin."""
        low, high = 0.0, 2.0 * max(float(g.mean()), 0.0)
        for _ in range(HALVINGS):
            middle = 0.5 * (low + high)
            enough = self.slack(np.round(np.clip(g - middle, -1.0, 1.0), DIGITS)) >= 0.0
            low, high = (low, middle) if enough else (middle, high)

    def slack(self, g: Array) -> float:
        """Return the drift above the margin, and remember g if it is the worst so far."""
        slack = float(drift(self.learner, g)) - MARGIN
        if slack >= 0.0 and g.mean() > self.height:
            self.top, self.height = np.round(g, DIGITS), float(g.mean())
        return slack

    def gradient(self, g: Array) -> Array:
        """Return the gradient of the drift: imaginary steps lose no digits."""
        tiny = 1e-30
        return np.imag(drift(self.learner, g[:, None] + 1j * tiny * np.eye(len(g)))) / tiny
