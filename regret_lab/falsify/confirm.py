"""Confirm a failure: play it between the walls, from the first round on."""

import math
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from regret_lab.engine import PlainLearner
from regret_lab.falsify.certificate import Certificate
from regret_lab.falsify.floats import Floats
from regret_lab.falsify.projected import Rates, late_rates
from regret_lab.falsify.steady import displacements, is_known
from regret_lab.learners import Learner

LONGEST = 2**22
PLAIN_ROUNDS = 2**14
"""Rounds at most, for the house's learners and for Python objects."""

WITHIN = 0.05
"""How near the played limit has to come, as a share of the certified one."""


@dataclass(frozen=True)
class Confirmation:
    """A game between the walls: who played, the regret per round, and the limit it points to."""

    player: Learner | PlainLearner
    rates: Rates
    limit: float
    expected: float

    @property
    def agrees(self) -> bool:
        """Whether the played limit is within a few per cent of the certified one."""
        return abs(self.limit / self.expected - 1.0) <= WITHIN

    def __str__(self) -> str:
        word = "confirmed" if self.agrees else "not confirmed"
        return (
            f"{word} by a game of {self.rates.rounds} rounds between the walls: regret per round "
            f"{self.rates.late:.6g} late in the game, pointing to {self.limit:.6g} "
            f"(certified {self.expected:.6g})"
        )


def confirm(certificate: Certificate) -> Confirmation | None:
    """Play a failure between the walls; None where the certificate says there is none.

    The step size is chosen so that the iterate can cross the interval: the limit does not depend on
    it, but with α/√t it takes about (n/(αΔ))² rounds to get there.
    """
    learner, gradients = certificate.learner, certificate.gradients
    if certificate.verdict != "fails" or learner is None:
        return None
    if isinstance(learner, PlainLearner):
        rates = late_rates(learner, gradients, PLAIN_ROUNDS)
        return Confirmation(learner, rates, _limit(certificate, rates), certificate.limit)
    if math.isnan(certificate.drift[0]) or not learner.decays:
        rates = late_rates(learner, gradients, LONGEST // 16)
        return Confirmation(learner, rates, rates.late, certificate.limit)
    player, rounds = _in_step(learner, certificate)
    rates = late_rates(player, gradients, rounds)
    return Confirmation(player, rates, rates.limit, certificate.limit)


def _limit(certificate: Certificate, rates: Rates) -> float:
    """Return what an object's rates point to: a verdict by regret is about the rate itself."""
    return rates.late if math.isnan(certificate.drift[0]) else rates.limit


def _in_step(learner: Learner, certificate: Certificate) -> tuple[Learner, int]:
    """Return the learner with a step size that crosses in time without swinging wall to wall.

    A quarter of T rounds has to bring it there, α√T Δ/n > 2, and the swing E of a period has to fit
    between the walls by then, α E < √T/2.
    """
    n, drift_ = len(certificate.gradients), abs(sum(certificate.drift)) / 2.0
    swing = _swing(learner, certificate.gradients)
    alpha = (n / (drift_ * swing)) ** 0.5
    rounds = int(min(16.0 * n * swing / drift_, LONGEST))
    known: dict[str, Any] = {item.name: None for item in fields(learner)}
    changes: dict[str, Any] = {"lr": alpha, "decay": "sqrt"}
    return replace(learner, **{k: v for k, v in changes.items() if k in known}), max(rounds, 2**15)


def _swing(learner: Learner, gradients: tuple[float, ...]) -> float:
    """Return how far a period's displacements stray, in steps; half the period where unknown."""
    if not is_known(learner):
        return len(gradients) / 2.0
    g = [np.float64(z) for z in gradients]
    path = np.cumsum(displacements(learner, g, Floats()))
    return float(max(np.ptp(path), 1.0))
